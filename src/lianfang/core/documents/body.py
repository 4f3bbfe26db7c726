"""Writes the running text of a document: headings, paragraphs and tables."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from lianfang.core.documents import geometry as g
from lianfang.core.documents.elements import (
    Align,
    Blank,
    Block,
    Drawing,
    Emphasis,
    Figure,
    Fill,
    Heading,
    Inline,
    Paragraph,
    Table,
    Text,
    inlines,
)
from lianfang.core.documents.figures import FigureMarks
from lianfang.core.documents.numbering import HeadingCounter
from lianfang.core.documents.ooxml import paragraph, picture, run, w
from lianfang.core.documents.styles import BODY_FACE, HEADING_FACE

CELL_MARGIN = 100
CENTRED: Align = "center"
HEADER_RULE, CELL_RULE = 8, 4
"""Table rules in eighths of a point: around the table and between the cells."""
ROOMY_ROW = 640
"""Least height in twips of a row to be filled by hand."""


class BodyWriter:
    """Turns blocks into paragraphs and tables, counting headings and marking figures on the way."""

    def __init__(self, marks: FigureMarks) -> None:
        self._marks = marks
        self._counter = HeadingCounter()

    def write(self, blocks: Sequence[Block]) -> Iterator[BaseOxmlElement]:
        """Yield the elements of the blocks in order."""
        for block in blocks:
            if isinstance(block, Heading):
                yield self._heading(block)
            elif isinstance(block, Paragraph):
                yield self._paragraph(block)
            elif isinstance(block, Table):
                yield from self._table(block)
            else:
                yield from blank_lines(block)

    def text(self, content: Text, face: str = "") -> list[BaseOxmlElement]:
        """Return the runs of a text."""
        return [self._inline(part, face) for part in inlines(content)]

    def _inline(self, part: Inline, face: str) -> BaseOxmlElement:
        if isinstance(part, Figure):
            return self._marks.write(part, face)
        if isinstance(part, Emphasis):
            return run(part.text, HEADING_FACE)
        if isinstance(part, Drawing):
            return picture(part.relation, part.width, part.height, part.words)
        if isinstance(part, Fill):
            return run("　" * part.characters, underline=True)
        return run(part, face)

    def _heading(self, heading: Heading) -> BaseOxmlElement:
        label = self._counter.next(heading.level)
        rest = self.text(heading.rest, BODY_FACE)
        return paragraph(f"Heading{heading.level}", run(label + heading.text), *rest)

    def _paragraph(self, block: Paragraph) -> BaseOxmlElement:
        alignment = () if block.align == "both" else (w("jc", val=block.align),)
        return paragraph("Normal" if block.flush else "Body", *self.text(block.text), properties=alignment)

    def _table(self, table: Table) -> Iterator[BaseOxmlElement]:
        yield paragraph("TableTitle", run(table.title)) if table.title else _before_a_table()
        columns = len(table.header or table.rows[0])
        widths = column_widths(table.widths or [1] * columns)
        head = [self._cell("TableHead", text, CENTRED) for text in table.header]
        rows = [_row(head, widths, header=True)] if head else []
        rows.extend(_row(self._cells(row, table), widths, tall=table.roomy) for row in table.rows)
        if table.whole:
            for row in rows[:-1]:
                keep_with_next(list(row.iter(qn("w:p"))))
        grid = w("tblGrid", *(w("gridCol", w=width) for width in widths))
        yield w("tbl", _table_properties(), grid, *rows)
        yield paragraph("Spacer")

    def _cells(self, row: Sequence[Text], table: Table) -> list[BaseOxmlElement]:
        aligns: Sequence[Align] = table.aligns or [CENTRED] * len(row)
        style = "FormCell" if table.roomy else "TableCell"
        return [self._cell(style, text, align) for text, align in zip(row, aligns, strict=True)]

    def _cell(self, style: str, text: Text, align: Align) -> BaseOxmlElement:
        return paragraph(style, *self.text(text), properties=(w("jc", val=align),))


def _before_a_table() -> BaseOxmlElement:
    """Return the room above a table, which goes with it to the next page, and a heading above it too."""
    return paragraph("Spacer", properties=(w("keepNext"),))


def blank_lines(blank: Blank) -> Iterator[BaseOxmlElement]:
    """Yield empty lines of the grid."""
    return (paragraph("Normal") for _ in range(blank.lines))


def keep_with_next(elements: Sequence[BaseOxmlElement]) -> None:
    """Keep paragraphs on the page of what follows them: a signature never stands alone on a page."""
    for element in elements:
        for style in element.iterfind(f"{qn('w:pPr')}/{qn('w:pStyle')}"):
            style.addnext(w("keepNext"))


def column_widths(shares: Sequence[float]) -> list[int]:
    """Return the columns' widths in twips: by share, filling the text area exactly."""
    edges = [round(g.TEXT_WIDTH * sum(shares[:index]) / sum(shares)) for index in range(len(shares) + 1)]
    return [right - left for left, right in pairwise(edges)]


def _row(
    cells: Sequence[BaseOxmlElement], widths: Sequence[int], *, header: bool = False, tall: bool = False
) -> BaseOxmlElement:
    """Return a table row that never breaks across pages; the head is repeated on each page."""
    properties = w("trPr", w("cantSplit"))
    if tall:
        properties.append(w("trHeight", val=ROOMY_ROW, hRule="atLeast"))
    if header:
        properties.append(w("tblHeader"))
    return w("tr", properties, *(_sized(cell, width) for cell, width in zip(cells, widths, strict=True)))


def _sized(content: BaseOxmlElement, width: int) -> BaseOxmlElement:
    return w("tc", w("tcPr", w("tcW", w=width, type="dxa"), w("vAlign", val="center")), content)


def _table_properties() -> BaseOxmlElement:
    outer = {"val": "single", "sz": HEADER_RULE, "space": 0, "color": "auto"}
    inner = outer | {"sz": CELL_RULE}
    sides = (("top", outer), ("left", outer), ("bottom", outer), ("right", outer))
    borders = w(
        "tblBorders", *(w(side, **look) for side, look in (*sides, ("insideH", inner), ("insideV", inner)))
    )
    margins = w("tblCellMar", *(w(side, w=CELL_MARGIN, type="dxa") for side in ("left", "right")))
    return w(
        "tblPr",
        w("tblW", w=g.TEXT_WIDTH, type="dxa"),
        w("jc", val="center"),
        borders,
        w("tblLayout", type="fixed"),
        margins,
    )
