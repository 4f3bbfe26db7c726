"""Read a filled spreadsheet back: which form, of which reporters, what each typed. Cells are text here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final

from lianfang.core.forms.sheets import MANY, MARK, ONE, SHOWN, Period
from lianfang.kernel.errors import InputRefused
from lianfang.kernel.text import clean

Cells = Sequence[Sequence[str | None]]
CODE_COLUMN, VALUE_COLUMN = 0, 5
HIDDEN_ROWS: Final = 3
"""Rows before the first value; in a sheet of many the second of them names the fields."""


class NotAForm(InputRefused):
    """A spreadsheet that is no template of a form, or whose hidden cells are gone."""

    code = "forms.not_a_template"
    sentence = "这不是系统下载的报表模板，或隐藏的首行已被删改。请重新下载模板填写。"


class NobodyNamed(InputRefused):
    """A row with values and without the code of its reporter."""

    code = "forms.nobody_named"
    sentence = "第{row}行有数字，没有填报单位代码。请补上代码。"


@dataclass(frozen=True)
class FilledIn:
    """What one reporter typed, by the code of the field, and the row where it stands (0: the whole sheet)."""

    reporter: str
    typed: Mapping[str, str]
    row: int = 0


@dataclass(frozen=True)
class FilledSheet:
    """A spreadsheet that was read: its form and version, its period, its reporters."""

    form: str
    version: int
    period: Period
    reporters: tuple[FilledIn, ...]


def read_filled(cells: Cells) -> FilledSheet:
    """Read the cells of a sheet; raises NotAForm, NobodyNamed."""
    head = [_text(cell) for cell in (cells[0] if cells else ())]
    if len(head) <= len(Head) or head[0] != MARK:
        raise NotAForm
    named = dict(zip(Head, head[1:], strict=False))
    reading = {ONE: _one, MANY: _many}.get(named["kind"])
    if reading is None or not named["version"].isdecimal():
        raise NotAForm
    try:
        on = date.fromisoformat(named["on"])
    except ValueError as problem:
        raise NotAForm from problem
    period = Period(on, named["slot"])
    reporters = reading(cells, named["reporter"])
    return FilledSheet(named["form"], int(named["version"]), period, tuple(reporters))


Head: Final = ("form", "version", "kind", "reporter", "on", "slot")


def _one(cells: Cells, reporter: str) -> list[FilledIn]:
    """The fields below one another; what the ledger filled counts where it was altered."""
    found = {}
    for row in islice(cells, HIDDEN_ROWS, None):
        (code, _, shown), value = _at(row, CODE_COLUMN).partition(SHOWN), _at(row, VALUE_COLUMN)
        if code and value and value != shown:
            found[code] = value
    return [FilledIn(reporter, found)]


def _many(cells: Cells, _reporter: str) -> list[FilledIn]:
    """A reporter a row; a row of blanks was not filled in."""
    if len(cells) < HIDDEN_ROWS:
        raise NotAForm
    codes = [(column, _text(cell)) for column, cell in enumerate(cells[1])][2:]
    found = []
    for place, row in enumerate(islice(cells, HIDDEN_ROWS, None), start=HIDDEN_ROWS + 1):
        typed = {code: _at(row, column) for column, code in codes if _at(row, column)}
        reporter = _at(row, 0)
        if typed and not reporter:
            raise NobodyNamed(row=place)
        if typed:
            found.append(FilledIn(reporter, typed, place))
    return found


def _at(row: Sequence[str | None], column: int) -> str:
    return _text(row[column]) if column < len(row) else ""


def _text(cell: str | None) -> str:
    return clean(cell or "")
