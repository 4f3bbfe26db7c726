"""Roles without a post: given for an area and a period, on a ground."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lianfang.core.access.doors import check
from lianfang.core.access.models import Grant, User
from lianfang.core.access.permissions import Permission
from lianfang.core.access.registry import hat_source
from lianfang.core.access.roles import ROLE_NAMES, ROLES
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import InputRefused, NotFound


class UnknownRole(InputRefused):
    """The text is no role."""

    code = "access.unknown_role"
    sentence = "没有角色“{role}”。可用：{known}。"


@transaction.atomic
def grant(
    account: User,
    *,
    role: str,
    area: str,
    ground: str,
    by: Actor,
    at: datetime,
    ends_at: datetime | None = None,
    unit: UUID | None = None,
) -> Grant:
    """Give a role within an area ("" is everywhere) from now on. Raises UnknownRole, NotFound."""
    check(by, Permission.MANAGE_ACCESS)
    if role not in ROLES:
        raise UnknownRole(
            role=role, known="、".join(f"{code}（{name}）" for code, name in ROLE_NAMES.items())
        )
    area = hat_source().place(area) if area else ""
    made = Grant.objects.create(
        user=account,
        role=role,
        area=area,
        unit=unit,
        begins_at=at,
        ends_at=ends_at,
        ground=ground,
        granted_by=by.name,
        recorded_at=at,
    )
    facts = {"role": role, "ends_at": ends_at, "ground": ground, "grant": made.pk}
    audit.record("access.granted", subject=f"user:{account.pk}", area=area, by=by, at=at, **facts)
    return made


@transaction.atomic
def end_grant(number: int, *, by: Actor, at: datetime, ground: str = "") -> None:
    """End a granted role now. Raises NotFound."""
    check(by, Permission.MANAGE_ACCESS)
    found = Grant.objects.select_for_update().filter(pk=number).first()
    if found is None:
        raise NotFound(what="授权", value=number)
    found.ends_at = max(at, found.begins_at)
    found.save(update_fields=["ends_at"])
    facts = {"role": found.role, "grant": number, "ground": ground}
    audit.record(
        "access.grant_ended", subject=f"user:{found.user_id}", area=found.area, by=by, at=at, **facts
    )
