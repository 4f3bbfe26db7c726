"""How many wait at a sampling point, told by those who work there."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from lianfang.apps.testing import queries
from lianfang.apps.testing.models import QueueReport
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import InputRefused, NotAllowed

MOST: Final = 9999


class QueueImpossible(InputRefused):
    """A number of people that can't wait."""

    code = "testing.queue_impossible"
    sentence = "排队人数“{waiting}”不对。请填0至9999的数。"


@transaction.atomic
def tell_queue(point: str | UUID, waiting: int, *, by: Actor, at: datetime) -> None:
    """Record how many wait at a point now.

    Raises PermissionMissing, NotFound, NotAllowed, QueueImpossible.
    """
    check(by, Permission.TAKE_SAMPLE)
    found = queries.point(point, by=by)
    if not by.may_see(found.area):
        raise NotAllowed(actor=by.name, action="填报上级采样点的排队")
    if not 0 <= waiting <= MOST:
        raise QueueImpossible(waiting=waiting)
    told = {"area": found.area, "waiting": waiting, "happened_at": at, "recorded_at": at}
    QueueReport.objects.create(point=found, by=by.name, **told)
    audit.record("queue.told", subject=f"point:{found.uid}", by=by, at=at, area=found.area, waiting=waiting)
