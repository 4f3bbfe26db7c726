"""Verification of a site on the spot, with its photographs."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from lianfang.apps.facilities import queries
from lianfang.apps.facilities.models import Verification, VerificationPhotograph
from lianfang.apps.facilities.rules import verifying
from lianfang.core import keeping, photographs
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import NotFound


@transaction.atomic
def verify(
    site: str | UUID,
    *,
    officers: Sequence[str],
    counted: int,
    met: Sequence[str],
    note: str = "",
    photos: Sequence[tuple[str, bytes]] = (),
    by: Actor,
    at: datetime,
) -> UUID:
    """Record what two officers counted and found at a site; from then on so many of its rooms count.

    `photos` are names and contents. Raises PermissionMissing, NotFound, OfficersMissing, CountImpossible,
    NoPhotograph, PhotographTooLarge.
    """
    check(by, Permission.VERIFY_SITE)
    found = queries.site(site, by=by, at=at)
    names = [name.strip() for name in officers if name.strip()]
    verifying.check_verification(officers=names, counted=counted, rooms=found.rooms)
    made = Verification.objects.create(
        site_id=found.id,
        area=found.area,
        officers=names,
        counted=counted,
        unmet=verifying.unmet(met),
        note=note.strip(),
        by=by.name,
        happened_at=at,
        recorded_at=at,
    )
    made.refresh_from_db(fields=["uid"])
    facts = {"counted": counted, "reported": found.capacity, "unmet": made.unmet, "verification": made.uid}
    audit.record("site.verified", subject=f"site:{found.uid}", by=by, at=at, area=found.area, **facts)
    for name, content in photos:
        _keep(made, name, content, by=by, at=at)
    return UUID(str(made.uid))


def _keep(made: Verification, name: str, content: bytes, *, by: Actor, at: datetime) -> None:
    kept = VerificationPhotograph.objects.create(
        client_id=uuid4(),
        verification_id=made.pk,
        area=made.area,
        media_type=photographs.media_type(name, content),
        file_hash=keeping.keep_bytes(content),
        size=len(content),
        by=by.name,
        recorded_at=at,
    )
    _record("verification_photograph.kept", kept, by=by, at=at)


@transaction.atomic
def photograph(client_id: UUID, *, by: Actor, at: datetime) -> photographs.Shown:
    """A kept photograph; who looked stands in the log. Raises PermissionMissing, NotFound."""
    check(by, Permission.VIEW_SITES)
    found = VerificationPhotograph.objects.select_related("verification__site").filter(pk=client_id).first()
    if found is None:
        raise NotFound(what="照片", value=client_id)
    queries.site(found.verification.site.uid, by=by, at=at)
    _record("verification_photograph.seen", found, by=by, at=at)
    return photographs.Shown(found.media_type, keeping.read_kept(found.file_hash))


def _record(action: str, kept: VerificationPhotograph, *, by: Actor, at: datetime) -> None:
    subject = f"verification_photograph:{kept.client_id}"
    audit.record(action, subject=subject, by=by, at=at, area=kept.area, sha256=kept.file_hash)
