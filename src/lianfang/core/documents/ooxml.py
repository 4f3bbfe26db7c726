"""A short way to write WordprocessingML elements: `w("p", w("r", …), rsid="…")`."""

from functools import lru_cache
from typing import cast
from xml.sax.saxutils import escape

from docx.oxml.ns import nsdecls, nsmap, qn
from docx.oxml.parser import oxml_parser, parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from lxml import etree

from lianfang.core.documents.geometry import points

PREFIXES = {prefix: nsmap[prefix] for prefix in ("w", "r")}
EMU = 36000
"""Units of a drawing in a millimetre."""
QUOTE = {'"': "&quot;"}
PICTURE = """\
<wp:inline {spaces} distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{cx}" cy="{cy}"/>\
<wp:docPr id="{number}" name="{relation}" descr="{words}"/><a:graphic>\
<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>\
<pic:nvPicPr><pic:cNvPr id="0" name="{relation}.png"/><pic:cNvPicPr/></pic:nvPicPr>\
<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>\
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>\
</a:graphic></wp:inline>"""
OWN = {"w": nsmap["w"]}
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def w(tag: str, *children: BaseOxmlElement, **attributes: object) -> BaseOxmlElement:
    """Return a `w:` element with `w:` attributes, in the order given."""
    element = cast(BaseOxmlElement, oxml_parser.makeelement(_named(tag), nsmap=OWN))
    for name, value in attributes.items():
        element.set(_named(name), str(value))
    element.extend(children)
    return element


@lru_cache(maxsize=512)
def _named(name: str) -> str:
    return qn(f"w:{name}")


def text(content: str) -> BaseOxmlElement:
    """Return a text element that keeps its spaces."""
    element = w("t")
    element.set(XML_SPACE, "preserve")
    element.text = content
    return element


def run(content: str, face: str = "", *, underline: bool = False) -> BaseOxmlElement:
    """Return a run of one face; without one it takes its paragraph's.

    The hint makes quotation marks and dashes, which exist in both scripts, Chinese.
    """
    if face:
        fonts = w("rFonts", ascii=face, hAnsi=face, eastAsia=face, cs=face, hint="eastAsia")
    else:
        fonts = w("rFonts", hint="eastAsia")
    properties = w("rPr", fonts)
    if underline:
        properties.append(w("u", val="single"))
    return w("r", properties, text(content))


def tab() -> BaseOxmlElement:
    """Return a run that holds one tab."""
    return w("r", w("tab"))


def paragraph(
    style: str, *content: BaseOxmlElement, properties: tuple[BaseOxmlElement, ...] = ()
) -> BaseOxmlElement:
    """Return a paragraph of a style; direct properties come in the order that the schema asks for."""
    return w("p", w("pPr", w("pStyle", val=style), *properties), *content)


def spacing(line: float, *, before: float = 0) -> BaseOxmlElement:
    """Return exact line spacing and the space before, both in points."""
    return w("spacing", before=points(before), after=0, line=points(line), lineRule="exact")


def serialise(root: etree._Element) -> bytes:
    """Return a part's XML as bytes with its declaration."""
    etree.cleanup_namespaces(root, top_nsmap=PREFIXES if root.tag.startswith(f"{{{nsmap['w']}}}") else None)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def picture(relation: str, width: float, height: float, words: str) -> BaseOxmlElement:
    """Return a run that shows a related picture in the line, its sides in millimetres."""
    sides = {"cx": str(round(width * EMU)), "cy": str(round(height * EMU))}
    inline = PICTURE.format(
        spaces=nsdecls("wp", "a", "pic", "r"),
        number=int(relation[-7:], 16),
        relation=relation,
        words=escape(words, QUOTE),
        **sides,
    )
    return w("r", w("drawing", parse_xml(inline)))
