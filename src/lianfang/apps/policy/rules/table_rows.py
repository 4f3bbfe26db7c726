"""Read the rows of a decision table: conditions, phases, and what makes a row impossible or unreachable."""

from collections.abc import Mapping
from dataclasses import fields, replace
from itertools import pairwise

from lianfang.apps.policy.terms import (
    ANCHORS,
    EXPOSURES,
    FROM_SURE_TO_UNSURE,
    MEASURES,
    NONE,
    PLACES,
    RELEASES,
    USUAL_MEASURE,
    Certainty,
    Conditions,
    Phase,
    RiskLevel,
    Rule,
)
from lianfang.core.written import Node, certainty_of

LONGEST_PHASE = 366  # days; contacts of tuberculosis are followed for a year
MOST_A_DAY = 12
OLDEST = 130
LONGEST_GAP_HOURS = 336
LONGEST_OFFSET = 4 * LONGEST_PHASE
CONDITIONS = tuple(item.name for item in fields(Conditions))
RULE_FIELDS = (
    "label",
    "disease",
    "when",
    "anchors",
    "advice",
    "certainty",
    "rule",
    "phases",
    "reason",
    "none",
)
PHASE_FIELDS = (
    "measure",
    "else_place",
    "tests",
    "tests_count",
    "min_gap_h",
    "readings_per_day",
    "readings_by",
    "calls_per_day",
    "release",
    "revisit_weeks",
)
NUMBERS = (
    "place",
    "days",
    "tests",
    "tests_count",
    "readings_per_day",
    "calls_per_day",
    "release",
    "revisit_weeks",
)


def read_rules(node: Node, *, disease: str, labels: Mapping[str, str]) -> tuple[Rule, ...]:
    """Rows in order of priority; a row for several exposures becomes one row for each."""
    if node.absent:
        return ()
    found: list[tuple[Node, Rule]] = []
    for item in node.items():
        if item.fields(("category", "source"), RULE_FIELDS):
            found += [(item, rule) for rule in _spread(item, disease=disease, labels=labels)]
    _refuse_twins(found)
    _refuse_unreachable(found)
    return tuple(rule for _, rule in found)


def _spread(node: Node, *, disease: str, labels: Mapping[str, str]) -> list[Rule]:
    rule = _rule(node, disease=disease, labels=labels)
    exposures = [_known(item, EXPOSURES, labels) for item in node["when"]["exposure"].items()] or [""]
    if len(exposures) == 1:
        return [replace(rule, when=replace(rule.when, exposure=exposures[0]))]
    return [
        replace(rule, code=f"{rule.code}.{exposure}", when=replace(rule.when, exposure=exposure))
        for exposure in exposures
    ]


def _rule(node: Node, *, disease: str, labels: Mapping[str, str]) -> Rule:
    ways = [way for way in ("phases", "reason", "none") if not node[way].absent]
    if len(ways) != 1:
        node.refuse("必须且只能写phases、reason、none三者之一", "有措施写phases，不采取措施写none及原因")
    phases = _phases(node["phases"], labels=labels)
    category = node["category"].code()
    return Rule(
        code=node["rule"].code(category),
        category=category if node["none"].absent else NONE,
        label=node["label"].text(labels.get(category, EXPOSURES.get(category, category))),
        disease=node["disease"].code(disease),
        when=_conditions(node["when"]),
        anchors=_anchors(node, needed=bool(phases)),
        phases=phases,
        reason=node["reason"].text() or node["none"].text(),
        advice=node["advice"].text(),
        source=node["source"].text(),
        certainty=_certainty(node, phases),
    )


def _certainty(node: Node, phases: tuple[Phase, ...]) -> str:
    if not phases:
        if node["certainty"].absent:
            node["certainty"].refuse("没有注明确定程度", "请补上A、B、C、M+、M或M-")
        return node["certainty"].choice(Certainty)
    marks = [Certainty(mark) for phase in phases if (mark := phase.certainty["days"])]
    return max(marks, key=FROM_SURE_TO_UNSURE.index, default="")


def _anchors(node: Node, *, needed: bool) -> tuple[str, ...]:
    if needed and node["anchors"].absent:
        node["anchors"].refuse("没有写起算日", "请补上，如last_exposure、arrival_date")
    return tuple(item.choice(ANCHORS) for item in node["anchors"].items())


def _conditions(node: Node) -> Conditions:
    if not node.fields((), CONDITIONS):
        return Conditions()
    when = Conditions(
        level=node["level"].choice(RiskLevel),
        occupation=node["occupation"].text(),
        vaccinated=node["vaccinated"].flag(),
        age_from=node["age_from"].integer(0, OLDEST),
        age_under=node["age_under"].integer(1, OLDEST),
        days_min=node["days_min"].integer(0, LONGEST_PHASE),
        days_max=node["days_max"].integer(0, LONGEST_PHASE),
    )
    if when.age_from is not None and when.age_under is not None and when.age_from >= when.age_under:
        node["age_under"].refuse("不大于age_from", "请核对年龄界限")
    if when.days_min is not None and when.days_max is not None and when.days_min > when.days_max:
        node["days_max"].refuse("小于days_min", "请核对天数界限")
    return when


def _phases(node: Node, *, labels: Mapping[str, str]) -> tuple[Phase, ...]:
    found: list[Phase] = []
    offset = 0
    for item in node.items():
        if item.fields(("place", "days", "certainty"), PHASE_FIELDS):
            found.append(_phase(item, offset=offset, labels=labels))
            offset += found[-1].days
    return tuple(found)


def _phase(node: Node, *, offset: int, labels: Mapping[str, str]) -> Phase:
    days = node["days"].number(1, LONGEST_PHASE)
    place = node["place"].choice(PLACES)
    numbers = {name: node[name] for name in NUMBERS}
    return Phase(
        measure=_known(node["measure"], MEASURES, labels, default=USUAL_MEASURE.get(place, "")),
        place=place,
        else_place=node["else_place"].choice(PLACES),
        day_offset=offset,
        days=days,
        test_days=_test_days(node, days=days),
        tests_count=node["tests_count"].integer(1, days),
        min_gap_h=node["min_gap_h"].integer(0, LONGEST_GAP_HOURS),
        readings_per_day=node["readings_per_day"].integer(0, MOST_A_DAY) or 0,
        readings_by=node["readings_by"].clock(),
        calls_per_day=node["calls_per_day"].integer(0, MOST_A_DAY) or 0,
        release=_known(node["release"], RELEASES, labels),
        revisit_weeks=node["revisit_weeks"].integers(1, LONGEST_PHASE // 7),
        certainty={"days": ""} | certainty_of(node["certainty"], numbers, list(Certainty)),
    )


def _test_days(node: Node, *, days: int) -> tuple[int, ...]:
    count, gap = node["tests_count"].integer(1, days), node["min_gap_h"].integer(0, LONGEST_GAP_HOURS)
    if count is None:
        if not node["min_gap_h"].absent:
            node["min_gap_h"].refuse("只用于tests_count", "请删去，或改写tests_count")
        return node["tests"].integers(1, days)
    if not node["tests"].absent:
        node["tests_count"].refuse("与tests重复", "tests与tests_count只写一项")
    planned = planned_test_days(count=count, days=days)
    if not keeps_gap(planned, hours=gap or 0):
        node["min_gap_h"].refuse(f"{days}天内{count}次检测排不下", "请减少次数或间隔")
    return planned


def planned_test_days(*, count: int, days: int) -> tuple[int, ...]:
    """Days for a number of tests within a phase, from the first day to the last, as far apart as they go."""
    if count == 1:
        return (1,)
    return tuple(1 + place * (days - 1) // (count - 1) for place in range(count))


def keeps_gap(planned: tuple[int, ...], *, hours: int) -> bool:
    """Whether tests on these days are so many hours apart at whatever time of the day they are taken."""
    return all((later - sooner - 1) * 24 >= hours for sooner, later in pairwise(planned))


def _known(node: Node, words: Mapping[str, str], labels: Mapping[str, str], *, default: str = "") -> str:
    return node.choice((*words, *labels), default)


def _refuse_twins(found: list[tuple[Node, Rule]]) -> None:
    seen: set[str] = set()
    for node, rule in found:
        if rule.code in seen:
            node["category"].refuse(f"行代码“{rule.code}”重复", "请用rule项另起一个代码")
        seen.add(rule.code)


def _refuse_unreachable(found: list[tuple[Node, Rule]]) -> None:
    for place, (node, rule) in enumerate(found):
        above = next((sooner for _, sooner in found[:place] if covers(sooner.when, rule.when)), None)
        if above is not None:
            node.refuse(f"永远轮不到：前面的“{above.code}”已包括它", "请把范围窄的写在前面")


def covers(wide: Conditions, narrow: Conditions) -> bool:
    """Whether every case that meets `narrow` also meets `wide`."""
    equal = all(
        getattr(wide, name) in ("", None, getattr(narrow, name))
        for name in ("exposure", "level", "occupation", "vaccinated")
    )
    return (
        equal
        and _at_most(wide.age_from, narrow.age_from)
        and _at_most(wide.days_min, narrow.days_min)
        and _at_least(wide.age_under, narrow.age_under)
        and _at_least(wide.days_max, narrow.days_max)
    )


def _at_most(wide: int | None, narrow: int | None) -> bool:
    return wide is None or (narrow is not None and wide <= narrow)


def _at_least(wide: int | None, narrow: int | None) -> bool:
    return wide is None or (narrow is not None and wide >= narrow)
