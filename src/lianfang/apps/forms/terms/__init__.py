"""Words of reports: states of what is expected, decisions, disputes; what a reporter hands in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from lianfang.apps.forms.terms.rating import (
    GRADE_NAMES as GRADE_NAMES,
)
from lianfang.apps.forms.terms.rating import (
    Evaluated as Evaluated,
)
from lianfang.apps.forms.terms.rating import (
    Grade as Grade,
)
from lianfang.apps.forms.terms.rating import (
    Measured as Measured,
)
from lianfang.apps.forms.terms.rating import (
    Period as Period,
)
from lianfang.apps.forms.terms.rating import (
    Rating as Rating,
)
from lianfang.apps.forms.terms.rating import (
    Reporting as Reporting,
)
from lianfang.core.forms.terms import Field, Value
from lianfang.kernel.area_code import Level, level_of


class State(StrEnum):
    """Where an expected report stands; derived, never stored."""

    NOT_DUE = "not_due"
    DUE = "due"
    MISSING = "missing"
    ON_TIME = "on_time"
    LATE = "late"
    ZERO = "zero"
    RETURNED = "returned"
    ACCEPTED = "accepted"


STATE_NAMES: Final[Mapping[str, str]] = {
    "not_due": "未到期",
    "due": "待报",
    "missing": "未报",
    "on_time": "按时上报",
    "late": "迟报",
    "zero": "零报告",
    "returned": "已退回",
    "accepted": "已接收",
}


class DecisionKind(StrEnum):
    """What the level above says of a report."""

    ACCEPTED = "accepted"
    RETURNED = "returned"


DECISION_NAMES: Final[Mapping[str, str]] = {"accepted": "接收", "returned": "退回"}


class Settlement(StrEnum):
    """Whose list was right in a dispute."""

    LEDGER = "ledger"
    SAID = "said"
    BOTH = "both"


SETTLEMENT_NAMES: Final[Mapping[str, str]] = {
    "ledger": "台账正确，更正报表",
    "said": "报表正确，更正台账",
    "both": "两边都有出入，分别更正",
}


class CheckCode(StrEnum):
    """The checks of truth, in the order in which pages list them."""

    MISSING = "missing"
    LATE = "late"
    CONTRADICTION = "contradiction"
    SILENT_CHANGE = "silent_change"
    JUMP = "jump"
    COPIED = "copied"
    TWICE = "twice"
    TOTALS = "totals"
    TEMPERATURES = "temperatures"


CHECK_NAMES: Final[Mapping[str, str]] = {
    "missing": "漏报",
    "late": "经常迟报",
    "contradiction": "与台账矛盾",
    "silent_change": "报后台账变动",
    "jump": "数字突增",
    "copied": "照抄前一天",
    "twice": "一人报在两处",
    "totals": "合计与分项不符",
    "temperatures": "体温不像实测",
}


class DoubtOutcome(StrEnum):
    """What whoever looked at a doubt found."""

    EXPLAINED = "explained"
    CORRECTED = "corrected"
    INSPECT = "inspect"


DOUBT_OUTCOME_NAMES: Final[Mapping[str, str]] = {
    "explained": "情况属实，已说明",
    "corrected": "填报有误，已更正",
    "inspect": "需要现场核实",
}


@dataclass(frozen=True)
class Said:
    """What a reporter says against a number of the ledger, with the persons it counts, and why."""

    value: float
    reason: str
    persons: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Filled:
    """What a reporter hands in: texts as typed by field, persons of fields that list them, objections.

    `unclear` are texts of such fields that mean nobody of the register without doubt: they are counted, and
    must be explained. `prefilled` names fields left as the last report had them; numbers of the ledger are
    not typed. A zero report has nothing typed. `explanation` is what the reporter says where a check is in
    doubt.
    """

    typed: Mapping[str, str] = field(default_factory=dict)
    persons: Mapping[str, tuple[UUID, ...]] = field(default_factory=dict)
    unclear: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    disputed: Mapping[str, Said] = field(default_factory=dict)
    prefilled: frozenset[str] = frozenset()
    zero: bool = False
    explanation: str = ""


@dataclass(frozen=True)
class Expected:
    """A report that is expected of a reporter, and where it stands at a moment.

    `first_at` is when the server first received it, by which it is on time or late; `happened_at` when the
    one that counts is said to have been signed.
    """

    edition: int
    form: str
    form_name: str
    reporter: str
    area: str
    unit: UUID | None
    name: str
    period_on: date
    slot: str
    opens_at: datetime
    due_at: datetime
    state: State
    late: bool
    report: UUID | None
    sequence: int
    zero: bool
    happened_at: datetime | None
    first_at: datetime | None


@dataclass(frozen=True)
class Submitted:
    """A report as it was taken; `again` where the same submission had been taken before."""

    uid: UUID
    form: str
    reporter: str
    period_on: date
    slot: str
    sequence: int
    late: bool
    again: bool = False


@dataclass(frozen=True, slots=True)
class Handed:
    """A report as another server handed it over: accepted there, with the digest of its acceptance.

    `reported_at`: when the period was first reported.
    """

    uid: UUID
    form: str
    version: int
    reporter: str
    name: str
    area: str
    on: date
    slot: str
    sequence: int
    zero: bool
    values: Mapping[str, Value]
    reported_at: datetime
    accepted_at: datetime
    accepted_digest: str


@dataclass(frozen=True, slots=True)
class Completeness:
    """What is expected of the reporters of a place, and what came; `received` is on time or late.

    `beyond` are reports of which none is expected (any more): their numbers count, they complete nothing.
    `handed` are those, expected or not, that another server accepted and handed over.
    """

    expected: int = 0
    received: int = 0
    on_time: int = 0
    missing: int = 0
    zero: int = 0
    accepted: int = 0
    returned: int = 0
    beyond: int = 0
    handed: int = 0

    @property
    def late(self) -> int:
        """Reports that came after their due time."""
        return self.received - self.on_time

    @property
    def awaited(self) -> int:
        """Reports that are not here and not yet overdue."""
        return self.expected - self.received - self.missing


@dataclass(frozen=True, slots=True)
class RolledField:
    """A figure of a place: its value by the rule of its field, None where nobody said anything.

    `said` is how many reports gave the number; `twice` how many people would count more than once without
    the rule.
    """

    value: float | None
    said: int
    twice: int = 0


@dataclass(frozen=True, slots=True)
class RolledPerson:
    """Somebody whom a figure counts once, with the reporters who list them; no name where out of sight."""

    person: UUID
    name: str
    area: str
    reporters: tuple[str, ...]


Row = tuple[str, list[int], list[float | None] | None, list[int] | None, list[int] | None]
"""A place as the statement tells it: area, counts, numbers, how many reports gave each, people taken back.

Without the fourth it is one report: numbers by position, nothing taken back yet.
"""


@dataclass(frozen=True, slots=True)
class Layout:
    """Which numbers the rows of a roll-up hold: fields, their positions in a report, people, shares."""

    codes: tuple[str, ...]
    positions: tuple[int, ...]
    people: tuple[str, ...]
    shares: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A place of a roll-up, with its completeness and its figures by field; a row is read when asked for."""

    area: str
    layout: Layout
    row: Row

    @property
    def level(self) -> Level:
        return level_of(self.area)

    @property
    def counts(self) -> Completeness:
        """What was expected and what came."""
        return Completeness(*self.row[1])

    @property
    def figures(self) -> dict[str, RolledField]:
        """The figures by field, shares from the totals of their parts."""
        layout, (_, _, numbers, said, taken) = self.layout, self.row
        twice = dict(zip(layout.people, taken or (), strict=False))
        found = {}
        for place, (code, position) in enumerate(zip(layout.codes, layout.positions, strict=True)):
            again = twice.get(code, 0)
            if said is not None and numbers is not None:
                found[code] = RolledField(numbers[place], said[place], again)
            else:
                value = numbers[position] if numbers is not None else None
                found[code] = RolledField(
                    None if value is None else value - again, int(value is not None), again
                )
        return found | {field.code: share(field, found) for field in layout.shares}


PER_HUNDRED: Final = 100.0


def share(field: Field, figures: Mapping[str, RolledField]) -> RolledField:
    """A share per hundred; without value where a part or the whole is unknown, or the whole is nought."""
    part, whole = figures.get(field.numerator), figures.get(field.denominator)
    if part is None or whole is None:
        return RolledField(None, 0)
    said = min(part.said, whole.said)
    if part.value is None or not whole.value:
        return RolledField(None, said)
    return RolledField(part.value / whole.value * PER_HUNDRED, said)


@dataclass(frozen=True)
class FormRollup:
    """A form rolled up over the places of an area, from below upwards, as known at a moment.

    `slots` are the periods of a day; `slot` is empty where all of them count together.
    """

    form: str
    name: str
    area: str
    from_day: date
    until_day: date
    slots: tuple[str, ...]
    slot: str
    known_at: datetime
    fields: tuple[Field, ...]
    nodes: Mapping[str, Node]
