"""Sites: how they stand, what was found on the spot, how many rooms an area lacks."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from lianfang.apps.areas import queries as areas
from lianfang.apps.facilities.models import Room, Site, Verification
from lianfang.apps.facilities.queries.references import area_range, uid_of
from lianfang.apps.facilities.rules import norms, verifying
from lianfang.apps.facilities.terms import SITE_KINDS, RoomShortfall, RoomState, RoomView, SiteView
from lianfang.core import sql
from lianfang.core.access.terms import Actor, bound_to
from lianfang.kernel.errors import NotFound

APP: Final = "facilities"
SHOWN: Final = 20


def sites(*, area: str, by: Actor, at: datetime, uid: UUID | None = None) -> list[SiteView]:
    """Sites of an area that an actor may see, at a moment; a unit's clerk sees the unit's own."""
    lo, hi = area_range(area, by=by)
    rows = sql.fetch(APP, "sites", lo=lo, hi=hi, own=bound_to(by), uid=uid, at=at)
    return [_view(row, at) for row in rows]


def _view(row: dict[str, Any], at: datetime) -> SiteView:
    verified = row["verified_at"]
    counts = verifying.counts(row["readiness"], verified_at=verified, counted=row["counted"], at=at)
    told = row | {"unmet": tuple(row["unmet"])}
    return SiteView(
        **told,
        free=row["rooms"] - row["assigned"] - row["occupied"] - row["dirty"],
        verified_until=verified + verifying.VALID_FOR if verified else None,
        counts=counts,
    )


def site(uid: str | UUID, *, by: Actor, at: datetime) -> SiteView:
    """A site; raises NotFound, also out of sight."""
    found = sites(area="", by=by, at=at, uid=uid_of(uid, what="隔离点"))
    if not found or not by.may_see(found[0].area):
        raise NotFound(what="隔离点", value=uid)
    return found[0]


def site_named(name: str, *, by: Actor, at: datetime) -> SiteView:
    """The site of a uid or a name; raises NotFound, also for a name that two bear."""
    found = [one for one in sites(area="", by=by, at=at) if name.strip() in {str(one.uid), one.name}]
    if len(found) != 1:
        raise NotFound(what="隔离点", value=name)
    return found[0]


def room(uid: str | UUID, *, lock: bool = False) -> Room:
    """A room with its site, locked until the end of the transaction if asked; raises NotFound."""
    rows = Room.objects.select_for_update(of=("self",)) if lock else Room.objects.all()
    found = rows.select_related("site").filter(uid=uid_of(uid, what="房间")).first()
    if found is None:
        raise NotFound(what="房间", value=uid)
    return found


def rooms(site: SiteView, *, at: datetime) -> list[RoomView]:
    """The rooms of a site for people, floor by floor, with who is in them."""
    return [_room(row) for row in sql.fetch(APP, "rooms_of_site", site_id=site.id, at=at)]


def _room(row: dict[str, Any]) -> RoomView:
    told = {"state": RoomState(row["state"]), "persons": tuple(row["persons"])}
    return RoomView(**row | told | {"lodgings": tuple(row["lodgings"])})


def verifications(site: SiteView) -> list[Verification]:
    """Who verified a site and what they found, newest first, with their photographs."""
    found = Verification.objects.filter(site_id=site.id).prefetch_related("photographs")
    return list(found.order_by("-happened_at", "-id")[:SHOWN])


def shortfall(*, area: str, by: Actor, at: datetime) -> RoomShortfall:
    """Rooms of an area against the norms; raises NotFound for an unknown area, NotAllowed out of sight."""
    card = areas.area(area)
    found = sites(area=card.code, by=by, at=at)
    return norms.shortfall(card.code, population=card.population or 0, sites=found)


@dataclass(frozen=True, slots=True)
class UnitOfSite:
    """A unit that may be a site."""

    id: int
    uid: UUID
    kind: str
    name: str
    area: str


def unit(
    uid: str | UUID, *, kinds: Collection[str] = SITE_KINDS, what: str = "集中隔离点或医院", by: Actor
) -> UnitOfSite:
    """A unit of some kinds, by default those that hold people apart; raises NotFound, also out of sight."""
    rows = sql.fetch(APP, "unit", uid=uid_of(uid, what=what))
    if not rows or rows[0]["kind"] not in kinds or not by.may_see(rows[0]["area"]):
        raise NotFound(what=what, value=uid)
    return UnitOfSite(**rows[0])


def units_for_sites(*, by: Actor) -> list[tuple[str, str]]:
    """Units that may become a site and are none yet: uid and name."""
    lo, hi = area_range("", by=by)
    asked = {"lo": lo, "hi": hi, "kinds": list(SITE_KINDS), "own": bound_to(by)}
    return [(str(row["uid"]), row["name"]) for row in sql.fetch(APP, "units_for_sites", **asked)]


def site_names(uids: Iterable[str]) -> dict[str, str]:
    """Names of sites by their uids; those out of sight are absent."""
    found = Site.objects.filter(uid__in=list(uids)).values_list("uid", "unit__name")
    return {str(uid): name for uid, name in found}


def room_names(uids: Iterable[str]) -> dict[str, str]:
    """Rooms as they are called, by their uids; those out of sight are absent."""
    rows = sql.fetch(APP, "room_names", uids=list(uids))
    return {row["uid"]: row["name"] for row in rows}
