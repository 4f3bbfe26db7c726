"""Writes what surrounds the text: letterhead above, closing below, imprint at the foot of the last page."""

from collections.abc import Iterable, Iterator, Sequence

from docx.oxml.xmlchemy import BaseOxmlElement

from lianfang.core.documents import geometry as g
from lianfang.core.documents.elements import Imprint, Letterhead, OfficialDocument
from lianfang.core.documents.numbering import written_date
from lianfang.core.documents.ooxml import paragraph, run, spacing, tab, text, w
from lianfang.core.documents.styles import (
    HEADING_FACE,
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
LETTER_RULE = 18
"""A letter's double rule in eighths of a point."""
RULE_LEAD = 5
"""Points of a line below the feet of large characters, before its border."""
RED_RULE = 12
"""The red separator in eighths of a point (the standard leaves its thickness open)."""


def letterhead(head: Letterhead) -> Iterator[BaseOxmlElement]:
    """Yield the head of the document as its form has it; of a letter the name stands in the page's header."""
    if head.form == "letter":
        yield from _letter_head(head)
        return
    lines = (("CopyNumber", head.copy_number), ("Mark", head.secrecy), ("Mark", head.urgency))
    kept = lines if head.form in {"document", "minutes"} else [line for line in lines if line[1]]
    yield from (paragraph(style, run(said)) for style, said in kept)
    top = g.ORDER_TOP_MM if head.form == "order" else g.LETTERHEAD_TOP_MM
    yield _issuer(head.body, top / 25.4 * 72 - len(kept) * g.LINE_PITCH / 20)
    yield from (paragraph("DocumentNumber") for _ in range(2))
    if head.form == "order":
        yield paragraph("DocumentNumber", run(head.number))
        yield from (paragraph("Normal") for _ in range(2))
    else:
        yield _number(head)


def _issuer(body: str, above: float) -> BaseOxmlElement:
    """Return the issuing body's name in red, its characters `above` points below what stands above."""
    size = letterhead_size(body)
    lead = max(above - LETTERHEAD_LEAD * size, 0)
    return paragraph(
        "Letterhead", _large(body, size), properties=(spacing(LETTERHEAD_LINE * size, before=lead),)
    )


def _large(body: str, size: float) -> BaseOxmlElement:
    half_points = int(size * 2)
    return w("r", w("rPr", w("sz", val=half_points), w("szCs", val=half_points)), text(body))


def _letter_head(head: Letterhead) -> Iterator[BaseOxmlElement]:
    """Yield the lines below a letter's first double rule: marks left, the number right (10.1)."""
    marks = [mark for mark in (head.copy_number, head.secrecy, head.urgency) if mark]
    first = run(marks[0], HEADING_FACE) if marks else run("")
    stops = w("tabs", w("tab", val="right", pos=g.TEXT_WIDTH))
    yield paragraph("Addressee", first, tab(), run(head.number), properties=(stops,))
    yield from (paragraph("Mark", run(mark)) for mark in marks[1:])


def letter_name(head: Letterhead) -> BaseOxmlElement:
    """Return a letter's issuing body over the first double rule, as the header of its first page."""
    size = letterhead_size(head.body)
    return paragraph(
        "Letterhead",
        _large(head.body, size),
        properties=(
            _double_rule(
                "bottom", "thickThinSmallGap", space=round(g.LETTER_RULE_MM / 25.4 * 72) - RULE_LEAD
            ),
            spacing(LETTERHEAD_LINE * size),
            _beyond_text(),
        ),
    )


def letter_foot() -> BaseOxmlElement:
    """Return the other double rule, as the footer of a letter's first page, which shows no page number."""
    return paragraph(
        "Imprint",
        properties=(_double_rule("top", "thinThickSmallGap", space=0), spacing(1.0), _beyond_text()),
    )


def _double_rule(side: str, look: str, *, space: int) -> BaseOxmlElement:
    return w("pBdr", w(side, val=look, sz=LETTER_RULE, space=space, color=RED))


def _beyond_text() -> BaseOxmlElement:
    """Return the indents of a line that is wider than the text area."""
    beyond = -g.twips((g.LETTER_RULE_WIDTH_MM - g.TEXT_WIDTH_MM) / 2)
    return w("ind", left=beyond, right=beyond)


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
    if document.letterhead and document.letterhead.form == "order":
        return
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
    yield from _attendance(document.attendance)
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


def _attendance(lines: Sequence[tuple[str, str]]) -> Iterator[BaseOxmlElement]:
    """Yield who was there, a line below the text; names go on under the first of them (10.3)."""
    if lines:
        yield paragraph("Normal")
    for label, names in lines:
        hanging = len(label) + 1
        indent = w("ind", left=g.characters(2 + hanging), hanging=g.characters(hanging))
        yield paragraph(
            "Normal",
            run(label, HEADING_FACE),
            run("："),
            run(names),
            properties=(indent, w("jc", val="left")),
        )


def _from_right(count: float) -> BaseOxmlElement:
    return w("ind", right=g.characters(count))


def _attachment_list(document: OfficialDocument) -> Iterator[BaseOxmlElement]:
    """Yield 附件：1. …; in a template what is bound behind it may be there or not."""
    bound, when = [attachment.title for attachment in document.attachments], document.attached_if
    yield from _attached_names([*bound, *document.enclosed], lead=_instruction("if", when) if bound else ())
    if bound and when:
        yield from _attached_names(document.enclosed, lead=_instruction("else"))
        yield from _instruction("endif")


def _attached_names(names: Sequence[str], *, lead: Iterable[BaseOxmlElement]) -> Iterator[BaseOxmlElement]:
    """Yield names a line below the text; a long one goes on under its own first character (7.3.4)."""
    yield from lead
    if names:
        yield paragraph("Normal", properties=(w("keepNext"),))
    for number, name in enumerate(names, start=1):
        label = [run("附件：")] if number == 1 else [tab()]
        count = [run(f"{number}."), tab()] if len(names) > 1 else []
        yield paragraph("Normal", *label, *count, run(name), properties=_hanging(4 if count else 3))


def conditional(when: str, elements: Iterable[BaseOxmlElement]) -> Iterator[BaseOxmlElement]:
    """Yield elements that in a template are there only under a condition, if one is given."""
    yield from _instruction("if", when) if when else ()
    yield from elements
    yield from _instruction("endif") if when else ()


def _instruction(word: str, condition: str | None = None) -> Iterator[BaseOxmlElement]:
    """Yield an instruction of a template; none where it lacks its condition."""
    if condition != "":
        yield paragraph("Normal", run("{%p " + " ".join(filter(None, (word, condition))) + " %}"))


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


def imprint(block: Imprint, *, ruled: bool = True) -> Iterator[BaseOxmlElement]:
    """Yield the imprint: a table floating on the foot of the last page, and the paragraph that holds it.

    Without rules, as a letter has it, it names those who get copies and nobody else.
    """
    rows = [_copies(block.copied_to)] if block.copied_to else []
    if ruled:
        rows.append(_printer(block))
    if not rows:
        return
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
    looks = (borders,) if ruled else ()
    properties = w("tblPr", place, width, *looks, w("tblLayout", type="fixed"), margins)
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
