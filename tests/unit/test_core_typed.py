"""What people type is read as what it says, or comes back with how to write it."""

from datetime import date, datetime, time
from enum import StrEnum

import pytest

from lianfang.core import typed
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import WrongCall


class Colour(StrEnum):
    """A closed list."""

    RED = "red"


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (typed.day, " 2022-03-05 ", date(2022, 3, 5)),
        (typed.clock_time, "16:00", time(16)),
        (typed.moment, "2022-03-05T16:00", datetime(2022, 3, 5, 16, tzinfo=ZONE)),
        (typed.end_of, "2022-03-05", datetime(2022, 3, 6, tzinfo=ZONE)),
        (typed.number, "0120", 120),
        (lambda text: typed.one_of(text, Colour), "red", Colour.RED),
        (lambda text: typed.day_or(text, None), " ", None),
        (lambda text: typed.number_or(text, 24), "", 24),
    ],
)
def test_what_is_typed_is_read(read, text, value):
    assert read(text) == value


@pytest.mark.parametrize(
    ("read", "text", "remedy"),
    [
        (typed.day, "3月5日", "应写作 2022-03-05"),
        (typed.day, "", "应写作 2022-03-05"),
        (typed.clock_time, "四点", "应写作 16:00"),
        (typed.moment, "明天", "应写作 2022-03-05T16:00"),
        (typed.number, "-1", "应写作 12"),
        (typed.number, "１２", "应写作 12"),
        (typed.number, "1" * 10, "应写作 12"),
        (typed.uid, "无", "请从列表中选择"),
        (lambda text: typed.one_of(text, Colour, wrong="没有“{text}”这一种"), "blue", "没有“blue”这一种"),
    ],
)
def test_what_cannot_be_read_comes_back_with_how_to_write_it(read, text, remedy):
    with pytest.raises(WrongCall, match=remedy) as refused:
        read(text)
    assert text in str(refused.value)
