"""Standing in for the holder of a post, for a period."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from lianfang.apps.areas import rules
from lianfang.apps.areas.models import Deputy, Officer, Post
from lianfang.apps.areas.operations.assignments import EndBeforeBegin, PostNotEstablished
from lianfang.apps.areas.operations.permission import require_within
from lianfang.apps.areas.terms import POST_NAMES
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import DomainError, NotFound

LONGEST: Final = timedelta(days=90)
"""A longer absence is a vacancy, to be filled by an assignment (rule of this program)."""


class PeriodTooLong(DomainError):
    """Standing in ends; what lasts is an assignment."""

    code = "areas.stand_in_too_long"
    sentence = "代理最长90天。更长的请正式任命。"


class OfficerNotFound(NotFound):
    """No officer of this identity."""

    code = "areas.officer_not_found"


class DeputyNotFound(NotFound):
    """No period of standing in that has not ended."""

    code = "areas.deputy_not_found"


@transaction.atomic
def stand_in(
    *,
    post: str,
    area: str,
    officer: UUID,
    begins_at: datetime,
    ends_at: datetime,
    ground: str,
    by: Actor,
    at: datetime,
    unit: UUID | None = None,
) -> UUID:
    """Let an officer stand in for the holder of a post from one moment until another; its identity.

    Raises PostNotEstablished, OfficerNotFound, EndBeforeBegin, PeriodTooLong and NotAllowed.
    """
    code = rules.post_code(post)
    require_within([area], by=by, action="指定代理")
    if ends_at <= begins_at:
        raise EndBeforeBegin(ends_at=ends_at, begins_at=begins_at)
    if ends_at - begins_at > LONGEST:
        raise PeriodTooLong
    made = Deputy.objects.create(
        post=_established(code, area, unit),
        officer=_officer(officer),
        area=area,
        begins_at=begins_at,
        ends_at=ends_at,
        ground=ground,
        recorded_at=at,
    )
    made.refresh_from_db(fields=["uid"])
    identity: UUID = made.uid
    facts = {"post": code, "officer": officer, "begins_at": begins_at, "ends_at": ends_at, "ground": ground}
    audit.record("areas.stands_in", subject=f"deputy:{identity}", area=area, by=by, at=at, **facts)
    return identity


def _established(code: str, area: str, unit: UUID | None) -> Post:
    standing = Post.objects.filter(code=code, area=area, abolished_at=None)
    found = (standing.filter(unit__uid=unit) if unit else standing).order_by("id").first()
    if found is None:
        raise PostNotEstablished(area=area, post=POST_NAMES[rules.post_code(code)])
    return found


def _officer(uid: UUID) -> Officer:
    found = Officer.objects.filter(uid=uid).first()
    if found is None:
        raise OfficerNotFound(what="人员", value=uid)
    return found


@transaction.atomic
def end_stand_in(*, deputy: UUID, ground: str, by: Actor, at: datetime) -> None:
    """End a period of standing in before its time. Raises DeputyNotFound and NotAllowed."""
    found = Deputy.objects.select_for_update().filter(uid=deputy, ends_at__gt=at).first()
    if found is None:
        raise DeputyNotFound(what="代理", value=deputy)
    require_within([found.area], by=by, action="结束代理")
    found.ends_at = max(at, found.begins_at)
    found.save(update_fields=["ends_at"])
    subject = f"deputy:{found.uid}"
    audit.record("areas.stand_in_ended", subject=subject, area=found.area, by=by, at=at, ground=ground)
