"""Reads of access: the hats of an account at a moment, who a token is, and the logs."""

from collections import defaultdict
from datetime import datetime
from hashlib import sha256
from typing import Final

from allauth.mfa.utils import is_mfa_enabled
from django.db.models import Q, QuerySet

from lianfang.core import sql
from lianfang.core.access import rows
from lianfang.core.access.models import BreakGlass, Entry, Export, Grant, SignIn, Token, User
from lianfang.core.access.permissions import Permission
from lianfang.core.access.registry import hat_source
from lianfang.core.access.roles import ROLES
from lianfang.core.access.terms import (
    BREAK_GLASS_PERMISSIONS,
    BREAK_GLASS_ROLE,
    NOBODY,
    Actor,
    Work,
    narrowed,
)
from lianfang.kernel.errors import NotFound

BARE: Final = frozenset({Permission.OWN_ACCOUNT})
"""What an account may do that holds no post, or lacks the second factor that its role needs."""
IDENTIFYING: Final = Work(
    "access.identify", "posts, grants and tokens say what somebody may see: read before it is known"
)
READING: Final = frozenset(one for one in Permission if one.value.rpartition(".")[2] in {"view", "find"})


def digest(code: str) -> bytes:
    """How a secret of 256 random bits is kept: no salt is needed, as nobody can try them all."""
    return sha256(code.encode()).digest()


def user(username: str) -> User:
    """The account of a name. Raises NotFound."""
    found = User.objects.filter(username=username).first()
    if found is None:
        raise NotFound(what="账户", value=username)
    return found


@rows.acting_for(IDENTIFYING)
def hats(account: User, *, at: datetime, real: datetime) -> list[Actor]:
    """Every hat of an account, in the order of the roles: from posts held now, grants and looks beyond.

    `at` is the moment of the work, `real` that of the clock on the wall, by which looks beyond end.
    """
    held: defaultdict[str, set[str]] = defaultdict(set)
    units: dict[str, object] = {}
    for role, area, unit in (*_of_posts(account, at), *_of_grants(account, at)):
        held[role].add(area)
        units.setdefault(role, unit)
    worn = [_hat(account, role, held[role], units[role]) for role in ROLES if role in held]
    return worn + _looks_beyond(account, real)


def _of_posts(account: User, at: datetime) -> list[tuple[str, str, object]]:
    if account.officer is None:
        return []
    source = hat_source()
    rows = sql.lookup(source.app, source.statement, officer=account.officer, at=at)
    return [
        (source.roles[row["post"]], row["area"], row["unit"]) for row in rows if row["post"] in source.roles
    ]


def _of_grants(account: User, at: datetime) -> list[tuple[str, str, object]]:
    running = Grant.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), user=account, begins_at__lte=at)
    return [(grant.role, grant.area, grant.unit) for grant in running]


def _hat(account: User, role: str, areas: set[str], unit: object) -> Actor:
    return Actor(
        name=account.name,
        scopes=narrowed(areas),
        role=role,
        permissions=ROLES[role].permissions,
        user=account.pk,
        unit=unit,  # type: ignore[arg-type]
    )


def _looks_beyond(account: User, real: datetime) -> list[Actor]:
    running = BreakGlass.objects.filter(user=account, begins_at__lte=real, ends_at__gt=real)
    areas = narrowed(look.area for look in running)
    allowed = BREAK_GLASS_PERMISSIONS
    return [Actor(account.name, areas, BREAK_GLASS_ROLE, allowed, account.pk)] if areas else []


def actor_of(account: User, *, at: datetime, real: datetime, wanted: str = "") -> tuple[Actor, list[Actor]]:
    """The hat that an account wears, the one wanted where it still has it, and all that it has.

    Without any it sees nothing; a role that needs a second factor is bare until there is one.
    """
    worn = hats(account, at=at, real=real) if account.is_active else []
    chosen = next((hat for hat in worn if hat.role == wanted), worn[0] if worn else None)
    if chosen is None:
        return Actor(account.name, (), "none", BARE, account.pk), []
    role = ROLES.get(chosen.role)
    if role and role.second_factor and not is_mfa_enabled(account):
        return Actor(account.name, (), chosen.role, BARE, account.pk), worn
    return chosen, worn


@rows.acting_for(IDENTIFYING)
def token(secret: str, *, real: datetime) -> Token | None:
    """The token of a secret, with its account; None where it, its time or its account is gone."""
    running = Token.objects.select_related("user").filter(revoked_at=None, expires_at__gt=real)
    return running.filter(digest=digest(secret), user__is_active=True).first()


def actor_of_token(found: Token, *, at: datetime, real: datetime) -> Actor:
    """Who a token acts as now: its account's hat, narrowed; NOBODY where the account has lost it."""
    hat = next((one for one in hats(found.user, at=at, real=real) if one.role == found.role), None)
    if hat is None or ROLES[found.role].second_factor:
        return NOBODY
    allowed = hat.permissions & READING if found.read_only else hat.permissions
    name = f"{found.user.name}（令牌 {found.label}）"
    return Actor(name, narrowed(hat.scopes, to=found.area), hat.role, allowed, found.user.pk, hat.unit)


def entry(code: str, *, real: datetime) -> Entry | None:
    """The one-time code that was neither used nor has run out."""
    running = Entry.objects.select_related("user").filter(used_at=None, expires_at__gt=real)
    return running.filter(digest=digest(code), user__is_active=True).first()


def sign_ins() -> QuerySet[SignIn]:
    """The sign-in log, newest first."""
    return SignIn.objects.order_by("-at", "-pk")


def break_glasses() -> QuerySet[BreakGlass]:
    """Looks beyond one's area, newest first, with the account of each."""
    return BreakGlass.objects.select_related("user").order_by("-begins_at", "-pk")


def exports() -> QuerySet[Export]:
    """What left by a file, newest first."""
    return Export.objects.order_by("-at", "-pk")
