"""Reports as a table of typed columns, with a dictionary of its fields; and read back from one.

Columns of the exchange begin with an underscore, which no field does. Every row bears the mark of its export.
What the ledger or a formula tells leaves with the rest and is left aside when it comes back.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

import polars as pl

from lianfang.apps.exchange.terms import Given, Read, Refused, ReportRow
from lianfang.core.exports.tables import Table
from lianfang.core.forms.terms import FIELD_TYPE_NAMES, ROLLUP_NAMES, Field, FieldType, Form, Value
from lianfang.core.forms.values import shown
from lianfang.core.written import Problem
from lianfang.kernel.text import restore_formula

FIXED: Final[Mapping[str, str]] = {
    "_form": "报表",
    "_edition": "版本",
    "_reporter": "填报单位代码",
    "_name": "填报单位",
    "_area": "区划代码",
    "_day": "日期",
    "_slot": "期",
    "_zero": "零报告",
    "_sequence": "第几次",
    "_reason": "更正理由",
    "_decision": "接收",
    "_by": "填报人",
    "_at": "上报时间",
    "_mark": "水印",
    "_problem": "没有收下的原因",
}
NEEDED: Final = ("_reporter", "_day")
KINDS: Final[Mapping[FieldType, Any]] = {
    FieldType.COUNT: pl.Int64,
    FieldType.PEOPLE: pl.Int64,
    FieldType.NUMBER: pl.Float64,
    FieldType.TEMPERATURE: pl.Float64,
    FieldType.YES_NO: pl.Boolean,
    FieldType.DATE: pl.Date,
}
"""Types of columns; everything else is text."""
DICTIONARY: Final[Mapping[str, str]] = {
    "code": "代码",
    "name": "名称",
    "type": "类型",
    "unit": "单位",
    "definition": "定义",
    "rollup": "汇总规则",
    "source": "来源",
    "edition": "版本",
    "typed": "可填",
}
YES: Final = frozenset({"是", "true", "1", "True", "TRUE"})


def dictionary(forms: Sequence[Form]) -> list[tuple[str, ...]]:
    """What each field of each edition means, in the order of the forms."""
    return [_defined(field, form) for form in forms for field in form.fields]


def _defined(field: Field, form: Form) -> tuple[str, ...]:
    choices = "；".join(f"{choice.code}={choice.name}" for choice in field.choices)
    definition = "　".join(filter(None, (field.definition, choices)))
    typed = "是" if field.is_typed else "否，由台账或公式得出"
    kind, rollup = FIELD_TYPE_NAMES[field.type], ROLLUP_NAMES[field.rollup]
    edition = f"{form.code} {form.version}"
    return (field.code, field.name, kind, field.unit, definition, rollup, field.source, edition, typed)


def table(forms: Sequence[Form], rows: Sequence[ReportRow], *, mark: str) -> Table:
    """The reports as a table with its dictionary."""
    names = {**FIXED, **{code: field.name for code, field in fields_of(forms).items()}}
    return Table(frame(forms, rows, mark=mark), names, DICTIONARY, dictionary(forms))


def frame(forms: Sequence[Form], rows: Sequence[ReportRow], *, mark: str) -> pl.DataFrame:
    """The reports as a frame; a field that an edition lacks is blank in its rows."""
    fields = fields_of(forms)
    schema: dict[str, Any] = {code: pl.String for code in FIXED if code != "_problem"}
    schema |= {"_edition": pl.Int64, "_day": pl.Date, "_sequence": pl.Int64, "_zero": pl.Boolean}
    schema |= {code: KINDS.get(field.type, pl.String) for code, field in fields.items()}
    cells = [_fixed(row, mark) | _values(row, fields) for row in rows]
    return pl.DataFrame(cells, schema=schema, strict=False)


def fields_of(forms: Sequence[Form]) -> dict[str, Field]:
    """The fields of some editions by code, as the last of them that has each defines it."""
    return {field.code: field for form in forms for field in form.fields}


def _fixed(row: ReportRow, mark: str) -> dict[str, Any]:
    return {
        "_form": row.form.code,
        "_edition": row.form.version,
        "_reporter": row.reporter,
        "_name": row.name,
        "_area": row.area,
        "_day": row.on,
        "_slot": row.slot,
        "_zero": row.zero,
        "_sequence": row.sequence,
        "_reason": row.reason,
        "_decision": row.decision,
        "_by": row.by,
        "_at": row.recorded_at.isoformat(),
        "_mark": mark,
    }


def _values(row: ReportRow, fields: Mapping[str, Field]) -> dict[str, Any]:
    return {code: cell(field, row.values.get(code)) for code, field in fields.items()}


def cell(field: Field, value: Value) -> Any:
    """A value in the type of its column."""
    if value is None:
        return None
    kind = KINDS.get(field.type)
    if kind is pl.Date:
        return date.fromordinal(int(value)) if isinstance(value, float | int) else value
    if kind is None:
        return shown(field, value)
    if kind is pl.Boolean:
        return bool(value)
    return int(value) if kind is pl.Int64 else float(value)


def read(form: Form, rows: Sequence[Mapping[str, str]], *, first: int = 2) -> Read:
    """The reports of a table whose rows are texts by column code; `first` is the number of its first row."""
    found = [_read(form, row, number) for number, row in enumerate(rows, first) if any(row.values())]
    return Read(
        given=tuple(one for one in found if isinstance(one, Given)),
        refused=tuple(one for one in found if isinstance(one, Refused)),
        aside=_aside(form, rows),
    )


def _aside(form: Form, rows: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    columns = rows[0].keys() if rows else ()
    return tuple(form.by_code[code].name for code in columns if _is_told(form, code))


def _is_told(form: Form, code: str) -> bool:
    return code in form.by_code and not form.by_code[code].is_typed


def _read(form: Form, row: Mapping[str, str], number: int) -> Given | Refused:
    place = f"第{number}行"
    problems = [*_strangers(form, row, place)]
    day = _day(row.get("_day", ""))
    if day is None:
        problems.append(Problem(f"{place} _day", row.get("_day", ""), "不是日期", "请写作2022-07-01"))
    if not row.get("_reporter"):
        problems.append(Problem(f"{place} _reporter", "", "没有填报单位代码", "请按导出的表填写"))
    slot = row.get("_slot") or _only_slot(form)
    if problems or day is None:
        return Refused(tuple(problems), row)
    typed = {code: restore_formula(said) for code, said in row.items() if _is_asked(form, code) and said}
    zero = row.get("_zero", "") in YES
    return Given(place, row["_reporter"], day, slot, {} if zero else typed, zero, row)


def _is_asked(form: Form, code: str) -> bool:
    return code in form.by_code and form.by_code[code].is_typed


def _strangers(form: Form, row: Mapping[str, str], place: str) -> Iterator[Problem]:
    if row.get("_form", form.code) not in {"", form.code}:
        yield Problem(f"{place} _form", row["_form"], "不是这张报表", f"请选{row['_form']}导入")
    for code, said in row.items():
        if said and code not in form.by_code and code not in FIXED:
            yield Problem(f"{place} {code}", said[:40], "报表没有这一列", "请删去这一列，或按字典改列名")


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said[:10])
    except ValueError:
        return None


def _only_slot(form: Form) -> str:
    slots = {window.slot for window in form.windows}
    return slots.pop() if len(slots) == 1 else ""
