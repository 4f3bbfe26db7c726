"""A document is submitted, approved by two who did not write it, numbered and frozen; or sent back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lianfang.apps.documents.models import DocumentStep, RegisterEntry
from lianfang.apps.documents.operations.drafting import OPEN, check_writes, locked, not_open, opened
from lianfang.apps.documents.operations.making import keep
from lianfang.apps.documents.queries import Standing
from lianfang.apps.documents.rules import numbers
from lianfang.apps.documents.terms import NEEDED, STATE_NAMES, DocumentState, Made, StepKind
from lianfang.core import sql
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused, NotAllowed


class NotTwice(NotAllowed):
    """Whoever wrote a document, or approved it, approves no second time."""

    code = "documents.not_twice"
    sentence = "拟稿人、修改人和两名审核人须是不同的人。请由另一人审核。"


class NotWaiting(InputRefused):
    """A step that does not follow from where the document stands."""

    code = "documents.not_waiting"
    sentence = "“{title}”现为“{state}”，不能这样办理。"


class ReasonMissing(InputRefused):
    """Sending back and dropping say why."""

    code = "documents.reason_missing"
    sentence = "请写明理由。"


class TextMissing(InputRefused):
    """A document that says nothing yet: what it decides is for people to write."""

    code = "documents.text_missing"
    sentence = "“{title}”还没有写{parts}，不能送审。请写好、保存后再送审。"


@transaction.atomic
def submit(uid: UUID | str, *, by: Actor, at: datetime) -> None:
    """Hand a draft in for approval. Raises PermissionMissing, DocumentUnknown, NotOpen, TextMissing."""
    found = opened(uid, by=by)
    written, kind = found.revision.texts, found.kind
    missing = [f"“{kind.texts[key]}”" for key in kind.needed if not written.get(key)]
    if missing:
        raise TextMissing(title=found.head.title.replace("\n", ""), parts="、".join(missing))
    _step(found, StepKind.SUBMITTED, by=by, at=at)


@transaction.atomic
def approve(uid: UUID | str, *, by: Actor, at: datetime) -> Made | None:
    """Approve a document; the second approval numbers and freezes it. Returns what was issued, if it was.

    Raises PermissionMissing, DocumentUnknown, NotWaiting, NotTwice, TemplateFaulty.
    """
    found = _waiting(uid, by=by)
    if found.involved(by):
        raise NotTwice
    _step(found, StepKind.APPROVED, by=by, at=at)
    if found.approvals + 1 < NEEDED:
        return None
    return _issue(found, by=by, at=at)


def _issue(found: Standing, *, by: Actor, at: datetime) -> Made:
    """Give the next number, write the document with it, freeze its bytes."""
    prefix, day = found.head.prefix, at.astimezone(ZONE).date()
    (taken,) = sql.fetch("documents", "take_number", area=found.row.area, prefix=prefix, year=day.year)
    written = numbers.written(found.kind.form, prefix, day.year, taken["number"])
    RegisterEntry.objects.create(
        document=found.row,
        area=found.row.area,
        prefix=prefix,
        year=day.year,
        number=taken["number"],
        written=written,
        title=found.head.title.replace("\n", ""),
        at=at,
    )
    return keep(found, number=written, signed_on=day, frozen=True, by=by, at=at)


@transaction.atomic
def send_back(uid: UUID | str, *, note: str, by: Actor, at: datetime) -> None:
    """Send a document back to be changed. Raises as `approve`, and ReasonMissing."""
    _step(_waiting(uid, by=by), StepKind.RETURNED, note=_said(note), by=by, at=at)


@transaction.atomic
def drop(uid: UUID | str, *, note: str, by: Actor, at: datetime) -> None:
    """Drop a draft that nobody needs. Raises PermissionMissing, DocumentUnknown, NotOpen, ReasonMissing."""
    check_writes(by)
    found = locked(uid, by=by)
    if found.state not in OPEN:
        raise not_open(found)
    _step(found, StepKind.DROPPED, note=_said(note), by=by, at=at)


@transaction.atomic
def void(uid: UUID | str, *, note: str, by: Actor, at: datetime) -> None:
    """Say of an issued document that it counts no more; its number stays its own, and the register says why.

    Raises PermissionMissing, DocumentUnknown, NotWaiting, ReasonMissing.
    """
    check(by, Permission.APPROVE_DOCUMENT)
    found = locked(uid, by=by)
    if found.state is not DocumentState.ISSUED:
        raise _not_waiting(found)
    _step(found, StepKind.VOIDED, note=_said(note), by=by, at=at)


def _waiting(uid: UUID | str, *, by: Actor) -> Standing:
    check(by, Permission.APPROVE_DOCUMENT)
    found = locked(uid, by=by)
    if not found.waits:
        raise _not_waiting(found)
    return found


def _not_waiting(found: Standing) -> NotWaiting:
    return NotWaiting(title=found.head.title.replace("\n", ""), state=STATE_NAMES[found.state])


def _step(found: Standing, kind: StepKind, *, by: Actor, at: datetime, note: str = "") -> None:
    DocumentStep.objects.create(
        document=found.row,
        area=found.row.area,
        revision=found.revision.number,
        kind=kind,
        account=by.user,
        by=by.name,
        note=note,
        at=at,
    )
    subject = f"document:{found.row.uid}"
    revision = found.revision.number
    audit.record(f"document.{kind}", subject=subject, by=by, at=at, area=found.row.area, revision=revision)


def _said(note: str) -> str:
    if not note.strip():
        raise ReasonMissing
    return note.strip()
