"""A plan as a file: read, checked, every fault told with its place; and made from a paper that was read."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import time, timedelta
from typing import Any, Final

import yaml

from lianfang.apps.areas.terms import PostCode, UnitKind
from lianfang.apps.directives.rules import limits, rhythm
from lianfang.apps.directives.terms import (
    LEVELS,
    Item,
    ItemKind,
    Limit,
    Phase,
    PlanItem,
    PlanText,
    Reading,
)
from lianfang.kernel.errors import InputRefused

CERTAINTIES: Final = ("A", "B", "C", "M+", "M", "M-")
CODE: Final = re.compile(r"[a-z][a-z0-9-]{1,60}")
HOURS: Final = re.compile(r"(\d{1,3})\s*(?:个)?小时")
LAST_PHASE: Final = 24
LEVEL_WORDS: Final = {1: "一ⅠI1", 2: "二Ⅱ2", 3: "三Ⅲ3", 4: "四Ⅳ4"}
LEVEL: Final = re.compile(r"([一二三四ⅠⅡⅢⅣ1-4]|I{1,3}V?|IV)级")
ROMAN: Final = {"I": 1, "II": 2, "III": 3, "IV": 4}


class PlanFault(InputRefused):
    """A file that is no plan as it stands."""

    code = "directives.plan_fault"
    sentence = "预案文件有误：{problem}。请更正后重试。"


def read_plan(text: str) -> PlanText:
    """A plan from its YAML; raises PlanFault."""
    try:
        given = yaml.safe_load(text)
    except yaml.YAMLError as problem:
        raise PlanFault(problem=str(problem).splitlines()[0]) from problem
    if not isinstance(given, Mapping):
        raise PlanFault(problem="不是一份预案")
    return plan_of(given)


def plan_of(given: Mapping[str, Any], *, area: str = "") -> PlanText:
    """A plan from plain values; raises PlanFault."""
    try:
        return _plan(given, area)
    except (AttributeError, TypeError, ValueError) as problem:
        raise PlanFault(problem="结构不对，请照样例填写") from problem


def _plan(given: Mapping[str, Any], area: str) -> PlanText:
    for name in ("code", "title", "source", "certainty", "phases"):
        if not given.get(name):
            raise PlanFault(problem=f"缺少{name}")
    if not CODE.fullmatch(str(given["code"])):
        raise PlanFault(problem=f"代号“{given['code']}”应为小写字母、数字和连字符")
    if given["certainty"] not in CERTAINTIES:
        raise PlanFault(problem=f"certainty“{given['certainty']}”应为{'、'.join(CERTAINTIES)}之一")
    phases = tuple(_phase(phase, number) for number, phase in enumerate(given["phases"], start=1))
    named = {name: str(given[name]) for name in ("code", "title", "source", "certainty")}
    return PlanText(**named, phases=phases, area=area)


def _phase(given: Mapping[str, Any], number: int) -> Phase:
    hours = given.get("hours")
    if not isinstance(hours, int) or not 0 < hours <= rhythm.MOST_DAYS * 24:
        raise PlanFault(problem=f"第{number}阶段的hours应为正整数")
    items = tuple(
        _item(item, f"第{number}阶段第{place}条")
        for place, item in enumerate(given.get("items") or [], start=1)
    )
    return Phase(hours, str(given.get("name") or f"前{hours}小时"), items)


def _item(given: Mapping[str, Any], where: str) -> PlanItem:
    posts, kinds = tuple(given.get("posts") or ()), tuple(given.get("unit_kinds") or ())
    wrong = [code for code in posts if code not in set(PostCode)]
    wrong += [code for code in kinds if code not in set(UnitKind)]
    if wrong:
        raise PlanFault(problem=f"{where}没有岗位或单位种类“{'、'.join(map(str, wrong))}”")
    levels = tuple(given.get("levels") or LEVELS)
    if not str(given.get("text") or "").strip() or set(levels) - set(LEVELS):
        raise PlanFault(problem=f"{where}须有text，levels在1至4之间")
    times, days = int(given.get("times") or 0), int(given.get("days") or 0)
    if times and not (times <= rhythm.MOST_TIMES and 0 < days <= rhythm.MOST_DAYS):
        raise PlanFault(problem=f"{where}的频次有误")
    told = [time.fromisoformat(str(one)) for one in given.get("clocks") or ()]
    clocks = rhythm.clocks_of(times, told) if times else ()
    return PlanItem(str(given["text"]).strip(), levels, posts, kinds, times, days, clocks)


def as_values(plan: PlanText) -> list[dict[str, Any]]:
    """The phases of a plan as plain values, as `plan_of` takes them."""
    phases = [asdict(phase) for phase in plan.phases]
    for item in (item for phase in phases for item in phase["items"]):
        item["clocks"] = [clock.isoformat("minutes") for clock in item["clocks"]]
    return phases


def plan_from(reading: Reading, *, code: str, title: str, town: bool) -> dict[str, Any]:
    """A plan from a paper that was read: its phase is the limit of an item, or of the headings above it."""
    demands = [item for item in reading.items if item.kind is ItemKind.DEMAND]
    phases: dict[int, list[dict[str, Any]]] = {}
    for item in demands:
        for limit in limits.limits_of(item):
            phases.setdefault(hours_of(limit.within, _heading(item)), []).append(
                _taken(item, limit, town=town)
            )
    paper = next(iter(reading.papers), None)
    return {
        "code": code,
        "title": title or (paper.title if paper else "") or reading.name,
        "source": f"由“{reading.name}”读出",
        "certainty": "C",
        "phases": [{"hours": hours, "items": phases[hours]} for hours in sorted(phases)],
    }


def hours_of(within: timedelta | None, heading: str) -> int:
    """By the end of which hour something is due: its own limit, or what its headings tell."""
    if within is not None:
        return max(int(within.total_seconds() // 3600), 1)
    told = HOURS.search(heading)
    return int(told[1]) if told else LAST_PHASE


def levels_of(heading: str) -> tuple[int, ...]:
    """The levels that headings name; all where they name none."""
    return tuple(_levels(heading)) or LEVELS


def _heading(item: Item) -> str:
    return f"{item.area_of_work} {item.title}"


def _taken(item: Item, limit: Limit, *, town: bool) -> dict[str, Any]:
    targets = limits.targets_of(item, named={}, town=town)
    rhythmic = {
        "times": limit.times,
        "days": limit.days,
        "clocks": [c.isoformat("minutes") for c in limit.clocks],
    }
    return {
        "text": item.text,
        "levels": list(levels_of(_heading(item))),
        "posts": list(targets.posts),
        "unit_kinds": list(targets.unit_kinds),
    } | (rhythmic if limit.recurs else {})


def _levels(text: str) -> Iterator[int]:
    for found in LEVEL.finditer(text):
        word = found[1]
        yield from (
            [ROMAN[word]] if word in ROMAN else [n for n, signs in LEVEL_WORDS.items() if word in signs]
        )
