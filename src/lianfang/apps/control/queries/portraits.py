"""One person under control: every order and why, temperatures by day, and all that happened, newest first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from lianfang.apps.control.rules import workflow
from lianfang.apps.control.rules.monitoring import FEVER_CELSIUS
from lianfang.apps.control.terms import (
    ENCOUNTER_NAMES,
    EVENT_NAMES,
    OUTCOME_NAMES,
    RESULT_NAMES,
    SLOT_NAMES,
    STATE_NAMES,
    EncounterKind,
    MeasureState,
    MeasureView,
)
from lianfang.apps.intake.terms import CHECK_OUTCOME_NAMES
from lianfang.apps.policy import queries as policy
from lianfang.apps.policy.terms import MEASURES, Ground
from lianfang.core import sql

APP: Final = "control"
MOST: Final = 200


def _words(names: Mapping[Any, str], before: str = "", after: str = "") -> dict[str, str]:
    return {str(code): f"{before}{name}{after}" for code, name in names.items()}


WORDS: Final = {
    "ordered": _words(MEASURES, "决定"),
    "event": _words(EVENT_NAMES),
    "reading": _words(SLOT_NAMES, after="体温"),
    "test": _words(RESULT_NAMES, "检测："),
    "check": _words(CHECK_OUTCOME_NAMES, "核查："),
    **{f"encounter_{kind}": _words(OUTCOME_NAMES, f"{ENCOUNTER_NAMES[kind]}：") for kind in EncounterKind},
}
"""What a line of the timeline says, by its kind and code."""


@dataclass(frozen=True)
class Order:
    """An order as a person sees it: what, until when, by whom, and the row of the table that gave it."""

    name: str
    state: MeasureState
    issuer: str
    view: MeasureView
    ground: Ground

    @property
    def days(self) -> int:
        return (self.view.ends_on - self.view.starts_on).days

    @property
    def state_name(self) -> str:
        return STATE_NAMES[self.state]


@dataclass(frozen=True)
class Temperature:
    """A temperature of a slot."""

    celsius: Any
    fever: bool


@dataclass(frozen=True)
class Day:
    """The temperatures of a day."""

    on: date
    am: Temperature | None
    pm: Temperature | None


@dataclass(frozen=True)
class Happening:
    """One thing that happened to a person."""

    at: datetime
    what: str
    detail: str
    by: str


@dataclass(frozen=True)
class Portrait:
    """A person under control."""

    orders: tuple[Order, ...]
    days: tuple[Day, ...]
    timeline: tuple[Happening, ...]


def portrait(*, person_id: int, at: datetime, on: date) -> Portrait:
    """What control knows of a person and the records merged into it, until a moment."""
    happened = sql.fetch(APP, "person_timeline", person_id=person_id, until=at, limit=MOST)
    words = WORDS | {"listed": _words(policy.known_exposures(), "列入名单：")} if happened else {}
    return Portrait(
        orders=tuple(_orders(sql.fetch(APP, "person_orders", person_id=person_id), on)),
        days=tuple(_days(sql.fetch(APP, "person_readings", person_id=person_id))),
        timeline=tuple(_happening(row, words[row["what"]]) for row in happened),
    )


def _orders(rows: list[dict[str, Any]], on: date) -> Iterator[Order]:
    grounds = {rule: policy.ground(rule, on=on) for rule in {row["rule_id"] for row in rows}}
    for row in rows:
        issuer = row.pop("issuer")
        view = MeasureView(**row | {"test_dates": tuple(row["test_dates"])})
        name = f"{MEASURES.get(view.measure, view.measure)}（第{view.step}阶段）"
        yield Order(name, workflow.state_of(view), issuer, view, grounds[view.rule_id])


def _days(rows: list[dict[str, Any]]) -> Iterator[Day]:
    by_day: dict[date, dict[str, Temperature]] = {}
    for row in rows:
        shown = Temperature(row["celsius"], row["celsius"] >= FEVER_CELSIUS)
        by_day.setdefault(row["on_date"], {})[row["slot"]] = shown
    for on, slots in by_day.items():
        yield Day(on, slots.get("am"), slots.get("pm"))


def _happening(row: dict[str, Any], names: Mapping[str, str]) -> Happening:
    return Happening(row["at"], names.get(row["code"], row["code"]), row["detail"], row["by"])
