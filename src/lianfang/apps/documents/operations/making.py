"""A document becomes a docx: its template filled, each figure kept with its query, time, count and digest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from lianfang.apps.documents import queries
from lianfang.apps.documents.models import Paper
from lianfang.apps.documents.operations.drafting import check_writes
from lianfang.apps.documents.queries import Material, Standing
from lianfang.apps.documents.queries.templates import in_use
from lianfang.apps.documents.rules import layouts
from lianfang.apps.documents.terms import Made, Subject
from lianfang.apps.reporting import queries as reporting
from lianfang.apps.reporting.terms import Counted
from lianfang.core import sealing
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.core.documents import Piece, fill, read_parts
from lianfang.kernel.clock import ZONE

MADE_OF = ("of", "by")
"""Parameters of a rate or a change that name the figures of which it is made."""


@dataclass(frozen=True)
class _Filled:
    """A docx, and what stood ready to be printed in it."""

    docx: bytes
    material: Material


def preview(uid: UUID | str, *, by: Actor) -> bytes:
    """Return a document as it would be printed; nothing is kept. Raises DocumentUnknown, TemplateFaulty."""
    check_writes(by)
    found = queries.standing(uid, by=by)
    return _fill(found, number=_pending(found), signed_on=found.row.on, facts={}).docx


@transaction.atomic
def make(uid: UUID | str, *, by: Actor, at: datetime) -> Made:
    """Make a draft into a file that can be traced; keep its figures, not its bytes.

    Raises PermissionMissing, DocumentUnknown, TemplateFaulty.
    """
    check_writes(by)
    found = queries.standing(uid, by=by)
    return keep(found, number="", signed_on=found.row.on, frozen=False, by=by, at=at)


def keep(found: Standing, *, number: str, signed_on: date, frozen: bool, by: Actor, at: datetime) -> Made:
    """Write a document and keep every figure that it prints; frozen with its bytes."""
    uid = uuid4()
    facts = {"paper": str(uid), "document": str(found.row.uid), "kind": found.kind.code}
    clear = frozen and found.kind.personal
    made = _fill(found, number=number or _pending(found), signed_on=signed_on, facts=facts, clear=clear)
    figures = _figures(found, made)
    Paper.objects.create(
        uid=uid,
        document=found.row,
        area=found.row.area,
        revision=found.revision.number,
        as_known_at=found.revision.as_known_at,
        figures=figures,
        docx=_frozen(found, made.docx) if frozen else None,
        digest=sha256(made.docx).hexdigest(),
        by=by.name,
        at=at,
    )
    printed = sum(bool(entry["texts"]) for entry in figures)
    title = found.head.title.replace("\n", "")
    digest = sha256(made.docx).hexdigest()
    _log("frozen" if frozen else "made", found, by=by, at=at, paper=str(uid), digest=digest, figures=printed)
    return Made(made.docx, title, printed, found.row.uid, number)


def _frozen(found: Standing, docx: bytes) -> bytes:
    """Return the bytes as they are kept: sealed where they hold numbers of persons."""
    return sealing.seal_bytes(docx) if found.kind.personal else docx


@transaction.atomic
def hand_out(uid: UUID | str, *, by: Actor, at: datetime) -> bytes:
    """Return the frozen file of an issued document; one with numbers of persons leaves a log line.

    Raises PermissionMissing, DocumentUnknown.
    """
    check_writes(by)
    found = queries.standing(uid, by=by)
    docx = queries.issued_docx(uid, by=by)
    if found.kind.personal:
        _log("handed_out", found, by=by, at=at, digest=sha256(docx).hexdigest())
    return docx


def _pending(found: Standing) -> str:
    year = found.revision.at.astimezone(ZONE).year
    return layouts.placeholder(found.kind, year, found.head.prefix)


def _fill(
    found: Standing, *, number: str, signed_on: date, facts: Mapping[str, str], clear: bool = False
) -> _Filled:
    revision, head = found.revision, found.head
    template = in_use(
        found.kind, own=revision.template, head=head, number=number, on=signed_on, at=revision.as_known_at
    )
    material = queries.material(
        found.kind,
        subject=Subject(found.row.area, found.row.about, found.row.on, revision.as_known_at),
        head=head,
        texts=revision.texts,
        number=number,
        signed_on=signed_on,
        used=template.used,
        clear=clear,
    )
    docx = fill(
        template.docx,
        material.values,
        facts=facts,
        author=head.issuer,
        title=head.title.replace("\n", ""),
        at=revision.as_known_at,
    )
    return _Filled(docx, material)


def _figures(found: Standing, made: _Filled) -> list[dict[str, Any]]:
    """Return the figures that a docx prints, records counted and digested, and those they are made of."""
    printed = _printed(made.docx)
    known = made.material.figures
    wanted = dict(printed)
    for key in printed:
        for part in _parts(known[key], known):
            wanted.setdefault(part, [])
    again = reporting.Again(made.material.area, found.row.on, found.revision.as_known_at)
    return [_entry(known[key], texts, again) for key, texts in wanted.items()]


def _parts(counted: Counted, known: Mapping[str, Counted]) -> list[str]:
    parameters = counted.source.parameters()
    return [str(parameters[name]) for name in MADE_OF if parameters.get(name) in known]


def _printed(docx: bytes) -> dict[str, list[str]]:
    """Return the texts by which a docx prints each figure."""
    found: dict[str, list[str]] = {}
    for part in read_parts(docx):
        pieces: list[Piece] = [*part.pieces, *(piece for row in part.rows for cell in row for piece in cell)]
        for piece in pieces:
            if piece.key and piece.text not in found.setdefault(piece.key, []):
                found[piece.key].append(piece.text)
    return found


def _entry(counted: Counted, texts: list[str], again: reporting.Again) -> dict[str, Any]:
    records, digest = again.digest(counted.source)
    return {
        "key": counted.key,
        "value": counted.value,
        "texts": texts,
        "counts": counted.counts,
        "query": counted.source.query,
        "parameters": counted.source.parameters(),
        "records": records,
        "digest": digest,
    }


def _log(what: str, found: Standing, *, by: Actor, at: datetime, **facts: object) -> None:
    subject = f"document:{found.row.uid}"
    audit.record(f"document.{what}", subject=subject, by=by, at=at, area=found.row.area, **facts)
