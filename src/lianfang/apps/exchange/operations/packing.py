"""Pack: the reports of a day that were accepted become one signed envelope, if they differ from the last."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from lianfang.apps.exchange import queries
from lianfang.apps.exchange.models import Message, Peer
from lianfang.apps.exchange.rules import admission
from lianfang.apps.exchange.rules.envelope import seal
from lianfang.apps.exchange.rules.packing import content_of
from lianfang.apps.exchange.rules.signed import digest_of
from lianfang.apps.exchange.terms import VALID_FOR, Direction, ReportRow
from lianfang.apps.forms import queries as forms
from lianfang.core import sql
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit


@transaction.atomic
def pack(*, peer: str, on: date, by: Actor, at: datetime) -> Message | None:
    """Pack the accepted reports of a day for a peer; None where there are none, or none new.

    Raises PermissionMissing, NotFound, PeerNotInForce, and NotFound where the areas are out of sight.
    """
    check(by, Permission.MANAGE_EXCHANGE)
    found = queries.peer(peer, by=by)
    admission.check_in_force(queries.party(found), Direction.OUT, at=at)
    sql.lock(_lock(found))
    rows = [row for area in found.areas for row in _accepted(area, on, by=by, at=at)]
    content = content_of(rows, on=on)
    last = Message.objects.filter(peer=found, period_on=on).order_by("-sequence").first()
    if not rows or (last is not None and last.digest == digest_of(content)):
        return None
    made = _write(found, content, on=on, count=len(rows), by=by, at=at)
    facts: dict[str, object] = {"peer": found.name, "on": on, "sequence": made.sequence}
    facts |= {"digest": made.digest, "reports": made.reports}
    audit.record("exchange.packed", subject=f"message:{made.uid}", area=made.area, by=by, at=at, **facts)
    return made


def _lock(peer: Peer) -> int:
    return int.from_bytes(peer.uid.bytes[:8], signed=True)


def _accepted(area: str, on: date, *, by: Actor, at: datetime) -> list[ReportRow]:
    """The reports of a day that are accepted, of every form."""
    return [
        row
        for form in sorted({one.form for one in forms.editions() if _is_in_force(one, on)})
        for row in queries.rows_within(
            form, area=area, from_day=on, until_day=on, by=by, known_at=at, accepted=True
        )
    ]


def _is_in_force(edition: Any, on: date) -> bool:
    return bool(edition.starts_on <= on and (edition.ends_on is None or on <= edition.ends_on))


def _write(peer: Peer, content: dict[str, Any], *, on: date, count: int, by: Actor, at: datetime) -> Message:
    sequence = (Message.objects.filter(peer=peer).aggregate(last=Max("sequence"))["last"] or 0) + 1
    made = Message.objects.create(
        peer=peer,
        area=peer.area,
        period_on=on,
        sequence=sequence,
        digest=digest_of(content),
        envelope=seal(content, key=queries.own_key(), to=peer.public_key, sequence=sequence, made_at=at),
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
            admission.check_in_force(party, Direction.OUT, at=at)
        except admission.PeerNotInForce:
            continue
        made += sum(pack(peer=str(peer.uid), on=on, by=by, at=at) is not None for on in days)
    return made
