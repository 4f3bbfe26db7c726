"""The signature of who was there at a visit: sealed in the home, shown through a logged door."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lianfang.apps.inspection import queries
from lianfang.apps.inspection.models import Signature, Visit
from lianfang.apps.inspection.rules import signature as rules
from lianfang.core import keeping
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import NotAllowed


@transaction.atomic
def keep_signature(
    *, client_id: UUID, visit: UUID, name: str, content: bytes, happened_at: datetime, by: Actor, at: datetime
) -> bool:
    """Keep a drawn signature; whether it is new (the same identity again changes nothing).

    Raises PermissionMissing, NoSignature, NotFound for a visit out of sight, NotAllowed for one of others,
    SignedAlready.
    """
    check(by, Permission.VISIT_TARGETS)
    rules.size_of(name, content)
    found = Visit.objects.get(pk=queries.visit(visit, by=by, at=at).uid)
    if (found.by, found.by_user) != (by.name, by.user):
        raise NotAllowed(actor=by.name, action=f"为{found.by}的检查添加签名")
    if Signature.objects.filter(pk=client_id).exists():
        return False
    if Signature.objects.filter(visit=found).exists():
        raise rules.SignedAlready
    made = Signature.objects.create(
        client_id=client_id,
        visit=found,
        area=found.area,
        file_hash=keeping.keep_bytes(content),
        size=len(content),
        by=by.name,
        happened_at=min(happened_at, at),
        recorded_at=at,
    )
    _record("visit.signature_kept", made, by=by, at=at)
    return True


@transaction.atomic
def signature(visit: UUID, *, by: Actor, at: datetime) -> Iterable[bytes]:
    """The signature of a visit, a PNG; who looked stands in the log. Raises NotFound, also out of sight."""
    found = queries.signature(queries.visit(visit, by=by, at=at).uid)
    _record("visit.signature_seen", found, by=by, at=at)
    return keeping.read_kept(found.file_hash)


def _record(action: str, kept: Signature, *, by: Actor, at: datetime) -> None:
    subject = f"visit:{kept.visit_id}"
    audit.record(action, subject=subject, by=by, at=at, area=kept.area, sha256=kept.file_hash)
