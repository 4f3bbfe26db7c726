"""Limits in words."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.utils.translation import gettext

from lianfang.kernel.clock import ZONE

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def limit_told(
    within: timedelta | None, due_at: datetime | None, times: int, days: int, clocks: Sequence[time]
) -> str:
    """By when, or how often, in words; nothing where nothing is told."""
    if times:
        return rhythm_told(times, days, clocks)
    if due_at is not None:
        return gettext("{at}前").format(at=due_at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M"))
    if within is None:
        return ""
    if within % DAY:
        return gettext("{hours}小时内").format(hours=f"{within / HOUR:g}")
    return gettext("{days}天内").format(days=within // DAY)


def rhythm_told(times: int, days: int, clocks: Sequence[time]) -> str:
    """How often something comes back, and by which clocks."""
    by = gettext("、").join(clock.strftime("%H:%M") for clock in clocks)
    if days == 1:
        return gettext("每天{times}次，{clocks}前").format(times=times, clocks=by)
    return gettext("每{days}天{times}次，{clocks}前").format(days=days, times=times, clocks=by)
