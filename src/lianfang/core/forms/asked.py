"""Read the sections and fields of a form from its YAML."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

from lianfang.core.forms.computing import check_computed
from lianfang.core.forms.terms import ADDED, NUMERIC, Choice, Field, FieldType, Rollup, Section
from lianfang.core.written import Node

CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,40}")
LANGUAGE: Final = "before other ledger on has size abs min max contains startsWith endsWith matches in as"
LATER: Final = "true false null break const continue else for function if import let loop package namespace"
RESERVED: Final = frozenset(f"{LANGUAGE} {LATER} return var void while".split())
"""Words of the language of expressions, which can't name a field."""
REQUIRED: Final = ("code", "name", "type")
OPTIONAL: Final = (
    "unit",
    "definition",
    "source",
    "required",
    "choices",
    "minimum",
    "maximum",
    "derived",
    "computed",
    "prefill",
    "zero",
    "rollup",
    "numerator",
    "denominator",
)
MOST_FIELDS: Final = 200
NUMBER: Final = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")
TEMPERATURES: Final = (34.0, 43.0)
"""Degrees Celsius that a living person can have; outside of them it is a slip of the pen."""
OF_TYPE: Final[Mapping[FieldType, Rollup]] = {
    FieldType.COUNT: Rollup.SUM,
    FieldType.PEOPLE: Rollup.PEOPLE,
    FieldType.YES_NO: Rollup.SUM,
    FieldType.TEMPERATURE: Rollup.MAX,
}
"""How a field is rolled up that does not say it."""
ALLOWED: Final[Mapping[FieldType, frozenset[Rollup]]] = {
    FieldType.COUNT: ADDED | {Rollup.MAX, Rollup.NONE},
    FieldType.NUMBER: ADDED | {Rollup.MAX, Rollup.SHARE, Rollup.NONE},
    FieldType.TEMPERATURE: frozenset({Rollup.MAX, Rollup.NONE}),
    FieldType.PEOPLE: frozenset({Rollup.PEOPLE, Rollup.NONE}),
    FieldType.YES_NO: ADDED | {Rollup.NONE},
}
ZEROED: Final = frozenset({FieldType.COUNT, FieldType.PEOPLE})


def read_sections(
    node: Node, *, figures: Collection[str], zero: bool
) -> tuple[tuple[Section, ...], tuple[Field, ...]]:
    """The sections, and all fields in their order with their positions."""
    sections: list[Section] = []
    fields: list[Field] = []
    places: dict[str, Node] = {}
    for item in node.items():
        if not item.fields(("code", "name", "fields")):
            continue
        sections.append(Section(item["code"].code(), item["name"].text()))
        for one in item["fields"].items():
            if one.fields(REQUIRED, OPTIONAL):
                found = _field(one, sections[-1].code, figures, zero)
                _note_twice(one, found.code, places)
                fields.append(found)
    if not fields or len(fields) > MOST_FIELDS:
        node.refuse(f"应有1到{MOST_FIELDS}个字段", "请核对sections下各节的fields")
    _check_parts(places, fields)
    check_computed(places, fields)
    return tuple(sections), _placed(fields)


def _note_twice(node: Node, code: str, places: dict[str, Node]) -> None:
    if code in places:
        node["code"].refuse("字段代码重复", f"第{places[code]['code'].line}行已经用过，请换一个")
    places.setdefault(code, node)


def _field(node: Node, section: str, figures: Collection[str], zero: bool) -> Field:
    kind = FieldType(node["type"].choice(FieldType) or FieldType.COUNT)
    minimum, maximum = _bounds(node, kind)
    derived, computed = node["derived"].choice(figures), node["computed"].text()
    typed_zero = zero and kind in ZEROED and not (derived or computed)
    zeroed = node["zero"].flag()
    if zeroed and not typed_zero:
        node["zero"].refuse("零报告不能给它填0", "只有零报告的报表中由人填的整数、名单可以")
    return Field(
        code=_code(node["code"]),
        name=node["name"].text(),
        type=kind,
        section=section,
        unit=node["unit"].text(),
        definition=node["definition"].text(),
        source=node["source"].text(),
        required=node["required"].flag() is not False,
        choices=_choices(node["choices"], kind),
        minimum=minimum,
        maximum=maximum,
        derived=derived,
        computed=computed,
        prefill=_prefill(node),
        zero=typed_zero if zeroed is None else zeroed and typed_zero,
        rollup=_rollup(node["rollup"], kind),
        numerator=node["numerator"].text(),
        denominator=node["denominator"].text(),
    )


def _code(node: Node) -> str:
    found = node.text()
    if not CODE.fullmatch(found):
        node.refuse("不是字段代码", "请用小写英文字母开头，只用字母、数字、下划线")
    elif found in RESERVED:
        node.refuse("是表达式语言的词", "请换一个代码")
    return found


def _prefill(node: Node) -> bool:
    prefill = node["prefill"].flag() is True
    untyped = [name for name in ("derived", "computed") if not node[name].absent]
    if prefill and untyped:
        node["prefill"].refuse("不由人填的不预填", "请删去prefill")
    if len(untyped) > 1:
        node["computed"].refuse("台账指标不自动计算", "请在derived和computed中写一项")
    return prefill


def _bounds(node: Node, kind: FieldType) -> tuple[float | None, float | None]:
    numeric = kind in NUMERIC - {FieldType.YES_NO}
    low, high = (_number(node[name], numeric) for name in ("minimum", "maximum"))
    if low is not None and high is not None and high < low:
        node["maximum"].refuse("小于minimum", "请核对上下限")
    if kind is FieldType.TEMPERATURE:
        return (TEMPERATURES[0] if low is None else low), (TEMPERATURES[1] if high is None else high)
    counted = kind in (FieldType.COUNT, FieldType.PEOPLE)
    return (0.0 if low is None and counted else low), high


def _number(node: Node, numeric: bool) -> float | None:
    if node.absent:
        return None
    if not numeric:
        node.refuse("这一类型没有上下限", "请删去")
        return None
    if not NUMBER.fullmatch(node.text()):
        node.refuse("不是数", "请写阿拉伯数字")
        return None
    return float(node.text())


def _choices(node: Node, kind: FieldType) -> tuple[Choice, ...]:
    found = tuple(Choice(code, node[code].text()) for code in node.names())
    if (kind is FieldType.CHOICE) != bool(found):
        node.refuse("单选项不对", "type为choice时须写choices: {代码: 名称, …}，其他类型不写")
    return found


def _rollup(node: Node, kind: FieldType) -> Rollup:
    allowed = ALLOWED.get(kind, frozenset({Rollup.NONE}))
    return Rollup(node.choice(sorted(allowed)) or OF_TYPE.get(kind, Rollup.NONE))


def _check_parts(places: Mapping[str, Node], fields: list[Field]) -> None:
    """Note shares whose parts are not to be added up by the same rule, and parts of what is no share."""
    rules = {field.code: field.rollup for field in fields}
    for field in fields:
        node, parts = places[field.code], {field.numerator, field.denominator}
        if field.rollup is Rollup.SHARE and field.computed:
            node["computed"].refuse("比率不写表达式", "请写numerator和denominator，或改rollup")
        if field.rollup is not Rollup.SHARE and parts != {""}:
            node["code"].refuse("不是比率，却写了分子分母", "请改rollup为share，或删去numerator、denominator")
        elif field.rollup is Rollup.SHARE and not _of_one_rule({rules.get(part) for part in parts}):
            node["code"].refuse(
                "比率的分子、分母不对",
                "分子、分母应为本表字段，rollup相同（sum、daily或last）",
            )


def _of_one_rule(rules: Collection[Rollup | None]) -> bool:
    return len(rules) == 1 and not ADDED.isdisjoint(rules)


def _placed(fields: list[Field]) -> tuple[Field, ...]:
    """The fields with their positions."""
    kept = [field.code for field in fields if field.is_numeric and field.rollup is not Rollup.SHARE]
    places = {code: place for place, code in enumerate(kept, start=1)}
    return tuple(replace(field, position=places.get(field.code)) for field in fields)
