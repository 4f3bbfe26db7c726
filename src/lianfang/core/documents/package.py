"""Puts a document's parts into one docx file whose bytes depend on nothing but the input."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import cast

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.package import OpcPackage
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.package import Package
from lxml import etree

from lianfang.core.documents import geometry as g
from lianfang.core.documents.elements import Drawing
from lianfang.core.documents.figures import NAMESPACE
from lianfang.core.documents.ooxml import paragraph, run, serialise, w
from lianfang.core.documents.styles import font_table, styles_part

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time stamp of every entry: the earliest that a zip archive can tell."""
FOLIO_DASH = "—"
FOLIO_INDENT = g.points(g.SIZE_4_PT)
"""The page number stands in from the outer edge by one 四号 character (7.5)."""
FOLIO_FROM_EDGE = g.BOTTOM - g.twips(g.FOLIO_BELOW_TEXT_MM) - g.points(g.FOLIO_LINE_PT) // 2
"""From the edge of the paper to the foot of the page number's line, in whose middle its dashes lie."""
LETTER_NAME_FROM_EDGE = g.twips(g.LETTER_TOP_MM) - g.points(5)
"""From the edge of the paper to the line of a letter's issuing body; its characters stand a little lower."""
LETTER_FOOT_FROM_EDGE = g.twips(g.LETTER_FOOT_MM) - g.points(2)
FirstPage = tuple[BaseOxmlElement, BaseOxmlElement]
LISTING_ID = "{7B0C2E5A-6B1D-4C53-9B55-6C69616E6661}"
XML_CONTENT = "application/xml"
LISTING_PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
DATA_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"


class _Builder:
    """Adds parts to a package and relates them to the main document part."""

    def __init__(self, document: bytes) -> None:
        self.package = OpcPackage()
        self.document = self._part("/word/document.xml", CONTENT_TYPE.WML_DOCUMENT_MAIN, document)
        self.package.relate_to(self.document, RELATIONSHIP_TYPE.OFFICE_DOCUMENT)

    def _part(self, name: str, kind: str, blob: bytes) -> Part:
        return Part(PackURI(name), kind, blob, cast(Package, self.package))

    def add(
        self, name: str, kind: str, relation: str, blob: bytes, *, to: Part | None = None
    ) -> tuple[Part, str]:
        """Add a part and return it with the number of its relation."""
        part = self._part(name, kind, blob)
        return part, (to or self.document).relate_to(part, relation)

    def add_picture(self, picture: Drawing) -> None:
        """Add a picture under the number of the relation by which the text shows it."""
        part = self._part(f"/word/media/{picture.relation}.png", CONTENT_TYPE.PNG, picture.content)
        self.document.load_rel(RELATIONSHIP_TYPE.IMAGE, part, picture.relation)


def assemble(
    content: Iterable[BaseOxmlElement],
    listing: bytes,
    *,
    author: str,
    title: str,
    at: datetime,
    first_page: FirstPage | None = None,
    pictures: Iterable[Drawing] = (),
) -> bytes:
    """Return the bytes of a docx with this content on GB/T 9704 pages and the list of figures as a part.

    `first_page` are the header and the footer of a letter's first page.
    """
    builder = _Builder(b"")
    for one in pictures:
        builder.add_picture(one)
    lift = FOLIO_FROM_EDGE - LETTER_FOOT_FROM_EDGE if first_page else 0
    odd, even = (
        _folio_part(builder, name, align, lift) for name, align in (("odd", "right"), ("even", "left"))
    )
    first = _first_page(builder, first_page) if first_page else ()
    body = w("body", *content, _section(odd, even, first))
    builder.document._blob = serialise(w("document", body))  # the parts related to it had to exist first
    _add_fixed_parts(builder)
    listed, _ = builder.add("/customXml/item1.xml", XML_CONTENT, RELATIONSHIP_TYPE.CUSTOM_XML, listing)
    name = "/customXml/itemProps1.xml"
    builder.add(
        name, LISTING_PROPERTIES, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS, _listing_properties(), to=listed
    )
    write_properties(builder.package, author=author, title=title, at=at)
    return fixed_archive(builder.package)


def _add_fixed_parts(builder: _Builder) -> None:
    """Add styles, font table and settings."""
    fixed = (
        ("styles", CONTENT_TYPE.WML_STYLES, RELATIONSHIP_TYPE.STYLES, styles_part()),
        ("fontTable", CONTENT_TYPE.WML_FONT_TABLE, RELATIONSHIP_TYPE.FONT_TABLE, font_table()),
        ("settings", CONTENT_TYPE.WML_SETTINGS, RELATIONSHIP_TYPE.SETTINGS, _settings()),
    )
    for name, kind, relation, root in fixed:
        builder.add(f"/word/{name}.xml", kind, relation, serialise(root))


def _settings() -> BaseOxmlElement:
    """Return the settings in the order of the schema: two-sided folios, punctuation not squeezed."""
    mode = w(
        "compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15
    )
    compatibility = w("compat", w("useFELayout"), mode)
    return w(
        "settings",
        w("defaultTabStop", val=g.characters(2)),
        w("evenAndOddHeaders"),
        w("characterSpacingControl", val="doNotCompress"),
        compatibility,
        w("themeFontLang", val="en-US", eastAsia="zh-CN"),
    )


def _first_page(builder: _Builder, parts: FirstPage) -> tuple[BaseOxmlElement, ...]:
    """Add header and footer of the first page and return the references to them."""
    references = []
    for name, tag, kind, relation, content in (
        ("header", "hdr", CONTENT_TYPE.WML_HEADER, RELATIONSHIP_TYPE.HEADER, parts[0]),
        ("footer", "ftr", CONTENT_TYPE.WML_FOOTER, RELATIONSHIP_TYPE.FOOTER, parts[1]),
    ):
        blob = serialise(w(tag, content))
        reference = w(f"{name}Reference", type="first")
        reference.set(qn("r:id"), builder.add(f"/word/{name}-first.xml", kind, relation, blob)[1])
        references.append(reference)
    return tuple(references)


def _folio_part(builder: _Builder, name: str, align: str, lift: int) -> str:
    """Add the page number of odd or even pages, lifted above the foot, and return its relation's number."""
    lifted = (w("spacing", after=lift),) if lift else ()
    indent = (*lifted, w("ind", **{align: FOLIO_INDENT}))
    field = w("fldSimple", run("1"), instr="PAGE")
    pieces = (run(f"{FOLIO_DASH} "), field, run(f" {FOLIO_DASH}"))
    footer = w("ftr", paragraph("Footer", *pieces, properties=(*indent, w("jc", val=align))))
    relation = RELATIONSHIP_TYPE.FOOTER
    return builder.add(f"/word/footer-{name}.xml", CONTENT_TYPE.WML_FOOTER, relation, serialise(footer))[1]


def _section(odd: str, even: str, first: Sequence[BaseOxmlElement]) -> BaseOxmlElement:
    """Return the page: A4, text area and grid; of a letter with a first page unlike the others."""
    footers = list(first)
    for kind, relation in (("default", odd), ("even", even)):
        reference = w("footerReference", type=kind)
        reference.set(qn("r:id"), relation)
        footers.append(reference)
    margins = w(
        "pgMar",
        top=g.TOP,
        right=g.RIGHT,
        bottom=g.BOTTOM,
        left=g.LEFT,
        header=LETTER_NAME_FROM_EDGE if first else g.TOP // 2,
        footer=LETTER_FOOT_FROM_EDGE if first else FOLIO_FROM_EDGE,
        gutter=0,
    )
    grid = w("docGrid", type="linesAndChars", linePitch=g.LINE_PITCH, charSpace=g.CHARACTER_SPACE)
    size, columns = w("pgSz", w=g.PAGE_WIDTH, h=g.PAGE_HEIGHT), w("cols", space=0)
    other = (w("titlePg"),) if first else ()
    return w("sectPr", *footers, size, margins, columns, *other, grid)


def _listing_properties() -> bytes:
    """Return the properties that tell an office program what the list of figures is."""
    root = etree.Element(f"{{{DATA_STORE}}}datastoreItem", nsmap={"ds": DATA_STORE})
    root.set(f"{{{DATA_STORE}}}itemID", LISTING_ID)
    references = etree.SubElement(root, f"{{{DATA_STORE}}}schemaRefs")
    etree.SubElement(references, f"{{{DATA_STORE}}}schemaRef").set(f"{{{DATA_STORE}}}uri", NAMESPACE)
    return serialise(root)


def write_properties(package: OpcPackage, *, author: str, title: str, at: datetime) -> None:
    """Set the file's properties from the arguments; the library would take them from the clock."""
    properties = package.core_properties
    moment = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties.author = properties.last_modified_by = author
    properties.title, properties.language = title, "zh-CN"
    properties.created = properties.modified = moment
    properties.revision = 1


def fixed_archive(package: OpcPackage) -> bytes:
    """Return the package as a zip archive with fixed order and time stamps."""
    written, fixed = io.BytesIO(), io.BytesIO()
    package.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name), compresslevel=6)
    return fixed.getvalue()
