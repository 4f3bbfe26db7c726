"""The paragraphs of a docx by their places as a person counts them: 第3段, 表格1第2行第1列."""

from collections.abc import Iterator
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml import etree


@dataclass(frozen=True)
class Located:
    """A paragraph of a template by its place as a person counts."""

    place: str
    text: str
    in_table: bool


def located_texts(root: etree._Element, *, head: str = "") -> Iterator[Located]:
    """Yield the paragraphs of a part in order, each with its place."""
    for place, paragraph in located(root, head=head):
        inside = next(paragraph.iterancestors(qn("w:tbl")), None) is not None
        yield Located(place, _text(paragraph), inside)


def located(root: etree._Element, *, head: str = "") -> Iterator[tuple[str, etree._Element]]:
    """Yield the paragraphs of a part in order with their places as a person counts them."""
    tables, paragraphs = 0, 0
    body = root.find(qn("w:body"))
    for element in root if body is None else body:
        if element.tag == qn("w:tbl"):
            tables += 1
            yield from _of_table(element, f"{head}表格{tables}")
        else:
            for paragraph in element.iter(qn("w:p")):
                paragraphs += 1
                yield f"{head}第{paragraphs}段", paragraph


def _of_table(table: etree._Element, name: str) -> Iterator[tuple[str, etree._Element]]:
    for number, row in enumerate(table.iter(qn("w:tr")), start=1):
        for column, cell in enumerate(row.iter(qn("w:tc")), start=1):
            for paragraph in cell.iter(qn("w:p")):
                yield f"{name}第{number}行第{column}列", paragraph


def _text(paragraph: etree._Element) -> str:
    return "".join(piece.text or "" for piece in paragraph.iter(qn("w:t")))
