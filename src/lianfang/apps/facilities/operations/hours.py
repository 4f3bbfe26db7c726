"""Hours of care are set for a place: from which day, on what ground."""

from datetime import date, datetime, timedelta

from django.db import transaction

from lianfang.apps.facilities import queries
from lianfang.apps.facilities.models import CareClock
from lianfang.apps.facilities.rules import hours
from lianfang.apps.facilities.terms import CareHours, NeedKind
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.clock import ZONE


@transaction.atomic
def set_hours(
    kind: NeedKind,
    *,
    area: str,
    acknowledged: timedelta,
    answered: timedelta,
    from_day: date,
    ground: str,
    by: Actor,
    at: datetime,
) -> dict[NeedKind, CareHours]:
    """Set the hours of a kind for an area and all below it; what is asked from that day on has them.

    What was asked before keeps its clock. Raises PermissionMissing, NotAllowed, HoursImpossible.
    """
    check(by, Permission.MANAGE_SITE)
    before = queries.care_hours(area=area, by=by, at=at)[kind]
    today = at.astimezone(ZONE).date()
    hours.check_hours(acknowledged, answered, ground=ground, from_day=from_day, today=today)
    CareClock.objects.create(
        area=area,
        kind=kind,
        acknowledged=acknowledged,
        answered=answered,
        from_day=from_day,
        ground=ground.strip(),
        by=by.name,
        happened_at=at,
        recorded_at=at,
    )
    facts = {
        "before": [str(before.acknowledged), str(before.answered)],
        "then": [str(acknowledged), str(answered)],
        "from_day": from_day.isoformat(),
        "ground": ground.strip(),
    }
    audit.record("care.hours_set", subject=f"care_hours:{kind}", by=by, at=at, area=area, **facts)
    return queries.care_hours(area=area, by=by, at=at)
