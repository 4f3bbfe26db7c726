"""Decide what the public reads: two approve that neither wrote; what stands is corrected or taken back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lianfang.apps.bulletin import queries
from lianfang.apps.bulletin.models import Publication
from lianfang.apps.bulletin.operations.writing import step
from lianfang.apps.bulletin.queries.desk import NEEDED, Draft
from lianfang.apps.bulletin.terms import PUBLICATION_STATE_NAMES, PublicationState, StepKind
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.kernel.errors import InputRefused, NotAllowed

WAITING = frozenset({PublicationState.WRITTEN, PublicationState.HALF_APPROVED})


class NotTwice(NotAllowed):
    """Whoever wrote a publication, or decided on it, decides no second time."""

    code = "bulletin.not_twice"
    sentence = "拟稿人和两名审核人须是三个不同的人。请由另一人审核。"


class NotWaiting(InputRefused):
    """A step that does not follow from where the publication stands."""

    code = "bulletin.not_waiting"
    sentence = "“{title}”现为“{state}”，不能这样办理。"


class ReasonMissing(InputRefused):
    """Declining and withdrawing say why."""

    code = "bulletin.reason_missing"
    sentence = "请写明理由。"


@transaction.atomic
def approve(uid: UUID, *, by: Actor, at: datetime) -> bool:
    """Approve a publication; with the second approval it is published. Returns whether it is.

    Raises NotFound, PermissionMissing, NotTwice, NotWaiting.
    """
    found = _waiting(uid, by=by)
    step(found.row, StepKind.APPROVED, by=by, at=at)
    if found.approvals + 1 < NEEDED:
        return False
    Publication.objects.filter(pk=found.row.pk).update(published_at=at)
    return True


@transaction.atomic
def decline(uid: UUID, *, note: str, by: Actor, at: datetime) -> None:
    """Give a publication back to be written anew. Raises as `approve`, and ReasonMissing."""
    found = _waiting(uid, by=by)
    step(found.row, StepKind.DECLINED, by=by, at=at, note=_said(note))


@transaction.atomic
def withdraw(uid: UUID, *, note: str, by: Actor, at: datetime) -> None:
    """Take back what was published: everybody reads that, and why. Raises NotWaiting, ReasonMissing."""
    check(by, Permission.APPROVE_PUBLICATION)
    found = _locked(uid, by=by)
    if found.state != PublicationState.PUBLISHED:
        raise _not_waiting(found)
    why = _said(note)
    step(found.row, StepKind.WITHDRAWN, by=by, at=at, note=why)
    Publication.objects.filter(pk=found.row.pk).update(withdrawn_at=at, withdrawn_why=why)


def _waiting(uid: UUID, *, by: Actor) -> Draft:
    """A publication that waits for an actor's word."""
    check(by, Permission.APPROVE_PUBLICATION)
    found = _locked(uid, by=by)
    if found.state not in WAITING:
        raise _not_waiting(found)
    before = list(found.row.steps.values_list("account", "by"))
    if any(name == by.name or (number is not None and number == by.user) for number, name in before):
        raise NotTwice
    return found


def _locked(uid: UUID, *, by: Actor) -> Draft:
    seen = queries.draft(uid, by=by)
    Publication.objects.select_for_update().get(pk=seen.row.pk)
    return queries.draft(uid, by=by)


def _not_waiting(found: Draft) -> NotWaiting:
    return NotWaiting(title=found.row.title, state=PUBLICATION_STATE_NAMES[found.state])


def _said(note: str) -> str:
    if not note.strip():
        raise ReasonMissing
    return note.strip()
