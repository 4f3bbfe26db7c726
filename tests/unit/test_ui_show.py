"""How values look on a page: clocks, what is left, shares that never round up to whole."""

from datetime import datetime, timedelta

import pytest
from django.http import QueryDict

from lianfang.core.paging import page_of
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import WrongCall
from lianfang.ui.templatetags import show

NOW = datetime(2022, 7, 11, 11, 30, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("away", "said"),
    [
        (timedelta(days=2, hours=5), "还剩2天"),
        (timedelta(hours=1, minutes=59), "还剩1小时"),
        (timedelta(minutes=30), "还剩30分钟"),
        (timedelta(seconds=20), "还剩1分钟"),
        (timedelta(0), "逾期1分钟"),
        (-timedelta(hours=3), "逾期3小时"),
        (-timedelta(days=400), "逾期400天"),
    ],
)
def test_what_is_left_of_a_time_limit(away, said):
    assert show.left_of(NOW + away, NOW) == said


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(0, 0, "—"), (3, 3, "100%"), (99_999, 100_000, "99.9%"), (1, 3, "33.3%"), (0, 5, "0.0%")],
)
def test_a_share_is_never_whole_while_something_is_missing(part, whole, said):
    assert show.share(part, whole) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (NOW.replace(hour=16, minute=0), "今天 16:00"),
        (NOW - timedelta(days=1), "07-10 11:30"),
        (NOW.replace(year=2020), "2020-07-11 11:30"),
        (None, "—"),
    ],
)
def test_a_clock_names_its_day_where_it_is_another(moment, said):
    assert show.clock(moment, NOW) == said


def test_pages_of_a_list_know_their_neighbours():
    rows = list(range(120))
    second = page_of(rows, QueryDict("kind=call&page=2"))
    assert (second.rows[0], second.rows[-1], second.number, second.last, second.total) == (50, 99, 2, 3, 120)
    assert (second.before, second.after) == ("?kind=call&page=1", "?kind=call&page=3")
    beyond = page_of(rows, QueryDict("page=99"))
    assert (beyond.number, beyond.after) == (3, "")


@pytest.mark.parametrize("text", ["x", "0", "-1", "1.5"])
def test_what_is_no_page_number_is_a_wrong_call(text):
    with pytest.raises(WrongCall):
        page_of([], QueryDict(f"page={text}"))
