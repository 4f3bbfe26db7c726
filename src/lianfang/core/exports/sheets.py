"""Write rows of text as xlsx or csv, chunk by chunk: what is written is not held.

The libraries for xlsx keep a workbook until it is closed, and write a cell at a time. Here a chunk of rows is
one string, so that 100,000 persons leave in seconds. Every cell is text, which a spreadsheet shows and never
executes; the last column has no cells: its head is the mark of the export.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import IO, Final
from xml.sax.saxutils import escape

from lianfang.kernel.text import neutralise_formula

Row = Sequence[str]
ROWS_OF_A_SHEET: Final = 1_000_000
CELL, ROW = "\x01", "\x02"
ILLEGAL: Final = dict.fromkeys([*range(1, 9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, 0])
"""Signs that XML does not know; nobody types them."""
BETWEEN_CELLS: Final = '</t></is></c><c t="inlineStr"><is><t xml:space="preserve">'
BEFORE_ROW: Final = '<row><c t="inlineStr"><is><t xml:space="preserve">'
AFTER_ROW: Final = "</t></is></c></row>"
MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Format(StrEnum):
    """As what a list leaves."""

    XLSX = "xlsx"
    CSV = "csv"


CONTENT_TYPES: Final = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv; charset=utf-8",
}


def write(target: IO[bytes], kind: Format, *, head: Row, chunks: Iterable[Sequence[Row]], mark: str) -> int:
    """Write a list with its head and mark; returns how many rows it has."""
    chosen = _write_xlsx if kind is Format.XLSX else _write_csv
    return chosen(target, head, chunks, mark)


def _write_csv(target: IO[bytes], head: Row, chunks: Iterable[Sequence[Row]], mark: str) -> int:
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=True)
    writer, rows = csv.writer(text), 0
    writer.writerow((*head, neutralise_formula(mark)))
    for chunk in chunks:
        writer.writerows([[neutralise_formula(cell) for cell in row] for row in chunk])
        rows += len(chunk)
    text.flush()
    text.detach()
    return rows


def _write_xlsx(target: IO[bytes], head: Row, chunks: Iterable[Sequence[Row]], mark: str) -> int:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        sheets, rows, pending = 0, 0, iter(chunks)
        chunk = next(pending, ())
        while sheets == 0 or chunk:
            sheets += 1
            left = ROWS_OF_A_SHEET
            with book.open(f"xl/worksheets/sheet{sheets}.xml", "w", force_zip64=True) as sheet:
                sheet.write(_opening((*head, mark)).encode())
                while chunk and len(chunk) <= left:
                    sheet.write(_rows(chunk).encode())
                    rows, left = rows + len(chunk), left - len(chunk)
                    chunk = next(pending, ())
                sheet.write(_closing(mark).encode())
        for name, text in _parts(sheets).items():
            book.writestr(name, HEAD + text)
    return rows


def _opening(head: Row) -> str:
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    view = f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
    return f'{HEAD}<worksheet xmlns="{MAIN}">{view}<sheetData>{_rows([head])}'


def _closing(mark: str) -> str:
    """The end of a sheet; the mark is printed at the foot of every page."""
    foot = escape(mark.replace("&", "&&").translate(ILLEGAL))
    return f"</sheetData><headerFooter><oddFooter>&amp;C{foot}</oddFooter></headerFooter></worksheet>"


def _rows(rows: Sequence[Row]) -> str:
    plain = ROW.join([CELL.join([cell.translate(ILLEGAL) for cell in row]) for row in rows])
    inner = escape(plain).replace(CELL, BETWEEN_CELLS).replace(ROW, AFTER_ROW + BEFORE_ROW)
    return f"{BEFORE_ROW}{inner}{AFTER_ROW}"


def _parts(sheets: int) -> dict[str, str]:
    """What a package holds besides its sheets."""
    numbers = range(1, sheets + 1)
    listed = "".join(f'<sheet name="导出{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    related = "".join(_relation(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers)
    types = "".join(_type(f"/xl/worksheets/sheet{n}.xml", "worksheet") for n in numbers)
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">'
    relations = f'<Relationships xmlns="{PACKAGE}/relationships">'
    return {
        "xl/workbook.xml": f"{book}<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"{relations}{related}</Relationships>",
        "_rels/.rels": f"{relations}{_relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>",
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f"{_type('/xl/workbook.xml', 'sheet.main')}{types}</Types>"
        ),
    }


def _relation(identity: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{identity}" Type="{RELATIONS}/{kind}" Target="{target}"/>'


def _type(part: str, kind: str) -> str:
    known = f"application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"
    return f'<Override PartName="{part}" ContentType="{known}"/>'
