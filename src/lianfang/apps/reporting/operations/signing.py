"""A daily brief is prepared by hand, then signed: from then on its bytes are frozen."""

from collections.abc import Mapping
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from lianfang.apps.reporting import queries
from lianfang.apps.reporting.models import Brief, Draft, Signature
from lianfang.apps.reporting.operations.writing import write_brief
from lianfang.apps.reporting.terms import FREE_TEXTS
from lianfang.core.access.terms import Actor
from lianfang.core.audit.operations import record
from lianfang.kernel.errors import DomainError


class BriefSigned(DomainError):
    """A brief of this area, day and cut-off has been signed."""

    code = "reporting.brief_signed"
    sentence = "{on}截至{as_known_at}的日报已经签发，不能再改。请另选截至时间，或在下一期更正。"


@transaction.atomic
def save_draft(
    *, area: str, on: date, as_known_at: datetime, texts: Mapping[str, str], by: Actor, at: datetime
) -> None:
    """Keep what people have written for an area's brief of a day; raises NotAllowed, BriefSigned."""
    queries.check_sight(area, by=by)
    _check_unsigned(area, on, as_known_at)
    kept = {key: texts.get(key, "").strip() for key in FREE_TEXTS}
    Draft.objects.update_or_create(
        area=area,
        on=on,
        defaults={"as_known_at": as_known_at, "texts": kept, "by": by.name, "at": at},
    )
    record("brief.drafted", subject=f"draft:{area}:{on.isoformat()}", by=by, at=at, area=area)


@transaction.atomic
def sign_brief(
    *, area: str, on: date, as_known_at: datetime, texts: Mapping[str, str], by: Actor, at: datetime
) -> UUID:
    """Write the brief, freeze its bytes with their digest, and end its draft; returns its identity.

    Raises PlaceUnknown, NotAllowed, BriefAhead, BriefSigned.
    """
    _check_unsigned(area, on, as_known_at)
    kept = {key: texts.get(key, "").strip() for key in FREE_TEXTS}
    written = write_brief(area=area, on=on, as_known_at=as_known_at, texts=kept, by=by, at=at)
    digest = sha256(written.docx).hexdigest()
    Signature.objects.create(
        brief=Brief.objects.get(uid=written.uid),
        area=area,
        on=on,
        as_known_at=as_known_at,
        docx=written.docx,
        digest=digest,
        by=by.name,
        at=at,
    )
    Draft.objects.filter(area=area, on=on).delete()
    record("brief.signed", subject=f"brief:{written.uid}", by=by, at=at, area=area, digest=digest)
    return written.uid


def _check_unsigned(area: str, on: date, as_known_at: datetime) -> None:
    if Signature.objects.filter(area=area, on=on, as_known_at=as_known_at).exists():
        raise BriefSigned(on=on.isoformat(), as_known_at=as_known_at.strftime("%H:%M"))
