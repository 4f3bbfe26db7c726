"""When a message may leave: by which ways, not at night, not one for every slot."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Final

from lianfang.apps.alerts.terms import Channel, Nature
from lianfang.kernel.clock import ZONE

QUIET_FROM: Final = time(22, 0)
QUIET_UNTIL: Final = time(7, 0)
"""Nothing rings between these hours but what is urgent. Our own: after the county's evening report, before
the morning's first round."""
DIGEST_EVERY: Final = timedelta(minutes=30)
"""Whoever was written to waits so long for the next message; what comes meanwhile is one text. Our own."""

CHANNELS: Final[Mapping[Nature, tuple[Channel, ...]]] = {
    Nature.OPENED: (),
    Nature.REMINDER: (Channel.SMS,),
    Nature.OVERDUE: (Channel.SMS,),
    Nature.ESCALATED: (Channel.SMS, Channel.EMAIL),
}


def channels_of(nature: Nature, *, urgent: bool) -> tuple[Channel, ...]:
    """The ways out for a notice beside the page; what is urgent always rings."""
    ways = CHANNELS[nature]
    return ways if ways or not urgent else (Channel.SMS,)


def not_before(at: datetime, *, urgent: bool) -> datetime:
    """When a message made at `at` may ring at the earliest: the end of the quiet hours, or at once."""
    local = at.astimezone(ZONE)
    if urgent or QUIET_UNTIL <= local.time() < QUIET_FROM:
        return at
    day = local.date() + timedelta(days=int(local.time() >= QUIET_FROM))
    return datetime.combine(day, QUIET_UNTIL, tzinfo=ZONE)
