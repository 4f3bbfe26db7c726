"""Appeals against orders: lodged, and decided by somebody who had no part in the order.

An appeal suspends nothing by itself; one that is upheld ends the order in the same transaction.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from lianfang.apps.control import queries
from lianfang.apps.control.models import MeasureEvent
from lianfang.apps.control.operations.changing import append, check_reason, locked, record_change, revoke
from lianfang.apps.control.rules import workflow
from lianfang.apps.control.terms import EventKind, MeasureView
from lianfang.core.access.terms import Actor
from lianfang.kernel.errors import InputRefused, NotAllowed

UPHELD: Final = "upheld"


class NoAppeal(InputRefused):
    """An answer to an appeal that nobody made."""

    code = "control.no_appeal"
    sentence = "决定{measure}没有待答复的申诉。请核对决定编号。"


class OwnDecision(NotAllowed):
    """Whoever issued or prolonged an order does not decide an appeal against it."""

    code = "control.own_decision"
    sentence = "决定{measure}由您本人作出或延长，申诉须由没有参与该决定的人答复。请转他人办理。"


@transaction.atomic
def appeal(
    measure: str | int, *, text: str, by: Actor, at: datetime, happened_at: datetime | None = None
) -> UUID:
    """Record an appeal against an order, in force or ended; it starts the clock of the answer.

    It never suspends the measure. Returns the event. Raises ReasonMissing for an appeal that says nothing.
    """
    named, _ = locked(measure, EventKind.APPEALED, by=by)
    check_reason(EventKind.APPEALED, text)
    made = append(named, EventKind.APPEALED, by=by, at=at, happened_at=happened_at or at, note=text)
    record_change(EventKind.APPEALED, named, by=by, at=at)
    return made


@transaction.atomic
def answer_appeal(
    measure: str | int, *, text: str, by: Actor, at: datetime, upheld: bool = False
) -> list[int]:
    """Decide the oldest appeal that waits, with reasons; one that is upheld ends what is in force.

    Returns the numbers of the orders ended. Raises NoAppeal where none waits, ReasonMissing, and OwnDecision
    for whoever issued or prolonged the order.
    """
    named, _ = locked(measure, EventKind.APPEAL_ANSWERED, by=by)
    check_reason(EventKind.APPEAL_ANSWERED, text)
    if _count(named, EventKind.APPEALED) <= _count(named, EventKind.APPEAL_ANSWERED):
        raise NoAppeal(measure=named.id)
    if queries.took_part(named, by=by):
        raise OwnDecision(measure=named.id)
    ground = UPHELD if upheld else ""
    append(named, EventKind.APPEAL_ANSWERED, by=by, at=at, happened_at=at, note=text, ground=ground)
    in_force = workflow.state_of(named) in workflow.IN_FORCE
    ended = revoke(named.id, reason=text, by=by, at=at) if upheld and in_force else []
    record_change(EventKind.APPEAL_ANSWERED, named, by=by, at=at, upheld=upheld, measures=ended)
    return ended


def _count(view: MeasureView, kind: EventKind) -> int:
    return MeasureEvent.objects.filter(measure_id=view.id, kind=kind).count()
