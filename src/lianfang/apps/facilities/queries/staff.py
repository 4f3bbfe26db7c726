"""Who works in the closed loop of a site, and who waits at a fever clinic."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings

from lianfang.apps.facilities.models import ClinicHold, StaffPeriod
from lianfang.apps.facilities.queries.references import area_range, uid_of
from lianfang.apps.facilities.rules import staffing
from lianfang.apps.facilities.terms import HoldView, SiteView, StaffView
from lianfang.apps.people import queries as people
from lianfang.core import sql
from lianfang.core.access.terms import Actor, bound_to
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import NotFound

APP: Final = "facilities"
SHOWN: Final = timedelta(days=2)
"""How long a hold that ended stays on the list."""
CLINIC_KINDS: Final = ("hospital", "health_centre")
"""Kinds of unit that have a fever clinic."""


def staff(site: SiteView, *, at: datetime) -> list[StaffView]:
    """Who is in the closed loop of a site at a moment, and when each is tested next."""
    on = at.astimezone(ZONE).date()
    return [_member(row, at) for row in sql.fetch(APP, "staff", site_id=site.id, at=at, on=on)]


def _member(row: dict[str, Any], at: datetime) -> StaffView:
    entered = row["since"].astimezone(ZONE).date()
    tested = {"every": row["tested_every"], "sampled_on": row["sampled_on"]}
    due = staffing.test_day(entered, **tested, on=at.astimezone(ZONE).date())
    celsius = None if row["celsius"] is None else float(row["celsius"])
    return StaffView(**row | {"test_on": due, "celsius": celsius})


def lock_period(uid: str | UUID, *, by: Actor) -> StaffPeriod:
    """A period in a closed loop, locked; raises NotFound, also out of sight or for one that ended."""
    asked = StaffPeriod.objects.filter(uid=uid_of(uid, what="闭环工作人员"), during__endswith__isnull=True)
    found = asked.select_for_update(of=("self",)).select_related("site__unit").first()
    own = bound_to(by)
    if found is None or not by.may_see(found.area) or own not in {None, found.site.unit.uid}:
        raise NotFound(what="闭环工作人员", value=uid)
    return found


def clinics(*, by: Actor) -> list[tuple[str, str]]:
    """Units with a fever clinic in an actor's areas: uid and name."""
    lo, hi = area_range("", by=by)
    rows = sql.fetch(APP, "clinics", lo=lo, hi=hi, kinds=list(CLINIC_KINDS), own=bound_to(by))
    return [(str(row["uid"]), row["name"]) for row in rows]


def holds(*, by: Actor, at: datetime, uid: UUID | None = None) -> list[HoldView]:
    """Who waits at the fever clinics of an actor's areas, by the clock, then who went lately."""
    lo, hi = area_range("", by=by)
    asked = {"zone": settings.TIME_ZONE, "own": bound_to(by), "uid": uid, "since": at - SHOWN, "at": at}
    rows = sql.fetch(APP, "clinic_holds", lo=lo, hi=hi, **asked)
    return [HoldView(**row) for row in rows if by.may_see(row["area"])]


def hold(uid: str | UUID, *, by: Actor, at: datetime) -> HoldView:
    """A hold at a fever clinic; raises NotFound, also out of sight."""
    found = holds(by=by, at=at, uid=uid_of(uid, what="发热门诊留观"))
    if not found:
        raise NotFound(what="发热门诊留观", value=uid)
    return found[0]


def hold_names(uids: Iterable[str]) -> dict[str, str]:
    """Names of those who wait at fever clinics, by the uids of holds; those out of sight are absent."""
    rows = ClinicHold.objects.filter(uid__in=list(uids)).values_list("uid", "person_uid")
    persons = {str(uid): str(person) for uid, person in rows}
    names = people.names_by_uid(persons.values())
    return {uid: names[person] for uid, person in persons.items() if person in names}
