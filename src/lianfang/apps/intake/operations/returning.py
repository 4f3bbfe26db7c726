"""Write the file that goes back to the sender: rejected rows as they came, with the reason and the remedy.

The rows are read again from the kept original, so that every column comes back in its place and its wording.
What is mended in the file and sent again is received like any list.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import polars as pl
import xlsxwriter
from django.conf import settings
from xlsxwriter.worksheet import Worksheet

from lianfang.apps.intake import queries
from lianfang.apps.intake.models import Batch
from lianfang.apps.intake.operations import keeping
from lianfang.apps.intake.reading.lists import open_list
from lianfang.apps.intake.reading.terms import ListChunk
from lianfang.apps.intake.rules import faults
from lianfang.apps.intake.terms import Outcome
from lianfang.kernel.clock import ZONE
from lianfang.kernel.text import neutralise_formula

ADDED: Final = ("退回行号", "退回原因", "怎样改")
WIDTH: Final = 18


def write_rejects(batch: Batch, target: Path) -> int:
    """Write the rejected rows of a list to an xlsx file and return how many there are; all cells are text."""
    reasons = {
        (row["sheet_no"], row["row"]): row["reason"]
        for row in queries.rows(batch.pk, outcomes=[Outcome.REJECTED])
    }
    with xlsxwriter.Workbook(str(target), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        written = sum(_write(book, batch, reasons)) if reasons else 0
        if not book.worksheets():
            book.add_worksheet("退回").write_row(0, 0, ADDED)
    return written


def _write(book: xlsxwriter.Workbook, batch: Batch, reasons: dict[tuple[int, int], str]) -> Iterator[int]:
    sheets: dict[str, Worksheet] = {}
    lines: dict[str, int] = {}
    for number, chunk in _chunks(batch):
        wanted = [row for sheet_no, row in reasons if sheet_no == number]
        rows = chunk.cells.filter(pl.col("row_no").is_in(wanted))
        if rows.is_empty():
            continue
        sheet = sheets[chunk.sheet] if chunk.sheet in sheets else _begin(book, chunk, sheets)
        for row in rows.iter_rows(named=True):
            lines[chunk.sheet] = lines.get(chunk.sheet, 0) + 1
            code = reasons[number, row["row_no"]]
            cells = [row[name] or "" for name in _places(chunk)]
            added = [str(row["row_no"]), faults.sentence(code), faults.remedy(code)]
            for place, cell in enumerate([*cells, *added]):
                sheet.write_string(lines[chunk.sheet], place, neutralise_formula(cell))
        yield rows.height


def _chunks(batch: Batch) -> Iterator[tuple[int, ListChunk]]:
    """Chunks of the kept original with the number of their sheet, as the batch numbers sheets."""
    names = batch.mapping.get("sheets", [])
    suffix = Path(batch.file_name).suffix
    with tempfile.TemporaryDirectory(dir=settings.HOME.root) as folder:
        original = Path(folder) / f"original{suffix}"
        with original.open("wb") as stream:
            stream.writelines(keeping.read_kept(batch.file_hash))
        mapping = queries.saved_mapping(batch.mapping_name)
        on = batch.received_at.astimezone(ZONE).date()
        reading = open_list(original, on=on, mapping=mapping, sheet=batch.sheet or None)
        for chunk in reading.chunks():
            if chunk.sheet in names:
                yield names.index(chunk.sheet) + 1, chunk


def _places(chunk: ListChunk) -> list[str]:
    return [name for name in chunk.cells.columns if name != "row_no"]


def _begin(book: xlsxwriter.Workbook, chunk: ListChunk, sheets: dict[str, Worksheet]) -> Worksheet:
    sheet = book.add_worksheet(chunk.sheet[:31] or "退回")
    sheets[chunk.sheet] = sheet
    bold = book.add_format({"bold": True, "text_wrap": True})
    headers = [*(chunk.headers[int(name[1:])] for name in _places(chunk)), *ADDED]
    for place, header in enumerate(headers):
        sheet.write_string(0, place, neutralise_formula(header), bold)
    sheet.set_column(0, len(headers) - 1, WIDTH)
    sheet.freeze_panes(1, 0)
    return sheet
