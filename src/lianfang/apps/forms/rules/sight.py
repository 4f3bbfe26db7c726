"""Of which unit alone somebody sees and fills in reports: clerks of units and sites are bound to theirs."""

from typing import Final
from uuid import UUID

from lianfang.core.access.roles import RoleCode
from lianfang.core.access.terms import Actor
from lianfang.kernel.area_code import LENGTHS, Level

NO_UNIT: Final = UUID(int=0)
"""The unit of a clerk without one: nothing belongs to it."""


def bound_to(actor: Actor) -> UUID | None:
    """The one unit whose reports an actor sees; None for whoever sees those of a whole area."""
    if actor.role == RoleCode.UNIT_CLERK:
        return actor.unit or NO_UNIT
    return actor.unit if actor.role == RoleCode.SITE_CLERK else None


def decides_at(actor: Actor, level: Level, area: str) -> bool:
    """Whether an actor stands at the level that decides, or above it, for an area."""
    return any(area.startswith(scope) and len(scope) <= LENGTHS[level] for scope in actor.scopes)
