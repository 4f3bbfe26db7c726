"""Who is told of each kind of duty, and after how long: the ladder, step by step.

Every clock here is a local norm (C) unless said otherwise: the documents of practice ask for 逐级上报 and
"第一时间", not for hours. Levels: 0 opened, 1 reminder, 2 overdue, 3 and above the posts over the holder.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Final

from lianfang.apps.alerts.terms import Nature, Step
from lianfang.apps.areas.terms import SUPERIORS, PostCode

MINUTE: Final = timedelta(minutes=1)
HOUR: Final = timedelta(hours=1)
AT_ONCE: Final = timedelta(0)
OPENED, REMINDER, OVERDUE, ABOVE = range(4)
HOLD: Final = 2 * HOUR
"""Who acknowledged says: it is in hand. The next level is left alone so much longer."""
HOLD_URGENT: Final = 30 * MINUTE
URGENT: Final = frozenset({"fever_transfer", "help_given"})
"""Kinds that keep no quiet hours and wait for no digest: a fever is moved, help is there, day and night."""

SECRETARY, LEADER = PostCode.VILLAGE_SECRETARY, PostCode.AREA_LEADER
CENTRE, TOWN, COUNTY = PostCode.HEALTH_CENTRE_HEAD, PostCode.TOWN_CLERK, PostCode.COUNTY_OFFICE
Up = tuple[timedelta, PostCode]


def _ladder(
    *up: Up, opened: bool = False, reminder: timedelta | None = None, hold: timedelta = HOLD
) -> tuple[Step, ...]:
    """The steps: at opening, some time before it is due, when it is late, then post after post above."""
    steps = [Step(OPENED, Nature.OPENED, AT_ONCE)] if opened else []
    steps += [Step(REMINDER, Nature.REMINDER, -reminder)] if reminder else []
    steps += [Step(OVERDUE, Nature.OVERDUE, AT_ONCE)]
    above = (Step(ABOVE + rank, Nature.ESCALATED, after, post, hold) for rank, (after, post) in enumerate(up))
    return (*steps, *above)


LADDERS: Final[Mapping[str, tuple[Step, ...]]] = {
    "temperature": _ladder((HOUR, CENTRE), (3 * HOUR, COUNTY), opened=True, reminder=30 * MINUTE),
    "call": _ladder((2 * HOUR, TOWN), reminder=HOUR),
    "missing_reading_followed": _ladder((30 * MINUTE, SECRETARY), (2 * HOUR, TOWN), opened=True),
    "fever_transfer": _ladder(
        (30 * MINUTE, COUNTY), opened=True, reminder=30 * MINUTE, hold=HOLD_URGENT
    ),  # 2 h to the clinic (M): the county hears of it half an hour past
    "notice_served": _ladder((4 * HOUR, LEADER), (12 * HOUR, TOWN), (24 * HOUR, COUNTY), reminder=4 * HOUR),
    "first_visit": _ladder((2 * HOUR, SECRETARY), (12 * HOUR, TOWN), reminder=4 * HOUR),
    "test_taken": _ladder((8 * HOUR, CENTRE), (24 * HOUR, COUNTY), reminder=6 * HOUR),
    "release_on_time": _ladder(
        (2 * HOUR, LEADER), (4 * HOUR, TOWN), (8 * HOUR, COUNTY), opened=True, reminder=2 * HOUR
    ),  # beyond the day it is detention without ground (行政强制法 Art. 20, A)
    "site_verified": _ladder(reminder=24 * HOUR),
    "transfer_completed": _ladder((HOUR, COUNTY), opened=True, reminder=HOUR),
    "release_certificate": _ladder((HOUR, TOWN), (4 * HOUR, COUNTY), opened=True),
    "room_cleaned": _ladder((4 * HOUR, TOWN), (12 * HOUR, COUNTY), opened=True),
    "test_due": _ladder((24 * HOUR, TOWN)),
    "pool_held": _ladder((HOUR, TOWN), (2 * HOUR, COUNTY), opened=True, reminder=HOUR),
    "retest_due": _ladder((HOUR, TOWN), (4 * HOUR, COUNTY), opened=True, reminder=2 * HOUR),
    "tube_resulted": _ladder((4 * HOUR, COUNTY), reminder=2 * HOUR),
    "appeal_answered": _ladder(opened=True, reminder=8 * HOUR),
    "matter_taken": _ladder((HOUR, TOWN), (4 * HOUR, COUNTY), opened=True),
    "call_answered": _ladder((4 * HOUR, TOWN), (24 * HOUR, COUNTY), reminder=4 * HOUR),
    "help_given": _ladder(
        (15 * MINUTE, TOWN), (HOUR, COUNTY), opened=True, reminder=30 * MINUTE, hold=HOLD_URGENT
    ),  # dialysis and birth can't wait for a post that does not answer
    "push_check": _ladder((2 * HOUR, SECRETARY), (8 * HOUR, TOWN), (24 * HOUR, COUNTY), reminder=8 * HOUR),
    "review_decided": _ladder((4 * HOUR, COUNTY), reminder=4 * HOUR),
    "forward_acknowledged": _ladder((4 * HOUR, COUNTY), opened=True, reminder=4 * HOUR),
    "finding_rectified": _ladder((4 * HOUR, TOWN), (24 * HOUR, COUNTY), opened=True, reminder=8 * HOUR),
    "finding_rechecked": _ladder(reminder=8 * HOUR),
    "never_visited": _ladder(),
    "on_duty": _ladder((30 * MINUTE, TOWN), (HOUR, COUNTY)),
    "post_filled": _ladder((24 * HOUR, COUNTY)),
    "staffing": _ladder((7 * 24 * HOUR, COUNTY)),
    "task_received": _ladder((4 * HOUR, TOWN), (12 * HOUR, COUNTY), opened=True),
    "task_done": _ladder((4 * HOUR, TOWN), (24 * HOUR, COUNTY), reminder=4 * HOUR),
    "task_signed_off": _ladder((24 * HOUR, COUNTY)),
    "report_submitted": _ladder((HOUR, TOWN), (4 * HOUR, COUNTY), reminder=HOUR),
    "report_decided": _ladder((8 * HOUR, COUNTY)),
    "doubt_seen": _ladder((24 * HOUR, COUNTY)),
    "dispute_settled": _ladder((24 * HOUR, COUNTY), reminder=4 * HOUR),
    "case_reported": _ladder((30 * MINUTE, COUNTY), opened=True, reminder=30 * MINUTE),
    "positive_reported": _ladder((30 * MINUTE, COUNTY), opened=True, reminder=30 * MINUTE),
    "case_traced": _ladder((HOUR, COUNTY), opened=True, reminder=HOUR),
    "case_investigated": _ladder((4 * HOUR, COUNTY), reminder=4 * HOUR),
    "letter_acknowledged": _ladder((HOUR, COUNTY), opened=True, reminder=HOUR),
    "letter_answered": _ladder((4 * HOUR, COUNTY), reminder=4 * HOUR),
    "contact_controlled": _ladder((2 * HOUR, COUNTY), opened=True, reminder=2 * HOUR),
    "stranger_found": _ladder((2 * HOUR, COUNTY), opened=True, reminder=2 * HOUR),
    "look_noted": _ladder((24 * HOUR, COUNTY), opened=True),
}


def ladder_of(kind: str, *, post: str) -> tuple[Step, ...]:
    """The ladder of a kind; one without its own goes up after 4 h, to the county after 24 h."""
    if kind in LADDERS:
        return LADDERS[kind]
    above = SUPERIORS.get(PostCode(post)) if post in set(PostCode) else None
    up = [(4 * HOUR, above)] if above and above is not COUNTY else []
    return _ladder(*up, (24 * HOUR, COUNTY))


def most_pressing(natures: Iterable[str]) -> Nature:
    """Of several natures the one that a message leads with."""
    order = list(Nature)
    return max((Nature(nature) for nature in natures), key=order.index)
