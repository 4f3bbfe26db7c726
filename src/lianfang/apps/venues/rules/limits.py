"""Numbers of venues, each with its source."""

import re
from datetime import date, datetime, timedelta
from typing import Final

from lianfang.apps.venues.terms import LONGEST_LOOK, VEHICLES, PresenceKind, VenueKind
from lianfang.kernel.errors import InputRefused

KEPT: Final = timedelta(days=30)
"""How long observations are kept: two longest incubation periods of 14 days (C; PIPL 19: the shortest)."""
LOOK: Final = timedelta(days=14)
"""How far back a case is usually asked about: the longest incubation period (C)."""
RECENT: Final = LOOK + timedelta(days=2)
"""What the database holds besides the lake: a stay may begin a day before the time asked about."""
SLOTS: Final = 16
"""Parts of the table of recent days: one for each."""
ZONE_SECONDS: Final = 8 * 3600
"""How far the day of the jurisdiction is ahead of the seconds since 1970: no summer time since 1992."""
LONGEST_STAY: Final = timedelta(hours=24)
"""A stay that lasts longer is written by the day: whoever looks for it looks one day further at most."""
LONGEST_WINDOW: Final = timedelta(hours=24)
WINDOW_TYPED: Final = re.compile(r"[0-9]{1,4}[hm]?", re.ASCII)
MINUTE: Final = 60


class WindowImpossible(InputRefused):
    """A window that is below nothing or beyond a day."""

    code = "venues.window_impossible"
    sentence = "时间窗“{window}”不可用，应在0到24小时之间，如30m、2h。"


class LookTooLong(InputRefused):
    """A question about more days than are asked about at once, or about none."""

    code = "venues.look_too_long"
    sentence = "查询的时段应从早到晚，最长28天。"


class GroundMissing(InputRefused):
    """A question about persons without the reason for which it is asked."""

    code = "venues.ground_missing"
    sentence = "请写明查询的依据，如病例编号和流调目的。"


def check_window(window: timedelta) -> int:
    """The window in seconds; raises WindowImpossible."""
    if not timedelta(0) <= window <= LONGEST_WINDOW:
        raise WindowImpossible(window=window)
    return int(window.total_seconds())


def check_look(since: datetime, until: datetime) -> None:
    """Raises LookTooLong for a period that is empty, or longer than may be asked about."""
    if not timedelta(0) < until - since <= LONGEST_LOOK:
        raise LookTooLong


def check_ground(ground: str) -> str:
    """The ground without blanks around it; raises GroundMissing."""
    if not ground.strip():
        raise GroundMissing
    return ground.strip()


def read_window(text: str) -> timedelta:
    """A window as typed: 30m, 2h, or minutes alone; raises WindowImpossible."""
    if not WINDOW_TYPED.fullmatch(text):
        raise WindowImpossible(window=text)
    unit = timedelta(hours=1) if text.endswith("h") else timedelta(minutes=1)
    window = int(text.rstrip("hm")) * unit
    check_window(window)
    return window


def usual_kind(venue: VenueKind) -> PresenceKind:
    """What a stay at a place of a kind is, where the file does not say."""
    if venue in VEHICLES:
        return PresenceKind.TICKET
    return {
        VenueKind.CHECKPOINT: PresenceKind.PASS,
        VenueKind.MEDICAL: PresenceKind.VISIT,
    }.get(venue, PresenceKind.CHECK_IN)


def days_to_read(since: date, until: date) -> tuple[date, date]:
    """First and last day of the lake that may hold a stay near a period: a day more at both ends."""
    return since - timedelta(days=1), until + timedelta(days=1)


def slot_of(day: date) -> int:
    """The part of the table of recent days that holds a day."""
    return day.toordinal() % SLOTS
