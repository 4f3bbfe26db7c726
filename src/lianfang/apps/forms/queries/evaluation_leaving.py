"""An evaluation as a list that leaves, and as plain data for other programs; the rule goes with it."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any, Final

from lianfang.apps.forms.queries.evaluation import Evaluation, Span, evaluation
from lianfang.apps.forms.rules.rating import MEANT, Rule, rule_on
from lianfang.apps.forms.terms import GRADE_NAMES, Evaluated
from lianfang.core.access.terms import Actor
from lianfang.core.exports.leaving import Leaving

COUNTS: Final = {
    "expected": "应报",
    "received": "已报",
    "missing": "未报",
    "on_time": "按时",
    "late": "迟报",
    "returned": "被退回",
    "confirmed": "核实有误的疑点",
    "repeats": "其中重复",
    "findings": "重复的督查问题",
}


def evaluated(found: Evaluation) -> dict[str, Any]:
    """An evaluation as data: the span, the rule, everything together and line by line."""
    span = found.span
    return {
        "area": span.area,
        "begins_on": span.from_day,
        "until": span.until_day,
        "form": span.form,
        "as_known_at": span.known_at,
        "meant": MEANT,
        "rule": _rule(found.rule),
        "total": _line(found.total),
        "lines": [_line(one) for one in found.lines],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    parts = [
        {name: getattr(part, name) for name in ("code", "name", "formula", "full", "none", "weight")}
        for part in rule.parts
    ]
    grades = [
        {"code": grade.value, "name": GRADE_NAMES[grade], "floor": floor}
        for grade, floor in rule.grades.items()
    ]
    told = {name: getattr(rule, name) for name in ("version", "starts_on", "least", "source", "certainty")}
    return {**told, "parts": parts, "grades": grades}


def _line(one: Evaluated) -> dict[str, Any]:
    rating = one.rating
    return {
        "code": one.code,
        "name": one.name,
        "area": one.area,
        "units": one.units,
        **{name: getattr(one.counts, name) for name in COUNTS},
        "parts": [asdict(part) for part in rating.parts],
        "score": rating.score,
        "grade": rating.grade.value,
        "grade_name": GRADE_NAMES[rating.grade],
    }


def evaluation_leaving(span: Span, *, by: Actor, by_unit: bool) -> Leaving:
    """An evaluation as a list that leaves: a row a place or unit, the version of the rule in its head."""
    rule = rule_on(span.until_day)
    parts = [f"{part.name}（%）" for part in rule.parts]
    score = f"得分（规则第{rule.version}版）"
    head = ("代码", "单位" if by_unit else "地区", "填报单位数", *COUNTS.values(), *parts, score, "评价")

    def chunks(area: str) -> Iterator[list[tuple[str, ...]]]:
        found = evaluation(replace(span, area=area), by=by, by_unit=by_unit)
        yield [_row(one) for one in (found.total, *found.lines)]

    days = f"{span.from_day}至{span.until_day}"
    return Leaving(f"单位报送评价：{days}", f"单位报送评价{days}", head, chunks)


def _row(one: Evaluated) -> tuple[str, ...]:
    rating = one.rating
    return (
        one.code,
        one.name,
        str(one.units),
        *(str(getattr(one.counts, name)) for name in COUNTS),
        *("" if part.value is None else f"{part.value:.1f}" for part in rating.parts),
        "" if rating.score is None else f"{rating.score:.1f}",
        GRADE_NAMES[rating.grade],
    )
