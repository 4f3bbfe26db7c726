"""Can a round be done in time? People, points, samplers, pools, tubes a day, the hour it ends, and why not.

1. *size*: points and samplers by the norms, or as many as there are; the pool by prevalence.
2. *run*: hour by hour, tubes are filled while points are open, brought away, and tested around the clock.
3. *warn*: whatever is too little is named, with what would suffice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import Final

from lianfang.apps.testing.rules import pooling
from lianfang.apps.testing.terms.planning import (
    FIGURES_TOLD,
    Figure,
    Plan,
    PlanAsked,
    PlanWarning,
    PoolChoice,
)
from lianfang.kernel.errors import InputRefused

PER_POINT_MOST: Final = 3000
PER_POINT_LEAST: Final = 2000
PER_SAMPLER: Final = 360
"""Persons for one sampler in a round that is done in a day (B)."""
COURIER_HOURS: Final = 2
RUN_HOURS: Final = 6
RECALL_HOURS: Final = 6
"""Local settings (M): the way to the laboratory, a run of it, until members of a pool are sampled again."""
LIMIT_HOURS: Final = 24 * 60
DAY: Final = 24


class PlanImpossible(InputRefused):
    """A round whose numbers can't be."""

    code = "testing.plan_impossible"
    sentence = "不能测算：{problem}。"


@dataclass(frozen=True, slots=True)
class _Means:
    """What a round works with."""

    points: int
    samplers: int
    lab: int
    choice: PoolChoice


@dataclass(frozen=True, slots=True)
class _Hours:
    """When the last sample is taken and the last result is there; none: not within sixty days."""

    sampled: int | None
    first_pass: int | None
    finished: int | None


def plan(asked: PlanAsked) -> Plan:
    """The arithmetic of a round. Raises PlanImpossible."""
    _check(asked)
    size = asked.pool or pooling.best(asked.prevalence)
    means = _Means(
        points=asked.points or ceil(asked.population / PER_POINT_MOST),
        samplers=asked.samplers or ceil(asked.population / PER_SAMPLER),
        lab=sum(asked.labs),
        choice=pooling.choice(size, population=asked.population, prevalence=asked.prevalence),
    )
    hours = _run(asked, means)
    told = [
        pooling.choice(one, population=asked.population, prevalence=asked.prevalence) for one in _sizes(size)
    ]
    return Plan(
        asked=asked,
        pool=size,
        cheapest=pooling.cheapest(asked.prevalence),
        figures=tuple(_figures(asked, means)),
        choices=tuple(told),
        sampled_hours=hours.sampled,
        finished_hours=hours.finished,
        finishes=hours.finished is not None and hours.finished <= asked.days * DAY,
        warnings=tuple(_warnings(asked, means, hours)),
    )


def _check(asked: PlanAsked) -> None:
    positive = {
        "人数须大于零": asked.population > 0,
        "天数须大于零": asked.days > 0,
        "混样数须大于零": asked.pool is None or asked.pool > 0,
        "阳性率须在0与1之间": 0 <= asked.prevalence < 1,
        "实验室能力须大于零": all(lab > 0 for lab in asked.labs),
        "每天开放时数须在1与24之间": 1 <= asked.hours <= DAY,
        "采样人员和采样点须大于零": (asked.samplers or 1) > 0 and (asked.points or 1) > 0,
    }
    for problem, holds in positive.items():
        if not holds:
            raise PlanImpossible(problem=problem)


def _sizes(chosen: int) -> list[int]:
    return sorted({*pooling.SIZES, chosen})


def _run(asked: PlanAsked, means: _Means) -> _Hours:
    """Hour by hour until every tube has its result; members of positive pools follow after them."""
    tubes, filled, tested = float(means.choice.tubes), [0.0], 0.0
    sampled = first = None
    for hour in range(LIMIT_HOURS):
        rate = _filled_an_hour(asked, means) if hour % DAY < asked.hours else 0.0
        filled.append(min(filled[-1] + rate, tubes))
        arrived = filled[max(hour + 1 - COURIER_HOURS, 0)]
        tested = min(tested + means.lab / DAY, arrived)
        if sampled is None and filled[-1] >= tubes:
            sampled = hour + 1
        if means.lab and tested >= tubes:
            first = hour + 1 + RUN_HOURS
            break
        if sampled is not None and not means.lab:
            break
    again = _again(means) if first is not None else 0
    return _Hours(sampled, first, first + again if first is not None else None)


def _filled_an_hour(asked: PlanAsked, means: _Means) -> float:
    """Tubes that all samplers fill in an open hour."""
    return means.samplers * PER_SAMPLER / asked.hours / means.choice.size


def _again(means: _Means) -> int:
    """Hours until the members of positive pools have results of their own."""
    if not means.choice.retests:
        return 0
    return RECALL_HOURS + COURIER_HOURS + RUN_HOURS + ceil(means.choice.retests / (means.lab / DAY))


def _figures(asked: PlanAsked, means: _Means) -> Iterator[Figure]:
    people, made = asked.population, means.choice
    found: dict[str, tuple[float, str]] = {
        "points_fewest": (ceil(people / PER_POINT_MOST), f"{people} ÷ {PER_POINT_MOST}"),
        "points_most": (ceil(people / PER_POINT_LEAST), f"{people} ÷ {PER_POINT_LEAST}"),
        "samplers": (ceil(people / PER_SAMPLER), f"{people} ÷ {PER_SAMPLER}"),
        "pool": (made.size, f"p = {asked.prevalence:.4%}"),
        "tubes": (made.tubes, f"{people} ÷ {made.size}"),
        "retests": (made.retests, f"{made.tubes} × {made.size} × (1 - (1 - p)^{made.size})"),
        "tests_per_person": (made.tests_per_person, f"1/{made.size} + 1 - (1 - p)^{made.size}"),
        "ct_rise": (made.ct_rise, f"log₂ {made.size}"),
        "tubes_a_day": (_tubes_a_day(asked, means), f"({made.tubes} + {made.retests}) ÷ {asked.days}"),
        "norm_days": (
            _norm_days(people),
            f"{people} ≤ {LARGE}" if people <= LARGE else f"{people} > {LARGE}",
        ),
        "norm_hours": (DAY, ""),
        "pooled_below": (pooling.POOLED_BELOW * 100, ""),
        "courier_hours": (COURIER_HOURS, ""),
        "run_hours": (RUN_HOURS, ""),
        "recall_hours": (RECALL_HOURS, ""),
    }
    for code, (value, how) in found.items():
        name, unit, source = FIGURES_TOLD[code]
        yield Figure(code, name, value, unit, how, source.text, source.certainty)


LARGE: Final = 5_000_000
"""People above whom the second guide allowed three days (B)."""


def _norm_days(people: int) -> int:
    return 2 if people <= LARGE else 3


def _tubes_a_day(asked: PlanAsked, means: _Means) -> int:
    return ceil((means.choice.tubes + means.choice.retests) / asked.days)


def _warnings(asked: PlanAsked, means: _Means, hours: _Hours) -> list[PlanWarning]:
    found = [*_of_pool(asked, means), *_of_people(asked, means), *_of_laboratory(asked, means)]
    if found or not means.lab:
        return found
    if hours.finished is None:
        return [PlanWarning("endless", {})]
    if hours.finished > asked.days * DAY:
        return [PlanWarning("too_late", {"days": asked.days, "hours": hours.finished})]
    return []


def _of_pool(asked: PlanAsked, means: _Means) -> list[PlanWarning]:
    if not means.choice.refused:
        return []
    facts = {"size": means.choice.size, "largest": pooling.LARGEST, "best": pooling.best(asked.prevalence)}
    return [PlanWarning(means.choice.refused, facts)]


def _of_people(asked: PlanAsked, means: _Means) -> Iterator[PlanWarning]:
    enough = ceil(asked.population / PER_SAMPLER / asked.days)
    if means.samplers < enough:
        told = {"has": means.samplers, "taken": means.samplers * PER_SAMPLER, "days": asked.days}
        yield PlanWarning("samplers", told | {"needed": enough})
    most = ceil(asked.population / PER_POINT_MOST)
    if means.points < most:
        told = {"has": means.points, "people": ceil(asked.population / means.points), "needed": most}
        yield PlanWarning("points", told)


def _of_laboratory(asked: PlanAsked, means: _Means) -> Iterator[PlanWarning]:
    needed = _tubes_a_day(asked, means)
    if not means.lab:
        yield PlanWarning("no_lab", {"needed": needed})
    elif means.lab < needed:
        facts = {"has": means.lab, "needed": needed, "days": asked.days, "missing": needed - means.lab}
        yield PlanWarning("laboratory", facts)
