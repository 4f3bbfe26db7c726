"""The time zone of the jurisdiction, and the slots of its working day."""

import os
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

DEFAULT_ZONE = "Asia/Shanghai"
ZONE = ZoneInfo(os.environ.get("LIANFANG_TIME_ZONE") or DEFAULT_ZONE)


def slot_time(day: date, wall: str, zone: ZoneInfo = ZONE) -> datetime:
    """The aware moment at which a wall clock of the zone shows "HH:MM" on that day; "24:00" is its end."""
    if wall == "24:00":
        return datetime.combine(date.fromordinal(day.toordinal() + 1), time(), tzinfo=zone)
    return datetime.combine(day, time.fromisoformat(wall), tzinfo=zone)
