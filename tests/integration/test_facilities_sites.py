"""Sites: only what was counted on the spot counts; who may do what; the duty to look again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.factories import facilities as made

from lianfang.apps.areas import queries as areas
from lianfang.apps.facilities import operations, queries
from lianfang.apps.facilities.models import SiteEvent, Verification
from lianfang.apps.facilities.rules.layout import LayoutImpossible
from lianfang.apps.facilities.rules.readiness import NotFollowing, StillLodged
from lianfang.apps.facilities.rules.verifying import VALID_FOR, CountImpossible, OfficersMissing
from lianfang.apps.facilities.terms import BuildingPlan, Readiness, Zone
from lianfang.core.access import rows
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.audit.models import AuditEvent
from lianfang.core.duty import engine, registry
from lianfang.core.photographs import NoPhotograph
from lianfang.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


@pytest.fixture(autouse=True)
def _county() -> None:
    made.build()


def verify(site, counted: int, *, at=made.AT, officers=("甲某", "乙某"), met=(), **more):
    told = {"counted": counted, "officers": officers, "met": met, "by": made.OFFICE, "at": at}
    return operations.verify(site.uid, **told | more)


def test_a_site_counts_only_what_two_officers_counted_and_only_while_it_is_fresh():
    site = made.opened()
    assert (site.readiness, site.rooms, site.accessible, site.counts) == ("reserve", 8, 1, 0)
    verify(site, 6, met=("apart",))
    seen = queries.site(site.uid, by=made.OFFICE, at=made.AT)
    assert (seen.counts, "apart" in seen.unmet, "meals" in seen.unmet) == (6, False, True)
    assert queries.site(site.uid, by=made.OFFICE, at=made.AT + VALID_FOR).counts == 0
    operations.set_readiness(site.uid, Readiness.CLOSED, by=made.OFFICE, at=made.AT)
    assert queries.site(site.uid, by=made.OFFICE, at=made.AT).counts == 0


@pytest.mark.parametrize("officers", [("甲某",), ("甲某", " 甲某 "), ("甲某", "")])
def test_one_officer_verifies_nothing(officers):
    with pytest.raises(OfficersMissing):
        verify(made.opened(), 6, officers=officers)


def test_more_rooms_than_there_are_were_not_counted():
    with pytest.raises(CountImpossible):
        verify(made.opened(), 9)


def test_a_verification_with_something_that_is_no_photograph_is_not_recorded():
    site = made.opened()
    with pytest.raises(NoPhotograph):
        verify(site, 6, photos=[("a.png", PNG), ("b.txt", b"text")])
    assert Verification.objects.count() == 0


def test_a_photograph_is_shown_through_a_door_that_leaves_a_line():
    site = made.opened()
    verify(site, 6, photos=[("a.png", PNG)])
    (kept,) = queries.verifications(site)[0].photographs.all()
    shown = operations.photograph(kept.client_id, by=made.OFFICE, at=made.AT)
    assert b"".join(shown.blocks) == PNG
    assert AuditEvent.objects.filter(action="verification_photograph.seen").count() == 1
    away = made.actor("town_clerk", "990121200")
    with pytest.raises(NotFound):
        operations.photograph(kept.client_id, by=away, at=made.AT)


def test_an_area_lacks_what_no_one_counted(monkeypatch):
    site, card = made.opened(), areas.area
    monkeypatch.setattr(areas, "area", lambda code: replace(card(code), population=1_050))
    found = queries.shortfall(area=made.COUNTY, by=made.OFFICE, at=made.AT)
    assert (found.declared, found.laid_out, found.counted) == (20, 8, 0)
    assert found.unverified == (made.SITE,)
    assert [(lack.norm.per_10000, lack.missing) for lack in found.lacks] == [
        (20, 3),
        (40, 5),
        (50, 6),
        (60, 7),
    ]
    verify(site, 6)
    found = queries.shortfall(area=made.COUNTY, by=made.OFFICE, at=made.AT)
    assert [lack.missing for lack in found.lacks] == [0, 0, 0, 1]


def test_readiness_follows_a_table_and_a_site_with_people_is_not_disinfected():
    site = made.active()
    with pytest.raises(NotFollowing):
        operations.set_readiness(site.uid, Readiness.RESERVE, by=made.OFFICE, at=made.AT)
    made.lodged(made.rooms(site)[0], made.ordered())
    with pytest.raises(StillLodged):
        operations.set_readiness(site.uid, Readiness.CLEANING, by=made.OFFICE, at=made.AT)
    assert SiteEvent.objects.count() == 2


@pytest.mark.parametrize(
    "plan",
    [
        BuildingPlan("", 1, 1),
        BuildingPlan("楼", 0, 1),
        BuildingPlan("楼", 1, 201),
        BuildingPlan("楼", 1, 2, accessible=3),
        BuildingPlan("楼", 1, 2, distance=-1),
    ],
)
def test_a_building_that_cannot_be_is_refused(plan):
    site = made.opened()
    with pytest.raises(LayoutImpossible):
        operations.add_building(site.uid, plan, by=made.OFFICE, at=made.AT)


def test_names_of_sites_and_buildings_are_given_once_and_other_zones_hold_nobody():
    site = made.opened()
    with pytest.raises(operations.SiteKnown):
        operations.open_site(made.unit(), capacity=1, by=made.OFFICE, at=made.AT)
    with pytest.raises(operations.BuildingKnown):
        operations.add_building(site.uid, made.PLAN, by=made.OFFICE, at=made.AT)
    with pytest.raises(NotFound):
        operations.open_site(made.unit("柳林小学"), capacity=1, by=made.OFFICE, at=made.AT)
    staff = BuildingPlan("工作楼", 1, 5, zone=Zone.CLEAN)
    operations.add_building(site.uid, staff, by=made.OFFICE, at=made.AT)
    assert queries.site(site.uid, by=made.OFFICE, at=made.AT).rooms == 8
    assert {room.building for room in made.rooms(site)} == {"1号楼"}


def test_each_sees_the_sites_of_the_own_area_and_a_unit_its_own():
    site, other = made.opened(), made.opened("柳林集中隔离点")
    town = made.actor("town_clerk", made.TOWN)
    assert [one.uid for one in queries.sites(area="", by=town, at=made.AT)] == [site.uid]
    head = made.actor("unit_clerk", made.COUNTY, unit=made.unit("柳林集中隔离点"))
    assert [one.uid for one in queries.sites(area="", by=head, at=made.AT)] == [other.uid]
    with rows.acting(town):
        assert not queries.sites(area="990121200", by=made.OFFICE, at=made.AT)
    with pytest.raises(NotFound):
        operations.set_readiness(other.uid, Readiness.ACTIVE, by=town, at=made.AT)
    with pytest.raises(PermissionMissing):
        operations.set_readiness(other.uid, Readiness.ACTIVE, by=head, at=made.AT)


def test_a_site_is_due_for_verification_and_again_before_it_runs_out():
    site = made.opened()
    kind = registry.kind("site_verified")

    def gaps(at):
        view = engine.at_moment(area=made.COUNTY, at=at)
        return [one.subject for one in engine.gaps(view=view, kinds=[kind])]

    assert gaps(made.AT) == [str(site.uid)]
    verify(site, 6)
    assert gaps(made.AT + timedelta(days=20)) == []
    assert gaps(made.AT + timedelta(days=26)) == [str(site.uid)]
    verify(site, 6, at=made.AT + timedelta(days=26))
    assert gaps(made.AT + timedelta(days=26)) == []
