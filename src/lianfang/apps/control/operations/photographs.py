"""Photographs taken as evidence: sealed in the home by their hash, shown only through a logged door."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lianfang.apps.control import queries
from lianfang.apps.control.models import Photograph
from lianfang.apps.control.rules import monitoring
from lianfang.core import keeping, photographs
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import NotFound


@transaction.atomic
def keep_photograph(
    *,
    client_id: UUID,
    person: str,
    about: str,
    name: str,
    content: bytes,
    happened_at: datetime,
    by: Actor,
    at: datetime,
) -> bool:
    """Keep a photograph about a person; whether it is new (the same identity again changes nothing).

    Raises PermissionMissing, NoPhotograph, PhotographTooLarge, NotYet, NotFound for a person out of sight.
    """
    check(by, Permission.ADD_ENCOUNTER)
    monitoring.check_happened(happened_at, at=at)
    media_type = photographs.media_type(name, content)
    subject = queries.subject(person, day=happened_at.astimezone(ZONE).date(), by=by)
    if Photograph.objects.filter(pk=client_id).exists():
        return False
    kept = Photograph.objects.create(
        client_id=client_id,
        person_id=subject.person_id,
        area=subject.area,
        about=about,
        file_hash=keeping.keep_bytes(content),
        media_type=media_type,
        size=len(content),
        by=by.name,
        happened_at=happened_at,
        recorded_at=at,
    )
    _record("photograph.kept", kept, by=by, at=at, about=about, sha256=kept.file_hash)
    return True


def _record(action: str, kept: Photograph, *, by: Actor, at: datetime, **facts: object) -> None:
    subject = f"photograph:{kept.client_id}"
    audit.record(action, subject=subject, by=by, at=at, area=kept.area, person=kept.person_id, **facts)


@transaction.atomic
def photograph(client_id: UUID, *, by: Actor, at: datetime) -> photographs.Shown:
    """A kept photograph; who looked stands in the log. Raises NotFound, also out of sight."""
    found = Photograph.objects.filter(pk=client_id).first()
    if found is None or not by.may_see(found.area):
        raise NotFound(what="照片", value=client_id)
    _record("photograph.seen", found, by=by, at=at)
    return photographs.Shown(found.media_type, keeping.read_kept(found.file_hash))
