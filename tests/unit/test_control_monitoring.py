"""Readings as people write them, and the moments they count at."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.factories.measures import NOW, ZONE

from lianfang.apps.control.rules.monitoring import (
    NotYet,
    OtherDay,
    ReadingImpossible,
    SlotUnknown,
    alerts,
    read_celsius,
    read_slot,
    read_symptoms,
    slot_due,
    slot_of,
    taken_at,
)
from lianfang.apps.control.terms import Slot

TODAY = NOW.date()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("36.5", "36.5"),
        ("３６．５", "36.5"),
        ("36.6℃", "36.6"),
        ("37.3°C", "37.3"),
        ("36度", "36"),
        (" 38 ", "38"),
    ],
)
def test_a_temperature_is_read_as_written(text, value):
    assert read_celsius(text) == Decimal(value)


@pytest.mark.parametrize("text", ["365", "29.9", "45.1", "三十六", "", "NaN", "36.55", "-36.5", "Infinity"])
def test_an_impossible_temperature_is_refused_and_never_guessed(text):
    with pytest.raises(ReadingImpossible):
        read_celsius(text)


def test_slots_have_many_words():
    assert {read_slot(text) for text in ("am", "AM", "上午", "早", "晨")} == {Slot.AM}
    assert {read_slot(text) for text in ("pm", "下午", "晚上")} == {Slot.PM}
    with pytest.raises(SlotUnknown):
        read_slot("半夜")


@pytest.mark.parametrize("text", ["", "无", " 没有 ", "正常", "/", "None"])
def test_no_symptoms_has_many_words(text):
    assert read_symptoms(text) == ""


def test_fever_begins_at_its_threshold():
    assert [alerts(Decimal(value), "") for value in ("37.2", "37.3")] == [False, True]
    assert alerts(Decimal("36.5"), "咳嗽")


def test_the_day_turns_at_noon():
    assert slot_of(NOW.replace(hour=11, minute=59)) is Slot.AM
    assert slot_of(NOW.replace(hour=12)) is Slot.PM
    assert slot_due(TODAY, Slot.PM).astimezone(ZONE).hour == 16


def test_a_reading_counts_at_its_moment_at_now_or_at_its_slots_hour():
    earlier = NOW - timedelta(hours=1)
    yesterday = TODAY - timedelta(days=1)
    assert taken_at(day=TODAY, slot=Slot.AM, happened_at=earlier, at=NOW) == earlier
    assert taken_at(day=TODAY, slot=Slot.AM, happened_at=None, at=NOW) == NOW
    assert taken_at(day=yesterday, slot=Slot.PM, happened_at=None, at=NOW) == slot_due(yesterday, Slot.PM)


def test_a_reading_is_neither_ahead_nor_of_another_day():
    with pytest.raises(NotYet):
        taken_at(day=TODAY, slot=Slot.AM, happened_at=NOW + timedelta(seconds=1), at=NOW)
    with pytest.raises(OtherDay):
        taken_at(day=date(2022, 7, 8), slot=Slot.AM, happened_at=NOW, at=NOW)
    with pytest.raises(NotYet):
        taken_at(day=date(2022, 7, 11), slot=Slot.AM, happened_at=None, at=NOW)
