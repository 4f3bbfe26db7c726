"""Photographs of findings and of what was mended: sealed in the home, shown through a logged door."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from lianfang.apps.inspection import queries
from lianfang.apps.inspection.models import Evidence
from lianfang.core import keeping, photographs
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor, bound_to
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import NotFound

ADDERS: Final = (Permission.VISIT_TARGETS, Permission.RECTIFY_FINDING, Permission.RECHECK_FINDING)


@transaction.atomic
def keep_evidence(
    *,
    client_id: UUID,
    finding: UUID,
    about: str,
    name: str,
    content: bytes,
    happened_at: datetime,
    by: Actor,
    at: datetime,
) -> bool:
    """Keep a photograph of a finding; whether it is new (the same identity again changes nothing).

    Raises PermissionMissing, NoPhotograph, PhotographTooLarge, NotFound for a finding out of sight.
    """
    if not any(by.may(permission) for permission in ADDERS):
        raise PermissionMissing(role=by.title, permission=Permission.RECTIFY_FINDING.label)
    media_type = photographs.media_type(name, content)
    found = queries.finding(finding, by=by, at=at)
    if Evidence.objects.filter(pk=client_id).exists():
        return False
    made = Evidence.objects.create(
        client_id=client_id,
        finding_id=found.id,
        area=found.area,
        about=about,
        file_hash=keeping.keep_bytes(content),
        media_type=media_type,
        size=len(content),
        by=by.name,
        happened_at=min(happened_at, at),
        recorded_at=at,
    )
    _record("evidence.kept", made, by=by, at=at)
    return True


@transaction.atomic
def evidence(client_id: UUID, *, by: Actor, at: datetime) -> photographs.Shown:
    """A kept photograph; who looked stands in the log. Raises NotFound, also out of sight."""
    found = Evidence.objects.select_related("finding").filter(pk=client_id).first()
    unseen = found is None or not by.may_see(found.area) or bound_to(by) not in {None, found.finding.unit}
    if found is None or unseen:
        raise NotFound(what="照片", value=client_id)
    _record("evidence.seen", found, by=by, at=at)
    return photographs.Shown(found.media_type, keeping.read_kept(found.file_hash))


def _record(action: str, kept: Evidence, *, by: Actor, at: datetime) -> None:
    subject = f"evidence:{kept.client_id}"
    audit.record(action, subject=subject, by=by, at=at, area=kept.area, sha256=kept.file_hash)
