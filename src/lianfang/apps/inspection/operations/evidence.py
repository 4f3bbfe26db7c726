"""Photographs of findings and of what was mended: sealed in the home, shown through a logged door."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from lianfang.apps.inspection import queries
from lianfang.apps.inspection.models import Evidence
from lianfang.apps.inspection.rules.sight import bound_to
from lianfang.apps.intake.operations import keeping
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import InputRefused, NotFound

LARGEST: Final = 12 * 1024 * 1024
ADDERS: Final = (Permission.VISIT_TARGETS, Permission.RECTIFY_FINDING, Permission.RECHECK_FINDING)
_BEGINNINGS: Final = (
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"WEBP", 8, "image/webp"),
    (b"ftypheic", 4, "image/heic"),
    (b"ftypmif1", 4, "image/heic"),
)


class NoPhotograph(InputRefused):
    """A file that is no photograph of a kind that phones make, or beyond what they make."""

    code = "inspection.no_photograph"
    sentence = "文件“{name}”不是照片（JPEG、PNG、WebP、HEIC），或超过{largest}字节。请重新拍摄或选择照片。"


@dataclass(frozen=True, slots=True)
class Shown:
    """A photograph to be shown."""

    media_type: str
    blocks: Iterable[bytes]


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

    Raises PermissionMissing, NoPhotograph, NotFound for a finding out of sight.
    """
    if not any(by.may(permission) for permission in ADDERS):
        raise PermissionMissing(role=by.title, permission=Permission.RECTIFY_FINDING.label)
    media_type = _media_type(name, content)
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
def evidence(client_id: UUID, *, by: Actor, at: datetime) -> Shown:
    """A kept photograph; who looked stands in the log. Raises NotFound, also out of sight."""
    found = Evidence.objects.select_related("finding").filter(pk=client_id).first()
    unseen = found is None or not by.may_see(found.area) or bound_to(by) not in {None, found.finding.unit}
    if found is None or unseen:
        raise NotFound(what="照片", value=client_id)
    _record("evidence.seen", found, by=by, at=at)
    return Shown(found.media_type, keeping.read_kept(found.file_hash))


def _record(action: str, kept: Evidence, *, by: Actor, at: datetime) -> None:
    subject = f"evidence:{kept.client_id}"
    audit.record(action, subject=subject, by=by, at=at, area=kept.area, sha256=kept.file_hash)


def _media_type(name: str, content: bytes) -> str:
    for beginning, place, media_type in _BEGINNINGS:
        fits = content[place : place + len(beginning)] == beginning
        if fits and len(content) <= LARGEST:
            return media_type
    raise NoPhotograph(name=name, largest=LARGEST)
