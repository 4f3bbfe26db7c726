"""An appeal that came in by the hotline becomes the order's own appeal, and is decided there."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lianfang.apps.control import operations as control
from lianfang.apps.control import queries as orders
from lianfang.apps.hotline import queries
from lianfang.apps.hotline.models import MatterEvent
from lianfang.apps.hotline.operations.handling import locked
from lianfang.apps.hotline.operations.receiving import append, record
from lianfang.apps.hotline.terms import EventKind, LinkKind, MatterKind
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.kernel.errors import InputRefused


class NotAnAppeal(InputRefused):
    """A matter that is no appeal, or that was not yet registered against an order."""

    code = "hotline.not_an_appeal"
    sentence = "事项{number}不是对决定的申诉，或还没有登记到决定。"


@transaction.atomic
def join_appeal(reference: str | UUID, *, measure: str | int, by: Actor, at: datetime) -> None:
    """Register an appeal against the order that it means, in the caller's words, from when it came in.

    It suspends nothing. Raises NotFound, NotNow, NotAnAppeal, MeasureUnclear, MeasureNotInForce.
    """
    check(by, Permission.LODGE_APPEAL)
    matter, _ = locked(reference, EventKind.JOINED, by=by, at=at)
    if matter.kind != MatterKind.APPEAL:
        raise NotAnAppeal(number=matter.number)
    order = orders.measure(measure, scope=by.scope)
    told = {"text": matter.text, "happened_at": max(matter.received_at, order.issued_at)}
    made = control.appeal(order.id, by=by, at=at, **told)  # type: ignore[arg-type]
    facts = {"appeal": made, "link": LinkKind.ORDER, "link_to": str(order.uid)}
    append(matter, EventKind.JOINED, by=by, at=at, happened_at=at, **facts)
    record("hotline.joined", matter, by=by, at=at, measure=order.id)


@transaction.atomic
def decide_appeal(reference: str | UUID, *, text: str, upheld: bool, by: Actor, at: datetime) -> list[int]:
    """Decide an appeal with reasons; one that is upheld ends the order, in this transaction.

    Returns the numbers of the orders ended. Raises NotFound, NotAnAppeal, NoAppeal, and OwnDecision for
    whoever issued or prolonged the order.
    """
    check(by, Permission.ANSWER_APPEAL)
    card = queries.matter(reference, scope=by.scope, known_at=at)
    joined = MatterEvent.objects.filter(matter__uid=card.uid, kind=EventKind.JOINED).order_by("-id").first()
    if joined is None:
        raise NotAnAppeal(number=card.number)
    ended = control.answer_appeal(joined.link_to, text=text, upheld=upheld, by=by, at=at)
    record("hotline.decided", joined.matter, by=by, at=at, upheld=upheld, measures=ended)
    return ended
