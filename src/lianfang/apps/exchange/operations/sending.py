"""Hand over: pack the accepted reports of a day, send what waits in order, keep what the peer signed.

1. *pack*: the reports of a day that were accepted become one signed envelope, if they differ from the last.
2. *send*: of each peer the first envelope that waits is sent; a failure is tried again later and later.
3. *acknowledge*: the peer's signature over the digest ends it, whether it came by the network or in a file.
"""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Max

from lianfang.apps.exchange import queries
from lianfang.apps.exchange.models import Message, Peer
from lianfang.apps.exchange.rules import envelope as rules
from lianfang.apps.exchange.rules.packing import content_of
from lianfang.apps.exchange.terms import LEASE, VALID_FOR, WAITS, Direction
from lianfang.apps.forms import queries as forms
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
def pack(*, peer: str, on: date, by: Actor, at: datetime) -> Message | None:
    """Pack the accepted reports of a day for a peer; None where there are none, or none new.

    Raises PermissionMissing, NotFound, PeerNotInForce, and NotFound where the areas are out of sight.
    """
    check(by, Permission.MANAGE_EXCHANGE)
    found = queries.peer(peer, by=by)
    rules.check_in_force(queries.party(found), Direction.OUT, at=at)
    sql.lock(_lock(found))
    rows = [row for area in found.areas for row in _accepted(area, on, by=by, at=at)]
    content = content_of(rows, on=on)
    last = Message.objects.filter(peer=found, period_on=on).order_by("-sequence").first()
    if not rows or (last is not None and last.digest == rules.digest_of(content)):
        return None
    made = _write(found, content, on=on, count=len(rows), by=by, at=at)
    facts: dict[str, object] = {"peer": found.name, "on": on, "sequence": made.sequence}
    facts |= {"digest": made.digest, "reports": made.reports}
    audit.record("exchange.packed", subject=f"message:{made.uid}", area=made.area, by=by, at=at, **facts)
    return made


def _lock(peer: Peer) -> int:
    return int.from_bytes(peer.uid.bytes[:8], signed=True)


def _accepted(area: str, on: date, *, by: Actor, at: datetime) -> list[Any]:
    return [
        row
        for form in forms.form_names({one.form for one in forms.editions()})
        for row in queries.rows_of(
            [
                one
                for one in forms.reports_within(
                    form, area=area, from_day=on, until_day=on, by=by, known_at=at
                )
                if any(decision.kind == queries.ACCEPTED for decision in one.decisions.all())
            ]
        )
    ]


def _write(peer: Peer, content: dict[str, Any], *, on: date, count: int, by: Actor, at: datetime) -> Message:
    sequence = (Message.objects.filter(peer=peer).aggregate(last=Max("sequence"))["last"] or 0) + 1
    made = Message.objects.create(
        peer=peer,
        area=peer.area,
        period_on=on,
        sequence=sequence,
        digest=rules.digest_of(content),
        envelope=rules.seal(
            content, key=queries.own_key(), to=peer.public_key, sequence=sequence, made_at=at
        ),
        reports=count,
        by=by.name,
        made_at=at,
        expires_at=at + VALID_FOR,
        next_at=at if peer.url else None,
    )
    made.refresh_from_db(fields=["uid"])
    return made


def pack_days(days: list[date], *, by: Actor, at: datetime) -> int:
    """Pack some days for every peer that we hand over to; returns how many envelopes were made."""
    made = 0
    for peer in queries.peers(by=by):
        party = queries.party(peer)
        try:
            rules.check_in_force(party, Direction.OUT, at=at)
        except rules.PeerNotInForce:
            continue
        made += sum(pack(peer=str(peer.uid), on=on, by=by, at=at) is not None for on in days)
    return made


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
