"""Spreadsheets of what is expected: made with what is known already, and read back."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final

import polars as pl

from lianfang.apps.forms.models import Report
from lianfang.apps.forms.queries.beside import ledger_of
from lianfang.apps.forms.queries.editions import edition, form_of
from lianfang.apps.forms.queries.expected import expected
from lianfang.apps.forms.queries.reports import values
from lianfang.apps.forms.terms import Expected
from lianfang.apps.intake.reading import cells, files
from lianfang.apps.intake.reading.spreadsheet import ROW_NO
from lianfang.core.access.terms import Actor
from lianfang.core.forms.filled import FilledSheet, NotAForm, read_filled
from lianfang.core.forms.sheets import Asked, Period, write_many, write_one
from lianfang.core.forms.terms import Form, Values
from lianfang.kernel.errors import NotFound

MOST_REPORTERS: Final = 5000


def spreadsheet(form: str, *, area: str, on: date, slot: str, by: Actor, at: datetime) -> bytes:
    """What is expected of an area on a day, to fill in: of one reporter with the ledger, or a row each.

    Without a slot that of the period that ends first. Raises NotFound where nothing is expected.
    """
    found = expected(area=area, from_day=on, until_day=on, by=by, at=at, form=form)
    chosen = slot or (min(found, key=lambda one: one.due_at).slot if found else "")
    asked = [one for one in found if one.slot == chosen][:MOST_REPORTERS]
    if not asked:
        raise NotFound(what="应报的报表", value=f"{form} {area} {on} {chosen}".strip())
    told = form_of(edition(asked[0].edition))
    period = Period(on, chosen)
    if len(asked) == 1:
        return write_one(told, _with_ledger(told, asked[0], at), period)
    before = _before(form, asked, on, chosen)
    reporters = [Asked(one.reporter, one.name, before.get(one.reporter, {})) for one in asked]
    return write_many(told, reporters, period)


def _with_ledger(form: Form, one: Expected, at: datetime) -> Asked:
    before = _before(form.code, [one], one.period_on, one.slot)
    held = ledger_of(form, area=one.area, on=one.period_on, known_at=at)
    ledger = {one.code: float(held[one.derived].value) for one in form.fields if one.derived}
    return Asked(one.reporter, one.name, before.get(one.reporter, {}), ledger)


def _before(form: str, asked: Sequence[Expected], on: date, slot: str) -> dict[str, Values]:
    """The values of the last report of each reporter before a day."""
    last = (
        Report.objects.select_related("edition")
        .filter(form=form, slot=slot, period_on__lt=on, superseded_at=None)
        .filter(reporter__in=[one.reporter for one in asked])
        .order_by("reporter", "-period_on")
        .distinct("reporter")
    )
    return {report.reporter: values(report) for report in last}


def read_spreadsheet(path: Path) -> FilledSheet:
    """A filled spreadsheet; raises the FileRefused that says why it can't be read, NotAForm, NobodyNamed."""
    book = cells.open_workbook(files.identify(path))
    if not book.sheets:
        raise NotAForm
    return read_filled([row for block in book.sheets[0].blocks() for row in _rows(block)])


def _rows(block: pl.DataFrame) -> Iterator[list[str | None]]:
    """The rows of a frame, each cell in the place of its column."""
    names = [name for name in block.columns if name != ROW_NO]
    places = [int(name.removeprefix("c")) for name in names]
    width = max(places, default=-1) + 1
    for row in block.select(names).iter_rows():
        found: list[str | None] = [None] * width
        for place, cell in zip(places, row, strict=True):
            found[place] = cell
        yield found
