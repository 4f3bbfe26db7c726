"""Messages that leave: notices of an officer gathered into one text, handed to the gateway.

1. *gather*: of what may leave by now, what was acknowledged meanwhile is dropped; the rest becomes one
   message an officer and channel, unless the last is younger than the digest's pause and nothing is urgent.
2. *hand over*: each message is given to the gateway under its uid, and noted when taken. A worker killed
   between the two gives it again; the gateway takes the same uid as the same message.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from lianfang.apps.alerts import rules
from lianfang.apps.alerts.models import Dispatch, Mailbox, Message
from lianfang.apps.alerts.operations.gateways import Gateway, gateway, masked
from lianfang.apps.alerts.rules.delivery import DIGEST_EVERY
from lianfang.apps.alerts.terms import Channel, DispatchState, Gathered, Line, Outgoing
from lianfang.apps.areas import queries as areas
from lianfang.core import sealing, sql
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.core.duty import registry

APP: Final = "alerts"
LOCK: Final = 4_712_031  # one gathering at a time: two would write two digests
Rows = list[dict[str, Any]]


@transaction.atomic
def gather(*, by: Actor, at: datetime) -> Gathered:
    """Make messages of what may leave at this moment; returns the account."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
    dropped = sql.run(APP, "drop_acknowledged", at=at).rows
    ready = sql.fetch(APP, "ready_to_leave", at=at)
    addresses = _addresses(ready)
    counts = dict.fromkeys(("gathered", "unreachable", "waiting", "messages"), 0)
    for (channel, officer), rows in _by_recipient(ready):
        fate = _gathered(rows, addresses.get((channel, officer), ""), at=at)
        counts[fate] += len(rows)
        counts["messages"] += fate == "gathered"
    account = Gathered(dispatches=len(ready) + dropped, dropped=dropped, **counts)
    if account.messages:
        audit.record("alerts.gathered", subject="alerts_message", by=by, at=at, messages=account.messages)
    return account


def _by_recipient(ready: Rows) -> Iterator[tuple[tuple[str, UUID], Rows]]:
    for key, rows in groupby(ready, key=lambda row: (row["channel"], row["officer"])):
        yield key, list(rows)


def _gathered(rows: Rows, address: str, *, at: datetime) -> str:
    """What becomes of the notices of one officer that may leave by one channel."""
    first = rows[0]
    recent = first["last_made_at"] is not None and at - first["last_made_at"] < DIGEST_EVERY
    if recent and not any(row["urgent"] for row in rows):
        return "waiting"
    numbers = [row["id"] for row in rows]
    if not address:
        Dispatch.objects.filter(pk__in=numbers).update(state=DispatchState.UNREACHABLE)
        return "unreachable"
    message = Message.objects.create(
        area=first["area"],
        officer=first["officer"],
        holder=first["holder"],
        channel=first["channel"],
        address_masked=masked(first["channel"], address),
        text=rules.message_text(_lines(rows), _kind_names(), at=at),
        notices=len(rows),
        made_at=at,
    )
    Dispatch.objects.filter(pk__in=numbers).update(state=DispatchState.GATHERED, message=message)
    return "gathered"


def _lines(rows: Rows) -> list[Line]:
    return [
        Line(line["kind"], line["nature"], line["count"], datetime.fromisoformat(line["due_at"]))
        for row in rows
        for line in json.loads(row["lines"])
    ]


def _kind_names() -> dict[str, str]:
    return {kind.code: kind.name for kind in registry.kinds()}


def _addresses(rows: Sequence[dict[str, Any]]) -> dict[tuple[str, UUID], str]:
    """Where each officer can be written to, by channel; who can't is absent."""
    officers = {row["officer"] for row in rows}
    phones = areas.officer_phones(officers=officers) if officers else {}
    boxes = Mailbox.objects.filter(officer__in=officers)
    found = {(Channel.SMS.value, officer): phone for officer, phone in phones.items()}
    return found | {(Channel.EMAIL.value, box.officer): sealing.unseal(box.sealed) for box in boxes}


def hand_over(*, at: datetime, through: Gateway | None = None) -> int:
    """Give the gateway every message that it has not taken; returns how many it took.

    A message is locked while it is given, so that two workers don't give the same one at once.
    """
    way = through or gateway()
    waiting = Message.objects.filter(handed_at=None).order_by("made_at", "id")
    return sum(_handed(number, way, at) for number in waiting.values_list("pk", flat=True))


@transaction.atomic
def _handed(number: int, way: Gateway, at: datetime) -> bool:
    found = Message.objects.select_for_update(skip_locked=True).filter(pk=number, handed_at=None).first()
    if found is None:
        return False
    address = _addresses([{"officer": found.officer}]).get((found.channel, found.officer), "")
    channel = Channel(found.channel)
    way.send(Outgoing(found.uid, channel, address, found.holder, found.text, found.made_at))
    Message.objects.filter(pk=number).update(handed_at=at)
    return True
