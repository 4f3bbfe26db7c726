"""How long one waits at a point, when it is over capacity, and where one is sent; labels and their digit."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.apps.testing.rules import labels, queueing
from lianfang.apps.testing.terms import PointFigures
from lianfang.kernel.clock import ZONE

NOON = datetime(2022, 7, 11, 12, tzinfo=ZONE)
POINT = PointFigures(
    UUID(int=1), "990121100201", "北山", "", 60, 2, time(8), time(20), waiting=30, told_at=NOON, taken=0
)


def state(at=NOON, **facts):
    return queueing.states([replace(POINT, **facts)], at=at)[0]


@pytest.mark.parametrize(
    ("facts", "wait", "over"),
    [
        ({}, 30, False),
        ({"taken": 20}, 90, True),
        ({"taken": 4}, 30, False),
        ({"waiting": 0}, 0, False),
        ({"waiting": None}, None, False),
        ({"told_at": NOON - timedelta(hours=2)}, None, False),
        ({"opens": time(13)}, None, False),
        ({"closes": time(12, 20)}, 30, True),
        ({"waiting": 61}, 61, True),
    ],
)
def test_the_wait_is_those_who_wait_by_the_measured_or_planned_rate(facts, wait, over):
    shown = state(**facts)
    assert (shown.wait, shown.over) == (wait, over)


def test_whoever_comes_to_a_full_point_is_sent_to_the_nearest_free_one():
    busy = replace(POINT, waiting=200)
    near = replace(POINT, uid=UUID(int=2), area="990121100202", name="近", waiting=20)
    far = replace(POINT, uid=UUID(int=3), area="990121200201", name="远", waiting=0)
    full = replace(POINT, uid=UUID(int=4), name="也满", waiting=300)
    shut = replace(POINT, uid=UUID(int=5), name="关着", closes=time(11))
    found = queueing.states([busy, near, far, full, shut], at=NOON)
    assert found[0].next is not None
    assert found[0].next.point.name == "近"
    assert found[1].next is None
    assert queueing.states([busy, full], at=NOON)[0].next is None


@given(st.integers(1, 9_999_999), st.integers(0, 14), st.integers(1, 9))
def test_a_label_with_one_wrong_figure_is_known_as_such(number, place, shift):
    text = labels.label("990121", number)
    assert labels.number_of(text) == ("990121", number)
    digits = [one for one in range(len(text)) if text[one] != "-"]
    at = digits[place % len(digits)]
    wrong = text[:at] + str((int(text[at]) + shift) % 10) + text[at + 1 :]
    assert labels.mistyped(wrong)
    assert labels.number_of(wrong) is None


def test_a_label_of_another_make_is_none_of_ours():
    assert not labels.mistyped("LY0711-002")
    side, path = labels.square(labels.label("990121", 7))
    assert side == 29
    assert path.startswith("M4 4h1v1h-1z")
