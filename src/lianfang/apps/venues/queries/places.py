"""Venues as they are shown: whoever sees their area sees them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from lianfang.apps.people import queries as people
from lianfang.apps.venues.models import Load, Venue
from lianfang.apps.venues.rules import limits
from lianfang.apps.venues.terms import VENUE_KIND_NAMES, VenueCard, VenueKind
from lianfang.core import sql
from lianfang.kernel import area_code
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import NotFound


def venues(
    *, text: str = "", kind: str = "", area: str = "", limit: int, skipped: int = 0
) -> list[VenueCard]:
    """Venues whose code or name holds a text, of a kind and in an area where these are given; by name."""
    found = _found(text, kind, area).order_by("name", "code")
    return [_card(one) for one in found[skipped : skipped + limit]]


def count(*, text: str = "", kind: str = "", area: str = "") -> int:
    """How many venues `venues` has."""
    return _found(text, kind, area).count()


def _found(text: str, kind: str, area: str) -> "QuerySet[Venue]":
    lo, hi = area_code.prefix_range(area)
    found = Venue.objects.filter(area__gte=lo, area__lt=hi)
    if kind:
        found = found.filter(kind=kind)
    return found.filter(Q(code=text) | Q(name__contains=text)) if text else found


def venue(reference: str) -> VenueCard:
    """A venue by its uid or code; raises NotFound, out of sight as well."""
    uid = people.as_uuid(reference)
    found = Venue.objects.filter(Q(uid=uid) if uid else Q(code=reference)).first()
    if found is None:
        raise NotFound(what="场所", value=reference)
    return _card(found)


def names(ids: Iterable[int]) -> dict[int, VenueCard]:
    """Venues by number; those out of sight are absent."""
    return {one.pk: _card(one) for one in Venue.objects.filter(pk__in=set(ids))}


def named(texts: Iterable[str]) -> dict[str, VenueCard]:
    """Venues in sight whose code or whole name a text is; a name that several bear names none."""
    asked = {text for text in texts if text}
    found: dict[str, set[Venue]] = {}
    for one in Venue.objects.filter(Q(code__in=asked) | Q(name__in=asked)):
        for text in asked & {one.code, one.name}:
            found.setdefault(text, set()).add(one)
    return {text: _card(*several) for text, several in found.items() if len(several) == 1}


def observed_by_day(venue: int, *, at: datetime) -> list[tuple[date, int]]:
    """How many stays began at a venue on each recent day, newest first: counts, of nobody."""
    oldest = (at - limits.RECENT).astimezone(ZONE)
    rows = sql.fetch("venues", "observed_by_day", place=venue, since=int(oldest.timestamp()), zone=ZONE.key)
    return [(row["day"], row["stays"]) for row in rows]


def loads(*, limit: int) -> list[dict[str, Any]]:
    """The newest files that were loaded, with their accounts."""
    names = ("uid", "area", "file_name", "rows", "taken", "unchanged", "rejected", "by", "loaded_at")
    return list(Load.objects.order_by("-loaded_at", "-id").values(*names)[:limit])


def _card(one: Venue) -> VenueCard:
    kind = VenueKind(one.kind)
    unit: UUID | None = one.unit
    return VenueCard(
        uid=one.uid,
        id=one.pk,
        code=one.code,
        name=one.name,
        kind=kind,
        kind_name=VENUE_KIND_NAMES[kind],
        area=one.area,
        address=one.address,
        enclosed=one.enclosed,
        ventilated=one.ventilated,
        unit=unit,
    )
