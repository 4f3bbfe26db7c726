"""Whose order is over and who lives in a site still; how many hours anybody was held beyond, and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings

from lianfang.apps.control.duties import RELEASE_ON_TIME
from lianfang.apps.facilities.models import LodgingEvent
from lianfang.apps.facilities.queries.lodgings import TO_A_PLACE
from lianfang.apps.facilities.queries.references import area_range
from lianfang.apps.facilities.rules import clocks
from lianfang.apps.facilities.terms import SiteView
from lianfang.core import sql
from lianfang.core.access.terms import Actor
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import NotFound

APP: Final = "facilities"
SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class StayEnding:
    """A stay whose last order is over; `open`: the order still owes its release."""

    lodging: int
    uid: str
    measure: int
    open: bool


@dataclass(frozen=True, slots=True)
class HeldBeyond:
    """A stay that went on beyond policy: since when, until when, how many hours of the period, and why."""

    lodging: UUID
    person: str
    site: str
    until_at: datetime
    left_at: datetime | None
    reason: str | None
    hours: float


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate of release says."""

    number: str
    person: str
    site: str
    room: str
    arrived_at: datetime | None
    left_at: datetime
    by: str


def certificate(number: str, *, site: SiteView) -> Certificate:
    """The certificate of a number of a site; raises NotFound."""
    event = (
        LodgingEvent.objects.filter(kind="released", note=number, lodging__site_id=site.id)
        .select_related("lodging__room__building")
        .first()
    )
    if event is None:
        raise NotFound(what="解除证明", value=number)
    stay = event.lodging
    return Certificate(
        number=number,
        person=str(stay.person_uid),
        site=site.name,
        room=f"{stay.room.building.name} {stay.room.number}",
        arrived_at=stay.arrived_at,
        left_at=event.happened_at,
        by=event.by,
    )


def certificates(site: SiteView) -> list[LodgingEvent]:
    """The last certificates of release of a site, newest first."""
    found = LodgingEvent.objects.filter(kind="released", lodging__site_id=site.id)
    return list(found.order_by("-id")[:SHOWN])


def stays_ending(site: SiteView, *, at: datetime) -> list[StayEnding]:
    """Who lives in a site though the last order that holds them there is over."""
    told = {"places": list(TO_A_PLACE), "on": at.astimezone(ZONE).date(), "at": at}
    return [StayEnding(**row) for row in sql.fetch(APP, "stays_ending", site_id=site.id, **told)]


def held_beyond(*, area: str, since: datetime, until: datetime, by: Actor) -> list[HeldBeyond]:
    """Who was held in sites of an area beyond the last order, in a period; those with most hours first."""
    lo, hi = area_range(area, by=by)
    told = {"places": list(TO_A_PLACE), "zone": settings.TIME_ZONE, **RELEASE_ON_TIME.constants}
    told |= {"leave_within": clocks.LEAVE_WITHIN, "since": since, "until": until}
    rows = sql.fetch(APP, "held_beyond", lo=lo, hi=hi, **told)
    return [HeldBeyond(**row | {"hours": round(float(row["hours"]), 2)}) for row in rows]
