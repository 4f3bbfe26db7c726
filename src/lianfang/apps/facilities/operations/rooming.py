"""Assign rooms of a site to all who wait: parties by rule, rooms by the solver, in one transaction."""

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from lianfang.apps.facilities import queries
from lianfang.apps.facilities.operations.lodging import Placed, check_takes, place
from lianfang.apps.facilities.queries import Waiting
from lianfang.apps.facilities.rules import parties, rooming
from lianfang.apps.facilities.rules.parties import Formed, Guest
from lianfang.apps.facilities.rules.rooming import Asked, Vacancy
from lianfang.apps.facilities.terms import (
    Company,
    NotPlaced,
    RoomingDone,
    RoomState,
    RoomView,
    SiteView,
    WhyNot,
)
from lianfang.core import sql
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.clock import ZONE

LOCK: Final = 4_712_062
"""One such assignment at a time: two would offer the same people the same rooms."""


@transaction.atomic
def assign_rooms(
    site: str | UUID, *, accessible: Sequence[str] = (), area: str = "", by: Actor, at: datetime
) -> RoomingDone:
    """Assign rooms of a site to those who wait in an area; `accessible` are persons who need such a room.

    Everybody has one fate: placed, or not, with the reason. Raises PermissionMissing, NotFound,
    SiteNotActive, SiteFull.
    """
    check(by, Permission.LODGE)
    started = time.perf_counter()
    sql.lock(LOCK)
    found = queries.site(site, by=by, at=at)
    check_takes(found)
    waiting = {one.person: one for one in queries.waiting(area=area, by=by, at=at)}
    formed = parties.form([_guest(one) for one in waiting.values()], on=at.astimezone(ZONE).date())
    free = _free(found, at)
    rooms = rooming.assign(
        [_asked(company, waiting, set(accessible)) for company in formed.companies],
        [_vacancy(room) for room in free],
    )
    placed = [_placed(formed.companies[party], free[room], waiting) for party, room in sorted(rooms.items())]
    place(found, placed, by=by, at=at)
    done = _account(found, waiting, formed, rooms, free, seconds=time.perf_counter() - started)
    facts = {"waiting": done.waiting, "placed": done.placed, "rooms": done.rooms}
    audit.record("rooms.assigned", subject=f"site:{found.uid}", by=by, at=at, area=found.area, **facts)
    return done


def _free(site: SiteView, at: datetime) -> list[RoomView]:
    """Rooms to be had, near ones first: of a site no more than were counted on the spot."""
    free = [room for room in queries.rooms(site, at=at) if room.state is RoomState.FREE]
    return sorted(free, key=lambda room: (room.distance, room.id))[: site.counts - site.held]


def _guest(one: Waiting) -> Guest:
    return Guest(one.person, one.household, one.birth_date)


def _asked(company: Company, waiting: Mapping[str, Waiting], accessible: set[str]) -> Asked:
    needs = not accessible.isdisjoint(company.persons)
    return Asked(len(company.persons), waiting[company.persons[0]].source, accessible=needs)


def _vacancy(room: RoomView) -> Vacancy:
    return Vacancy((room.building, room.floor), room.beds, room.accessible, room.distance)


def _placed(company: Company, room: RoomView, waiting: Mapping[str, Waiting]) -> Placed:
    persons = {person: waiting[person].person_id for person in company.persons}
    orders = {person: (waiting[person].measure_id, waiting[person].source) for person in company.persons}
    return Placed(room.id, company, persons, orders)


def _account(
    site: SiteView,
    waiting: Mapping[str, Waiting],
    formed: Formed,
    rooms: Mapping[int, int],
    free: Sequence[RoomView],
    *,
    seconds: float,
) -> RoomingDone:
    floors: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for party, room in rooms.items():
        source = waiting[formed.companies[party].persons[0]].source
        floors[source].add((free[room].building, free[room].floor))
    left = [company for place, company in enumerate(formed.companies) if place not in rooms]
    return RoomingDone(
        site=site.uid,
        waiting=len(waiting),
        placed=sum(len(formed.companies[party].persons) for party in rooms),
        rooms=len(rooms),
        sources=len(floors),
        split=sum(len(own) > 1 for own in floors.values()),
        not_placed=(
            *(NotPlaced(person, WhyNot.NO_ROOM) for company in left for person in company.persons),
            *(NotPlaced(person, WhyNot.NO_CARER) for person in formed.uncared),
        ),
        seconds=seconds,
    )
