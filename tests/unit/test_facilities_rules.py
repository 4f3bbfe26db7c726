"""Norms, layouts, parties and rooms: small tables, and properties that hold for whatever is drawn."""

from datetime import date
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianfang.apps.facilities.rules import admitting, layout, norms, parties, readiness, rooming
from lianfang.apps.facilities.rules.norms import NORMS
from lianfang.apps.facilities.rules.parties import Guest
from lianfang.apps.facilities.rules.rooming import Asked, Vacancy
from lianfang.apps.facilities.terms import BuildingPlan, Norm, PartyReason, Readiness, WhyNot

ON = date(2022, 7, 10)


@pytest.mark.parametrize(
    ("per_10000", "population", "rooms", "needed", "missing"),
    [(20, 120_000, 100, 240, 140), (60, 120_000, 900, 720, 0), (20, 10_001, 0, 21, 21), (20, 0, 0, 0, 0)],
)
def test_what_a_norm_asks(per_10000, population, rooms, needed, missing):
    found = norms.lack(Norm(per_10000, "", "", "B"), population=population, rooms=rooms)
    assert (found.needed, found.missing) == (needed, missing)


def test_the_norms_are_those_of_their_sources_and_say_how_sure_they_are():
    assert [norm.per_10000 for norm in NORMS] == [20, 40, 50, 60]
    assert all(norm.source and norm.certainty in {"A", "B", "C"} for norm in NORMS)


def test_every_readiness_can_be_left_and_reached():
    assert set(readiness.FOLLOWING) == set(Readiness)
    assert {then for following in readiness.FOLLOWING.values() for then in following} == set(Readiness)


def test_a_building_is_numbered_floor_by_floor():
    plan = BuildingPlan("楼", floors=2, rooms_per_floor=3, accessible=1, doubles=1, distance=10)
    rooms = list(layout.rooms_of(plan))
    assert [room.number for room in rooms] == ["101", "102", "103", "201", "202", "203"]
    assert [room.number for room in rooms if room.accessible] == ["101"]
    assert [room.number for room in rooms if room.beds == 2] == ["103", "203"]
    assert rooms[0].distance < rooms[1].distance < rooms[3].distance


@pytest.mark.parametrize(
    ("guests", "together", "uncared"),
    [
        ([("孩", 1, 2015), ("母", 1, 1990)], [("孩", "母")], {}),
        ([("母", 1, 1990), ("孩", 1, 2015)], [("孩", "母")], {}),
        ([("孩", 1, 2015), ("祖", 1, 1950)], [], {"孩": WhyNot.NO_CARER}),
        ([("孩", 1, 2015), ("邻", 2, 1990)], [], {"孩": WhyNot.NO_CARER}),
        ([("孩", 0, 2015), ("某", 0, 1990)], [], {"孩": WhyNot.NO_CARER}),
        ([("孩", 1, 2015), ("弟", 1, 2017), ("母", 1, 1990)], [("孩", "母")], {"弟": WhyNot.CARER_BUSY}),
        ([("少", 1, 2007), ("母", 1, 1990)], [], {}),
        ([("不详", 1, None)], [], {}),
    ],
)
def test_children_come_with_one_who_may_care(guests, together, uncared):
    drawn = [Guest(name, home, date(born, 1, 1) if born else None) for name, home, born in guests]
    formed = parties.form(drawn, on=ON)
    assert [one.persons for one in formed.companies if one.reason is PartyReason.CHILD] == together
    assert {one.person: one.why for one in formed.uncared} == uncared
    everybody = [person for one in formed.companies for person in one.persons] + list(uncared)
    assert sorted(everybody) == sorted(name for name, _, _ in guests)


ROOMS = st.lists(
    st.builds(
        Vacancy,
        st.tuples(st.sampled_from("ab"), st.integers(1, 3)),
        st.integers(1, 3),
        st.booleans(),
        st.integers(0, 200),
    ),
    max_size=12,
)
ASKED = st.lists(st.builds(Asked, st.integers(1, 3), st.sampled_from("xyz"), st.booleans()), max_size=12)


@settings(max_examples=60)
@given(ASKED, ROOMS)
def test_no_room_is_given_twice_and_none_that_does_not_suit(asked, rooms):
    found = rooming.assign(asked, rooms)
    assert len(set(found.values())) == len(found)
    for party, room in found.items():
        assert rooms[room].beds >= asked[party].size
        assert rooms[room].accessible or not asked[party].accessible


@settings(max_examples=40)
@given(ASKED.map(lambda drawn: drawn[:4]), ROOMS.map(lambda drawn: drawn[:5]))
def test_no_other_assignment_places_more_or_costs_less(asked, rooms):
    """The slow twin: every way to place them, one by one."""
    asked = asked[: len(rooms)]
    found = rooming.assign(asked, rooms)
    if not asked:
        assert found == {}
        return
    cost = rooming.costs(asked, rooms, rooming.floors_of(asked, rooms))
    ways = permutations(range(len(rooms)), len(asked))
    best = min(sum(float(cost[party, room]) for party, room in enumerate(way)) for way in ways)
    made = sum(float(cost[party, room]) for party, room in found.items())
    assert made + rooming.FORBIDDEN * (len(asked) - len(found)) == pytest.approx(best)


def test_a_source_stays_on_one_floor_where_one_takes_it():
    rooms = [Vacancy(("楼", floor), 1, False, floor * 10 + place) for floor in (1, 2) for place in range(4)]
    asked = [Asked(1, source) for source in ("甲", "乙", "甲", "乙", "甲", "乙", "甲")]
    found = rooming.assign(asked, rooms)
    floors = {source: set() for source in ("甲", "乙")}
    for party, room in found.items():
        floors[asked[party].source].add(rooms[room].floor)
    assert [len(own) for own in floors.values()] == [1, 1]


def test_who_needs_an_accessible_room_gets_it_before_who_is_nearer():
    rooms = [Vacancy(("楼", 1), 1, True, 1), Vacancy(("楼", 1), 1, False, 50)]
    assert rooming.assign([Asked(1, "甲"), Asked(1, "甲", accessible=True)], rooms) == {0: 1, 1: 0}


def placeable(asked, rooms):
    """The slow twin: whether some parties can all be placed, trying every room for each."""
    if not asked:
        return True
    one, *others = asked
    return any(
        room.beds >= one.size
        and (room.accessible or not one.accessible)
        and placeable(others, [*rooms[:place], *rooms[place + 1 :]])
        for place, room in enumerate(rooms)
    )


@settings(max_examples=80)
@given(ASKED.map(lambda drawn: drawn[:6]), ROOMS.map(lambda drawn: drawn[:5]), st.integers(0, 6))
def test_whoever_can_be_placed_beside_those_before_is_and_nobody_else(asked, rooms, most):
    found = admitting.admit(asked, rooms, most=most)
    admitted = []
    for one, why in zip(asked, found, strict=True):
        able = len(admitted) < most and placeable([*admitted, one], rooms)
        assert (why is None) == able
        admitted += [one] if able else []
    assert len(rooming.assign(admitted, rooms)) == len(admitted)


@pytest.mark.parametrize(
    ("asked", "most", "why"),
    [
        ([Asked(1, "甲"), Asked(2, "甲"), Asked(2, "甲")], 9, [None, None, WhyNot.NO_DOUBLE]),
        ([Asked(1, "甲", True), Asked(1, "甲", True), Asked(1, "甲")], 9, [None, WhyNot.NO_ACCESSIBLE, None]),
        ([Asked(1, "甲")] * 4, 9, [None, None, None, WhyNot.NO_ROOM]),
        ([Asked(1, "甲")] * 2, 1, [None, WhyNot.NOT_COUNTED]),
    ],
)
def test_each_who_is_left_is_told_which_rule_left_them(asked, most, why):
    floor = ("楼", 1)
    rooms = [Vacancy(floor, 1, True, 1), Vacancy(floor, 1, False, 2), Vacancy(floor, 2, False, 3)]
    assert admitting.admit(asked, rooms, most=most) == why
