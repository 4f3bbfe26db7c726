"""Accounts of tests: people with one role in one area, signed in without a password."""

from datetime import UTC, datetime, timedelta
from itertools import count

from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from lianfang.core.access import operations
from lianfang.core.access.models import Grant, User
from lianfang.core.access.roles import ROLES
from lianfang.core.access.terms import SYSTEM

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
BACKEND = "django.contrib.auth.backends.ModelBackend"
_numbers = count(1)


def account(role: str = "headquarters", area: str = "990121", *, name: str = "测试员") -> User:
    """An account that holds one role in one area by a grant; with a second factor where the role needs it."""
    made = User.objects.create(username=f"{role}-{next(_numbers)}", name=name, created_at=LONG_AGO)
    made.set_unusable_password()
    made.save(update_fields=["password"])
    if role:
        Grant.objects.create(
            user=made,
            role=role,
            area=area,
            begins_at=LONG_AGO,
            ground="测试",
            granted_by="测试",
            recorded_at=LONG_AGO,
        )
    if role in ROLES and ROLES[role].second_factor:
        Authenticator.objects.create(user=made, type=Authenticator.Type.TOTP, data={"secret": "00"})
    return made


def signed_in(role: str = "headquarters", area: str = "990121") -> Client:
    """A test client whose person holds the role in the area; role "" holds none."""
    client = Client()
    client.force_login(account(role, area), backend=BACKEND)
    return client


def token_of(role: str = "headquarters", area: str = "990121") -> str:
    """The secret of a token that acts with the role in the area."""
    now = timezone.now()
    return operations.issue_token(
        account(role, area),
        label="测试",
        role=role,
        area=area,
        lifetime=timedelta(days=1),
        by=SYSTEM,
        at=now,
        real=now,
    )
