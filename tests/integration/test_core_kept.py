"""Answers kept for a little while: whose operation makes which of them anew; no scope sees another's."""

import itertools
from collections.abc import Callable

import pytest

from lianfang.core import kept
from lianfang.core.access import rows
from lianfang.core.access.terms import Actor

VILLAGE, NEIGHBOUR, ELSEWHERE = "990121100001", "990121100002", "990121200001"
pytestmark = pytest.mark.django_db


@pytest.fixture
def count() -> Callable[[], int]:
    """A costly question: its answer says how often it was asked."""
    asked = itertools.count(1)
    return lambda: next(asked)


def ask(count: Callable[[], int], area: str = VILLAGE, user: int = 1) -> int:
    return kept.answer("how often", count, area=area, user=user)


def test_an_answer_is_kept_until_something_happens_in_its_town(count):
    assert [ask(count), ask(count)] == [1, 1]
    kept.changed(action="control.read", area=ELSEWHERE, user=2)
    assert ask(count) == 1
    kept.changed(action="control.read", area=NEIGHBOUR, user=2)
    assert ask(count) == 2


def test_what_happens_in_a_wider_place_concerns_all(count):
    ask(count)
    kept.changed(action="areas.post_held", area="990121", user=2)
    assert ask(count) == 2


def test_a_costly_answer_outlives_what_others_do_but_not_what_one_does_oneself(count, monkeypatch):
    monkeypatch.setattr(kept, "CHEAP", 0.0)
    ask(count, area="990121")
    kept.changed(action="control.read", area=VILLAGE, user=2)
    assert ask(count, area="990121", user=1) == 1
    assert ask(count, area="990121", user=2) == 2


def test_an_answer_grows_old(count, monkeypatch):
    monkeypatch.setattr(kept, "SHORTEST", 0.0)
    assert [ask(count), ask(count)] == [1, 2]


def test_who_comes_first_in_the_morning_is_not_shown_the_evening_before(count, monkeypatch):
    shown_again: list[int] = []
    monkeypatch.setattr(kept, "SHORTEST", 0.0)
    monkeypatch.setattr(kept, "_make_again", lambda entry, *_: shown_again.append(entry.made.value))
    assert [ask(count), ask(count)] == [1, 1]
    monkeypatch.setattr(kept, "OLDEST", 0.0)
    assert (ask(count), shown_again) == (2, [1])


def test_no_scope_gets_the_answer_of_another(count):
    with rows.acting(Actor(name="书记", scopes=(VILLAGE,))):
        assert ask(count) == 1
    with rows.acting(Actor(name="书记", scopes=(NEIGHBOUR,))):
        assert ask(count) == 2


def test_what_is_constant_within_a_topic_is_kept_until_an_operation_of_it(count):
    ground = lambda: kept.answer("ground", count, topic="policy")  # noqa: E731  asked in three places
    assert ground() == 1
    kept.changed(action="control.read", area=VILLAGE)
    assert ground() == 1
    kept.changed(action="policy.pack_loaded")
    assert ground() == 2
