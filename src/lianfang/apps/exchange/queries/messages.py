"""Servers that hand over to each other, what left, what arrived, and where each hand-over stands."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.exceptions import ValidationError
from django.db.models import Max, Q

from lianfang.apps.exchange.models import Message, Peer, Received
from lianfang.apps.exchange.rules import signed
from lianfang.apps.exchange.terms import Direction, MessageState, Party
from lianfang.core.access.terms import Actor
from lianfang.kernel.errors import NotFound

SHOWN: Final = 100


@lru_cache(maxsize=1)
def own_key() -> Ed25519PrivateKey:
    """The key by which this server signs."""
    from django.conf import settings

    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(settings.SECRETS.exchange_key))


def own_public_key() -> str:
    """The key by which others know this server."""
    return signed.public_key(own_key())


def party(peer: Peer) -> Party:
    """A peer as the rules see it."""
    return Party(
        name=peer.name,
        public_key=peer.public_key,
        areas=tuple(peer.areas),
        direction=Direction(peer.direction),
        begins_on=peer.begins_on,
        ends_on=peer.ends_on,
        ended=peer.ended_at is not None,
    )


def peers(*, by: Actor) -> list[Peer]:
    """The peers in sight, those in force first."""
    found = Peer.objects.order_by("ended_at", "name")
    return [one for one in found if by.may_see(one.area)]


def peer(reference: str, *, by: Actor) -> Peer:
    """A peer by its uid, or by its name while it is in force; raises NotFound out of sight."""
    named = Q(name=reference, ended_at=None)
    with suppress(ValueError):
        named |= Q(uid=UUID(reference))
    found = Peer.objects.filter(named).first()
    if found is None or not by.may_see(found.area):
        raise NotFound(what="交换对方", value=reference)
    return found


def sender(key: str) -> Peer | None:
    """The peer that signs with a key, in force before one that is ended."""
    found = Peer.objects.filter(public_key=key, direction=Direction.IN).order_by("-created_at")
    return next((one for one in found if one.ended_at is None), None) or found.first()


def last_received(peer: Peer) -> int:
    """The number of the last hand-over that a peer's came to us, 0 for none."""
    return Received.objects.filter(peer=peer).aggregate(last=Max("sequence"))["last"] or 0


@dataclass(frozen=True)
class HandOverCard:
    """A hand-over as lists show it."""

    uid: UUID
    peer: str
    direction: Direction
    on: date
    sequence: int
    reports: int
    made_at: datetime
    state: MessageState
    attempts: int = 0
    next_at: datetime | None = None
    acknowledged_at: datetime | None = None
    reason: str = ""


def state_of(message: Message, *, at: datetime) -> MessageState:
    """Where a hand-over stands."""
    if message.acknowledged_at is not None:
        return MessageState.ACKNOWLEDGED
    if message.expires_at < at:
        return MessageState.EXPIRED
    return MessageState.FAILED if message.attempts and message.reason else MessageState.WAITING


def sent(*, by: Actor, at: datetime, limit: int = SHOWN) -> list[HandOverCard]:
    """What left for peers in sight, the newest first."""
    found = Message.objects.select_related("peer").order_by("-id")[:limit]
    return [_sent(one, at=at) for one in found if by.may_see(one.area)]


def _sent(one: Message, *, at: datetime) -> HandOverCard:
    card = _card(one, Direction.OUT, state_of(one, at=at), made_at=one.made_at)
    return replace(
        card,
        attempts=one.attempts,
        next_at=one.next_at,
        acknowledged_at=one.acknowledged_at,
        reason=one.reason,
    )


def _card(
    one: Message | Received, direction: Direction, state: MessageState, *, made_at: datetime
) -> HandOverCard:
    return HandOverCard(
        uid=one.uid,
        peer=one.peer.name,
        direction=direction,
        on=one.period_on,
        sequence=one.sequence,
        reports=one.reports,
        made_at=made_at,
        state=state,
    )


def received(*, by: Actor, limit: int = SHOWN) -> list[HandOverCard]:
    """What arrived from peers in sight, the newest first."""
    found = Received.objects.select_related("peer").order_by("-id")[:limit]
    taken = MessageState.ACKNOWLEDGED
    return [
        replace(_card(one, Direction.IN, taken, made_at=one.received_at), acknowledged_at=one.received_at)
        for one in found
        if by.may_see(one.area)
    ]


def message(uid: UUID | str, *, by: Actor) -> Message | Received:
    """A hand-over that left or arrived, by its uid; raises NotFound out of sight."""
    for kind in (Message, Received):
        try:
            found = kind.objects.select_related("peer").filter(uid=uid).first()
        except ValidationError as problem:
            raise NotFound(what="信封", value=uid) from problem
        if found is not None and by.may_see(found.area):
            return found
    raise NotFound(what="信封", value=uid)
