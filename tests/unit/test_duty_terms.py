"""Accounts balance, views lie within their day."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from lianfang.core.duty import engine
from lianfang.core.duty.terms import Tally

ZONE = ZoneInfo("Asia/Shanghai")
DAY = date(2022, 7, 10)


def at(hour: int, day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)


def test_an_account_that_does_not_balance_cannot_exist():
    assert Tally("99", "call", due=3, done=2, on_time=1, late=1, gap=1, overdue=1).gap == 1
    for wrong in ((3, 2, 1, 1, 2, 0), (3, 2, 2, 1, 1, 0), (3, 2, 1, 1, 1, 2)):
        with pytest.raises(ArithmeticError):
            Tally("99", "call", *wrong)


def test_a_moment_is_known_at_itself_or_later():
    view = engine.at_moment(area="990121", at=at(9))
    assert (view.from_at, view.until_at, view.known_at) == (at(9), at(9), at(9))
    assert engine.at_moment(area="990121", at=at(9), known_at=at(12)).known_at == at(12)


@pytest.mark.parametrize(
    ("known_at", "until_at"),
    [
        (at(9), at(9)),
        (at(23, DAY + timedelta(days=3)), at(0, DAY + timedelta(days=1)) - engine.MICROSECOND),
        (at(9, DAY - timedelta(days=1)), at(0)),
    ],
)
def test_a_day_is_seen_as_far_as_it_had_passed(known_at, until_at):
    view = engine.on_day(area="990121", day=DAY, known_at=known_at)
    assert (view.from_at, view.until_at, view.known_at) == (at(0), until_at, known_at)


def test_a_view_speaks_of_its_area_and_its_day():
    parameters = engine.on_day(area="990121", day=DAY, known_at=at(23)).parameters()
    assert (parameters["lo"], parameters["hi"]) == ("990121", "990121:")
    assert (parameters["on_date"], parameters["zone"]) == (DAY, "Asia/Shanghai")
