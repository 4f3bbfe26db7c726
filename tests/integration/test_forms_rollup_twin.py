"""A roll-up is what replaying its reports gives, as known at any moment; parts make the whole everywhere."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import forms as clock
from tests.factories import rollups as factory
from tests.factories.rollups import FIRST, LAST, History
from tests.reference import rollup_twin as twin

from lianfang.apps.forms.queries import rollups
from lianfang.apps.forms.terms import FormRollup
from lianfang.core.access.terms import SYSTEM
from lianfang.core.forms.terms import Rollup
from lianfang.kernel.area_code import LENGTHS, Level

pytestmark = pytest.mark.django_db
HISTORIES = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
FORMS = st.sampled_from(("by_village", "by_unit"))
SEEDS = st.integers(0, 10**9)
HOURS = st.integers(0, 60)


@pytest.fixture(autouse=True)
def _province() -> None:
    factory.province()


def rolled(history: History, area="99", *, known_at, **asked) -> FormRollup:
    asked = {"from_day": FIRST, "until_day": LAST} | asked
    return rollups.rollup(history.form, area=area, known_at=known_at, by=SYSTEM, **asked)


def as_twin(found: FormRollup):
    return {
        area: (
            {name: getattr(node.counts, name) for name in node.counts.__slots__},
            {
                code: (None if one.value is None else round(one.value, 6), one.said, one.twice)
                for code, one in node.figures.items()
            },
        )
        for area, node in found.nodes.items()
    }


def rounded(told):
    return {
        area: (
            counts,
            {code: (None if v is None else round(v, 6), s, t) for code, (v, s, t) in figures.items()},
        )
        for area, (counts, figures) in told.items()
    }


def check_twin(history: History, hours: int) -> None:
    known_at = clock.moment(6, on=FIRST) + timedelta(hours=hours)
    told = twin.rollup(history.events, history.due, history.fields, known_at)
    same(as_twin(rolled(history, known_at=known_at)), rounded(told))
    for slot in ("am", "pm"):
        events = [one for one in history.events if slot == (one.key[3])]
        due = [one for one in history.due if one.slot == slot]
        told = twin.rollup(events, due, history.fields, known_at)
        same(as_twin(rolled(history, known_at=known_at, slot=slot)), rounded(told))


def same(fast, slow) -> None:
    """The same places, and the same of each: told place by place, so that a difference can be read."""
    assert sorted(fast) == sorted(slow)
    for area, (counts, figures) in fast.items():
        assert (area, counts) == (area, slow[area][0])
        for code, figure in figures.items():
            assert (area, code, figure) == (area, code, slow[area][1][code])


@HISTORIES
@given(form=FORMS, seed=SEEDS, hours=HOURS)
def test_any_history_as_known_at_any_moment_is_what_replaying_it_gives(form, seed, hours):
    with transaction.atomic():
        check_twin(factory.history(form, seed), hours)
        transaction.set_rollback(True)


@HISTORIES
@given(form=FORMS, seed=SEEDS, hours=HOURS)
def test_parts_are_the_whole_at_every_node_and_nobody_counts_twice(form, seed, hours):
    with transaction.atomic():
        history = factory.history(form, seed)
        known_at = clock.moment(6, on=FIRST) + timedelta(hours=hours)
        found = rolled(history, known_at=known_at)
        for node in found.nodes.values():
            check_node(found, node.area, history)
        standing = twin.replay(history.events, known_at)
        listed = [p for one in standing.values() for p in one.last.persons["fevers"]]
        claimed = sum(one.last.values["fevers"] or 0 for one in standing.values()) - len(listed)
        assert (found.nodes["99"].figures["fevers"].value or 0) == len(set(listed)) + claimed
        transaction.set_rollback(True)


def check_node(found: FormRollup, area: str, history: History) -> None:
    """A place is its places below: counts, sums, maxima; people less those counted twice."""
    node = found.nodes[area]
    if node.level is Level.GRID:
        return
    digits = LENGTHS[Level(node.level + 1)]
    below = [one for code, one in found.nodes.items() if len(code) == digits and code.startswith(area)]
    own = [one for one in history.due if one.area == area]
    if own:  # what stands right in it has no node of its own
        return
    for name in node.counts.__slots__:
        assert getattr(node.counts, name) == sum(getattr(one.counts, name) for one in below)
    for field in found.fields:
        parts = [one.figures[field.code] for one in below if one.figures[field.code].value is not None]
        whole = node.figures[field.code]
        if field.rollup is Rollup.SHARE or not parts:
            continue
        values = [one.value for one in parts]
        if field.rollup is Rollup.MAX:
            assert whole.value == max(values)
        elif field.rollup is Rollup.PEOPLE:
            doubles = whole.twice - sum(one.twice for one in parts)
            assert doubles >= 0
            assert whole.value == sum(values) - doubles
        else:
            assert whole.value == pytest.approx(sum(values))
        assert whole.said == sum(one.said for one in parts)


@pytest.mark.parametrize("area", ["9901", "990121", "990121100", "990121100001"])
def test_a_part_asked_for_alone_is_the_same_part(area):
    history = factory.history("by_unit", 7)
    known_at = clock.moment(23, on=LAST)
    whole, part = rolled(history, known_at=known_at), rolled(history, area, known_at=known_at)
    assert as_twin(part) == {code: told for code, told in as_twin(whole).items() if code.startswith(area)}
    few = rolled(history, area, known_at=known_at, lowest=Level.TOWN)
    assert as_twin(few) == {
        code: told for code, told in as_twin(part).items() if len(code) <= max(9, len(area))
    }
