"""A matter comes in: who brings it is taken out of the words and sealed, the rest goes to who answers for it.

1. What the caller says of themselves is taken out of the text.
2. Leads and complaints: the identity goes into the vault. Other matters: the way to reach the caller is
   sealed as numbers of persons are, for whoever has to help.
3. The matter is given to a post by its kind, its need and its place, and its clock runs.
"""

import json
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from lianfang.apps.hotline import queries
from lianfang.apps.hotline.models import Matter, MatterEvent
from lianfang.apps.hotline.rules import receipts
from lianfang.apps.hotline.rules.redaction import redacted
from lianfang.apps.hotline.rules.routes import route
from lianfang.apps.hotline.terms import (
    SEALED_KINDS,
    Brought,
    EventKind,
    Identity,
    MatterKind,
    Slip,
)
from lianfang.core import sealing, sql
from lianfang.core.access.rows import acting_for
from lianfang.core.access.terms import Actor, Work
from lianfang.core.audit import operations as audit
from lianfang.core.sealing import vault
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.errors import InputRefused, NotAllowed

APP: Final = "hotline"
PUBLIC: Final = Actor(name="公众", scopes=(), role="public")
"""Whoever is not signed in: may bring a matter and follow it, and nothing else."""
LONGEST: Final = 5000
SHORTEST: Final = 4
TRIES: Final = 5


class NothingSaid(InputRefused):
    """A matter without words, or with a book of them."""

    code = "hotline.nothing_said"
    sentence = "请写明情况（4至5000字）。"


class NeedMissing(InputRefused):
    """A request for help that says not what for."""

    code = "hotline.need_missing"
    sentence = "求助请选择需要什么。"


def receive(
    brought: Brought,
    *,
    identity: Identity,
    by: Actor,
    at: datetime,
    received_at: datetime | None = None,
    source: bytes | None = None,
) -> Slip:
    """Take a matter in, and return what the caller follows it with: number and code, told this once.

    Raises NothingSaid, NeedMissing, PlaceUnknown. `source` is a digest of the letter it came by.
    """
    _check(brought, by=by, at=at)
    brought = brought if brought.kind is MatterKind.HELP else replace(brought, need=None)
    for left in reversed(range(TRIES)):
        try:
            return _receive(brought, identity, by=by, at=at, received_at=received_at or at, source=source)
        except IntegrityError as problem:  # the number of another: draw again
            if "matter_number_once" not in str(problem) or not left:
                raise
    raise AssertionError


def _check(brought: Brought, *, by: Actor, at: datetime) -> None:
    if not SHORTEST <= len(brought.text.strip()) <= LONGEST:
        raise NothingSaid
    if brought.kind is MatterKind.HELP and brought.need is None:
        raise NeedMissing
    queries.place_in(brought.place, at=at)
    if by is not PUBLIC and not (by.may_see(brought.place) or brought.place.startswith(by.scope)):
        raise NotAllowed(actor=by.name, action="登记辖区以外的事项")


@transaction.atomic
def _receive(
    brought: Brought,
    identity: Identity,
    *,
    by: Actor,
    at: datetime,
    received_at: datetime,
    source: bytes | None,
) -> Slip:
    number, code = receipts.new_number(at), receipts.new_code()
    post, held_in = route(brought.kind, brought.need or "", brought.place)
    sealed = brought.kind in SEALED_KINDS
    said = brought.text.strip()
    words = redacted(said, identity) if sealed else said
    contact = None if sealed or not identity.given else sealing.seal(_written(identity))
    facts = {"kind": brought.kind, "need": brought.need or "", "channel": brought.channel}
    with acting_for(_receiving(brought.place)):
        matter = Matter.objects.create(
            number=number,
            code_digest=queries.code_digest(number, code),
            place=brought.place,
            area=held_in,
            text=words,
            contact_sealed=contact,
            source_digest=source,
            received_at=received_at,
            recorded_at=at,
            **facts,
        )
        matter.refresh_from_db(fields=["uid"])
        append(matter, EventKind.ASSIGNED, by=by, at=at, happened_at=received_at, post=post, held_in=held_in)
        if sealed:
            _shut(matter.uid, identity, words=said if words != said else "", at=at)
    record("hotline.received", matter, by=by, at=at, post=post, **facts)
    return Slip(number, code, matter.uid)


def _receiving(place: str) -> Work:
    county = place[: LENGTHS[Level.COUNTY]]
    return Work(
        "hotline.receive",
        "a matter goes to the post that answers for it, above or beside who takes it in",
        (county,),
    )


def _written(identity: Identity) -> str:
    return json.dumps(asdict(identity), ensure_ascii=False)


def _shut(uid: UUID, identity: Identity, *, words: str, at: datetime) -> None:
    """Every such matter has an entry, also of nobody: that there is one tells nothing."""
    whole = json.dumps({"identity": asdict(identity), "words": words}, ensure_ascii=False)
    sql.run(APP, "seal_identity", matter=uid, sealed=vault.shut(whole, bound_to=str(uid)), at=at)


def append(
    matter: Matter, kind: EventKind, *, by: Actor, at: datetime, happened_at: datetime, **facts: Any
) -> None:
    """Append an event to a matter; the workflow was checked by the caller."""
    MatterEvent.objects.create(
        matter=matter, kind=kind, by=by.name, happened_at=happened_at, recorded_at=at, **facts
    )


def record(action: str, matter: Matter, *, by: Actor, at: datetime, **facts: object) -> None:
    """The audit line of what was done with a matter: never a word of it, never who brought it."""
    audit.record(
        action,
        subject=f"hotline_matter:{matter.pk}",
        by=by,
        at=at,
        area=matter.area,
        number=matter.number,
        **facts,
    )
