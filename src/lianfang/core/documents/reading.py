"""Reads a saved official document back as text: what a frozen file says is what a page shows of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from docx.oxml.ns import qn
from lxml import etree

from lianfang.core.documents.figures import MARK, parts_of

KINDS: Final = {
    "Mark": "mark",
    "Letterhead": "letterhead",
    "Title": "title",
    "Heading1": "heading",
    "Heading2": "heading",
    "DocumentNumber": "middle",
    "Subtitle": "middle",
    "TableTitle": "middle",
    "Closing": "end",
    "Addressee": "flush",
    "Imprint": "flush",
}
"""What a paragraph is by its style; every other one is a paragraph of the body."""


@dataclass(frozen=True)
class Piece:
    """A run of text; `key` names the figure that it prints, if it is one."""

    text: str
    key: str = ""


@dataclass(frozen=True)
class Part:
    """A paragraph, a heading, a title, or a table with its rows of cells."""

    kind: str
    pieces: tuple[Piece, ...] = ()
    rows: tuple[tuple[tuple[Piece, ...], ...], ...] = ()


def read_parts(docx: bytes) -> list[Part]:
    """Return the paragraphs and tables of a document in order, empty ones left out; raises NotADocument."""
    body, listing = parts_of(BytesIO(docx), name="docx")
    keys = {entry.get("mark", ""): entry.get("key", "") for entry in listing if entry.get("mark")}
    content = body.find(qn("w:body"))
    found = (_part(element, keys) for element in (body if content is None else content))
    return [
        part for part in found if part and (part.rows or "".join(each.text for each in part.pieces).strip())
    ]


def _part(element: etree._Element, keys: dict[str, str]) -> Part | None:
    if element.tag == qn("w:p"):
        style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        code = style.get(qn("w:val"), "") if style is not None else ""
        return Part(KINDS.get(code, "paragraph"), tuple(_pieces(element, keys)))
    if element.tag == qn("w:tbl"):
        rows = (
            tuple(tuple(_pieces(cell, keys)) for cell in row.iterchildren(qn("w:tc")))
            for row in element.iterchildren(qn("w:tr"))
        )
        return Part("table", rows=tuple(rows))
    return None


def _pieces(element: etree._Element, keys: dict[str, str]) -> Iterator[Piece]:
    """Yield the texts of an element in order, those of a figure's control under its key."""
    for text in element.iter(qn("w:t")):
        control = next(text.iterancestors(qn("w:sdt")), None)
        tag = None if control is None else control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
        mark = "" if tag is None else tag.get(qn("w:val"), "")
        yield Piece(text.text or "", keys.get(mark, "") if mark.startswith(MARK) else "")
