"""Take visits made away from the server: each with an identity of its maker, taken once, each with its fate.

From the moment a visit is taken its place may know of it: visit and findings stand in the target's area.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from lianfang.apps.inspection import queries
from lianfang.apps.inspection.models import DrawnTarget, Finding, Visit
from lianfang.apps.inspection.rules import visit_form
from lianfang.apps.inspection.terms import (
    VISIT_FATE_NAMES,
    VisitFate,
    VisitOutcome,
    VisitRecord,
)
from lianfang.core import sql
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import DomainError

LOCK: Final = 4_712_060  # one writer of visits at a time: a repeated record waits for the first
REUSED: Final = "这个记录编号已用于另一条内容不同的记录。请重新填写，得到新的编号。"


def receive_visits(records: Sequence[VisitRecord], *, by: Actor, at: datetime) -> list[VisitOutcome]:
    """Take visits; one outcome for each, in the order of arrival.

    A record that can't be used is refused in its outcome and undoes no other. Raises PermissionMissing.
    """
    check(by, Permission.VISIT_TARGETS)
    return [_receive(record, by=by, at=at) for record in records]


def _receive(record: VisitRecord, *, by: Actor, at: datetime) -> VisitOutcome:
    try:
        with transaction.atomic():
            sql.lock(LOCK)
            fate = _take(record, by=by, at=at)
    except DomainError as refusal:
        return VisitOutcome(record.id, VisitFate.REFUSED, str(refusal))
    return VisitOutcome(record.id, fate, VISIT_FATE_NAMES[fate])


class IdentityReused(DomainError):
    """An identity that already names another record."""

    code = "inspection.identity_reused"
    sentence = REUSED


def _take(record: VisitRecord, *, by: Actor, at: datetime) -> VisitFate:
    client_id, uid = visit_form.read_ids(record)
    known = Visit.objects.filter(pk=client_id).values_list("digest", flat=True).first()
    if known is not None:
        if bytes(known) != visit_form.digest_of(record, by=by.name):
            raise IdentityReused
        return VisitFate.KNOWN
    drawn, campaign = queries.drawn_target(uid, by=by)
    read = visit_form.read_visit(record, queries.items_of(campaign.checklist), by=by.name, at=at)
    made = _write(read, drawn, happened_at=record.happened_at, by=by, at=at)
    audit.record(
        "visit.made",
        subject=f"visit:{made.pk}",
        by=by,
        at=at,
        area=made.area,
        target=made.target,
        findings=made.findings_made,
    )
    return VisitFate.ACCEPTED


def _write(
    read: visit_form.Read, drawn: DrawnTarget, *, happened_at: datetime, by: Actor, at: datetime
) -> Visit:
    campaign = drawn.draw.campaign
    unit = None if queries.is_village(drawn.kind) else UUID(drawn.target)
    made = Visit.objects.create(
        client_id=read.client_id,
        drawn=drawn,
        campaign=campaign.name,
        checklist=campaign.checklist,
        kind=drawn.kind,
        target=drawn.target,
        unit=unit,
        area=drawn.area,
        name=drawn.name,
        place=read.place or drawn.name,
        filled=read.answers,
        findings_made=len(read.found),
        present=read.present,
        present_role=read.present_role,
        refused=read.refused,
        digest=read.digest,
        by=by.name,
        by_user=by.user,
        happened_at=happened_at,
        recorded_at=at,
    )
    Finding.objects.bulk_create(_finding(made, found) for found in read.found)
    return made


def _finding(made: Visit, found: visit_form.Found) -> Finding:
    return Finding(
        uid=visit_form.finding_uid(made.pk, found.item.code),
        visit=made,
        area=made.area,
        kind=made.kind,
        target=made.target,
        unit=made.unit,
        name=made.name,
        item=found.item.code,
        category=found.item.category,
        text=found.text,
        mode=found.mode,
        severity=found.item.severity,
        due_at=found.due_at,
        by=made.by,
        by_user=made.by_user,
        happened_at=made.happened_at,
        recorded_at=made.recorded_at,
    )
