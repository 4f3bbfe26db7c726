"""Who works in the closed loop of a site."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from lianfang.apps.facilities.models import StaffPeriod
from lianfang.apps.facilities.queries.references import uid_of
from lianfang.apps.facilities.rules import staffing
from lianfang.apps.facilities.terms import SiteView, StaffView
from lianfang.core import sql
from lianfang.core.access.terms import Actor, bound_to
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import NotFound

APP: Final = "facilities"


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
    asked = StaffPeriod.objects.filter(
        uid=uid_of(uid, what="闭环工作人员"), during__endswith__isnull=True, during__isempty=False
    )
    found = asked.select_for_update(of=("self",)).select_related("site__unit").first()
    own = bound_to(by)
    if found is None or not by.may_see(found.area) or own not in {None, found.site.unit.uid}:
        raise NotFound(what="闭环工作人员", value=uid)
    return found
