"""Words of telling: at which step a duty's holder, or somebody above, is told, and by which way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID


class Nature(StrEnum):
    """Why somebody is told of a duty."""

    OPENED = "opened"
    REMINDER = "reminder"
    OVERDUE = "overdue"
    ESCALATED = "escalated"


NATURE_NAMES: Mapping[Nature, str] = {
    Nature.OPENED: "开始办理",
    Nature.REMINDER: "即将到期",
    Nature.OVERDUE: "已逾期",
    Nature.ESCALATED: "逾期上报",
}


class Channel(StrEnum):
    """A way out of the program, beside the notices in its pages."""

    SMS = "sms"
    EMAIL = "email"


CHANNEL_NAMES: Mapping[Channel, str] = {Channel.SMS: "短信", Channel.EMAIL: "电子邮件"}


class DispatchState(StrEnum):
    """Where the sending of a notice by one channel stands."""

    WAITING = "waiting"
    GATHERED = "gathered"
    DROPPED = "dropped"
    UNREACHABLE = "unreachable"


DISPATCH_STATE_NAMES: Mapping[DispatchState, str] = {
    DispatchState.WAITING: "待发",
    DispatchState.GATHERED: "已并入发送内容",
    DispatchState.DROPPED: "已签收，不再发送",
    DispatchState.UNREACHABLE: "没有联系方式",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a ladder: at `after` past the slot's opening or due time, the holder of a post is told.

    No post means the kind's own. A step above waits `hold` longer than the acknowledgement of the step below.
    """

    level: int
    nature: Nature
    after: timedelta
    post: str | None = None
    hold: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Line:
    """What a notice says of one kind of duty: how many slots, why, due first when."""

    kind: str
    nature: str
    count: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """Account of one run: `found = slots + nobody`; `nobody`: nobody up to the top holds the post."""

    found: int
    slots: int
    nobody: int
    notices: int
    officers: int

    def __post_init__(self) -> None:
        if self.found != self.slots + self.nobody:
            raise ArithmeticError(f"the account of the told does not balance: {self}")


@dataclass(frozen=True, slots=True)
class Gathered:
    """Account of a gathering: `dispatches = gathered + dropped + unreachable + waiting`."""

    dispatches: int
    gathered: int
    dropped: int
    unreachable: int
    waiting: int
    messages: int

    def __post_init__(self) -> None:
        if self.dispatches != self.gathered + self.dropped + self.unreachable + self.waiting:
            raise ArithmeticError(f"the account of what leaves does not balance: {self}")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What a gateway is given to send; the same `uid` again is the same message and is not sent twice."""

    uid: UUID
    channel: Channel
    address: str
    holder: str
    text: str
    made_at: datetime
