"""Tell other systems what happens.

1. *announce*: an operation notes what happened, in its own transaction; nothing is sent yet.
2. *spread*: a worker makes one delivery for every webhook that asked for the kind and the area.
3. *deliver*: what is due is taken, sent signed, and marked; a failure is tried again later and later.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from django.db import transaction

from lianfang.core import sealing, sql
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.core.webhooks import queries
from lianfang.core.webhooks.models import Delivery, Event, Webhook
from lianfang.core.webhooks.sending import post
from lianfang.core.webhooks.terms import (
    KEPT,
    LEASE,
    SIGNATURE,
    WAITS,
    Answer,
    Delivered,
    EventKind,
    Happened,
    Message,
    Sender,
)
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused, NotAllowed

APP: Final = "core.webhooks"
ROUND: Final = 200
"""Deliveries of one round at most: the worker comes again."""


class AddressRefused(InputRefused):
    """An address to which nothing can be sent."""

    code = "webhooks.address_refused"
    sentence = "“{url}”不能接收通知。请写http或https地址，不带用户名和密码。"


def subscribe(
    *, url: str, kinds: Iterable[EventKind], area: str, by: Actor, at: datetime
) -> tuple[Webhook, str]:
    """Let an address be told of kinds of events within an area; returns the secret, shown this once.

    Raises AddressRefused, and NotAllowed for an area out of the actor's scope.
    """
    if not by.may_see(area):
        raise NotAllowed(actor=by.name, action=f"订阅{area}的通知")
    check_address(url)
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        webhook = Webhook.objects.create(
            url=url,
            kinds=sorted(set(map(str, kinds))),
            area=area,
            sealed_secret=sealing.seal(secret),
            by=by.name,
            created_at=at,
        )
        webhook.refresh_from_db(fields=["uid"])
        subject = f"webhook:{webhook.uid}"
        audit.record(
            "webhook.subscribed", subject=subject, area=area, by=by, at=at, url=url, kinds=webhook.kinds
        )
    return webhook, secret


def check_address(url: str) -> None:
    """Raises AddressRefused for an address to which nothing may be sent."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError as problem:
        raise AddressRefused(url=url) from problem
    if not usable or parts.username or parts.password or not url.isascii() or not url.isprintable():
        raise AddressRefused(url=url)


@transaction.atomic
def unsubscribe(*, webhook: str, by: Actor, at: datetime) -> None:
    """Tell an address no more; what waits for it is dropped. Raises NotFound."""
    found = queries.webhook(webhook, by=by)
    Webhook.objects.filter(pk=found.pk, ended_at=None).update(ended_at=at)
    Delivery.objects.filter(webhook=found).update(next_at=None)
    audit.record("webhook.ended", subject=f"webhook:{found.uid}", area=found.area, by=by, at=at)


def announce(happened: Iterable[Happened], *, at: datetime) -> None:
    """Note what happened, inside the caller's transaction; the worker tells it."""
    Event.objects.bulk_create(
        Event(
            kind=one.kind,
            subject=one.subject,
            area=one.area,
            facts=dict(one.facts),
            happened_at=one.happened_at,
            recorded_at=at,
        )
        for one in happened
    )


def deliver_due(at: datetime, *, send: Sender = post) -> Delivered:
    """Spread what happened and send what is due, within one round; a worker calls this again and again."""
    with transaction.atomic():
        sql.run(APP, "spread_events", at=at)
    with transaction.atomic():
        rows = sql.fetch(APP, "claim_due", at=at, leased_until=at + LEASE, limit=ROUND)
    outcomes = [_deliver(row, send=send, at=at) for row in rows]
    arrived, given_up = outcomes.count("arrived"), outcomes.count("given_up")
    return Delivered(len(rows), arrived, len(rows) - arrived, given_up)


def _deliver(row: dict[str, Any], *, send: Sender, at: datetime) -> str:
    answer = send(message(row, at=at))
    changes: dict[str, Any] = {"status": answer.status or None, "reason": answer.reason[:500]}
    if answer.taken:
        changes |= {"arrived_at": at, "next_at": None}
    else:
        changes["next_at"] = _next(row, answer, at=at)
    Delivery.objects.filter(pk=row["id"]).update(**changes)
    if answer.taken:
        return "arrived"
    return "later" if changes["next_at"] else "given_up"


def _next(row: dict[str, Any], answer: Answer, *, at: datetime) -> datetime | None:
    """When to try again; None once every wait was had, or the other side says that it is gone."""
    gone = row["ended_at"] is not None or answer.status == 410  # noqa: PLR2004  Gone
    tried = row["attempts"]
    return None if gone or tried > len(WAITS) else at + WAITS[tried - 1]


def message(row: dict[str, Any], *, at: datetime) -> Message:
    """A delivery as it is sent: JSON, with an HMAC-SHA256 over the moment of sending and the body."""
    told = {
        "event": str(row["event"]),
        "kind": row["kind"],
        "subject": row["subject"],
        "area": row["area"],
        "happened_at": row["happened_at"].astimezone(ZONE).isoformat(),
        "recorded_at": row["recorded_at"].astimezone(ZONE).isoformat(),
        "facts": json.loads(row["facts"]),
    }
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {
        "Content-Type": "application/json",
        "Lianfang-Delivery": str(row["uid"]),
        "Lianfang-Event": row["kind"],
        SIGNATURE: signature(sealing.unseal(row["sealed_secret"]), body, sent=int(at.timestamp())),
    }
    return Message(row["url"], body, headers)


def signature(secret: str, body: bytes, *, sent: int) -> str:
    """`t=<seconds>,v1=<hex>`: who gets a message computes the same, and refuses what is old or differs."""
    told = hmac.new(secret.encode(), f"{sent}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={sent},v1={told}"


def forget(*, at: datetime) -> int:
    """Delete what was told long ago; returns how many events."""
    return sql.run(APP, "forget_events", before=at - KEPT).rows
