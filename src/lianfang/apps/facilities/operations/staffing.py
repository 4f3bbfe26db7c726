"""The closed loop of a site: who enters and leaves it, and whose temperature was taken there."""

from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import transaction
from psycopg.types.range import TimestamptzRange

from lianfang.apps.control import operations as control
from lianfang.apps.control.terms import Slot
from lianfang.apps.facilities import queries
from lianfang.apps.facilities.models import StaffPeriod
from lianfang.apps.facilities.operations.refusing import refusing
from lianfang.apps.facilities.terms import STAFF_TESTS, StaffWork
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.clock import ZONE

NOON: Final = 12


@transaction.atomic
def enter_loop(site: str | UUID, person: str, work: StaffWork, *, by: Actor, at: datetime) -> UUID:
    """Record that somebody works inside a site from now on; how often they are tested follows from the work.

    Raises PermissionMissing, NotFound, StaffElsewhere.
    """
    check(by, Permission.RUN_SITE)
    found = queries.site(site, by=by, at=at)
    ((uid, number),) = queries.persons_to_lodge([person], by=by).items()
    with refusing():
        made = StaffPeriod.objects.create(
            site_id=found.id,
            area=found.area,
            person_id=number,
            person_uid=UUID(uid),
            work=work,
            tested_every=STAFF_TESTS[work].days,
            during=TimestamptzRange(at, None),
            by=by.name,
            recorded_at=at,
        )
    made.refresh_from_db(fields=["uid"])
    _record("staff.entered", made, by=by, at=at, work=work, site=found.uid)
    return UUID(str(made.uid))


@transaction.atomic
def leave_loop(period: str | UUID, *, by: Actor, at: datetime) -> None:
    """Record that somebody left the closed loop. Raises PermissionMissing, NotFound."""
    check(by, Permission.RUN_SITE)
    found = queries.lock_period(period, by=by)
    found.during = TimestamptzRange(found.during.lower, at)
    found.save(update_fields=["during"])
    _record("staff.left", found, by=by, at=at)


@transaction.atomic
def take_temperature(period: str | UUID, celsius: Decimal | str, *, by: Actor, at: datetime) -> bool:
    """Record the temperature of somebody in a closed loop; whether it is a fever, which is moved at once.

    Raises PermissionMissing, NotFound, and what control refuses of a temperature.
    """
    check(by, Permission.RUN_SITE)
    found = queries.lock_period(period, by=by)
    slot = Slot.AM if at.astimezone(ZONE).hour < NOON else Slot.PM
    person = str(found.person_uid)
    observed = control.add_reading(person=person, slot=slot, celsius=celsius, by=by, at=at)
    _record("staff.measured", found, by=by, at=at, fever=observed.alert)
    return observed.alert


def _record(action: str, made: StaffPeriod, *, by: Actor, at: datetime, **facts: object) -> None:
    subject = f"staff_period:{made.uid}"
    audit.record(action, subject=subject, by=by, at=at, area=made.area, person=made.person_uid, **facts)
