"""How long one waits at a sampling point, whether it is over its capacity, and which is the next free one."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from lianfang.apps.testing.terms import PointFigures, PointState
from lianfang.kernel.clock import ZONE

KNOWN_FOR: Final = timedelta(hours=1)
"""How long a report of those who wait tells anything (local, M)."""
LONGEST: Final = timedelta(minutes=60)
"""A wait beyond which a point is over its capacity (local, M)."""
MEASURED_FROM: Final = 5
"""Samples of the last hour from which the measured throughput counts instead of the planned one."""
MINUTES: Final = 60


def states(points: Sequence[PointFigures], *, at: datetime) -> list[PointState]:
    """Each point as it is now; one that is over its capacity names the nearest that is free."""
    alone = [_state(one, at=at) for one in points]
    return [one.with_next(_nearest(one, alone)) if one.over else one for one in alone]


def _state(one: PointFigures, *, at: datetime) -> PointState:
    now = at.astimezone(ZONE)
    is_open = one.opens <= now.time() < one.closes
    known = one.waiting is not None and one.told_at is not None and at - one.told_at <= KNOWN_FOR
    waiting = one.waiting if known else None
    measured = one.taken >= MEASURED_FROM
    rate = one.taken if measured else one.per_hour
    wait = None if waiting is None or not is_open else ceil(waiting * MINUTES / rate)
    left = (datetime.combine(now.date(), one.closes, tzinfo=ZONE) - now).total_seconds() / MINUTES
    over = wait is not None and wait > min(left, LONGEST.total_seconds() / MINUTES)
    return PointState(one, is_open, waiting, rate, measured, wait, over)


def _nearest(busy: PointState, others: Sequence[PointState]) -> PointState | None:
    """The open point that is not over its capacity: nearest by its place, then with the shortest wait."""
    free = [one for one in others if one.is_open and not one.over and one.point.uid != busy.point.uid]
    return min(free, key=lambda one: (-_shared(one, busy), one.wait or 0, one.point.name), default=None)


def _shared(one: PointState, other: PointState) -> int:
    """How many digits two places share: the more, the nearer."""
    pairs = zip(one.point.area, other.point.area, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), len(one.point.area))
