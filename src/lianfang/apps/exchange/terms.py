"""Words of the exchange: reports as rows, what came back, servers that hand over to each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from lianfang.core.forms.terms import Form, Values
from lianfang.core.written import Problem


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report as it leaves: whose, of which period, what it says, what became of it.

    `reported_at`: when the period was first reported, before any correction.
    """

    uid: UUID
    form: Form
    reporter: str
    name: str
    area: str
    on: date
    slot: str
    sequence: int
    zero: bool
    reason: str
    values: Values
    by: str
    recorded_at: datetime
    reported_at: datetime
    decision: str = ""
    decided_at: datetime | None = None
    digest: str = ""
    persons: Mapping[str, frozenset[UUID]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Given:
    """A report as a file gives it: where it stands there, whose, of which period, as typed by field."""

    place: str
    reporter: str
    on: date
    slot: str
    typed: Mapping[str, str]
    zero: bool = False
    row: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refused:
    """A report of a file that was not taken: why, and its row as it came."""

    problems: tuple[Problem, ...]
    row: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Read:
    """What a file says: reports, what of it could not be read, and what was rightly left aside."""

    given: tuple[Given, ...]
    refused: tuple[Refused, ...] = ()
    aside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Taken:
    """What became of a file: `taken + corrected + unchanged + refused` are its reports."""

    taken: int
    corrected: int
    unchanged: int
    refused: tuple[Refused, ...]
    aside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unmapped:
    """Something that has no counterpart on the other side, and why."""

    what: str
    code: str
    reason: str
    remedy: str


class PeriodKind(StrEnum):
    """How long the period of a data value is."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


PERIOD_NAMES: Final[Mapping[str, str]] = {"daily": "日", "weekly": "周", "monthly": "月"}


class Direction(StrEnum):
    """Who hands over: we to the other server, or it to us."""

    OUT = "out"
    IN = "in"


DIRECTION_NAMES: Final[Mapping[str, str]] = {"out": "我方报给对方", "in": "对方报给我方"}


class MessageState(StrEnum):
    """Where a hand-over stands; derived, never stored."""

    WAITING = "waiting"
    FAILED = "failed"
    EXPIRED = "expired"
    ACKNOWLEDGED = "acknowledged"


MESSAGE_STATE_NAMES: Final[Mapping[str, str]] = {
    "waiting": "待送达",
    "failed": "未送达，将重试",
    "expired": "已过有效期",
    "acknowledged": "对方已签收",
}

PROTOCOL: Final = "lianfang-exchange/1"
VALID_FOR: Final = timedelta(days=7)
"""How long an envelope may be on its way; a file may travel by hand."""
CLOCKS_APART: Final = timedelta(minutes=10)
"""By how much the clocks of two servers may differ."""
WAITS: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
"""How long after each attempt that failed the next one comes; the last wait is repeated until it expires."""
LEASE: Final = timedelta(minutes=5)
LARGEST: Final = 8_000_000
"""Bytes of an envelope."""


@dataclass(frozen=True)
class Party:
    """The other server as the rules see it: its key, and what it may say or hear."""

    name: str
    public_key: str
    areas: tuple[str, ...]
    direction: Direction
    begins_on: date
    ends_on: date | None = None
    ended: bool = False


@dataclass(frozen=True)
class Envelope:
    """A signed hand-over, read and found sound in itself."""

    sender: str
    receiver: str
    sequence: int
    digest: str
    made_at: datetime
    expires_at: datetime
    content: Mapping[str, Any]
    text: str


@dataclass(frozen=True)
class Receipt:
    """What the receiver signs: which envelope arrived, when, and how many reports were taken."""

    sender: str
    receiver: str
    sequence: int
    digest: str
    received_at: datetime
    taken: int
    text: str
