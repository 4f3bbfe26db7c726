"""Reads of access: the hats of an account at a moment, who a token is, and the logs."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Final, NamedTuple
from uuid import UUID

from allauth.mfa.utils import is_mfa_enabled
from django.db.models import Q, QuerySet

from lianfang.core import sql
from lianfang.core.access import rows
from lianfang.core.access.models import BreakGlass, Entry, Export, Grant, SignIn, User
from lianfang.core.access.permissions import Permission
from lianfang.core.access.registry import hat_source
from lianfang.core.access.roles import ROLES
from lianfang.core.access.terms import (
    BREAK_GLASS_PERMISSIONS,
    BREAK_GLASS_ROLE,
    NOBODY,
    Actor,
    HeldToken,
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


def accounts(text: str = "") -> QuerySet[User]:
    """Accounts whose name or user name holds a text, the open ones first; each with its grants."""
    found = User.objects.filter(Q(username__contains=text) | Q(name__contains=text))
    return found.prefetch_related("grants").order_by("-is_active", "username")


def has_second_factor(account: User) -> bool:
    """Whether an account has set up a second factor."""
    return bool(is_mfa_enabled(account))


def grants_of(account: User, *, at: datetime) -> QuerySet[Grant]:
    """The roles without a post that an account has now or will have, the oldest first."""
    return account.grants.filter(Q(ends_at=None) | Q(ends_at__gt=at)).order_by("pk")


def account(number: int) -> User:
    """The account of a number. Raises NotFound."""
    found = User.objects.filter(pk=number).first()
    if found is None:
        raise NotFound(what="账户", value=number)
    return found


class _Held(NamedTuple):
    """A role in an area: by a post, of a unit perhaps, that `officer` holds; or by a grant."""

    role: str
    area: str
    unit: UUID | None
    officer: UUID | None


@rows.acting_for(IDENTIFYING)
def hats(account: User, *, at: datetime, real: datetime) -> list[Actor]:
    """Every hat of an account, in the order of the roles: from posts held now, grants and looks beyond.

    `at` is the moment of the work, `real` that of the clock on the wall, by which looks beyond end.
    """
    held: defaultdict[str, list[_Held]] = defaultdict(list)
    for one in (*_of_posts(account.officer, at), *_of_rights(account, at, real)):
        held[one.role].append(one)
    worn = [_hat(account, role, held[role]) for role in ROLES if role in held]
    return worn + _looks_beyond(account, {one.area for one in held.get(BREAK_GLASS_ROLE, [])})


def _of_posts(officer: UUID | None, at: datetime) -> list[_Held]:
    if officer is None:
        return []
    source = hat_source()
    rows = sql.ready(source.app, source.statement, officer=officer, at=at)
    return [
        _Held(source.roles[post], area, unit, holder)
        for post, area, unit, holder in rows
        if post in source.roles
    ]


def _of_rights(account: User, at: datetime, real: datetime) -> list[_Held]:
    """Roles granted, and looks beyond as a role of their own: one statement, as every page asks."""
    asked = {"user": account.pk, "at": at, "real": real, "look": BREAK_GLASS_ROLE}
    rights = sql.ready("core.access", "rights", **asked)
    return [_Held(role, area, unit, account.officer) for role, area, unit in rights]


def _hat(account: User, role: str, held: Sequence[_Held]) -> Actor:
    return Actor(
        name=account.name,
        scopes=narrowed({one.area for one in held}),
        role=role,
        permissions=ROLES[role].permissions,
        user=account.pk,
        unit=held[0].unit,
        officers=frozenset(one.officer for one in held if one.officer),
    )


def _looks_beyond(account: User, looked_at: set[str]) -> list[Actor]:
    areas, allowed = narrowed(looked_at), BREAK_GLASS_PERMISSIONS
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


def token(secret: str, *, at: datetime, real: datetime) -> HeldToken | None:
    """The token of a secret, and where its account has its role; None where it, its time or account is gone.

    To be asked while IDENTIFYING.
    """
    found = sql.ready("core.access", "token", digest=digest(secret), at=at, real=real)
    if not found:
        return None
    number, label, role, area, read_only, per_minute, account, name, officer, *_ = found[0]
    granted = [(row[-2], row[-1]) for row in found if row[-2] is not None]
    posts = [(one.area, one.unit) for one in _of_posts(officer, at) if one.role == role]
    own = (number, label, role, area, read_only, per_minute, account, name, officer)
    return HeldToken(*own, held=(*posts, *granted))


def actor_of_token(found: HeldToken) -> Actor:
    """Who a token acts as: its account's hat, narrowed; NOBODY where the account has it no more."""
    if not found.held or ROLES[found.role].second_factor:
        return NOBODY
    allowed = ROLES[found.role].permissions
    return Actor(
        name=f"{found.name}（令牌 {found.label}）",
        scopes=narrowed(narrowed(area for area, _ in found.held), to=found.area),
        role=found.role,
        permissions=allowed & READING if found.read_only else allowed,
        user=found.account,
        unit=found.held[0][1],
        officers=frozenset([found.officer] if found.officer else []),
    )


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


def looks_concerning(actor: Actor) -> QuerySet[BreakGlass]:
    """An actor's own looks beyond, and those of others into the actor's areas, newest first."""
    concerned = Q(user_id=actor.user)
    for scope in actor.scopes:
        concerned |= Q(area__startswith=scope)
    return break_glasses().filter(concerned)


def exports() -> QuerySet[Export]:
    """What left by a file, newest first."""
    return Export.objects.order_by("-at", "-pk")
