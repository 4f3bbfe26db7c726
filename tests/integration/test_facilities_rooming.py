"""Assignment of all who wait: everybody has a fate, no more rooms than were counted, one line in the log."""

from datetime import date

import pytest
from tests.factories import facilities as made

from lianfang.apps.facilities import operations, queries
from lianfang.apps.facilities.models import Lodging, Party
from lianfang.apps.facilities.terms import BuildingPlan, Company, NeedKind, RoomState, WhyNot
from lianfang.apps.people.models import Household
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.audit.models import AuditEvent

PLAN = BuildingPlan("1号楼", floors=2, rooms_per_floor=5, accessible=1, doubles=2, distance=30)


@pytest.fixture
def site(db):
    made.build()
    return made.active(made.SITE, PLAN)


def assign(site, **more):
    return operations.assign_rooms(site.uid, by=made.OFFICE, at=made.AT, **more)


def test_all_who_wait_get_a_room_and_a_child_its_carer(site):
    home = Household.objects.create(area=made.VILLAGE, address="一号")
    mother = made.ordered("母亲", household=home)
    child = made.ordered("孩子", birth=date(2015, 1, 1), household=home)
    alone, orphan = made.ordered("一人"), made.ordered("独自", birth=date(2014, 1, 1))
    done = assign(site)
    assert (done.waiting, done.placed, done.rooms) == (4, 3, 2)
    assert [(one.person, one.why) for one in done.not_placed] == [(str(orphan.uid), WhyNot.NO_CARER)]
    rooms = {frozenset(room.persons): room for room in made.rooms(site) if room.persons}
    assert rooms[frozenset({str(mother.uid), str(child.uid)})].beds == 2
    assert rooms[frozenset({str(alone.uid)})].beds == 1
    assert Party.objects.filter(reason="child").count() == 1
    assert AuditEvent.objects.filter(action="rooms.assigned").count() == 1
    again = assign(site)
    assert (again.waiting, again.placed) == (1, 0)


def test_a_child_whose_sibling_has_the_carer_is_told_so_before_and_after(site):
    home = Household.objects.create(area=made.VILLAGE, address="一号")
    made.ordered("母亲", household=home)
    children = [made.ordered(name, birth=date(2015, 1, 1), household=home) for name in ("姐姐", "弟弟")]
    planned = queries.plan_rooms(site, by=made.OFFICE, at=made.AT).account()
    assert (planned.waiting, planned.placed) == (3, 2)
    assert Lodging.objects.count() == 0
    done = assign(site)
    assert done.not_placed == planned.not_placed
    assert [(one.person, one.why) for one in done.not_placed] == [(str(children[1].uid), WhyNot.CARER_BUSY)]
    told = AuditEvent.objects.get(action="rooms.assigned")
    assert "carer_busy" in str(told.facts)


def test_whose_care_as_a_disabled_person_goes_on_gets_an_accessible_room_unasked(site):
    second = [made.ordered(), made.ordered()][1]
    operations.ask_need(str(second.uid), NeedKind.DISABLED, by=made.OFFICE, at=made.AT)
    assert assign(site).placed == 2
    accessible = next(room for room in made.rooms(site) if room.accessible)
    assert accessible.persons == (str(second.uid),)


def test_who_needs_an_accessible_room_gets_one_and_others_do_not_take_it(site):
    first, second = made.ordered(), made.ordered()
    assign(site, accessible=[str(second.uid)])
    accessible = next(room for room in made.rooms(site) if room.accessible)
    assert accessible.persons == (str(second.uid),)
    assert Lodging.objects.filter(person=first).count() == 1


def test_no_more_rooms_are_used_than_were_counted_on_the_spot(site):
    operations.verify(
        site.uid, officers=("甲某", "乙某"), counted=2, met=(), note="漏水", by=made.OFFICE, at=made.AT
    )
    people = [made.ordered() for _ in range(3)]
    done = assign(site)
    assert (done.placed, [one.why for one in done.not_placed]) == (2, [WhyNot.NOT_COUNTED])
    free = next(room for room in made.rooms(site) if room.state is RoomState.FREE)
    left = next(one for one in people if str(one.uid) == done.not_placed[0].person)
    with pytest.raises(operations.SiteFull):
        operations.lodge(free.uid, Company((str(left.uid),)), by=made.OFFICE, at=made.AT)
    with pytest.raises(operations.SiteFull):
        assign(site)


def test_only_those_of_the_area_asked_for_are_placed_by_who_may(site):
    made.ordered(area=made.control.OTHER)
    own = made.ordered()
    done = assign(site, area=made.control.VILLAGE)
    assert (done.waiting, done.placed) == (1, 1)
    assert [one.person_id for one in Lodging.objects.all()] == [own.pk]
    with pytest.raises(PermissionMissing):
        operations.assign_rooms(site.uid, by=made.actor("unit_clerk", unit=made.unit()), at=made.AT)


def test_a_site_is_found_by_its_name(site):
    assert queries.site_named(made.SITE, by=made.OFFICE, at=made.AT).uid == site.uid
