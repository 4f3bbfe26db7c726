"""Hand over: send what was packed, of each peer in order; keep what the peer signed.

1. *send*: of each peer the first envelope that waits is sent; a failure is tried again later and later.
2. *acknowledge*: the peer's signature over the digest ends it, whether it came by the network or in a file.
"""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from lianfang.apps.exchange import queries
from lianfang.apps.exchange.models import Message
from lianfang.apps.exchange.rules import envelope as rules
from lianfang.apps.exchange.terms import LEASE, VALID_FOR, WAITS
from lianfang.core import sql
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.core.webhooks import sending
from lianfang.core.webhooks.terms import Answer
from lianfang.core.webhooks.terms import Message as Letter
from lianfang.kernel.errors import DomainError, InputRefused

APP: Final = "exchange"
DOOR: Final = "/exchange/envelopes/"
ROUND: Final = 50
LONGEST_ANSWER: Final = 20_000
SHOWN: Final = 500
Caller = Callable[[Letter], tuple[Answer, bytes]]


class ReceiptRefused(InputRefused):
    """A receipt that belongs to no envelope of ours."""

    code = "exchange.receipt_refused"
    sentence = "签收回执不能接受：{problem}。"


@transaction.atomic
def envelope_file(*, message: str, by: Actor, at: datetime) -> str:
    """The text of an envelope, to travel as a file; one that waits is signed anew where its time runs out.

    Raises PermissionMissing, NotFound.
    """
    check(by, Permission.MANAGE_EXCHANGE)
    found = queries.message(message, by=by)
    if isinstance(found, Message):
        _renew(found, at=at)
    audit.record("exchange.envelope_taken", subject=f"message:{found.uid}", area=found.area, by=by, at=at)
    return found.envelope


def _renew(message: Message, *, at: datetime) -> None:
    """Sign what waits anew when half of its time is over: number and content stay."""
    if message.acknowledged_at is not None or message.expires_at - at > VALID_FOR / 2:
        return
    message.envelope = rules.seal(
        json.loads(message.envelope)["content"],
        key=queries.own_key(),
        to=message.peer.public_key,
        sequence=message.sequence,
        made_at=at,
    )
    message.expires_at = at + VALID_FOR
    message.save(update_fields=["envelope", "expires_at"])


class SentAlready(InputRefused):
    """A hand-over that the peer has signed for, or that travels as a file."""

    code = "exchange.sent_already"
    sentence = "第{sequence}号信封不用重发：{problem}。"


@transaction.atomic
def resend(*, message: str, by: Actor, at: datetime) -> Message:
    """Let what waits be sent at once, its waits begun anew; one that has expired is signed anew.

    Raises PermissionMissing, NotFound, SentAlready.
    """
    check(by, Permission.MANAGE_EXCHANGE)
    found = queries.message(message, by=by)
    if not isinstance(found, Message) or found.acknowledged_at is not None:
        raise SentAlready(sequence=found.sequence, problem="对方已签收")
    if not found.peer.url:
        raise SentAlready(sequence=found.sequence, problem="对方没有登记地址，请取信封文件由人带去")
    _renew(found, at=at)
    found.next_at, found.attempts = at, 0
    found.save(update_fields=["next_at", "attempts"])
    audit.record("exchange.resent", subject=f"message:{found.uid}", area=found.area, by=by, at=at)
    return found


def send_due(at: datetime, *, call: Caller | None = None) -> dict[str, int]:
    """Send what is due, within one round; a worker calls this again and again."""
    with transaction.atomic():
        rows = sql.fetch(APP, "claim_messages", at=at, leased_until=at + LEASE, limit=ROUND)
    told = {"tried": len(rows), "acknowledged": 0}
    for message in Message.objects.select_related("peer").filter(id__in=[row["id"] for row in rows]):
        told["acknowledged"] += _send(message, call or _call, at=at)
    return told


def _call(letter: Letter) -> tuple[Answer, bytes]:
    return sending.call(letter, longest=LONGEST_ANSWER)


def _send(message: Message, call: Caller, *, at: datetime) -> bool:
    _renew(message, at=at)
    headers = {"Content-Type": "application/json"}
    answer, body = call(Letter(message.peer.url + DOOR, message.envelope.encode(), headers))
    try:
        acknowledge(_receipt_in(body), at=at)
    except DomainError as problem:
        waits = WAITS[min(message.attempts, len(WAITS)) - 1]
        reason = f"{answer.status or ''} {answer.reason} {_said(body) or problem}".strip()[:SHOWN]
        Message.objects.filter(pk=message.pk, acknowledged_at=None).update(next_at=at + waits, reason=reason)
        return False
    return True


def _document(body: bytes) -> dict[str, Any]:
    try:
        read = json.loads(body)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _receipt_in(body: bytes) -> str:
    return str(_document(body).get("receipt", ""))


def _said(body: bytes) -> str:
    found = _document(body)
    return f"{found.get('code', '')} {found.get('detail', '')}".strip()


def receipt_for(message: Message, *, key: Ed25519PrivateKey, at: datetime) -> str:
    """What a receiver with a key would sign for an envelope; for rehearsals, which have no other server."""
    envelope = rules.open_envelope(message.envelope)
    return rules.acknowledge(envelope, key=key, received_at=at, taken=message.reports)


@transaction.atomic
def acknowledge(text: str, *, at: datetime) -> Message:
    """Take the receipt of an envelope: what the peer signed is kept, and nothing is sent again.

    Raises Unreadable, SignatureInvalid, ReceiptRefused.
    """
    receipt = rules.open_receipt(text)
    if receipt.receiver != queries.own_public_key():
        raise ReceiptRefused(problem="不是给本服务器的")
    found = Message.objects.select_related("peer").filter(
        peer__public_key=receipt.sender, sequence=receipt.sequence, digest=receipt.digest
    )
    message = found.first()
    if message is None:
        raise ReceiptRefused(problem="没有发过这份信封")
    if message.acknowledged_at is None:
        message.receipt, message.acknowledged_at, message.next_at, message.reason = text, at, None, ""
        message.save(update_fields=["receipt", "acknowledged_at", "next_at", "reason"])
        subject, by = f"message:{message.uid}", Actor.job(f"exchange:{message.peer.name}")
        audit.record(
            "exchange.acknowledged", subject=subject, area=message.area, by=by, at=at, taken=receipt.taken
        )
    return message
