"""Periods are half-open; days and slots follow the wall clock of the zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.kernel.clock import DEFAULT_ZONE, ZONE, slot_time
from lianfang.kernel.periods import EmptyPeriod, NaiveMoment, Period, day_bounds

moments = st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


@st.composite
def periods(draw):
    start = draw(moments)
    length = draw(st.none() | st.timedeltas(timedelta(seconds=1), timedelta(days=400)))
    return Period(start, None if length is None else start + length)


@given(periods(), periods(), moments)
def test_a_moment_lies_in_both_exactly_when_in_the_intersection(one, other, moment):
    common = one.intersection(other)
    in_both = one.contains(moment) and other.contains(moment)
    assert in_both == (common is not None and common.contains(moment))
    assert one.overlaps(other) == other.overlaps(one) == (common is not None)


@given(st.dates(date(1995, 1, 1), date(2100, 1, 1)), st.sampled_from(["Asia/Shanghai", "Europe/Berlin"]))
def test_days_touch_without_gap_or_overlap(day, name):
    zone = ZoneInfo(name)
    today, tomorrow = day_bounds(day, zone), day_bounds(day + timedelta(days=1), zone)
    assert today.end == tomorrow.start
    assert not today.overlaps(tomorrow)


def test_slot_times():
    assert ZoneInfo(DEFAULT_ZONE) == ZONE
    assert slot_time(date(2022, 3, 5), "16:00") == datetime(2022, 3, 5, 8, tzinfo=UTC)
    assert slot_time(date(2022, 3, 5), "24:00") == slot_time(date(2022, 3, 6), "00:00")


def test_periods_without_length_or_zone_are_refused():
    at = datetime(2022, 3, 5, tzinfo=UTC)
    with pytest.raises(EmptyPeriod):
        Period(at, at)
    with pytest.raises(NaiveMoment):
        Period(at, datetime(2022, 3, 6))
