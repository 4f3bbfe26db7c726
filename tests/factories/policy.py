"""Random packs and cases, and a stored pack for a test: from a seed, never of real people."""

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from lianfang.apps.policy import operations
from lianfang.apps.policy.terms import ANCHORS, AREA_EXPOSURE, EXPOSURES, PLACES, Case
from lianfang.core.access.terms import Actor

AT = datetime(2022, 7, 10, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
BY = Actor("县疾控 周敏")
PACKS = sorted((Path(operations.__file__).parents[1] / "packs").glob("*.yaml"))
OCCUPATIONS = ("", "", "教师", "冷链", "司机")
CERTAIN = {"certainty": "C"}

COUNTY = """
pack: some-county
version: "1"
title: 某县方案
diseases: [covid19]
issuer: {level: county, area: "990121", name: 某县指挥部}
valid_from: {date: 2022-07-01, certainty: C}
source: {text: 通告, certainty: C}
legal_basis:
  - {text: 条例第四十一条, certainty: A, from: 2003-05-09}
rules:
  - category: high_risk_area
    when: {exposure: high_risk_area}
    anchors: [left_area_date]
    source: 第二条
    phases:
      - {place: central, days: 7, tests: [1, 3, 7], certainty: C}
"""
"""A county's table of one row, as strict as the national one."""


def county_pack(exposure: str, phase: str, *, name: str = "some-county") -> str:
    """A county's table that holds an exposure in a way of its own, counted from the last exposure."""
    alike = COUNTY.replace("high_risk_area", exposure).replace("left_area_date", "last_exposure")
    return alike.replace("some-county", name).replace("place: central, days: 7, tests: [1, 3, 7]", phase)


STRICTER = county_pack("secondary_contact", "place: home, days: 14, tests: [1, 4, 7], readings_per_day: 2")
"""It holds secondary contacts longer than the national one."""


def pack_file(name: str) -> str:
    """Text of a built-in pack."""
    return next(path for path in PACKS if path.stem == name).read_text()


def stored(text: str) -> int:
    """Id of a pack loaded from a text."""
    loaded = operations.load_pack(text=text, by=BY, at=AT, approved_by="县指挥部", reason="测试")
    assert loaded.pack_id is not None
    return loaded.pack_id


def random_cases(count: int, *, seed: int, on: date, exposures: Sequence[str] = ()) -> list[Case]:
    """Cases with every gap and oddity: unknown dates, ages, levels, exposures of other packs, future days."""
    draw = random.Random(seed)
    known = [*exposures, *exposures, *EXPOSURES, "area_arrival", "area_arrival", "elsewhere"]
    levels = ["", *AREA_EXPOSURE]

    def day() -> date | None:
        return (
            None if draw.random() < 0.3 else on - timedelta(days=draw.choice([0, 1, 7, draw.randint(-9, 99)]))
        )

    return [
        Case(
            exposure=draw.choice(known),
            level=draw.choice(levels),
            last_exposure=day(),
            arrived=day(),
            occupation=draw.choice(OCCUPATIONS),
            vaccinated=draw.choice([None, True, False]),
            age=None if draw.random() < 0.2 else draw.randint(0, 100),
        )
        for _ in range(count)
    ]


def random_pack(seed: int) -> dict[str, Any]:
    """A pack that uses every condition, anchor and kind of test plan; some rows may be unreachable."""
    draw = random.Random(seed)
    rules = [_random_rule(draw, place) for place in range(draw.randint(1, 8))]
    return {
        "pack": f"random-{seed}",
        "version": "1",
        "title": "随机方案",
        "diseases": ["random"],
        "issuer": {"level": "national", "name": "测试"},
        "valid_from": {"date": "2022-01-01", **CERTAIN},
        "source": {"text": "随机", **CERTAIN},
        "legal_basis": [{"text": "无", "from": "2022-01-01", **CERTAIN}],
        "rules": rules,
    }


def as_yaml(pack: dict[str, Any]) -> str:
    """The file of a pack."""
    return yaml.safe_dump(pack, allow_unicode=True, sort_keys=False)


def _random_rule(draw: random.Random, place: int) -> dict[str, Any]:
    rule: dict[str, Any] = {"category": f"category{place}", "source": "随机", "when": _random_when(draw)}
    if draw.random() < 0.2:
        return rule | {draw.choice(["none", "reason"]): "不采取措施。", **CERTAIN}
    anchors = draw.sample(sorted(ANCHORS), draw.randint(1, 2))
    return rule | {"anchors": anchors, "phases": [_random_phase(draw) for _ in range(draw.randint(1, 3))]}


def _random_when(draw: random.Random) -> dict[str, Any]:
    exposures = draw.sample(sorted(EXPOSURES), draw.randint(1, 4))
    low, high = sorted(draw.sample(range(1, 100), 2))
    possible = {
        "exposure": draw.choice([exposures, exposures[0]]),
        "level": draw.choice(sorted(AREA_EXPOSURE)),
        "occupation": draw.choice(OCCUPATIONS[2:]),
        "vaccinated": draw.choice([True, False]),
        "age_from": low,
        "age_under": high,
        "days_min": low - 1,
        "days_max": high,
    }
    return {name: value for name, value in possible.items() if draw.random() < 0.35}


def _random_phase(draw: random.Random) -> dict[str, Any]:
    days = draw.randint(1, 30)
    phase: dict[str, Any] = {"place": draw.choice(sorted(PLACES)), "days": days, **CERTAIN}
    if draw.random() < 0.3:
        phase |= {"tests_count": draw.randint(1, min(days, 6)), "min_gap_h": 0}
        return phase if days > phase["tests_count"] * 2 else phase | {"tests_count": 1}
    if draw.random() < 0.7:
        phase["tests"] = sorted(draw.sample(range(1, days + 1), min(days, draw.randint(1, 5))))
    return phase | {"readings_per_day": draw.randint(0, 3), "calls_per_day": draw.randint(0, 2)}
