"""Words of webhooks: what is told, how often it is tried, how a message is signed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final


class EventKind(StrEnum):
    """What other systems may ask to be told."""

    FEVER = "fever"
    POSITIVE = "positive"
    ESCALATION = "escalation"


EVENT_NAMES: Mapping[EventKind, str] = {
    EventKind.FEVER: "发热或有症状",
    EventKind.POSITIVE: "检测阳性",
    EventKind.ESCALATION: "逾期上报",
}
WAITS: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 1440))
"""How long after each attempt that failed the next one comes; after the last nobody tries again."""
LEASE: Final = timedelta(minutes=5)
"""A delivery that one worker took is another's no sooner."""
KEPT: Final = timedelta(days=90)
SIGNATURE: Final = "Lianfang-Signature"


@dataclass(frozen=True, slots=True)
class Happened:
    """Something to tell: about whom or what (by uid), where, when, and what else is safe to say."""

    kind: EventKind
    subject: str
    area: str
    happened_at: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Message:
    """A request as it is sent."""

    url: str
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, or 0 with the reason why nothing did."""

    status: int
    reason: str = ""

    @property
    def taken(self) -> bool:
        """Whether the other side took the message."""
        return 200 <= self.status < 300  # noqa: PLR2004  the successes of HTTP


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a round of deliveries did: `tried = arrived + failed`; `given_up` is part of failed."""

    tried: int
    arrived: int
    failed: int
    given_up: int


Sender = Callable[[Message], Answer]
