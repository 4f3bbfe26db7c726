"""Words of reports: states of what is expected, decisions, disputes; what a reporter hands in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID


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


@dataclass(frozen=True)
class Said:
    """What a reporter says against a number of the ledger, with the persons it counts, and why."""

    value: float
    reason: str
    persons: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Filled:
    """What a reporter hands in: texts as typed by field, persons of fields that list them, objections.

    `prefilled` names fields left as the last report had them; numbers of the ledger are not typed. A zero
    report has nothing typed. `explanation` is what the reporter says where a check is in doubt.
    """

    typed: Mapping[str, str] = field(default_factory=dict)
    persons: Mapping[str, tuple[UUID, ...]] = field(default_factory=dict)
    disputed: Mapping[str, Said] = field(default_factory=dict)
    prefilled: frozenset[str] = frozenset()
    zero: bool = False
    explanation: str = ""


@dataclass(frozen=True)
class Expected:
    """A report that is expected of a reporter, and where it stands at a moment."""

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
