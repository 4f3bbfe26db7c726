"""Judging by the table, against a slow twin that was written from the table alone."""

from collections import defaultdict
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.reference.cases_twin import REACH, Meeting, degrees

from lianfang.apps.cases.rules import judging
from lianfang.apps.cases.terms import Met, Situation, Vehicle

MIDNIGHT = datetime.fromisoformat("2022-07-06T00:00:00+08:00")
PEOPLE = st.integers(1, 5)


@st.composite
def meetings(draw):
    person, through = draw(PEOPLE), draw(st.none() | PEOPLE)
    since = draw(st.integers(-30, 70))
    vehicle = draw(st.sampled_from(["", "sealed_train", *REACH]))
    apart = draw(st.none() | st.integers(0, 5)) if vehicle else None
    through = None if through == person else through
    return Meeting(person, through, since, since + draw(st.integers(0, 20)), vehicle, apart)


def hour(number: int) -> datetime:
    return MIDNIGHT + timedelta(hours=number)


def met(one: Meeting) -> Met:
    situation = Situation.VEHICLE if one.vehicle else Situation.MEAL
    vehicle = Vehicle(one.vehicle) if one.vehicle else None
    return Met(situation, hour(one.since), hour(one.until), vehicle=vehicle, rows_apart=one.apart)


@given(st.lists(meetings(), max_size=12), st.integers(0, 40))
def test_whom_the_table_makes_a_contact_of_which_degree_and_from_when_to_when(told, begin):
    by_pair = defaultdict(list)
    for one in told:
        by_pair[one.person, one.through].append(met(one))
    found = judging.verdicts(by_pair, since=hour(begin))
    holding = {
        person: (degree, verdict.first_at, verdict.last_at)
        for (person, degree), verdict in found.items()
        if verdict.holds
    }
    expected = degrees(told, begin=begin)
    assert holding == {
        person: (degree, hour(first), hour(last)) for person, (degree, first, last) in expected.items()
    }


def test_whoever_was_with_two_close_contacts_is_lost_through_neither():
    first, second = Meeting(1, None, 0, 2), Meeting(2, None, 20, 22)
    in_time, too_early = Meeting(3, 1, 5, 6), Meeting(3, 2, 5, 6)
    pairs = {(one.person, one.through): [met(one)] for one in (first, second, in_time, too_early)}
    assert judging.verdicts(pairs, since=hour(0))[3, judging.SECONDARY].holds
