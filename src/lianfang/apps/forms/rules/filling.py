"""Whether what a reporter hands in can be taken as it stands: blank, type, bounds, choice, objections."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from lianfang.apps.forms.terms import Filled
from lianfang.core.forms.terms import Field, FieldType, Form, Value
from lianfang.core.written import Problem

SHOWN: Final = 40
WHOLE: Final = frozenset({FieldType.COUNT, FieldType.PEOPLE})
CONFIRMED, DISPUTED, PREFILLED = "confirmed", "disputed", "prefilled"


def problems_of(form: Form, filled: Filled, ledger: Mapping[str, Any]) -> list[Problem]:
    """Everything wrong with it, in the order of the form; an empty list is none."""
    found = [*_strangers(form, filled)]
    if filled.zero and (not form.zero or filled.values):
        remedy = "请填写各项，或只作零报告、不填数字" if form.zero else "这张报表没有零报告，请填写各项"
        found.append(Problem(form.name, "零报告", "不能这样上报", remedy))
    for field in form.fields:
        if field.derived:
            found += _objection(field, filled, ledger)
        elif field.is_typed and not filled.zero:
            found += _typed(field, filled.values.get(field.code), filled)
    return found


def marks_of(form: Form, filled: Filled) -> dict[str, str]:
    """What is marked: derived numbers confirmed or disputed, fields left as yesterday's."""
    derived = {
        field.code: DISPUTED if field.code in filled.disputed else CONFIRMED
        for field in form.fields
        if field.derived
    }
    prefilled = {
        code: PREFILLED
        for code in sorted(filled.prefilled)
        if code in form.by_code and form.by_code[code].prefill
    }
    return prefilled | derived


def _strangers(form: Form, filled: Filled) -> Iterator[Problem]:
    for code, value in filled.values.items():
        field = form.by_code.get(code)
        if field is None:
            yield Problem(code, _shown(value), "报表没有这个字段", "请按报表的定义填写")
        elif not field.is_typed:
            yield Problem(field.name, _shown(value), "由台账或公式得出，不能填写", "有异议请写明理由")
    for code in (*filled.disputed, *filled.persons):
        if code not in form.by_code:
            yield Problem(code, "", "报表没有这个字段", "请按报表的定义填写")


def _objection(field: Field, filled: Filled, ledger: Mapping[str, Any]) -> Iterator[Problem]:
    said = filled.disputed.get(field.code)
    if said is None:
        return
    if not said.reason.strip():
        yield Problem(field.name, _shown(said.value), "有异议，没有写明理由", "请写明差在哪里、凭什么")
    if field.code in ledger and said.value == ledger[field.code].value:
        yield Problem(field.name, _shown(said.value), "与台账相同，不是异议", "请改为确认")
    if said.value < 0 or said.value != int(said.value):
        yield Problem(field.name, _shown(said.value), "不是人数或件数", "请填0或正整数")


def _typed(field: Field, value: Value, filled: Filled) -> Iterator[Problem]:
    if value is None or value == "":
        if field.required:
            yield Problem(
                field.name, "", "没有填", "没有的请填0，不知道的请先核实" if field.is_numeric else "请填写"
            )
        return
    if field.is_numeric:
        yield from _number(field, value)
    if field.type is FieldType.CHOICE and value not in {choice.code for choice in field.choices}:
        yield Problem(field.name, _shown(value), "不在可选项中", "请选一项")
    if field.type is FieldType.PEOPLE and len(filled.persons.get(field.code, ())) not in {0, value}:
        yield Problem(field.name, _shown(value), "与名单人数不符", "请核对名单")


def _number(field: Field, value: Value) -> Iterator[Problem]:
    if isinstance(value, str):
        yield Problem(field.name, _shown(value), "不是数", "请只填阿拉伯数字")
        return
    number = float(value or 0)
    if field.type in WHOLE and number != int(number):
        yield Problem(field.name, _shown(value), "不是整数", "请填整数")
    if field.minimum is not None and number < field.minimum:
        yield Problem(field.name, _shown(value), f"小于{field.minimum:g}", "请核对后重填")
    if field.maximum is not None and number > field.maximum:
        yield Problem(field.name, _shown(value), f"大于{field.maximum:g}", "请核对后重填")


def _shown(value: Value) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)[:SHOWN]
