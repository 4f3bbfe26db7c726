"""Stays in rooms: assigned, arrived, left, cleaned. The database itself refuses two parties in one room."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from psycopg.types.range import TimestamptzRange

from lianfang.apps.facilities import queries
from lianfang.apps.facilities.models import Lodging, LodgingEvent, Party
from lianfang.apps.facilities.operations.refusing import refusing
from lianfang.apps.facilities.rules import companies
from lianfang.apps.facilities.terms import Company, LodgingEventKind, Readiness, SiteView, Zone
from lianfang.apps.people import queries as people
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import InputRefused, NotFound


class SiteNotActive(InputRefused):
    """A site that takes nobody: it is not in use, or nobody verified it."""

    code = "facilities.site_not_active"
    sentence = "“{name}”现在不能安排入住：须已启用，并在有效期内经过现场核验。"


class SiteFull(InputRefused):
    """A site whose rooms, as counted on the spot, are all held."""

    code = "facilities.site_full"
    sentence = "“{name}”现场核验可用的{counts}间已经用完。请换一个隔离点，或重新核验。"


class StepImpossible(InputRefused):
    """A step of a stay that does not follow from where it stands."""

    code = "facilities.step_impossible"
    sentence = "不能登记{step}：{problem}。"


@dataclass(frozen=True, slots=True)
class Placed:
    """Who comes into which room: numbers of persons by uid, with the order and the source of each."""

    room: int
    company: Company
    persons: Mapping[str, int]
    orders: Mapping[str, tuple[int, str]]


@transaction.atomic
def lodge(room: str | UUID, company: Company, *, by: Actor, at: datetime) -> list[UUID]:
    """Assign a room to a person, or to several who may share one; their stays.

    Raises PermissionMissing, NotFound, SiteNotActive, SiteFull, CompanyNotAllowed, NoOrder, RoomTaken,
    PersonLodged.
    """
    check(by, Permission.LODGE)
    found = queries.room(room, lock=True)
    if found.zone != Zone.LIVING:
        raise NotFound(what="房间", value=room)
    site = queries.site(found.site.uid, by=by, at=at)
    check_takes(site)
    persons = queries.persons_to_lodge(company.persons, by=by)
    companies.check_company(Company(tuple(persons), company.reason), beds=found.beds)
    orders = queries.orders_to_lodge(persons.values(), at=at)
    told = Company(tuple(persons), company.reason)
    companies.check_orders(told, list(orders), names=people.names_by_uid(persons))
    made = [one.pk for one in place(site, [Placed(found.pk, told, persons, orders)], by=by, at=at)]
    facts = {"room": found.uid, "persons": list(persons), "reason": company.reason}
    audit.record("room.assigned", subject=f"site:{site.uid}", by=by, at=at, area=site.area, **facts)
    uids = Lodging.objects.filter(pk__in=made).order_by("id").values_list("uid", flat=True)
    return [UUID(str(uid)) for uid in uids]


def check_takes(site: SiteView) -> None:
    """Raise SiteNotActive for a site that is not in use or was not verified, SiteFull."""
    if site.readiness != Readiness.ACTIVE or not site.counts:
        raise SiteNotActive(name=site.name)
    if site.held >= site.counts:
        raise SiteFull(name=site.name, counts=site.counts)


def place(site: SiteView, placed: Sequence[Placed], *, by: Actor, at: datetime) -> list[Lodging]:
    """Write parties, stays and their first events; raises RoomTaken, PersonLodged. Nothing is half done."""
    told = {"area": site.area, "by": by.name, "recorded_at": at}
    parties = Party.objects.bulk_create(
        [Party(site_id=site.id, reason=one.company.reason, **told) for one in placed]
    )
    span = TimestamptzRange(at, None)
    rows = [
        Lodging(
            site_id=site.id,
            room_id=one.room,
            party_id=party.pk,
            person_id=number,
            person_uid=UUID(person),
            measure_id=one.orders.get(person, (None, ""))[0],
            source=one.orders.get(person, (None, ""))[1],
            during=span,
            room_held=span,
            **told,
        )
        for one, party in zip(placed, parties, strict=True)
        for person, number in one.persons.items()
    ]
    with refusing():
        made = Lodging.objects.bulk_create(rows)
    happen(made, LodgingEventKind.ASSIGNED, "", by=by, at=at)
    return made


def happen(
    stays: Sequence[Lodging],
    kind: LodgingEventKind,
    note: str,
    *,
    by: Actor,
    at: datetime,
    happened_at: datetime | None = None,
) -> None:
    """Append an event to some stays, told when it happened or later."""
    told = {"note": note.strip(), "by": by.name, "happened_at": happened_at or at, "recorded_at": at}
    LodgingEvent.objects.bulk_create(
        LodgingEvent(lodging_id=one.pk, area=one.area, kind=kind, **told) for one in stays
    )


@transaction.atomic
def arrive(lodging: str | UUID, *, by: Actor, at: datetime) -> None:
    """Record that somebody came into the room. Raises PermissionMissing, NotFound, StepImpossible."""
    check(by, Permission.RUN_SITE)
    found = queries.lock_lodging(lodging, by=by)
    if found.during.upper is not None or found.arrived_at is not None:
        raise StepImpossible(step="入住", problem="已经入住，或已经离开")
    come(found, by=by, at=at)


def come(found: Lodging, *, by: Actor, at: datetime, happened_at: datetime | None = None) -> None:
    """Somebody who is expected is there; the stay is locked by the caller."""
    found.arrived_at = happened_at or at
    found.save(update_fields=["arrived_at"])
    _step(found, LodgingEventKind.ARRIVED, "", by=by, at=at, happened_at=happened_at)


@transaction.atomic
def leave(lodging: str | UUID, *, note: str = "", by: Actor, at: datetime) -> None:
    """Record that somebody left; the room stays held until it was cleaned.

    Raises PermissionMissing, NotFound, StepImpossible.
    """
    check(by, Permission.RUN_SITE)
    found = queries.lock_lodging(lodging, by=by)
    if found.during.upper is not None or found.arrived_at is None:
        raise StepImpossible(step="离开", problem="还没有入住，或已经离开")
    go(found, note=note, by=by, at=at)


def go(found: Lodging, *, note: str, by: Actor, at: datetime, happened_at: datetime | None = None) -> None:
    """Somebody left; the room stays held until it was cleaned. The stay is locked by the caller."""
    found.during = TimestamptzRange(found.during.lower, happened_at or at)
    found.save(update_fields=["during"])
    _step(found, LodgingEventKind.LEFT, note, by=by, at=at, happened_at=happened_at)


@transaction.atomic
def cancel(lodging: str | UUID, *, note: str, by: Actor, at: datetime) -> None:
    """Take back the assignment of somebody who did not come; the room is free as it was.

    Raises PermissionMissing, NotFound, StepImpossible.
    """
    check(by, Permission.LODGE)
    found = queries.lock_lodging(lodging, by=by)
    if found.during.upper is not None or found.arrived_at is not None or not note.strip():
        raise StepImpossible(step="取消分配", problem="须写明理由；已经入住或离开的不能取消")
    found.during = found.room_held = TimestamptzRange(found.during.lower, at)
    found.save(update_fields=["during", "room_held"])
    _step(found, LodgingEventKind.CANCELLED, note, by=by, at=at)


def _step(
    found: Lodging,
    kind: LodgingEventKind,
    note: str,
    *,
    by: Actor,
    at: datetime,
    happened_at: datetime | None = None,
) -> None:
    happen([found], kind, note, by=by, at=at, happened_at=happened_at)
    subject, facts = f"lodging:{found.uid}", {"person": found.person_uid, "note": note}
    audit.record(f"lodging.{kind}", subject=subject, by=by, at=at, area=found.area, **facts)


@transaction.atomic
def clean(room: str | UUID, *, by: Actor, at: datetime) -> None:
    """Record that a room was disinfected after everybody left it: it is free again.

    Raises PermissionMissing, NotFound, StepImpossible.
    """
    check(by, Permission.RUN_SITE)
    found = queries.room(room)
    queries.site(found.site.uid, by=by, at=at)
    of_room = Lodging.objects.select_for_update().filter(room_id=found.pk)
    stays = list(of_room.filter(room_held__endswith__isnull=True, room_held__isempty=False))
    if not stays or any(one.during.upper is None and not one.during.isempty for one in stays):
        raise StepImpossible(step="终末消毒", problem="房间里还有人，或不需要消毒")
    for one in stays:
        one.room_held = TimestamptzRange(one.room_held.lower, at)
    Lodging.objects.bulk_update(stays, ["room_held"])
    happen(stays, LodgingEventKind.CLEANED, "", by=by, at=at)
    audit.record("room.cleaned", subject=f"room:{found.uid}", by=by, at=at, area=found.area)
