"""Dates: reading is the inverse of every way of writing; what could be two days is refused."""

import calendar
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.kernel.dates import (
    EPOCH,
    FIRST_SERIAL,
    AmbiguousDate,
    Certainty,
    FutureDate,
    ImpossibleDate,
    UnreadableDate,
    read_date,
    read_moment,
)

ON = date(2022, 3, 10)
days = st.dates(date(1800, 1, 1), ON)
WRITINGS = (
    lambda day: f"{day:%Y-%m-%d}",
    lambda day: f"{day:%Y/%m/%d}",
    lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day.year} 年 {day.month} 月 {day.day} 号",
    lambda day: f"{day:%Y-%m-%d} 08:30:00",
    lambda day: f"{day:%Y-%m-%d}T08:30:00Z",
    lambda day: f"{day:%Y/%m/%d} 8:30",
    lambda day: f"{day:%Y%m%d}083000",
    lambda day: f"{day.year}年{day.month}月{day.day}日上午8时30分",
    lambda day: f"{day:%d}-{calendar.month_abbr[day.month]}-{day:%Y}",
)


@given(days, st.sampled_from(WRITINGS))
def test_reading_is_the_inverse_of_writing(day, write):
    reading = read_date(write(day), on=ON)
    assert (reading.value, reading.certainty) == (day, Certainty.EXACT)


@given(st.dates(EPOCH + timedelta(days=FIRST_SERIAL), ON), st.sampled_from(["", ".0", ".5", ".354167"]))
def test_serials_of_spreadsheets(day, fraction):
    assert read_date(f"{(day - EPOCH).days}{fraction}", on=ON).value == day


@given(
    days.filter(lambda day: (day.month, day.day) != (2, 29)), st.sampled_from(["{}月{}日", "{}.{}", "{}/{}"])
)
def test_without_a_year_the_latest_such_day(day, writing):
    reading = read_date(writing.format(day.month, day.day), on=ON)
    assert (reading.value.month, reading.value.day) == (day.month, day.day)
    assert reading.value <= ON < reading.value.replace(year=reading.value.year + 1)
    assert reading.certainty is Certainty.YEAR_ASSUMED


@given(st.text("0123456789./-年月日 :T", max_size=20) | st.text(max_size=12))
def test_any_text_is_a_day_or_a_narrow_error(text):
    try:
        reading = read_date(text, on=ON)
    except UnreadableDate:
        return
    assert date(1800, 1, 1) <= reading.value <= ON


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("2022-02-30", ImpossibleDate),
        ("13月5日", ImpossibleDate),
        ("2月29日", ImpossibleDate),
        ("00010101", ImpossibleDate),
        ("03/04/05", AmbiguousDate),
        ("22-3-5", AmbiguousDate),
        ("3/5/2021", AmbiguousDate),
        ("2022-03-11", FutureDate),
        ("昨天", UnreadableDate),
        ("今天", UnreadableDate),
        ("2022-03", UnreadableDate),
        ("3月5日-3月8日", UnreadableDate),
        ("99999", UnreadableDate),
        ("123", UnreadableDate),
        ("", UnreadableDate),
    ],
)
def test_each_defect_has_its_error(text, error):
    with pytest.raises(UnreadableDate) as caught:
        read_date(text, on=ON)
    assert type(caught.value) is error


def test_an_unambiguous_order_is_read():
    assert read_date("3/25/2021", on=ON).value == read_date("25/3/2021", on=ON).value == date(2021, 3, 25)
    assert read_date("5/5/2021", on=ON).value == date(2021, 5, 5)


def test_a_future_day_can_be_allowed():
    assert read_date("2022-03-11", on=ON, allow_future=True).value == date(2022, 3, 11)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2022-07-09 10:30", "2022-07-09T10:30+08:00"),
        ("2022/7/9 8:05", "2022-07-09T08:05+08:00"),
        ("2022年7月9日 10:30:15", "2022-07-09T10:30:15+08:00"),
        (" 2022-07-09T02:30Z ", "2022-07-09T02:30+00:00"),
        ("2022/7/9", "2022-07-09T00:00+08:00"),
        ("20220709", "2022-07-09T00:00+08:00"),
        ("2022-07-40 10:30", None),
        ("昨天", None),
        ("", None),
    ],
)
def test_a_moment_is_read_as_written_or_not_at_all(text, told):
    assert read_moment(text) == (datetime.fromisoformat(told) if told else None)
