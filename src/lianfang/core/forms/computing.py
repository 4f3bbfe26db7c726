"""Fields that are computed from others of their form: read from the form's file, worked out, as a formula.

They are worked out in their order, after everything typed and what the ledger knows, before shares. A blank
operand makes a blank, unless the expression asks `has(field)`.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from lianfang.core.forms.conditions import TYPES, closest, expression_at
from lianfang.core.forms.expressions import Expression
from lianfang.core.forms.terms import Field, FieldType, Form, Rollup, Value, Values
from lianfang.core.forms.words import Of, Reference, words_of
from lianfang.core.written import Node

COMPUTABLE: Final = frozenset({FieldType.COUNT, FieldType.NUMBER})
BROKEN: Final = frozenset({FieldType.NUMBER, FieldType.TEMPERATURE})
"""Types whose values may have decimals."""
PLAIN: Final = frozenset("+-*/()")
"""What spreadsheets write as expressions do."""
PER_HUNDRED: Final = 100.0


def check_computed(places: Mapping[str, Node], fields: Sequence[Field]) -> None:
    """Note what is wrong with the expressions of computed fields, each in its line."""
    for place, field in enumerate(fields):
        if field.computed:
            _check(places[field.code]["computed"], field, fields[:place], fields[place:])


def _check(node: Node, field: Field, before: Sequence[Field], after: Sequence[Field]) -> None:
    known = {one.code: one for one in before if one.rollup is not Rollup.SHARE}
    known |= {one.code: one for one in after if one.is_typed or one.derived}

    def type_of(reference: Reference) -> type:
        if reference.of is not Of.OWN:
            raise LookupError("不是本表的字段", "自动计算只用本表的字段")
        if reference.name not in known:
            raise LookupError("没有这个字段，或在它之后才算出", closest(reference.name, known))
        return TYPES.get(known[reference.name].type, float)

    if field.type not in COMPUTABLE:
        node.refuse("这一类型不能自动计算", "type请写count或number")
        return
    found = expression_at(node, type_of, number=True)
    if found is None:
        return
    if not found.references:
        node.refuse("没有用到本表的字段", "请写由哪些字段算出")
    if field.type is FieldType.COUNT and _may_break(found, known):
        node.refuse("结果可能不是整数", "请改type为number，或只用整数相加、相减、相乘")


def _may_break(expression: Expression, known: Mapping[str, Field]) -> bool:
    words = expression.words.words
    broken = any(known[one.name].type in BROKEN for one in expression.references)
    return broken or any(word.text == "/" or (word.kind == "number" and "." in word.text) for word in words)


def follows(form: Form, values: Values) -> dict[str, Value]:
    """What follows from the values of the other fields: computed ones in their order, then shares."""
    told = dict(values)
    for code, expression in _computed(form):
        told[code] = expression.number(lambda reference: told.get(reference.name))
    found = {code: told[code] for code, _ in _computed(form)}
    return found | shares(form, told)


@lru_cache(maxsize=256)
def _computed(form: Form) -> tuple[tuple[str, Expression], ...]:
    return tuple(
        (field.code, Expression(words_of(field.computed))) for field in form.fields if field.computed
    )


def shares(form: Form, values: Values) -> dict[str, Value]:
    """What the shares come to, per hundred; None where a part is blank or there was nothing to share."""
    found: dict[str, Value] = {}
    for field in form.fields:
        if field.rollup is Rollup.SHARE:
            part, whole = values.get(field.numerator), values.get(field.denominator)
            known = isinstance(part, float) and isinstance(whole, float) and whole
            found[field.code] = PER_HUNDRED * part / whole if known else None  # type: ignore[operator]
    return found


def formula(field: Field, cells: Mapping[str, str]) -> str:
    """The formula of a computed field in a spreadsheet, from the cells of its operands; "" for none."""
    if not field.computed:
        return ""
    words = words_of(field.computed)
    plain = all(word.kind in {"value", "number"} or word.text in PLAIN for word in words.words)
    if not plain or any(one.name not in cells for one in words.references):
        return ""
    told = "".join(cells[word.reference.name] if word.reference else word.text for word in words.words)
    operands = [cells[one.name] for one in words.references]
    return f'=IF(COUNT({",".join(operands)})={len(operands)},{told},"")'
