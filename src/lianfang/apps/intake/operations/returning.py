"""Write the file that goes back to the sender: rejected rows as they came, with the reason and the remedy.

Every column comes back in its place and wording, from the sealed content of the rows. What is mended in the
file and sent again is received like any list.
"""

import io
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from django.db import transaction
from xlsxwriter.worksheet import Worksheet

from lianfang.apps.intake.models import Batch, ReviewDecision, Row
from lianfang.apps.intake.rules import faults
from lianfang.apps.intake.terms import Decision, Outcome
from lianfang.core import sealing
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.text import neutralise_formula

ADDED: Final = ("退回行号", "退回原因", "怎样改")
WIDTH: Final = 18
LONGEST_SHEET_NAME: Final = 31
Place = tuple[int, ...]
"""Sheet, row and part, as the spreadsheet numbers them."""
OPTIONS: Final = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}


def write_rejects(batch: Batch, target: Path | io.BytesIO) -> int:
    """Write the rejected rows of a list to an xlsx file and return how many there are; all cells are text."""
    written, sheet_no, line, width = 0, 0, 0, 0
    with xlsxwriter.Workbook(target if isinstance(target, io.BytesIO) else str(target), OPTIONS) as book:
        sheet = None
        reasons = _decided(batch)
        for row in _rejected(batch, reasons):
            if sheet is None or row.sheet_no != sheet_no:
                sheet_no, line = row.sheet_no, 0
                sheet, width = _begin(book, batch, sheet_no)
            line += 1
            _write(sheet, line, _cells(row, width, reasons.get(_place(row), "")))
            written += 1
        if not written:
            book.add_worksheet("退回").write_row(0, 0, ADDED)
    return written


@transaction.atomic
def rejects_file(batch: Batch, *, by: Actor, at: datetime) -> bytes:
    """The file that goes back, as bytes, for a person who asked for it; who did stands in the log."""
    content = io.BytesIO()
    written = write_rejects(batch, content)
    subject = f"batch:{batch.uid}"
    audit.record("intake.rejects_taken", subject=subject, area=batch.area, by=by, at=at, rows=written)
    return content.getvalue()


def _rejected(batch: Batch, decided: dict[Place, str]) -> Iterator[Row]:
    """The rows that the rules sent back, and those that a person did."""
    outcomes = [Outcome.REJECTED, *([Outcome.REVIEW] if decided else [])]
    rows = Row.objects.filter(batch=batch, outcome__in=outcomes).order_by("sheet_no", "row_no", "part")
    for row in rows.iterator(chunk_size=2000):
        if row.outcome == Outcome.REJECTED or _place(row) in decided:
            yield row


def _decided(batch: Batch) -> dict[Place, str]:
    """Places of the rows that a person rejected last, with the reason."""
    fields = ("sheet_no", "row_no", "part", "decision", "reason")
    decisions = ReviewDecision.objects.filter(batch=batch).order_by("recorded_at", "id").values_list(*fields)
    last = {tuple(place): (decision, reason) for *place, decision, reason in decisions}
    return {place: reason for place, (decision, reason) in last.items() if decision == Decision.REJECT}


def _place(row: Row) -> Place:
    return (row.sheet_no, row.row_no, row.part)


def _begin(book: xlsxwriter.Workbook, batch: Batch, sheet_no: int) -> tuple[Worksheet, int]:
    """A sheet under the headers of the list's own; the width of the list."""
    facts: dict[str, Any] = batch.mapping["sheets"][sheet_no - 1]
    sheet = book.add_worksheet(facts["name"][:LONGEST_SHEET_NAME] or "退回")
    headers = facts["headers"]
    sheet.set_column(0, len(headers) + len(ADDED) - 1, WIDTH)
    sheet.freeze_panes(1, 0)
    bold = book.add_format({"bold": True, "text_wrap": True})
    for place, header in enumerate([*headers, *ADDED]):
        sheet.write_string(0, place, neutralise_formula(header), bold)
    return sheet, len(headers)


def _cells(row: Row, width: int, reason: str) -> list[str]:
    """The cells of a row as they came; what stands beyond the headers is joined to the last of them."""
    came = json.loads(sealing.unseal(row.sealed))["cells"] if row.sealed else []
    kept = [*came[:width], *[""] * (width - len(came))]
    if came[width:] and kept:
        kept[-1] = " ".join(filter(None, [kept[-1], *came[width:]]))
    told = reason or faults.sentence(row.reason)
    return [*kept, str(row.row_no), told, faults.remedy(row.reason)]


def _write(sheet: Worksheet, line: int, cells: list[str]) -> None:
    for place, cell in enumerate(cells):
        sheet.write_string(line, place, neutralise_formula(cell))
