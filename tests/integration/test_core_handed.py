"""Costly answers with a shape are made by one process of a home for all: what another process would see."""

import itertools
import os
from collections.abc import Callable

import pytest
from pydantic import TypeAdapter

from lianfang.core import handed, kept, shared
from lianfang.core.access import rows
from lianfang.core.access.terms import Actor

COUNTY = "990121"
SHAPE = TypeAdapter(tuple[str, int])
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _everything_is_costly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "CHEAP", 0.0)


@pytest.fixture
def count() -> Callable[[], tuple[str, int]]:
    asked = itertools.count(1)
    return lambda: ("第", next(asked))


def ask(count: Callable[[], tuple[str, int]], user: int = 1) -> int:
    return kept.answer("how often", count, area=COUNTY, user=user, shape=SHAPE)[1]


def another_process() -> None:
    """What this process keeps is gone; what it handed is not."""
    kept._kept.clear()


def test_another_process_takes_what_one_has_made(count):
    assert ask(count) == 1
    another_process()
    assert ask(count) == 1
    kept.forget()
    assert ask(count) == 2


def test_who_acts_sees_it_done_whichever_process_answers(count):
    ask(count)
    kept.changed(action="control.read", area=COUNTY, user=2)
    another_process()
    assert (ask(count, user=1), ask(count, user=2)) == (1, 2)


def test_an_answer_is_handed_to_those_who_see_the_same(count):
    ask(count)
    another_process()
    with rows.acting(Actor(name="书记", scopes=(COUNTY,))):
        assert ask(count) == 2


def test_what_is_old_is_taken_from_who_made_it_since_or_waits_for_who_makes_it(count, monkeypatch):
    ask(count)
    monkeypatch.setattr(kept, "SHORTEST", 0.0)
    (key,) = kept._kept
    handed.begin(key)
    assert ask(count) == 1
    handed.end(key)
    assert ask(count) == 2


def test_an_altered_block_is_no_answer(count):
    ask(count)
    (key,) = kept._kept
    another_process()
    begins = shared.place(handed.BLOCKS, key) * handed.LARGEST + handed.LENGTH
    os.pwrite(handed._file(), b"altered", begins)
    assert ask(count) == 2


def test_what_costs_little_is_not_handed(count, monkeypatch):
    monkeypatch.setattr(kept, "CHEAP", 1.0)
    ask(count)
    another_process()
    assert ask(count) == 2
