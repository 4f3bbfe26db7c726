"""Plain-Python twin of assessment: one case at a time, straight from the YAML, as a person reads the table.

Written from the packs and FACTS alone; it shares no code with the program. It must stay slow and obvious.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from math import floor
from typing import Any

import yaml

DAY = timedelta(days=1)
EVENT_DATES = {  # words for the day of an event, which a case carries as its last exposure
    "last_exposure",
    "left_area_date",
    "loop_exit_date",
    "discharge_date",
    "positive_date",
    "onset_date",
    "rash_date",
    "symptom_free_date",
}
ARRIVAL_DATES = {"arrival_date", "entry_date"}
MEASURE_OF_PLACE = {
    "in_place": "follow_up",
    "self_monitor": "self_monitoring",
    "off_school": "school_exclusion",
    "home_monitor": "home_monitoring",
    "home": "home_isolation",
    "central_or_home": "central_or_home_isolation",
    "isolation": "medical_isolation",
    "central": "central_isolation",
    "hospital": "hospital_isolation",
}


@dataclass(frozen=True)
class TwinPhase:
    measure: str
    place: str
    days: int
    starts_on: date
    ends_on: date
    test_dates: tuple[date, ...]
    readings_per_day: int
    calls_per_day: int


@dataclass(frozen=True)
class TwinAnswer:
    category: str
    rule: str
    anchor: str
    anchor_missing: bool
    ended: bool
    phases: tuple[TwinPhase, ...]


def read(text: str) -> dict[str, Any]:
    return yaml.safe_load(text)


def assess(pack: dict[str, Any], case: Any, on: date) -> TwinAnswer:
    for row in pack["rules"]:
        if fits(row.get("when") or {}, case, on):
            return answer(pack, row, case, on)
    return TwinAnswer("none", "", "", False, False, ())


def fits(when: dict[str, Any], case: Any, on: date) -> bool:
    exposures = when.get("exposure", [])
    exposures = exposures if isinstance(exposures, list) else [exposures]
    if exposures and exposure_of(case) not in exposures:
        return False
    if "level" in when and case.level != when["level"]:
        return False
    if "occupation" in when and case.occupation != when["occupation"]:
        return False
    if "vaccinated" in when and case.vaccinated is not when["vaccinated"]:
        return False
    if not within(case.age, when.get("age_from"), when.get("age_under"), under=True):
        return False
    seen = case.last_exposure if case.last_exposure is not None else case.arrived
    days = None if seen is None else (on - seen).days
    return within(days, when.get("days_min"), when.get("days_max"), under=False)


def within(value: int | None, low: int | None, high: int | None, *, under: bool) -> bool:
    if low is None and high is None:
        return True
    if value is None:
        return False
    if low is not None and value < low:
        return False
    if high is None:
        return True
    return value < high if under else value <= high


def exposure_of(case: Any) -> str:
    if case.exposure != "area_arrival":
        return case.exposure
    names = {"high": "high_risk_area", "medium": "medium_risk_area", "low": "low_risk_area"}
    names |= {"sealed": "sealed_area", "controlled": "controlled_area", "precaution": "precaution_area"}
    return names.get(case.level, "area_arrival")


def answer(pack: dict[str, Any], row: dict[str, Any], case: Any, on: date) -> TwinAnswer:
    category = "none" if "none" in row else row["category"]
    code = row.get("rule", row["category"])
    exposures = (row.get("when") or {}).get("exposure")
    if isinstance(exposures, list) and len(exposures) > 1:
        code = f"{code}.{exposure_of(case)}"
    rule = f"{pack['pack']}/{pack['version']}/{code}"
    if "phases" not in row:
        return TwinAnswer(category, rule, "", False, False, ())
    wanted = [date_word(word) for word in row["anchors"]]
    anchor, day_one = first_known([*wanted, "arrived", "last_exposure", "assessed"], case, on)
    phases = []
    start = day_one
    for step in row["phases"]:
        end = start + step["days"] * DAY
        phases.append(
            TwinPhase(
                step.get("measure", MEASURE_OF_PLACE[step["place"]]),
                step["place"],
                step["days"],
                start,
                end,
                tuple(start + (number - 1) * DAY for number in days_of_tests(step)),
                step.get("readings_per_day", 0),
                step.get("calls_per_day", 0),
            )
        )
        start = end
    return TwinAnswer(category, rule, anchor, anchor != wanted[0], start <= on, tuple(phases))


def date_word(word: str) -> str:
    if word in EVENT_DATES:
        return "last_exposure"
    return "arrived" if word in ARRIVAL_DATES else "assessed"


def first_known(order: list[str], case: Any, on: date) -> tuple[str, date]:
    known = {"last_exposure": case.last_exposure, "arrived": case.arrived, "assessed": on}
    for name in order:
        if known[name] is not None:
            return name, known[name]
    raise AssertionError("the day of assessment is always known")


def days_of_tests(step: dict[str, Any]) -> list[int]:
    if "tests_count" not in step:
        return list(step.get("tests", []))
    count = step["tests_count"]
    if count == 1:
        return [1]
    apart = (step["days"] - 1) / (count - 1)
    return [1 + floor(place * apart + 1e-9) for place in range(count)]
