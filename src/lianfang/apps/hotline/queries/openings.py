"""Requests to open a sealed identity: for whom they wait, and where they stand."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from lianfang.apps.hotline.models import Opening
from lianfang.apps.hotline.terms import MatterCard, OpeningCard, OpeningState
from lianfang.core.access.terms import Actor
from lianfang.kernel.errors import NotFound

SHOWN: Final = 20


def openings_for(by: Actor, *, real: datetime) -> list[OpeningCard]:
    """Requests that an account asked for or is to confirm, the newest first."""
    if by.user is None:
        return []
    found = Opening.objects.filter(Q(asked_by=by.user) | Q(confirmer=by.user))
    return [_card(one, real=real) for one in _with_steps(found)]


def openings_of(card: MatterCard, *, real: datetime) -> list[OpeningCard]:
    """Every request about a matter, the newest first."""
    return [_card(one, real=real) for one in _with_steps(Opening.objects.filter(matter__uid=card.uid))]


def opening(uid: UUID, *, real: datetime) -> OpeningCard:
    """One request; raises NotFound out of sight."""
    found = _with_steps(Opening.objects.filter(uid=uid))
    if not found:
        raise NotFound(what="查看请求", value=uid)
    return _card(found[0], real=real)


def _with_steps(found: Any) -> Sequence[Opening]:
    return list(found.select_related("matter").prefetch_related("steps").order_by("-id")[:SHOWN])


def _card(one: Opening, *, real: datetime) -> OpeningCard:
    return OpeningCard(
        uid=one.uid,
        number=one.matter.number,
        matter=one.matter.uid,
        reason=one.reason,
        asked_by=one.asked_by,
        asked_name=one.asked_name,
        confirmer=one.confirmer,
        confirmer_name=one.confirmer_name,
        asked_at=one.asked_at,
        expires_at=one.expires_at,
        state=_state(one, real=real),
    )


def _state(one: Opening, *, real: datetime) -> OpeningState:
    done = {step.kind for step in one.steps.all()}
    for state in (OpeningState.OPENED, OpeningState.DECLINED):
        if state in done:
            return state
    if real >= one.expires_at:
        return OpeningState.EXPIRED
    return OpeningState.CONFIRMED if OpeningState.CONFIRMED in done else OpeningState.ASKED
