"""Half-open periods of time: the start belongs to them, the end does not."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from lianfang.kernel.clock import ZONE, slot_time
from lianfang.kernel.errors import InputRefused


class EmptyPeriod(InputRefused):
    """A period must end after it starts."""

    code = "period.empty"
    sentence = "时段的结束时间{end}不晚于开始时间{start}。请核对后重填。"


class NaiveMoment(InputRefused):
    """A moment without a time zone is no moment."""

    code = "period.naive"
    sentence = "时间{value}没有时区。请写明时区。"


@dataclass(frozen=True, slots=True)
class Period:
    """[start, end) of aware moments; no end means still running."""

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        for moment in (self.start, self.end):
            if moment is not None and moment.tzinfo is None:
                raise NaiveMoment(value=moment)
        if self.end is not None and self.end <= self.start:
            raise EmptyPeriod(start=self.start, end=self.end)

    def contains(self, moment: datetime) -> bool:
        """Whether the moment lies in the period."""
        return self.start <= moment and (self.end is None or moment < self.end)

    def overlaps(self, other: "Period") -> bool:
        """Whether some moment lies in both."""
        return self.intersection(other) is not None

    def intersection(self, other: "Period") -> "Period | None":
        """The part common to both, None where they only touch or lie apart."""
        start = max(self.start, other.start)
        ends = [end for end in (self.end, other.end) if end is not None]
        end = min(ends, default=None)
        return Period(start, end) if end is None or end > start else None


def day_bounds(day: date, zone: ZoneInfo = ZONE) -> Period:
    """The calendar day of a zone, from its midnight to the next."""
    return Period(slot_time(day, "00:00", zone), slot_time(day, "24:00", zone))
