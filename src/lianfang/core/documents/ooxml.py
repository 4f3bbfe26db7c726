"""A short way to write WordprocessingML elements: `w("p", w("r", …), rsid="…")`."""

from typing import cast

from docx.oxml import OxmlElement
from docx.oxml.ns import nsmap, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from lxml import etree

from lianfang.core.documents.geometry import points

PREFIXES = {prefix: nsmap[prefix] for prefix in ("w", "r")}
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def w(tag: str, *children: BaseOxmlElement, **attributes: object) -> BaseOxmlElement:
    """Return a `w:` element with `w:` attributes, in the order given."""
    element = cast(BaseOxmlElement, OxmlElement(f"w:{tag}"))
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    element.extend(children)
    return element


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
