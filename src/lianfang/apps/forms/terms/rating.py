"""Words of how units report: what is counted of their reports, the rule's points, its word."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID


class Grade(StrEnum):
    """How a unit reports, in a word."""

    STEADY = "steady"
    UNEVEN = "uneven"
    HELP = "help"
    NOT_RATED = "not_rated"


GRADE_NAMES: Final[Mapping[str, str]] = {
    "steady": "平稳",
    "uneven": "时有缺漏",
    "help": "需要帮助",
    "not_rated": "份数太少，不评",
}


@dataclass(frozen=True, slots=True)
class Reporting:
    """What is counted of a unit's reports over some days; only what was due by then.

    `confirmed` are doubts that whoever looked found to be mistakes, `repeats` those of them that were not the
    first of their check; `findings` are findings of inspections that came again.
    """

    expected: int = 0
    received: int = 0
    on_time: int = 0
    returned: int = 0
    confirmed: int = 0
    repeats: int = 0
    findings: int = 0

    @property
    def missing(self) -> int:
        return self.expected - self.received

    @property
    def late(self) -> int:
        return self.received - self.on_time

    def __add__(self, other: "Reporting") -> "Reporting":
        return Reporting(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Measured:
    """A share per hundred and its points of a hundred; None where there is nothing to measure."""

    code: str
    value: float | None
    points: float | None


@dataclass(frozen=True, slots=True)
class Rating:
    """What the rule says of a unit's reporting."""

    parts: tuple[Measured, ...]
    score: float | None
    grade: Grade


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A unit, or a place with all its units, with what was counted and what the rule says of it."""

    code: str
    name: str
    area: str
    units: int
    counts: Reporting
    rating: Rating


@dataclass(frozen=True, slots=True)
class Period:
    """A report that was due: when, whether and when it came, whether it was ever returned.

    `report` is the one handed in here, `handed` the number of one that another server handed over.
    """

    form: str
    reporter: str
    area: str
    on: date
    slot: str
    due_at: datetime
    report: UUID | None
    handed: int | None
    first_at: datetime | None
    returned: bool
