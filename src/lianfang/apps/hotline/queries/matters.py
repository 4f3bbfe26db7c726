"""Matters as known at a moment, and what their callers see of them."""

import hmac
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from lianfang.apps.hotline.models import Matter, MatterEvent
from lianfang.apps.hotline.rules import clocks, receipts
from lianfang.apps.hotline.terms import KIND_NAMES, Happened, MatterCard, MatterKind, PublicStatus
from lianfang.core import sealing, sql
from lianfang.core.access.rows import acting_for
from lianfang.core.access.terms import Work
from lianfang.kernel import area_code
from lianfang.kernel.errors import NotFound

APP: Final = "hotline"
OPEN: Final = "open"
MOST: Final = 2000
CODE: Final = "hotline_code"
FOLLOWING: Final = Work(
    "hotline.following", "a caller who holds number and code sees where their own matter stands"
)


class NoSuchReceipt(NotFound):
    """No matter has this number and this code together; which of the two is wrong is not told."""

    code = "hotline.no_such_receipt"
    sentence = "受理编号和查询码不符。请核对后重填。"


def matters(
    *, scope: str, known_at: datetime, state: str = "", kind: str = "", most: int = MOST
) -> list[MatterCard]:
    """Matters held in a scope, newest first; `state` may also be OPEN."""
    return _cards(scope, known_at, state=state, kind=kind, most=most)


def matter(reference: str | UUID, *, scope: str, known_at: datetime) -> MatterCard:
    """One matter by its uid; raises NotFound out of sight."""
    try:
        uid = UUID(str(reference))
    except ValueError as problem:
        raise NotFound(what="事项", value=reference) from problem
    return _one(_cards(scope, known_at, uid=uid, most=1), reference)


def matter_by_number(number: str, *, scope: str, known_at: datetime) -> MatterCard:
    """One matter by its receipt number; raises NotFound out of sight."""
    return _one(_cards(scope, known_at, number=number.strip() or "-", most=1), number)


def _one(found: list[MatterCard], reference: object) -> MatterCard:
    if not found:
        raise NotFound(what="事项", value=reference)
    return found[0]


def _cards(
    scope: str, known_at: datetime, *, most: int, uid: UUID | None = None, **asked: str
) -> list[MatterCard]:
    lo, hi = area_code.prefix_range(scope)
    told = {"number": "", "kind": "", "state": ""} | asked
    rows = sql.fetch(
        APP,
        "matters",
        lo=lo,
        hi=hi,
        known_at=known_at,
        clocks=json.dumps(clocks.answer_seconds()),
        uid=uid,
        most=most,
        **told,
    )
    return [MatterCard(**row) for row in rows]


def events_of(card: MatterCard, *, known_at: datetime) -> list[Happened]:
    """What happened to a matter, in the order it was recorded."""
    columns = ("kind", "note", "post", "held_in", "satisfaction", "link", "link_to", "by", "happened_at")
    found = MatterEvent.objects.filter(matter__uid=card.uid, recorded_at__lte=known_at).order_by("id")
    return [Happened(**row) for row in found.values(*columns)]


def matter_names(uids: Iterable[str]) -> dict[str, str]:
    """What matters are called in lists: their kind and number, no word of theirs."""
    rows = Matter.objects.filter(uid__in=list(uids)).values_list("uid", "kind", "number")
    return {str(uid): f"{_(KIND_NAMES[MatterKind(kind)])} {number}" for uid, kind, number in rows}


def holds(number: str, code: str) -> UUID:
    """The matter that number and code name together; raises NoSuchReceipt, in the same time for either."""
    with acting_for(FOLLOWING):
        found = Matter.objects.filter(number=number.strip()).first()
    known = bytes(found.code_digest) if found else sealing.digest(CODE, "")
    fits = hmac.compare_digest(known, code_digest(number.strip(), code))
    if found is None or not fits:
        raise NoSuchReceipt
    return UUID(str(found.uid))


def code_digest(number: str, code: str) -> bytes:
    """What is kept of a code."""
    return sealing.digest(CODE, f"{number}:{receipts.plain(code)}")


def public_status(number: str, code: str, *, at: datetime) -> PublicStatus:
    """What a caller sees: where the matter stands, and the answer. Raises NoSuchReceipt."""
    uid = holds(number, code)
    with acting_for(FOLLOWING):
        card = matter(uid, scope="", known_at=at)
    return PublicStatus(
        number=card.number,
        kind=card.kind,
        state=card.state,
        received_at=card.received_at,
        due_at=card.due_at,
        answered_at=card.answered_at,
        answer=card.answer,
        satisfaction=card.satisfaction,
    )
