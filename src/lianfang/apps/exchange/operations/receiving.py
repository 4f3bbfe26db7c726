"""Take what another server hands over: whole or not at all, once, in order, for its own areas alone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from lianfang.apps.exchange import queries
from lianfang.apps.exchange.models import Peer, Received
from lianfang.apps.exchange.rules import admission
from lianfang.apps.exchange.rules import envelope as rules
from lianfang.apps.exchange.rules.packing import handed
from lianfang.apps.exchange.terms import Envelope
from lianfang.apps.forms import operations as forms
from lianfang.apps.forms.terms import Handed
from lianfang.core import sql
from lianfang.core.access import rows
from lianfang.core.access.terms import Actor, Work
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import NotAllowed

KNOWING: Final = Work(
    "exchange.receive", "who hands over is found by its key, before anybody is known to act"
)


class UnknownPeer(NotAllowed):
    """Somebody whose key we do not know."""

    code = "exchange.unknown_peer"
    sentence = "不认识签发方的公钥{key}…，没有接收。请先由双方管理人员互相登记。"


class TakenBefore(admission.Replayed):
    """An envelope that was taken before; its receipt is given again, for a sender that lost it."""

    def __init__(self, *, sequence: int, receipt: str) -> None:
        self.receipt = receipt
        super().__init__(sequence=sequence)


def receive(text: str, *, at: datetime, dry_run: bool = False) -> Received:
    """Take an envelope and sign for it; `dry_run` only tries whether it would be taken, and keeps nothing.

    Raises Unreadable, SignatureInvalid, DigestDiffers, UnknownPeer, NotForUs, PeerNotInForce, Expired,
    FromTheFuture, TakenBefore, OutOfOrder, ForeignArea; nothing is written then.
    """
    envelope = rules.open_envelope(text)
    with rows.acting_for(KNOWING):
        peer = queries.sender(envelope.sender)
    if peer is None:
        raise UnknownPeer(key=envelope.sender[:16])
    by = Actor.job(f"exchange:{peer.name}", scopes=(peer.area,))
    with transaction.atomic(), rows.acting(by):
        sql.lock(int.from_bytes(peer.uid.bytes[:8], signed=True))
        made = _take(envelope, peer, by=by, at=at)
        transaction.set_rollback(dry_run)
        return made


def _take(envelope: Envelope, peer: Peer, *, by: Actor, at: datetime) -> Received:
    before = Received.objects.filter(peer=peer, digest=envelope.digest).first()
    if before is not None and envelope.receiver == queries.own_public_key():
        raise TakenBefore(sequence=before.sequence, receipt=before.receipt)
    last = queries.last_received(peer)
    admission.check(envelope, queries.party(peer), own_key=queries.own_public_key(), last=last, at=at)
    reports = handed(envelope.content)
    made = _write(envelope, peer, reports, at=at)
    facts: dict[str, object] = {"peer": peer.name, "sequence": made.sequence, "digest": made.digest}
    facts["reports"] = made.reports
    subject = f"received:{made.uid}"
    audit.record("exchange.received", subject=subject, area=peer.area, by=by, at=at, **facts)
    return made


def _write(envelope: Envelope, peer: Peer, reports: Sequence[Handed], *, at: datetime) -> Received:
    made = Received.objects.create(
        peer=peer,
        area=peer.area,
        period_on=reports[0].on,
        sequence=envelope.sequence,
        digest=envelope.digest,
        envelope=envelope.text,
        reports=len(reports),
        receipt=rules.acknowledge(envelope, key=queries.own_key(), received_at=at, taken=len(reports)),
        received_at=at,
    )
    made.refresh_from_db(fields=["uid"])
    forms.take_handed(reports, source=made.uid, supplier=peer.name, at=at)
    return made
