"""Release on time: nobody is held an hour longer than the order and the results say, unless it says why."""

from datetime import timedelta

import pytest
from tests.factories import facilities as made

from lianfang.apps.control import operations as control
from lianfang.apps.control.models import Measure
from lianfang.apps.facilities import operations, queries
from lianfang.apps.facilities.models import Lodging, LodgingEvent
from lianfang.apps.facilities.terms import BuildingPlan, Company, PartyReason, RoomState
from lianfang.core import sql
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.duty import engine, registry

pytestmark = pytest.mark.django_db
DAYS, STAY = 30, 7
PLAN = BuildingPlan("1号楼", floors=3, rooms_per_floor=12, doubles=2)


@pytest.fixture
def site(db):
    made.build()
    site = made.active(made.SITE, PLAN)
    made.control.load_pack()
    return site


def day(number: int, hour: int = 9):
    return made.AT.replace(hour=hour) + timedelta(days=number)


def ordered(**facts):
    return made.ordered(rule=rule(), **facts)


def rule() -> int:
    """A rule whose first phase asks for nothing beyond days and tests."""
    return sql.query("select id from policy_rule order by id limit 1")[0]["id"]


def lodged(site, person, *, at):
    free = next(
        room for room in queries.rooms(site, at=at) if room.state is RoomState.FREE and room.beds == 1
    )
    return made.lodged(free, person, at=at)[0]


def beyond(at, since=made.AT):
    return queries.held_beyond(area=made.COUNTY, since=since, until=at, by=made.OFFICE)


def test_whose_days_are_over_leaves_with_a_certificate_and_the_room_is_to_be_cleaned(site):
    person = ordered()
    stay = lodged(site, person, at=day(0))
    assert operations.release_due(site.uid, by=made.OFFICE, at=day(STAY - 1)).ending == 0
    done = operations.release_due(site.uid, by=made.OFFICE, at=day(STAY))
    assert (done.ending, len(done.certificates), done.held) == (1, 1, ())
    assert Measure.objects.get(person=person).released_at == day(STAY)
    assert Lodging.objects.get(uid=stay).during.upper == day(STAY)
    told = queries.certificate(done.certificates[0], site=site)
    assert (told.person, told.left_at) == (str(person.uid), day(STAY))
    assert [room.state for room in made.rooms(site, day(STAY)) if room.state is not RoomState.FREE] == [
        RoomState.DIRTY
    ]
    assert beyond(day(DAYS)) == []
    with pytest.raises(PermissionMissing):
        operations.release_due(site.uid, by=made.CLERK, at=day(STAY))


def test_whoever_lacks_a_test_stays_and_the_reason_is_recorded_once_a_day(site):
    lodged(site, ordered(tests=(6,)), at=day(0))
    for hour in (9, 11):
        done = operations.release_due(site.uid, by=made.OFFICE, at=day(STAY, hour))
        assert (done.certificates, len(done.held)) == ((), 1)
    assert LodgingEvent.objects.filter(kind="held").count() == 1
    (held,) = beyond(day(STAY, 18))
    assert held.hours == 6  # from noon
    assert "检测没有阴性结果" in held.reason


def test_who_is_forgotten_is_counted_by_the_hour_and_a_reason_can_be_given(site):
    stay = lodged(site, ordered(), at=day(0))
    (held,) = beyond(day(STAY + 1, 12))
    assert (held.hours, held.reason) == (24, None)
    operations.hold(stay, reason="本人要求次日家属来接", by=made.OFFICE, at=day(STAY + 1, 12))
    assert beyond(day(STAY + 1, 12))[0].reason == "本人要求次日家属来接"
    with pytest.raises(operations.StepImpossible):
        operations.hold(stay, reason=" ", by=made.OFFICE, at=day(STAY + 1, 12))


def test_who_cares_for_a_child_leaves_with_it(site):
    double = next(room for room in made.rooms(site) if room.beds == 2)
    child, carer = ordered(), made.control.person("母亲")
    company = Company((str(child.uid), str(carer.uid)), PartyReason.CHILD)
    for stay in operations.lodge(double.uid, company, by=made.OFFICE, at=day(0)):
        operations.arrive(stay, by=made.OFFICE, at=day(0))
    operations.release_due(site.uid, by=made.OFFICE, at=day(STAY))
    assert {stay.during.upper for stay in Lodging.objects.all()} == {day(STAY)}


def test_an_order_released_elsewhere_is_a_gap_of_the_site_until_the_person_left(site):
    person = ordered()
    stay = lodged(site, person, at=day(0))
    with pytest.raises(operations.StepImpossible):
        operations.let_go(stay, by=made.CLERK, at=day(STAY))
    control.release(Measure.objects.get(person=person).pk, by=made.OFFICE, at=day(STAY))
    kind = registry.kind("release_certificate")

    def gaps(at):
        return list(engine.gaps(view=engine.at_moment(area=made.COUNTY, at=at), kinds=[kind]))

    (gap,) = gaps(day(STAY, 10))
    assert gap.due_at == day(STAY, 13)
    operations.let_go(stay, by=made.CLERK, at=day(STAY, 11))
    assert gaps(day(STAY, 12)) == []


@pytest.mark.parametrize("diligent", [True, False])
def test_a_month_has_no_hour_beyond_policy_without_a_reason(site, diligent):
    """Each day somebody comes, for as long as the order says; every third lacks the test of the last day.

    Where the site is looked at every morning no hour lacks a reason; where nobody looks, hours pile up.
    """
    for number in range(DAYS):
        at = day(number)
        if number % 15 == 0:
            told = {"officers": ("甲某", "乙某"), "counted": site.rooms, "met": ()}
            operations.verify(site.uid, **told, by=made.OFFICE, at=at)
        if diligent:
            operations.release_due(site.uid, by=made.OFFICE, at=at)
            for room in queries.rooms(site, at=at):
                if room.state is RoomState.DIRTY:
                    operations.clean(room.uid, by=made.OFFICE, at=at)
        tests = (5,) if number % 3 == 0 else ()
        lodged(site, ordered(first=number, days=5 + number % 3, tests=tests), at=at + made.HOUR)
    found = beyond(day(DAYS))
    unexplained = sum(one.hours for one in found if not one.reason)
    assert (unexplained == 0) is diligent
    assert any(one.reason for one in found) is diligent
    assert Lodging.objects.filter(during__endswith__isnull=True).count() < DAYS or not diligent
