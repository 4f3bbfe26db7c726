"""Sites and their buildings, and how ready they are."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lianfang.apps.facilities import queries
from lianfang.apps.facilities.models import Building, Room, Site, SiteEvent
from lianfang.apps.facilities.rules import layout, readiness
from lianfang.apps.facilities.terms import BuildingPlan, Readiness, SiteView
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import InputRefused


class SiteKnown(InputRefused):
    """A unit that is a site already."""

    code = "facilities.site_known"
    sentence = "“{name}”已登记为隔离点。"


class BuildingKnown(InputRefused):
    """A second building of one name."""

    code = "facilities.building_known"
    sentence = "这个隔离点已有楼栋“{name}”。请换一个名称。"


@transaction.atomic
def open_site(unit: str | UUID, *, capacity: int, by: Actor, at: datetime) -> SiteView:
    """Make a unit a site, in reserve; `capacity` is the number of rooms that was reported of it.

    Raises PermissionMissing, NotFound for a unit out of sight or of another kind, SiteKnown.
    """
    check(by, Permission.MANAGE_SITE)
    found = queries.unit(unit, by=by)
    told = {"area": found.area, "capacity": max(capacity, 0), "by": by.name, "recorded_at": at}
    made, new = Site.objects.get_or_create(unit_id=found.id, defaults=told)
    if not new:
        raise SiteKnown(name=found.name)
    made.refresh_from_db(fields=["uid"])
    _note(made.pk, found.area, Readiness.RESERVE, "", by=by, at=at)
    audit.record("site.opened", subject=f"site:{made.uid}", by=by, at=at, area=found.area, capacity=capacity)
    return queries.site(made.uid, by=by, at=at)


def _note(site: int, area: str, kind: Readiness, note: str, *, by: Actor, at: datetime) -> None:
    told = {"note": note.strip(), "by": by.name, "happened_at": at, "recorded_at": at}
    SiteEvent.objects.create(site_id=site, area=area, kind=kind, **told)


@transaction.atomic
def add_building(site: str | UUID, plan: BuildingPlan, *, by: Actor, at: datetime) -> int:
    """Lay out a building with its rooms; how many there are.

    Raises PermissionMissing, NotFound, LayoutImpossible, BuildingKnown.
    """
    check(by, Permission.MANAGE_SITE)
    layout.check_layout(plan)
    found = queries.site(site, by=by, at=at)
    told = {"area": found.area, "zone": plan.zone, "recorded_at": at}
    made, new = Building.objects.get_or_create(
        site_id=found.id,
        name=plan.name.strip(),
        defaults=told | {"distance": plan.distance, "by": by.name},
    )
    if not new:
        raise BuildingKnown(name=plan.name)
    planned = [
        Room(
            site_id=found.id,
            building_id=made.pk,
            floor=one.floor,
            number=one.number,
            beds=one.beds,
            accessible=one.accessible,
            distance=one.distance,
            **told,
        )
        for one in layout.rooms_of(plan)
    ]
    Room.objects.bulk_create(planned)
    facts = {"building": plan.name, "rooms": len(planned), "zone": plan.zone}
    audit.record("site.building_added", subject=f"site:{found.uid}", by=by, at=at, area=found.area, **facts)
    return len(planned)


@transaction.atomic
def set_readiness(site: str | UUID, then: Readiness, *, note: str = "", by: Actor, at: datetime) -> SiteView:
    """Say how ready a site now is. Raises PermissionMissing, NotFound, NotFollowing, StillLodged."""
    check(by, Permission.MANAGE_SITE)
    found = queries.site(site, by=by, at=at)
    Site.objects.select_for_update().get(pk=found.id)
    found = queries.site(site, by=by, at=at)
    readiness.check_following(Readiness(found.readiness), then, persons=found.persons)
    _note(found.id, found.area, then, note, by=by, at=at)
    subject, facts = f"site:{found.uid}", {"before": found.readiness, "then": then, "note": note}
    audit.record("site.readiness_changed", subject=subject, by=by, at=at, area=found.area, **facts)
    return queries.site(site, by=by, at=at)
