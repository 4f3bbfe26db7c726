"""Assign rooms of a site to all who wait: as planned, in one transaction."""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from lianfang.apps.facilities import queries
from lianfang.apps.facilities.operations.lodging import Placed, check_takes, place
from lianfang.apps.facilities.queries import Waiting
from lianfang.apps.facilities.terms import Company, RoomingDone, RoomView
from lianfang.core import sql
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit

LOCK: Final = 4_712_062
"""One such assignment at a time: two would offer the same people the same rooms."""


@transaction.atomic
def assign_rooms(
    site: str | UUID, *, accessible: Sequence[str] = (), area: str = "", by: Actor, at: datetime
) -> RoomingDone:
    """Assign rooms of a site to those who wait in an area; `accessible` are persons who need such a room.

    Everybody has one fate: placed, or not, with the rule that left them. Raises PermissionMissing, NotFound,
    SiteNotActive, SiteFull.
    """
    check(by, Permission.LODGE)
    started = time.perf_counter()
    sql.lock(LOCK)
    found = queries.site(site, by=by, at=at)
    check_takes(found)
    plan = queries.plan_rooms(found, accessible=accessible, area=area, by=by, at=at)
    place(found, [_placed(company, room, plan.waiting) for company, room in plan.rooms], by=by, at=at)
    done = plan.account(seconds=time.perf_counter() - started)
    left = {str(why): count for why, count in Counter(one.why for one in done.not_placed).items()}
    facts = {"waiting": done.waiting, "placed": done.placed, "rooms": done.rooms, "left": left}
    audit.record("rooms.assigned", subject=f"site:{found.uid}", by=by, at=at, area=found.area, **facts)
    return done


def _placed(company: Company, room: RoomView, waiting: Mapping[str, Waiting]) -> Placed:
    persons = {person: waiting[person].person_id for person in company.persons}
    orders = {person: (waiting[person].measure_id, waiting[person].source) for person in company.persons}
    return Placed(room.id, company, persons, orders)
