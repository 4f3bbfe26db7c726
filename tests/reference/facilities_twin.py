"""What facilities reckon in SQL, told slowly: hours beyond the orders, and the slots of a need."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Order:
    """From when to when somebody is ordered to a site, and when the order was ended before, if it was."""

    begins: datetime
    ends: datetime
    ended: datetime | None
    leave_within: timedelta

    def holds(self, at: datetime) -> bool:
        """Whether the order lets somebody be held there at a moment."""
        until = self.ends if self.ended is None else min(self.ends, self.ended + self.leave_within)
        return self.begins <= at < until


def hours_beyond(
    arrived: datetime, left: datetime | None, orders: Sequence[Order], *, since: datetime, until: datetime
) -> int:
    """Hour by hour: how many of a period somebody lived in a site while no order held them there."""
    hours, at = 0, since
    while at < until:
        lives = arrived <= at and (left is None or at < left)
        hours += lives and not any(order.holds(at) for order in orders)
        at += HOUR
    return hours


@dataclass(frozen=True)
class Turn:
    """A slot of answering a need: opened, due, answered; over when it is needed no more."""

    opens: datetime
    due: datetime
    done: datetime | None
    over: datetime | None


def turns(
    asked: datetime,
    answered_within: timedelta,
    every: timedelta | None,
    acts: Sequence[tuple[datetime, str]],
    *,
    known: datetime,
) -> list[Turn]:
    """The slots of answering a need, as known at a moment: the first, and one more after each answer."""
    seen = [(at, act) for at, act in acts if at <= known]
    over = min((at for at, act in seen if act in {"ended", "left"}), default=None)
    opens, due = asked, asked + answered_within
    found = []
    for at, act in seen:
        if act == "answered":
            found.append(Turn(opens, due, at, over))
            if every is None:
                return found
            opens, due = at, at + every
    return [*found, Turn(opens, due, None, over)]


def taken_up(acts: Sequence[tuple[datetime, str]], *, known: datetime) -> datetime | None:
    """When a need was first taken up, or answered at once, as known at a moment."""
    return min((at for at, act in acts if at <= known and act in {"acknowledged", "answered"}), default=None)
