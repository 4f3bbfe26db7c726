"""Tokens: how a machine acts for an account, with one of its roles, in one area, until a moment."""

import secrets
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from lianfang.core.access import queries
from lianfang.core.access.doors import check
from lianfang.core.access.models import Token, User
from lianfang.core.access.permissions import Permission
from lianfang.core.access.roles import ROLES
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel import area_code
from lianfang.kernel.errors import NotAllowed, NotFound

LONGEST: Final = timedelta(days=366)
PER_MINUTE: Final = 1200
"""Calls a minute of a token of which nothing else was said; a bulk call counts once."""
MARK: Final = "lf_"
"""Every token begins so: a scanner of files finds one that was left lying about."""


class RoleNotHeld(NotAllowed):
    """A token can't have what its account has not."""

    code = "access.role_not_held"
    sentence = "账户“{username}”现在没有角色“{role}”，或该角色不能用令牌。"


@transaction.atomic
def issue_token(
    account: User,
    *,
    label: str,
    role: str,
    area: str,
    lifetime: timedelta,
    by: Actor,
    at: datetime,
    real: datetime,
    read_only: bool = False,
    per_minute: int = PER_MINUTE,
) -> str:
    """A token's secret, shown this once. Raises RoleNotHeld, NotAnAreaCode."""
    check(by, Permission.MANAGE_ACCESS)
    area_code.prefix_range(area)
    held = any(hat.role == role for hat in queries.hats(account, at=at, real=real))
    if not held or role not in ROLES or ROLES[role].second_factor:
        raise RoleNotHeld(username=account.username, role=role)
    secret = MARK + secrets.token_urlsafe(32)
    made = Token.objects.create(
        user=account,
        label=label,
        role=role,
        area=area,
        read_only=read_only,
        per_minute=per_minute,
        digest=queries.digest(secret),
        created_at=real,
        expires_at=real + min(lifetime, LONGEST),
    )
    facts = {"label": label, "role": role, "until": made.expires_at, "user": account.pk}
    audit.record("access.token_issued", subject=f"token:{made.pk}", area=area, by=by, at=at, **facts)
    return secret


@transaction.atomic
def revoke_token(number: int, *, by: Actor, at: datetime, real: datetime) -> None:
    """End a token at once. Raises NotFound."""
    check(by, Permission.MANAGE_ACCESS)
    if not Token.objects.filter(pk=number, revoked_at=None).update(revoked_at=real):
        raise NotFound(what="令牌", value=number)
    audit.record("access.token_revoked", subject=f"token:{number}", by=by, at=at)
