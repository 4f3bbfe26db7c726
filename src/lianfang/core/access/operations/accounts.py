"""Accounts and the one-time codes that open them.

Nobody is given a password: an account is made without one, and a code, shown once and kept as a digest, lets
its person set their own. In a rehearsal (a home whose clock is stopped) a code may also sign in at once.
"""

import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db import transaction

from lianfang.core.access import queries
from lianfang.core.access.doors import check
from lianfang.core.access.models import Entry, Grant, User
from lianfang.core.access.operations.breaking import reason_of
from lianfang.core.access.permissions import Permission
from lianfang.core.access.roles import RoleCode
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import DomainError, InputRefused, NotAllowed

INVITATION: Final = "invitation"
REHEARSAL: Final = "rehearsal"
INVITED_FOR: Final = timedelta(days=3)
OPEN_FOR: Final = timedelta(minutes=15)


class UsernameTaken(InputRefused):
    """Another account has this name, or this officer."""

    code = "access.username_taken"
    sentence = "账户“{username}”已存在，或该人员已有账户。请换一个名称，或使用原账户。"


class InvitationGone(DomainError):
    """The one-time code was used, has run out, or never was."""

    code = "access.invitation_gone"
    sentence = "链接已用过或已过期。请向管理员要新的链接。"


class PasswordTooWeak(InputRefused):
    """The password breaks the rules for passwords."""

    code = "access.password_too_weak"
    sentence = "密码不合要求：{problems}"


class NoSecondFactor(InputRefused):
    """There is nothing to take away."""

    code = "access.no_second_factor"
    sentence = "账户“{username}”没有启用二次验证，不用重置。"


class NotARehearsal(NotAllowed):
    """Doors open without a password in a rehearsal only."""

    code = "access.not_a_rehearsal"
    sentence = "只有演示环境可以用一次性链接直接进入。正式环境请用 lianfang users invite。"


@transaction.atomic
def create_user(*, username: str, name: str, by: Actor, at: datetime, officer: UUID | None = None) -> User:
    """Make an account without a password. Raises UsernameTaken and PermissionMissing."""
    check(by, Permission.MANAGE_ACCESS)
    same_officer = officer is not None and User.objects.filter(officer=officer).exists()
    if same_officer or User.objects.filter(username=username).exists():
        raise UsernameTaken(username=username)
    made = User(username=username, name=name, officer=officer, created_at=at)
    made.set_unusable_password()
    made.save(force_insert=True)
    audit.record("access.user_created", subject=f"user:{made.pk}", by=by, at=at, username=username)
    return made


@transaction.atomic
def create_administrator(*, username: str, name: str, by: Actor, at: datetime) -> User:
    """Make an account that manages access; the first one comes from the command line only."""
    made = create_user(username=username, name=name, by=by, at=at)
    ground = "由命令行建立"
    Grant.objects.create(
        user=made,
        role=RoleCode.ADMINISTRATOR,
        begins_at=at,
        ground=ground,
        granted_by=by.name,
        recorded_at=at,
    )
    audit.record(
        "access.granted", subject=f"user:{made.pk}", by=by, at=at, role="administrator", ground=ground
    )
    return made


@transaction.atomic
def invite(account: User, *, by: Actor, at: datetime, real: datetime) -> str:
    """A code with which the account's person sets a password, once, within three days."""
    check(by, Permission.MANAGE_ACCESS)
    return _code(account, INVITATION, until=real + INVITED_FOR, by=by, at=at)


@transaction.atomic
def open_door(account: User, *, by: Actor, at: datetime, real: datetime) -> str:
    """A code that signs in without a password, once, within a quarter of an hour, in a rehearsal only."""
    check(by, Permission.MANAGE_ACCESS)
    if not settings.HOME.clock.exists():
        raise NotARehearsal
    return _code(account, REHEARSAL, until=real + OPEN_FOR, by=by, at=at)


def _code(account: User, purpose: str, *, until: datetime, by: Actor, at: datetime) -> str:
    code = secrets.token_urlsafe(32)
    Entry.objects.create(
        user=account, purpose=purpose, digest=queries.digest(code), expires_at=until, created_by=by.name
    )
    audit.record("access.code_made", subject=f"user:{account.pk}", by=by, at=at, purpose=purpose)
    return code


@transaction.atomic
def redeem(code: str, *, at: datetime, real: datetime) -> User:
    """Use up a code of a rehearsal and name the account that it signs in.

    Raises InvitationGone, and NotARehearsal where the home has begun real work since.
    """
    found = _used(code, REHEARSAL, real)
    if not settings.HOME.clock.exists():
        raise NotARehearsal
    by = Actor(name=found.name, scopes=(), role="rehearsal", user=found.pk)
    audit.record("access.entered", subject=f"user:{found.pk}", by=by, at=at)
    return found


@transaction.atomic
def set_password(code: str, password: str, *, at: datetime, real: datetime) -> User:
    """Set the password of an invited account and use up its code. Raises InvitationGone, PasswordTooWeak."""
    account = _used(code, INVITATION, real)
    try:
        password_validation.validate_password(password, account)
    except ValidationError as problem:
        raise PasswordTooWeak(problems="".join(problem.messages)) from problem
    account.set_password(password)
    account.save(update_fields=["password"])
    by = Actor(name=account.name, scopes=(), role="invited", user=account.pk)
    audit.record("access.password_set", subject=f"user:{account.pk}", by=by, at=at)
    return account


def _used(code: str, purpose: str, real: datetime) -> User:
    found = queries.entry(code, real=real)
    fresh = Entry.objects.filter(pk=found.pk, used_at=None) if found and found.purpose == purpose else None
    if found is None or fresh is None or not fresh.update(used_at=real):
        raise InvitationGone
    return found.user


@transaction.atomic
def close_account(account: User, *, ground: str, by: Actor, at: datetime) -> None:
    """Close an account: nobody signs in with it any more, its sessions and tokens end at once.

    Raises ReasonMissing.
    """
    check(by, Permission.MANAGE_ACCESS)
    why = reason_of(ground)
    account.is_active = False
    account.save(update_fields=["is_active"])
    audit.record("access.user_closed", subject=f"user:{account.pk}", by=by, at=at, ground=why)


@transaction.atomic
def reset_second_factor(account: User, *, ground: str, by: Actor, at: datetime) -> None:
    """Take away a lost second factor with its recovery codes; roles that need one are bare until a new one.

    Raises ReasonMissing and NoSecondFactor.
    """
    check(by, Permission.MANAGE_ACCESS)
    why = reason_of(ground)
    if not Authenticator.objects.filter(user=account).delete()[0]:
        raise NoSecondFactor(username=account.username)
    audit.record("access.second_factor_reset", subject=f"user:{account.pk}", by=by, at=at, ground=why)
