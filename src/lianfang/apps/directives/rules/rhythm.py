"""Tasks that come back: in which period, at which clock, and in which days' slots they fall.

`slots_of` says in plain Python what the statement of the duty says in SQL.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from lianfang.kernel.clock import ZONE

DEFAULT_CLOCKS: Final = {1: (time(18),), 2: (time(12), time(18)), 3: (time(10), time(15), time(20))}
"""By when what is to be done once, twice, three times is due where nothing is said. Local norm (C)."""
FIRST_HOUR, LAST_HOUR = 8, 20
MOST_TIMES, MOST_DAYS = 24, 366


def clocks_of(times: int, told: Sequence[time]) -> tuple[time, ...]:
    """A clock time for each of the times: those told are the last ones, others before are spread."""
    ordered = sorted(told)[:times]
    before = [min(clock, *ordered[:1]) if ordered else clock for clock in _spread(times)]
    return (*before[: times - len(ordered)], *ordered)


def _spread(times: int) -> tuple[time, ...]:
    if times in DEFAULT_CLOCKS:
        return DEFAULT_CLOCKS[times]
    step = (LAST_HOUR - FIRST_HOUR) * 60 // times
    minutes = [FIRST_HOUR * 60 + step * turn for turn in range(1, times + 1)]
    return tuple(time(minute // 60, minute % 60) for minute in minutes)


def first_day(on: date, *, days: int, weekday: int | None) -> date:
    """The first day of the period in which a day lies, where periods end on a weekday (1 to 7) if told."""
    if weekday is None or days % 7:
        return on
    return on - timedelta(days=(on.isoweekday() - weekday - 1) % 7)


@dataclass(frozen=True, slots=True)
class Slot:
    """One time of a rhythm: its name, when it opens, is due, and lapses."""

    ref: str
    opens_at: datetime
    due_at: datetime
    lapses_at: datetime


def slots_of(
    on: date,
    *,
    starts_on: date,
    days: int,
    clocks: Sequence[time],
    issued_at: datetime,
    zone: ZoneInfo = ZONE,
) -> Iterator[Slot]:
    """The slots of the period in which a day lies; those due before the task was issued are none."""
    if on < starts_on:
        return
    first = starts_on + timedelta(days=(on - starts_on).days // days * days)
    opens_at = _at(first, time(0), zone)
    for turn, clock in enumerate(clocks, start=1):
        due_at = _at(first + timedelta(days=-(-days * turn // len(clocks)) - 1), clock, zone)
        if due_at > issued_at:
            lapses_at = _at(first + timedelta(days=days), time(0), zone)
            yield Slot(f"{first.isoformat()}/{turn}", max(issued_at, opens_at), due_at, lapses_at)
        opens_at = due_at


def _at(on: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, clock, tzinfo=zone)
