"""A form as a spreadsheet to fill in: of one reporter, field by field, or of many, a row each.

What the program needs to read it back (form, version, day, codes of fields) stands in hidden cells. What the
ledger knows and what is computed stands grey and locked before one reporter, with what was shown beside its
code: another value was typed. What may be taken over from the report before stands there to be checked.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import xlsxwriter

from lianfang.core.forms.computing import formula
from lianfang.core.forms.terms import NUMERIC, Field, FieldType, Form, Value, Values
from lianfang.core.forms.values import number, prefilled, shown

MARK: Final = "联防报表"
ONE, MANY = "one", "many"
SHOWN: Final = "="
"""Stands between the code of a field that nobody types and what was shown of it."""
OPTIONS: Final = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False}
HEADS: Final = ("", "项目", "单位", "口径", "上期", "本期（请填）")
REPORTER_HEADS: Final = ("填报单位代码", "填报单位")
WIDTHS: Final = (2, 28, 8, 56, 12, 22)
WORKED_OUT: Final = "自动计算"
"""Stands where a computed value will."""
VALUE_LETTER: Final = "F"
NOTE: Final = "灰色由台账生成或自动计算，不必填写；没有请填0，不要留空；黄色是上期数，请核对后改正。"
YES_NO: Final = ("是", "否")
LONGEST_LIST: Final = 255
"""Characters of a list to choose from that spreadsheets take."""


@dataclass(frozen=True)
class Asked:
    """A reporter that is asked, with its values of the period before and those of the ledger."""

    reporter: str
    name: str
    before: Values = field(default_factory=dict)
    ledger: Values = field(default_factory=dict)


@dataclass(frozen=True)
class Period:
    """For which period a spreadsheet is."""

    on: date
    slot: str


def write_one(form: Form, asked: Asked, period: Period) -> bytes:
    """The spreadsheet of one reporter."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        sheet = _Sheet(book, form, period, ONE, asked.reporter)
        sheet.heads(2, HEADS)
        sheet.title(1, f"{form.name}　{asked.name}　{period.on.isoformat()}　{NOTE}", len(HEADS))
        for column, width in enumerate(WIDTHS):
            sheet.sheet.set_column(column, column, width, None, {"hidden": column == 0})
        sheet.fields(asked)
        sheet.sheet.freeze_panes(3, 2)
    return target.getvalue()


def write_many(form: Form, reporters: Sequence[Asked], period: Period) -> bytes:
    """The spreadsheet of many reporters."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        sheet = _Sheet(book, form, period, MANY, "")
        fields = [one for one in form.fields if one.is_typed]
        sheet.codes(1, ("reporter", "name", *(one.code for one in fields)))
        titles = (f"{one.name}（{one.unit}）" if one.unit else one.name for one in fields)
        sheet.heads(2, (*REPORTER_HEADS, *titles))
        sheet.sheet.set_row(2, 45)
        sheet.sheet.set_column(0, 0, 16)
        sheet.sheet.set_column(1, 1 + len(fields), 18)
        for row, asked in enumerate(reporters, start=3):
            sheet.row(row, asked, fields)
        for column, one in enumerate(fields, start=2):
            sheet.sheet.write_comment(2, column, one.definition or one.name)
        sheet.sheet.freeze_panes(3, 2)
    return target.getvalue()


class _Sheet:
    """The sheet of a form as it is written."""

    def __init__(self, book: Any, form: Form, period: Period, kind: str, reporter: str) -> None:
        self.form, self.sheet = form, book.add_worksheet("填报")
        self._cells: dict[str, str] = {}
        base = {"border": 1, "border_color": "#9AA5B1", "text_wrap": True, "valign": "vcenter"}
        self._head = book.add_format(base | {"bold": True, "bg_color": "#E4E9EF"})
        self._said = book.add_format(base)
        self._grey = book.add_format(base | {"bg_color": "#EEEEEE", "font_color": "#555555"})
        self._open = book.add_format(base | {"locked": False, "bg_color": "#FFFFFF"})
        self._text = book.add_format(base | {"locked": False, "num_format": "@"})
        self._taken = book.add_format(base | {"locked": False, "bg_color": "#FFF6D6"})
        self.codes(
            0, (MARK, form.code, str(form.version), kind, reporter, period.on.isoformat(), period.slot)
        )
        self.sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True})
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)

    def codes(self, row: int, texts: Sequence[str]) -> None:
        """A hidden row that the program reads."""
        for column, text in enumerate(texts):
            self.sheet.write_string(row, column, text)
        self.sheet.set_row(row, None, None, {"hidden": True})

    def title(self, row: int, text: str, columns: int) -> None:
        self.sheet.merge_range(row, 1, row, columns - 1, text, self._said)
        self.sheet.set_row(row, 32)

    def heads(self, row: int, texts: Sequence[str]) -> None:
        for column, text in enumerate(texts):
            self.sheet.write_string(row, column, text, self._head)

    def fields(self, asked: Asked) -> None:
        """The fields below one another, in their sections."""
        names, row, section = {one.code: one.name for one in self.form.sections}, 3, ""
        for one in self.form.fields:
            if one.section != section:
                section = one.section
                self.sheet.merge_range(row, 1, row, len(HEADS) - 1, names.get(section, ""), self._head)
                row += 1
            code = one.code if one.is_typed else f"{one.code}{SHOWN}{_stands(one, asked.ledger)}"
            if one.is_typed or one.computed:
                self._cells[one.code] = f"{VALUE_LETTER}{row + 1}"
            said = (code, one.name, one.unit, one.definition, _shown(one, asked.before))
            for column, text in enumerate(said):
                self.sheet.write_string(row, column, text, self._said)
            self._cell(row, len(said), one, asked)
            row += 1

    def row(self, row: int, asked: Asked, fields: Sequence[Field]) -> None:
        """A reporter with its fields beside one another."""
        for column, text in enumerate((asked.reporter, asked.name)):
            self.sheet.write_string(row, column, text, self._said)
        for column, one in enumerate(fields, start=2):
            self._cell(row, column, one, asked)

    def _cell(self, row: int, column: int, one: Field, asked: Asked) -> None:
        """The cell of a value: locked, taken over, or to be filled in."""
        if not one.is_typed:
            self.sheet.write_string(row, column, _stands(one, asked.ledger), self._grey)
            if told := formula(one, self._cells):
                self.sheet.write_formula(row, column, told, self._grey, WORKED_OUT)
            return
        taken = prefilled(self.form, asked.before).get(one.code)
        if isinstance(taken, float) and not isinstance(taken, bool) and one.type in NUMERIC:
            self.sheet.write_number(row, column, taken, self._taken)
        elif taken is not None:
            self.sheet.write_string(row, column, _named(one, taken), self._taken)
        else:
            self.sheet.write_blank(row, column, None, self._open if one.type in NUMERIC else self._text)
        if rule := _rule(one):
            self.sheet.data_validation(row, column, row, column, rule)


def _stands(one: Field, ledger: Values) -> str:
    """What stands for a value that nobody types."""
    return WORKED_OUT if one.computed else _shown(one, ledger)


def _shown(one: Field, values: Values) -> str:
    value = values.get(one.code)
    return "" if value is None else _named(one, value)


def _named(one: Field, value: Value) -> str:
    """A value in words: a choice by its name."""
    return next((choice.name for choice in one.choices if choice.code == value), shown(one, value))


def _rule(one: Field) -> dict[str, Any] | None:
    """What the spreadsheet itself checks while somebody types."""
    if one.type is FieldType.YES_NO:
        return {"validate": "list", "source": list(YES_NO)}
    if one.type is FieldType.CHOICE:
        names = [choice.name for choice in one.choices]
        return {"validate": "list", "source": names} if len(",".join(names)) <= LONGEST_LIST else None
    kinds = {FieldType.COUNT: "integer", FieldType.NUMBER: "decimal", FieldType.TEMPERATURE: "decimal"}
    if one.type not in kinds:
        return None
    return {"validate": kinds[one.type], "input_title": one.name[:32], **_bounds(one)}


def _bounds(one: Field) -> Mapping[str, Any]:
    low, high = one.minimum, one.maximum
    if low is not None and high is not None:
        told = {"criteria": "between", "minimum": low, "maximum": high}
        return told | {"error_message": f"应在{number(low)}到{number(high)}之间"}
    if high is not None:
        return {"criteria": "<=", "value": high, "error_message": f"应不大于{number(high)}"}
    return {"criteria": ">=", "value": low if low is not None else -1e9, "error_message": "应为数"}
