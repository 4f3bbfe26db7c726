"""Writes what surrounds the text: letterhead above, closing below, imprint at the foot of the last page."""

from collections.abc import Iterator, Sequence

from docx.oxml.xmlchemy import BaseOxmlElement

from lianfang.core.documents import geometry as g
from lianfang.core.documents.elements import Imprint, Letterhead, OfficialDocument
from lianfang.core.documents.numbering import written_date
from lianfang.core.documents.ooxml import paragraph, run, spacing, tab, text, w
from lianfang.core.documents.styles import (
    LETTERHEAD_PT,
    RED,
    SUBHEADING_FACE,
)

HEAD_LINES = 3
"""Lines kept for copy number, secrecy and urgency, whether they are used or not."""
SEALED_DATE_INDENT, UNSEALED_INDENT = 4.0, 2.0
"""Characters from the right edge: the date under a seal (7.3.5.1), the signature without one (7.3.5.2)."""
SEALED_GAP = 3
"""Empty lines above a signature that is sealed, so that the seal has room."""
DATE_SHIFT = 2.0
"""Characters by which an unsealed date begins to the right of the signature (7.3.5.2)."""
LETTERHEAD_LINE, LETTERHEAD_LEAD = 1.2, 0.1
"""Line height of the issuing body's name and the part of it above the characters, in parts of their size."""
LETTERHEAD_SHARE = 0.97
"""Share of the text area's width that the issuing body's name may fill: no program breaks its line."""
IMPRINT_CHARACTER = 280
"""One 四号 character in twips: the indent left and right in the imprint (7.4.2)."""
RED_RULE = 12
"""The red separator in eighths of a point (the standard leaves its thickness open)."""


def letterhead(head: Letterhead) -> Iterator[BaseOxmlElement]:
    """Yield the head of the document down to the red separator."""
    yield paragraph("CopyNumber", run(head.copy_number))
    yield paragraph("Mark", run(head.secrecy))
    yield paragraph("Mark", run(head.urgency))
    size = letterhead_size(head.body)
    half_points = int(size * 2)
    name = w("r", w("rPr", w("sz", val=half_points), w("szCs", val=half_points)), text(head.body))
    above = g.LETTERHEAD_TOP_MM / 25.4 * 72 - HEAD_LINES * g.LINE_PITCH / 20 - LETTERHEAD_LEAD * size
    yield paragraph("Letterhead", name, properties=(spacing(LETTERHEAD_LINE * size, before=above),))
    yield from (paragraph("DocumentNumber") for _ in range(2))
    yield _number(head)


def letterhead_size(body: str) -> float:
    """Return the size in points at which the issuing body's name fills at most the text area."""
    room = LETTERHEAD_SHARE * g.TEXT_WIDTH / 20 / max(g.width_in_characters(body), 1)
    return min(LETTERHEAD_PT, int(room))


def _number(head: Letterhead) -> BaseOxmlElement:
    """Return the line of the document number, with the signer on upward documents, and the red separator."""
    border = w("pBdr", w("bottom", val="single", sz=RED_RULE, space=7, color=RED))
    if not head.signer:
        return paragraph("DocumentNumber", run(head.number), properties=(border,))
    stops = (("left", g.characters(1)), ("right", g.TEXT_WIDTH - g.characters(1)))
    tabs = w("tabs", *(w("tab", val=side, pos=place) for side, place in stops))
    content = (tab(), run(head.number), tab(), run("签发人："), run(head.signer, SUBHEADING_FACE))
    return paragraph("DocumentNumber", *content, properties=(border, tabs, w("jc", val="left")))


def title(document: OfficialDocument) -> Iterator[BaseOxmlElement]:
    """Yield the title two lines below the separator, its subtitle, and the addressee a line below."""
    if document.letterhead:
        yield from (paragraph("Normal") for _ in range(2))
    yield from (paragraph("Title", run(line)) for line in document.title.split("\n"))
    if document.subtitle:
        yield paragraph("Subtitle", run(document.subtitle))
    yield paragraph("Normal")
    if document.addressee:
        yield paragraph("Addressee", run(f"{document.addressee}："))


def closing_indents(signature: str, day: str, *, sealed: bool) -> tuple[float, float]:
    """Return how many characters signature and date stand in from the right edge.

    Sealed: the date by four, the signature centred above it. Unsealed: the signature by two and the date
    beginning two characters further right; a date longer than it stands in by two, the signature by more.
    """
    name, written = g.width_in_characters(signature), g.width_in_characters(day)
    if sealed:
        shift = (written - name) / 2
        name_in = max(SEALED_DATE_INDENT + shift, 0)
        return name_in, name_in - shift
    if written <= name:
        return (UNSEALED_INDENT, UNSEALED_INDENT + name - DATE_SHIFT - written)
    return (UNSEALED_INDENT + written + DATE_SHIFT - name, UNSEALED_INDENT)


def closing(document: OfficialDocument) -> Iterator[BaseOxmlElement]:
    """Yield list of attachments, signature, date and note."""
    yield from _attachment_list(document)
    if document.signature and document.signed_on:
        day = written_date(document.signed_on)
        name_in, day_in = closing_indents(document.signature, day, sealed=document.sealed)
        gap = SEALED_GAP if document.sealed else 1
        yield from (paragraph("Normal", properties=(w("keepNext"),)) for _ in range(gap))
        name = (w("keepNext"), _from_right(name_in))
        yield paragraph("Closing", run(document.signature), properties=name)
        yield paragraph("Closing", run(day), properties=(_from_right(day_in),))
    if document.note:
        yield paragraph("Body", run(f"（{document.note}）"))


def _from_right(count: float) -> BaseOxmlElement:
    return w("ind", right=g.characters(count))


def _attachment_list(document: OfficialDocument) -> Iterator[BaseOxmlElement]:
    """Yield 附件：1. …, a line below the text; a long name goes on under its own first character (7.3.4)."""
    names = [attachment.title for attachment in document.attachments]
    if names:
        yield paragraph("Normal", properties=(w("keepNext"),))
    for number, name in enumerate(names, start=1):
        lead = [run("附件：")] if number == 1 else [tab()]
        count = [run(f"{number}."), tab()] if len(names) > 1 else []
        yield paragraph("Normal", *lead, *count, run(name), properties=_hanging(4 if count else 3))


def _hanging(count: int) -> tuple[BaseOxmlElement, ...]:
    """Return properties of a line two characters in, hanging by `count`, never the last on a page."""
    stops = (w("tab", val="left", pos=g.characters(place)) for place in (5, 2 + count))
    indent = w("ind", left=g.characters(2 + count), hanging=g.characters(count))
    return w("keepNext"), w("tabs", *stops), indent, w("jc", val="left")


def attachment_head(number: int, total: int, name: str) -> Iterator[BaseOxmlElement]:
    """Yield 附件N flush left on a new page and, on its third line, the attachment's title (7.3.7)."""
    mark = f"附件{number}" if total > 1 else "附件"
    yield paragraph("Mark", run(mark), properties=(w("pageBreakBefore"),))
    yield paragraph("Normal")
    yield paragraph("Title", run(name))
    yield paragraph("Normal")


def imprint(block: Imprint) -> Iterator[BaseOxmlElement]:
    """Yield the imprint: a table floating on the foot of the last page, and the paragraph that holds it."""
    rows = [_copies(block.copied_to)] if block.copied_to else []
    rows.append(_printer(block))
    place = w(
        "tblpPr",
        horzAnchor="page",
        vertAnchor="margin",
        tblpX=g.LEFT,
        tblpYSpec="bottom",
        leftFromText=0,
        rightFromText=0,
        topFromText=0,
        bottomFromText=0,
    )
    thick = {"val": "single", "sz": g.eighths(g.THICK_RULE_MM), "space": 0, "color": "000000"}
    thin = thick | {"sz": g.eighths(g.THIN_RULE_MM)}
    borders = w("tblBorders", w("top", **thick), w("bottom", **thick), w("insideH", **thin))
    width = w("tblW", w=g.TEXT_WIDTH, type="dxa")
    margins = w("tblCellMar", *(w(side, w=0, type="dxa") for side in ("left", "right")))
    properties = w("tblPr", place, width, borders, w("tblLayout", type="fixed"), margins)
    cells = (w("tr", w("trPr", w("cantSplit")), _full_width(row)) for row in rows)
    yield w("tbl", properties, w("tblGrid", w("gridCol", w=g.TEXT_WIDTH)), *cells)
    yield paragraph("Imprint", properties=(spacing(1.0),))


def _full_width(content: BaseOxmlElement) -> BaseOxmlElement:
    return w("tc", w("tcPr", w("tcW", w=g.TEXT_WIDTH, type="dxa")), content)


def _copies(bodies: Sequence[str]) -> BaseOxmlElement:
    names = "，".join(bodies)
    hanging = 3 * IMPRINT_CHARACTER
    indent = w("ind", left=IMPRINT_CHARACTER + hanging, right=IMPRINT_CHARACTER, hanging=hanging)
    return paragraph("Imprint", run(f"抄送：{names}。"), properties=(indent,))


def _printer(block: Imprint) -> BaseOxmlElement:
    stops = w("tabs", w("tab", val="right", pos=g.TEXT_WIDTH - IMPRINT_CHARACTER))
    indent = w("ind", left=IMPRINT_CHARACTER, right=IMPRINT_CHARACTER)
    day = run(f"{written_date(block.printed_on)}印发")
    return paragraph("Imprint", run(block.printed_by), tab(), day, properties=(stops, indent))
