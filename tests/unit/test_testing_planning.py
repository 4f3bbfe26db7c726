"""The arithmetic of a round: tables whose rows can be checked by hand, and what holds for any plan."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.apps.testing.queries import PlanImpossible, plan
from lianfang.apps.testing.rules import pooling
from lianfang.apps.testing.terms import PlanAsked


def figures(asked):
    return {one.code: one.value for one in plan(asked).figures}


@pytest.mark.parametrize(
    ("people", "fewest", "most", "samplers"),
    [(3000, 1, 2, 9), (3001, 2, 2, 9), (1_000_000, 334, 500, 2778), (360, 1, 1, 1)],
)
def test_points_and_samplers_by_the_norms(people, fewest, most, samplers):
    found = figures(PlanAsked(people))
    assert (found["points_fewest"], found["points_most"], found["samplers"]) == (fewest, most, samplers)


@pytest.mark.parametrize(
    ("prevalence", "size"), [(0.01, 11), (0.05, 5), (0.10, 4), (0.001, 32), (0.20, 3), (0.4, 1)]
)
def test_the_cheapest_pool_is_that_of_dorfmans_table(prevalence, size):
    assert pooling.cheapest(prevalence) == size


@pytest.mark.parametrize(
    ("prevalence", "best"), [(0.0, 20), (0.0001, 20), (0.0009, 20), (0.001, 1), (0.05, 1)]
)
def test_samples_are_pooled_below_one_in_a_thousand_and_never_more_than_twenty(prevalence, best):
    assert pooling.best(prevalence) == best
    assert pooling.refused(21, prevalence)


def test_2200_tubes_of_ten_are_22000_people_a_day():
    found = plan(PlanAsked(22_000, days=1, pool=10, prevalence=0.0, labs=(2200,)))
    assert {one.code: one.value for one in found.figures}["tubes_a_day"] == 2200
    assert [one.code for one in found.warnings] == ["too_late"]
    assert plan(PlanAsked(22_000, days=2, pool=10, prevalence=0.0, labs=(2200,))).finishes


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        (PlanAsked(100_000, labs=(9000,)), []),
        (PlanAsked(100_000), ["no_lab"]),
        (PlanAsked(100_000, labs=(100, 200)), ["laboratory"]),
        (PlanAsked(100_000, labs=(9000,), samplers=100), ["samplers"]),
        (PlanAsked(100_000, labs=(9000,), points=10), ["points"]),
        (PlanAsked(100_000, labs=(90_000,), pool=10, prevalence=0.01), ["pool_positive"]),
        (PlanAsked(100_000, days=1, labs=(6000,)), ["too_late"]),
    ],
)
def test_what_is_too_little_is_named(asked, codes):
    found = plan(asked)
    assert [one.code for one in found.warnings] == codes
    assert all(one.sentence and one.remedy for one in found.warnings)


def test_every_figure_has_a_source_and_says_how_sure_it_is():
    assert all(one.source and one.certainty in {"A", "B", "C", "M"} for one in plan(PlanAsked(1000)).figures)


@pytest.mark.parametrize(
    "asked", [PlanAsked(0), PlanAsked(1, days=0), PlanAsked(1, pool=0), PlanAsked(1, prevalence=1.0)]
)
def test_numbers_that_cannot_be_are_refused(asked):
    with pytest.raises(PlanImpossible):
        plan(asked)


@given(
    st.integers(1, 300_000),
    st.floats(0, 0.3),
    st.integers(1, 20),
    st.integers(1, 20_000),
    st.integers(1, 900),
)
def test_nothing_ends_before_it_can(people, prevalence, pool, lab, samplers):
    found = plan(PlanAsked(people, pool=pool, prevalence=prevalence, labs=(lab,), samplers=samplers))
    tubes = -(-people // pool)
    if found.finished_hours is not None:
        assert found.sampled_hours is not None
        assert found.finished_hours > found.sampled_hours
        assert found.finished_hours >= 24 * tubes / lab
        assert found.finishes == (found.finished_hours <= 48)
    more = plan(PlanAsked(people, pool=pool, prevalence=prevalence, labs=(lab, lab), samplers=samplers))
    if found.finished_hours is not None:
        assert more.finished_hours is not None
        assert more.finished_hours <= found.finished_hours
