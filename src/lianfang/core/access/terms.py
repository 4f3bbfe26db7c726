"""Who acts: a name for the log, a role with its permissions, and the areas where it is held."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from lianfang.core.access.permissions import EVERY, Permission
from lianfang.kernel import area_code
from lianfang.kernel.area_code import LENGTHS

EVERYWHERE: Final = ("",)
NOWHERE: Final = "00"
"""A prefix that no place has: the single scope of an actor without any."""


@dataclass(frozen=True)
class Actor:
    """The person or job that acts, as one *hat*: one role over the areas where it is held.

    `scopes` are area prefixes, "" is everywhere; an actor without scopes sees nothing. `user` is the account,
    `unit` the unit to which a unit's clerk is bound.
    """

    name: str
    scopes: tuple[str, ...] = EVERYWHERE
    role: str = "operator"
    permissions: frozenset[Permission] = frozenset()
    user: int | None = None
    unit: UUID | None = None

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
        first = self.scopes[0]
        shared = (
            first[:n] for n in (0, *LENGTHS.values()) if all(s.startswith(first[:n]) for s in self.scopes)
        )
        return max(shared, key=len)

    def may_see(self, area: str) -> bool:
        """Whether an area lies within the actor's scopes."""
        return any(not scope or area_code.contains(scope, area) for scope in self.scopes)

    def may(self, permission: Permission) -> bool:
        """Whether the actor's role holds a permission."""
        return permission in self.permissions


SYSTEM = Actor(name="system", role="system", permissions=EVERY)
NOBODY = Actor(name="未登录", scopes=(), role="nobody")
"""Who looks at pages before signing in."""
