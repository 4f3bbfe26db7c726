"""Sites: what an area has and lacks; one site with its rooms floor by floor."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.areas import queries as areas
from lianfang.apps.facilities import operations, queries
from lianfang.apps.facilities.queries import HeldBeyond
from lianfang.apps.facilities.rules import readiness
from lianfang.apps.facilities.terms import (
    CHECKS,
    MEAL_NAMES,
    PARTY_REASON_NAMES,
    READINESS_NAMES,
    ROOM_STATE_NAMES,
    ZONE_NAMES,
    BuildingPlan,
    Readiness,
    RoomState,
    RoomView,
    SiteView,
    Zone,
)
from lianfang.apps.facilities.web.sides import sides
from lianfang.apps.people import queries as people
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor, bound_to
from lianfang.core.pages import PageRequest, done, told
from lianfang.core.typed import number_or, one_of

TONES: Final = {"free": "", "assigned": "late", "occupied": "good", "dirty": "bad"}
LISTED: Final = 100
LOOKED_BACK: Final = timedelta(days=60)


@needs(Permission.VIEW_SITES)
@require_GET
def sites(request: PageRequest) -> HttpResponse:
    """Sites of one's areas, and what the areas lack by the norms."""
    return sites_page(request, {})


def sites_page(request: PageRequest, more: dict[str, Any]) -> HttpResponse:
    """The page of all sites."""
    actor, at = request.actor, request.moment
    own = actor.scope or next(iter(areas.headquarters(at=at)), "")
    context = {
        "sides": sides(actor, "facilities:sites"),
        "sites": queries.sites(area="", by=actor, at=at),
        "readiness": READINESS_NAMES,
        "tones": readiness.TONES,
        "shortfall": queries.shortfall(area=own, by=actor, at=at)
        if own and bound_to(actor) is None
        else None,
        "units": queries.units_for_sites(by=actor) if actor.may(Permission.MANAGE_SITE) else [],
    }
    return render(request, "facilities/sites.html", context | more)


@needs(Permission.MANAGE_SITE)
@require_POST
def open_site(request: PageRequest) -> HttpResponse:
    """Make a unit a site."""

    def work() -> object:
        unit, capacity = request.POST.get("unit", ""), number_or(request.POST.get("capacity", ""), 0)
        return operations.open_site(unit, capacity=capacity, **told(request))

    def page(more: dict[str, Any]) -> HttpResponse:
        return sites_page(request, more)

    return done(request, work, said=gettext("已登记。"), then=("facilities:sites",), page=page)


@needs(Permission.VIEW_SITES)
@require_GET
def site(request: PageRequest, uid: str) -> HttpResponse:
    """A site: how it stands, its rooms floor by floor, who stays there, what was verified."""
    return site_page(request, uid, {})


def site_page(request: PageRequest, uid: str, more: dict[str, Any]) -> HttpResponse:
    """The page of one site."""
    actor, at = request.actor, request.moment
    found = queries.site(uid, by=actor, at=at)
    rooms = queries.rooms(found, at=at)
    ending, served = queries.stays_ending(found, at=at), queries.meals_served(found, at=at)
    context = {
        "sides": sides(actor, "facilities:sites"),
        "site": found,
        "readiness": READINESS_NAMES,
        "following": [(one.value, READINESS_NAMES[one]) for one in _following(found)],
        "tones": readiness.TONES,
        "checks": CHECKS,
        "verifications": queries.verifications(found),
        "ending": ending,
        "released_stays": {one.uid for one in ending if not one.open},
        "released": queries.certificates(found) if actor.may(Permission.VIEW_PERSON) else [],
        "beyond": _beyond(found, rooms, actor, at),
        "zones": [(zone.value, ZONE_NAMES[zone]) for zone in Zone],
        "meals": [(name, served.get(meal)) for meal, name in MEAL_NAMES.items()],
        "next_meal": next((meal.value for meal in MEAL_NAMES if meal not in served), ""),
        "arrived": sum(room.arrived for room in rooms),
        "meal_choices": [(meal.value, name) for meal, name in MEAL_NAMES.items()],
        "waiting": len(queries.waiting(area="", by=actor, at=at)) if actor.may(Permission.LODGE) else 0,
        **_rooms(rooms, named=actor.may(Permission.VIEW_PERSON)),
    }
    return render(request, "facilities/site.html", context | more)


def _beyond(found: SiteView, rooms: Sequence[RoomView], actor: Actor, at: datetime) -> list[HeldBeyond]:
    """Who is held there now beyond the last order."""
    present = {lodging for room in rooms for lodging in room.lodgings}
    held = queries.held_beyond(area=found.area, since=at - LOOKED_BACK, until=at, by=actor)
    return [one for one in held if str(one.lodging) in present]


@needs(Permission.VIEW_PERSON)
@require_GET
def certificate(request: PageRequest, uid: str, number: str) -> HttpResponse:
    """A certificate of release, to be printed."""
    found = queries.site(uid, by=request.actor, at=request.moment)
    made = queries.certificate(number, site=found)
    name = people.names_by_uid([made.person]).get(made.person, "")
    context = {"sides": sides(request.actor, "facilities:sites"), "made": made, "name": name}
    return render(request, "facilities/certificate.html", context)


def _following(found: SiteView) -> tuple[Readiness, ...]:
    return readiness.FOLLOWING[Readiness(found.readiness)]


def _rooms(rooms: Sequence[RoomView], *, named: bool) -> dict[str, Any]:
    """Rooms by building and floor, those that wait for something, and who is there if names may be seen."""
    persons = [person for room in rooms for person in room.persons]
    free = [room for room in rooms if room.state is RoomState.FREE]
    return {
        "floors": [
            (building, floor, list(held))
            for (building, floor), held in groupby(rooms, key=lambda room: (room.building, room.floor))
        ],
        "held": [room for room in rooms if room.persons],
        "dirty": [room for room in rooms if room.state is RoomState.DIRTY],
        "names": people.names_by_uid(persons) if named else {},
        "named": named,
        "states": ROOM_STATE_NAMES,
        "room_tones": TONES,
        "free_rooms": [
            (str(room.uid), f"{room.building} {room.number}") for room in sorted(free, key=_nearest)[:LISTED]
        ],
        "reasons": [(reason.value, name) for reason, name in PARTY_REASON_NAMES.items()],
        "reason_names": PARTY_REASON_NAMES,
    }


def _nearest(room: RoomView) -> tuple[int, str, str]:
    return room.distance, room.building, room.number


@needs(Permission.MANAGE_SITE)
@require_POST
def add_building(request: PageRequest, uid: str) -> HttpResponse:
    """Lay out a building."""

    def work() -> object:
        counts = ("floors", "rooms_per_floor", "accessible", "doubles", "distance")
        laid_out = {name: number_or(request.POST.get(name, ""), 0) for name in counts}
        zone = one_of(request.POST.get("zone", ""), Zone, wrong=gettext("“{text}”不是三区之一"))
        plan = BuildingPlan(request.POST.get("name", ""), zone=zone, **laid_out)
        return operations.add_building(uid, plan, **told(request))

    return done_at_site(request, uid, work, gettext("已登记。"))


@needs(Permission.MANAGE_SITE)
@require_POST
def set_readiness(request: PageRequest, uid: str) -> HttpResponse:
    """Say how ready the site now is."""

    def work() -> object:
        then = one_of(request.POST.get("readiness", ""), Readiness, wrong=gettext("“{text}”不是启用状态"))
        return operations.set_readiness(uid, then, note=request.POST.get("note", ""), **told(request))

    return done_at_site(request, uid, work, gettext("状态已改变。"))


@needs(Permission.VERIFY_SITE)
@require_POST
def verify(request: PageRequest, uid: str) -> HttpResponse:
    """Record what two officers counted and found, with photographs."""

    def work() -> object:
        form = request.POST
        return operations.verify(
            uid,
            officers=(form.get("first", ""), form.get("second", "")),
            counted=number_or(request.POST.get("counted", ""), 0),
            met=form.getlist("met"),
            note=form.get("note", ""),
            photos=[(photo.name or "", photo.read()) for photo in request.FILES.getlist("photo")],
            **told(request),
        )

    return done_at_site(request, uid, work, gettext("核验已登记。"))


def done_at_site(request: PageRequest, uid: str, work: Callable[[], object], said: str) -> HttpResponse:
    """Do something at a site; its page again, with what was refused."""

    def page(more: dict[str, Any]) -> HttpResponse:
        return site_page(request, uid, more)

    return done(request, work, said=said, then=("facilities:site", uid), page=page)


@needs(Permission.VIEW_SITES)
@require_GET
def photograph(request: PageRequest, client_id: Any) -> HttpResponseBase:
    """A photograph; that it was looked at stands in the log."""
    shown = operations.photograph(client_id, **told(request))
    return StreamingHttpResponse(shown.blocks, content_type=shown.media_type)
