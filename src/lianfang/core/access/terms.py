"""Who acts: a name for the log, a role with its permissions, and the areas where it is held."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, TypedDict
from uuid import UUID

from lianfang.core.access.permissions import EVERY, Permission
from lianfang.core.access.roles import ROLE_NAMES, RoleCode
from lianfang.kernel import area_code

OTHER_TITLES: Final = {
    "break_glass": "紧急查看（只看）",
    "none": "无岗位",
    "nobody": "未登录",
    "public": "公众",
}
EVERYWHERE: Final[tuple[str, ...]] = ("",)
NOWHERE: Final = "00"
"""A prefix that no place has: the single scope of an actor without any."""


@dataclass(frozen=True)
class Actor:
    """The person or job that acts, as one *hat*: one role over the areas where it is held.

    `scopes` are area prefixes, "" is everywhere; an actor without scopes sees nothing. `user` is the account,
    `unit` the unit to which a unit's clerk is bound; `officers` those whose duties are the actor's own: the
    officer that the actor is, and those for whom it stands in.
    """

    name: str
    scopes: tuple[str, ...] = EVERYWHERE
    role: str = "operator"
    permissions: frozenset[Permission] = frozenset()
    user: int | None = None
    unit: UUID | None = None
    officers: frozenset[UUID] = frozenset()

    def __post_init__(self) -> None:
        if isinstance(self.scopes, str):
            raise TypeError("scopes are a tuple of prefixes")

    @classmethod
    def job(cls, name: str, scopes: tuple[str, ...] = EVERYWHERE) -> "Actor":
        """A job of the program under a name of its own, with every permission, within scopes."""
        return cls(name=name, scopes=scopes, role="job", permissions=EVERY)

    @property
    def scope(self) -> str:
        """The one prefix that holds all scopes: of several the longest that they share."""
        if not self.scopes:
            return NOWHERE
        return area_code.shared(self.scopes)

    @property
    def officer(self) -> UUID | None:
        """The officer in whose name the actor acts, where it is one alone."""
        return next(iter(self.officers)) if len(self.officers) == 1 else None

    def may_see(self, area: str) -> bool:
        """Whether an area lies within the actor's scopes."""
        return any(not scope or area_code.contains(scope, area) for scope in self.scopes)

    @property
    def title(self) -> str:
        """The name of the role, as people see it."""
        return ROLE_NAMES.get(self.role, OTHER_TITLES.get(self.role, self.role))

    def may(self, permission: Permission) -> bool:
        """Whether the actor's role holds a permission."""
        return permission in self.permissions


NO_UNIT: Final = UUID(int=0)
"""The unit of a clerk without one: nothing belongs to it."""


def bound_to(actor: Actor) -> UUID | None:
    """The one unit whose records an actor sees, as clerks of units and sites; None for a whole area."""
    if actor.role == RoleCode.UNIT_CLERK:
        return actor.unit or NO_UNIT
    return actor.unit if actor.role == RoleCode.SITE_CLERK else None


def narrowed(scopes: Iterable[str], *, to: str = "") -> tuple[str, ...]:
    """The scopes within `to` (or it within them), without those that lie inside another."""
    inside = {one if one.startswith(to) else to for one in scopes if one.startswith(to) or to.startswith(one)}
    return tuple(
        sorted(one for one in inside if not any(one != other and one.startswith(other) for other in inside))
    )


@dataclass(frozen=True, slots=True)
class HeldToken:
    """A token that holds, with the areas (and units) in which its account has the token's role now."""

    id: int
    label: str
    role: str
    area: str
    read_only: bool
    per_minute: int
    account: int
    name: str
    officer: UUID | None
    held: tuple[tuple[str, UUID | None], ...]


@dataclass(frozen=True)
class SignInSeen:
    """A line of the sign-in log."""

    at: datetime
    username: str
    outcome: str
    address: str


class Outcome(StrEnum):
    """What became of an attempt to sign in."""

    SIGNED_IN = "signed_in"
    ENTERED = "entered"
    FAILED = "failed"
    LOCKED = "locked"
    SIGNED_OUT = "signed_out"


OUTCOME_NAMES: dict[str, str] = {
    "signed_in": "登录",
    "entered": "一次性链接进入",
    "failed": "密码或验证码有误",
    "locked": "多次失败，已锁定",
    "signed_out": "退出",
}

BREAK_GLASS_ROLE: Final = "break_glass"
BREAK_GLASS_PERMISSIONS: Final = frozenset(
    {
        Permission.OWN_ACCOUNT,
        Permission.VIEW_GAPS,
        Permission.VIEW_ROLLUP,
        Permission.FIND_PERSON,
        Permission.VIEW_PERSON,
        Permission.UNMASK,
    }
)
"""What a look beyond one's area allows: to see, never to change."""

SYSTEM = Actor(name="system", role="system", permissions=EVERY)
NOBODY = Actor(name="未登录", scopes=(), role="nobody")
"""Who looks at pages before signing in."""


@dataclass(frozen=True)
class Work:
    """Work that must see more rows than the actor for whom it is done, and why; listed in SECURITY.md."""

    name: str
    reason: str
    scopes: tuple[str, ...] = EVERYWHERE


class Told(TypedDict):
    """Who, and when."""

    by: Actor
    at: datetime
