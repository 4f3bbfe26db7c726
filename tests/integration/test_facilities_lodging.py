"""Stays in rooms: one party a room, one room a person, whoever asks and however many at once."""

from datetime import date

import pytest
from tests.factories import facilities as made

from lianfang.apps.facilities import operations, queries
from lianfang.apps.facilities.models import Lodging, LodgingEvent
from lianfang.apps.facilities.rules.companies import CompanyNotAllowed, NoOrder
from lianfang.apps.facilities.terms import Company, PartyReason, RoomState
from lianfang.core.access import rows
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.duty import engine, registry
from lianfang.kernel.errors import NotFound


@pytest.fixture
def site(db):
    made.build()
    return made.active()


def lodge(room, *persons, reason=PartyReason.ALONE, by=made.OFFICE, at=made.AT):
    return operations.lodge(room.uid, Company(tuple(str(one.uid) for one in persons), reason), by=by, at=at)


def state(site, room, at=made.AT):
    return next(one for one in queries.rooms(site, at=at) if one.uid == room.uid).state


def counts(site, at):
    seen = queries.site(site.uid, by=made.OFFICE, at=at)
    return seen.free, seen.assigned, seen.occupied, seen.dirty, seen.persons


def test_a_room_goes_from_free_to_assigned_to_occupied_to_dirty_to_free(site):
    room, person = made.rooms(site)[0], made.ordered("张三")
    (stay,) = lodge(room, person)
    assert state(site, room) is RoomState.ASSIGNED
    assert counts(site, made.AT) == (7, 1, 0, 0, 1)
    operations.arrive(stay, by=made.CLERK, at=made.AT + made.HOUR)
    assert state(site, room, made.AT + made.HOUR) is RoomState.OCCUPIED
    with pytest.raises(operations.RoomTaken):
        lodge(room, made.ordered(), at=made.AT + made.HOUR)
    operations.leave(stay, by=made.CLERK, at=made.AT + 2 * made.HOUR)
    assert state(site, room, made.AT + 2 * made.HOUR) is RoomState.DIRTY
    assert counts(site, made.AT + made.HOUR) == (7, 0, 1, 0, 1)
    assert counts(site, made.AT + 2 * made.HOUR) == (7, 0, 0, 1, 0)
    with pytest.raises(operations.RoomTaken):
        lodge(room, made.ordered(), at=made.AT + 2 * made.HOUR)
    operations.clean(room.uid, by=made.CLERK, at=made.AT + 3 * made.HOUR)
    assert state(site, room, made.AT + 3 * made.HOUR) is RoomState.FREE
    assert state(site, room, made.AT + made.HOUR) is RoomState.OCCUPIED  # what was so stays so
    lodge(room, made.ordered(), at=made.AT + 3 * made.HOUR)
    kinds = LodgingEvent.objects.filter(lodging__uid=stay).order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["assigned", "arrived", "left", "cleaned"]


def test_a_room_is_free_again_though_all_of_it_happened_at_one_moment(site):
    """As in a rehearsal, whose clock stands still."""
    room, person = made.rooms(site)[0], made.ordered("张三")
    for _ in range(2):
        (stay,) = lodge(room, person)
        operations.arrive(stay, by=made.CLERK, at=made.AT)
        operations.leave(stay, by=made.CLERK, at=made.AT)
        assert (state(site, room), counts(site, made.AT)) == (RoomState.DIRTY, (7, 0, 0, 1, 0))
        operations.clean(room.uid, by=made.CLERK, at=made.AT)
        assert state(site, room) is RoomState.FREE
    later = made.AT + 100 * made.HOUR
    assert queries.held_beyond(area=made.COUNTY, since=made.AT, until=later, by=made.OFFICE) == []


def test_a_person_is_in_one_room_at_a_time(site):
    first, second = made.rooms(site)[:2]
    person = made.ordered()
    (stay,) = lodge(first, person)
    with pytest.raises(operations.PersonLodged):
        lodge(second, person)
    with pytest.raises(operations.StepImpossible):
        operations.cancel(stay, note=" ", by=made.OFFICE, at=made.AT)
    operations.cancel(stay, note="转往他处", by=made.OFFICE, at=made.AT + made.HOUR)
    assert state(site, first, made.AT + made.HOUR) is RoomState.FREE
    lodge(second, person, at=made.AT + made.HOUR)


def test_steps_out_of_order_are_refused(site):
    room = made.rooms(site)[0]
    (stay,) = lodge(room, made.ordered())
    with pytest.raises(operations.StepImpossible):
        operations.leave(stay, by=made.OFFICE, at=made.AT)
    with pytest.raises(operations.StepImpossible):
        operations.clean(room.uid, by=made.OFFICE, at=made.AT)
    operations.arrive(stay, by=made.OFFICE, at=made.AT)
    with pytest.raises(operations.StepImpossible):
        operations.arrive(stay, by=made.OFFICE, at=made.AT)
    with pytest.raises(operations.StepImpossible):
        operations.cancel(stay, note="不来了", by=made.OFFICE, at=made.AT)


def test_nobody_is_lodged_without_an_order_but_one_who_cares_for_another(site):
    double = next(room for room in made.rooms(site) if room.beds == 2)
    single = made.rooms(site)[0]
    carer, child = made.control.person("母亲"), made.ordered("孩子", birth=date(2015, 1, 1))
    with pytest.raises(NoOrder):
        lodge(single, carer)
    with pytest.raises(CompanyNotAllowed):
        lodge(double, carer, child)
    with pytest.raises(CompanyNotAllowed):
        lodge(single, carer, child, reason=PartyReason.CHILD)
    with pytest.raises(CompanyNotAllowed):
        lodge(double, child, reason=PartyReason.CHILD)
    assert len(lodge(double, child, carer, reason=PartyReason.CHILD)) == 2
    other = made.control.person("另一人")
    with pytest.raises(NoOrder):
        lodge(double, carer, other, reason=PartyReason.CHILD)


def test_a_site_that_is_not_verified_or_not_in_use_takes_nobody(site):
    reserve = made.opened("柳林集中隔离点")
    with pytest.raises(operations.SiteNotActive):
        lodge(made.rooms(reserve)[0], made.ordered())


def test_who_may_and_who_sees(site):
    room, person = made.rooms(site)[0], made.ordered()
    with pytest.raises(PermissionMissing):
        lodge(room, person, by=made.actor("inspector"))
    with pytest.raises(NotFound):
        lodge(room, person, by=made.actor("town_clerk", "990121200"))
    (stay,) = lodge(room, person)
    with pytest.raises(NotFound):
        operations.arrive(stay, by=made.actor("unit_clerk", unit=made.unit("柳林集中隔离点")), at=made.AT)
    with rows.acting(made.actor("town_clerk", "990121200")):
        assert not Lodging.objects.exists()
    operations.arrive(stay, by=made.actor("unit_clerk", unit=made.unit()), at=made.AT)


def test_a_room_that_was_left_is_a_gap_until_it_is_clean(site):
    room = made.rooms(site)[0]
    (stay,) = made.lodged(room, made.ordered())
    kind = registry.kind("room_cleaned")

    def gaps(at):
        return list(engine.gaps(view=engine.at_moment(area=made.COUNTY, at=at), kinds=[kind]))

    assert gaps(made.AT) == []
    operations.leave(stay, by=made.CLERK, at=made.AT + made.HOUR)
    (gap,) = gaps(made.AT + 2 * made.HOUR)
    assert (gap.subject, gap.due_at) == (str(room.uid), made.AT + 13 * made.HOUR)
    assert queries.room_names([gap.subject]) == {gap.subject: f"{made.SITE} 1号楼 101"}
    operations.clean(room.uid, by=made.CLERK, at=made.AT + 3 * made.HOUR)
    assert gaps(made.AT + 3 * made.HOUR) == []
    assert len(gaps(made.AT + 2 * made.HOUR)) == 1  # as was known then


def test_whoever_is_ordered_to_a_place_waits_until_there_is_a_room(site):
    person = made.ordered()
    made.control.person("没有决定的")
    assert [one.person for one in queries.waiting(area="", by=made.OFFICE, at=made.AT)] == [str(person.uid)]
    (stay,) = lodge(made.rooms(site)[0], person)
    assert queries.waiting(area="", by=made.OFFICE, at=made.AT) == []
    operations.cancel(stay, note="改派", by=made.OFFICE, at=made.AT + made.HOUR)
    assert len(queries.waiting(area="", by=made.OFFICE, at=made.AT + made.HOUR)) == 1
