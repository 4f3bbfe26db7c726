"""What is done about a matter: taken up, handed on, linked, answered, rated, closed; each a dated event."""

import json
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from lianfang.apps.areas.terms import PostCode, post_of_unit
from lianfang.apps.hotline import queries
from lianfang.apps.hotline.models import Matter
from lianfang.apps.hotline.operations.receiving import PUBLIC, append, record
from lianfang.apps.hotline.rules import workflow
from lianfang.apps.hotline.terms import (
    EventKind,
    Identity,
    LinkKind,
    MatterCard,
    MatterState,
    Satisfaction,
)
from lianfang.core import sealing
from lianfang.core.access.doors import check
from lianfang.core.access.operations.breaking import reason_of
from lianfang.core.access.permissions import Permission
from lianfang.core.access.rows import acting_for
from lianfang.core.access.terms import Actor, Work
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.errors import InputRefused, NotFound

HANDING: Final = Work("hotline.hand_on", "a matter that is handed on lies with another area from then on")
RATING: Final = Work("hotline.rate", "a caller who holds number and code says how the answer is found")


class NotBefore(InputRefused):
    """An answer, or help, before the matter came in, or one that is still to come."""

    code = "hotline.not_before"
    sentence = "办到的时间应在受理之后、现在之前。"


@transaction.atomic
def acknowledge(reference: str | UUID, *, by: Actor, at: datetime) -> None:
    """Say that a matter is taken up. Raises NotFound, NotNow."""
    matter, _ = locked(reference, EventKind.ACKNOWLEDGED, by=by, at=at)
    append(matter, EventKind.ACKNOWLEDGED, by=by, at=at, happened_at=at)
    record("hotline.acknowledged", matter, by=by, at=at)


@transaction.atomic
def hand_on(
    reference: str | UUID,
    *,
    area: str,
    post: PostCode,
    reason: str,
    by: Actor,
    at: datetime,
    unit: UUID | None = None,
) -> None:
    """Give a matter to another post, or to the head of a unit, in its county, saying why.

    Raises NotFound, NotNow, ReasonMissing, PlaceUnknown.
    """
    matter, _ = locked(reference, EventKind.HANDED_ON, by=by, at=at)
    why = workflow.said(EventKind.HANDED_ON, reason)
    queries.place_in(area, at=at)
    if area[: LENGTHS[Level.COUNTY]] != matter.place[: LENGTHS[Level.COUNTY]]:
        raise queries.PlaceUnknown
    named = post_of_unit(PostCode.UNIT_HEAD, unit) if unit else post.value
    with acting_for(HANDING):
        append(matter, EventKind.HANDED_ON, by=by, at=at, happened_at=at, post=named, held_in=area, note=why)
        record("hotline.handed_on", matter, by=by, at=at, to=area, post=named)
        Matter.objects.filter(pk=matter.pk).update(area=area)


@transaction.atomic
def link(reference: str | UUID, *, kind: LinkKind, to: str, by: Actor, at: datetime) -> None:
    """Link a matter to a person, an order, a unit, a venue or a finding, by its uid or number."""
    matter, _ = locked(reference, EventKind.LINKED, by=by, at=at)
    if not to.strip():
        raise NotFound(what="关联对象", value=to)
    append(matter, EventKind.LINKED, by=by, at=at, happened_at=at, link=kind, link_to=to.strip())
    record("hotline.linked", matter, by=by, at=at, link=kind, to=to.strip())


@transaction.atomic
def answer(
    reference: str | UUID, *, text: str, by: Actor, at: datetime, happened_at: datetime | None = None
) -> None:
    """Answer a matter with reasons; of help, when it was there. The caller reads just this text.

    Raises NotFound, NotNow, ReasonMissing, NotBefore.
    """
    matter, _ = locked(reference, EventKind.ANSWERED, by=by, at=at)
    said, moment = workflow.said(EventKind.ANSWERED, text), happened_at or at
    if not matter.received_at <= moment <= at:
        raise NotBefore
    append(matter, EventKind.ANSWERED, by=by, at=at, happened_at=moment, note=said)
    record("hotline.answered", matter, by=by, at=at)


@transaction.atomic
def close(reference: str | UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """End a matter that was answered. Raises NotFound, NotNow, ReasonMissing."""
    matter, _ = locked(reference, EventKind.CLOSED, by=by, at=at)
    note = workflow.said(EventKind.CLOSED, reason)
    append(matter, EventKind.CLOSED, by=by, at=at, happened_at=at, note=note)
    record("hotline.closed", matter, by=by, at=at)


@transaction.atomic
def rate(number: str, code: str, *, satisfaction: Satisfaction, at: datetime) -> None:
    """The caller says how the answer is found; one who is not satisfied has it worked at again.

    Raises NoSuchReceipt, NotNow.
    """
    uid = queries.holds(number, code)
    with acting_for(RATING):
        matter, _ = locked(uid, EventKind.RATED, by=PUBLIC, at=at, scope="")
        append(matter, EventKind.RATED, by=PUBLIC, at=at, happened_at=at, satisfaction=satisfaction)
        record("hotline.rated", matter, by=PUBLIC, at=at, satisfaction=satisfaction)


@transaction.atomic
def show_contact(reference: str | UUID, *, reason: str, by: Actor, at: datetime) -> Identity:
    """How to reach who asks for help, appeals or asks a question, for whoever has the matter; logged.

    Raises NotFound, PermissionMissing, ReasonMissing. Who informs or complains is never found here.
    """
    check(by, Permission.ANSWER_MATTER)
    why = reason_of(reason)
    card = queries.matter(reference, scope=by.scope, known_at=at)
    matter = Matter.objects.get(uid=card.uid)
    if matter.contact_sealed is None:
        raise NotFound(what="联系方式", value=card.number)
    record("hotline.contact_shown", matter, by=by, at=at, reason=why)
    return Identity(**json.loads(sealing.unseal(matter.contact_sealed)))


def locked(
    reference: str | UUID, event: EventKind, *, by: Actor, at: datetime, scope: str | None = None
) -> tuple[Matter, MatterCard]:
    """A matter that an event may happen to, locked. Raises NotFound, PermissionMissing, NotNow."""
    if by is not PUBLIC:
        check(by, Permission.ANSWER_MATTER)
    seen: dict[str, Any] = {"scope": by.scope if scope is None else scope, "known_at": at}
    uid = queries.matter(reference, **seen).uid
    matter = Matter.objects.select_for_update().get(uid=uid)
    card = queries.matter(uid, **seen)
    workflow.check_may(card.number, MatterState(card.state), event)
    return matter, card
