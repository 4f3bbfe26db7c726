"""Of which unit alone somebody sees findings and rosters: clerks of units are bound to theirs."""

from typing import Final
from uuid import UUID

from lianfang.core.access.roles import RoleCode
from lianfang.core.access.terms import Actor

NO_UNIT: Final = UUID(int=0)
"""The unit of a clerk without one: nothing belongs to it."""


def bound_to(actor: Actor) -> UUID | None:
    """The one unit whose records an actor sees; None for whoever sees those of a whole area."""
    if actor.role == RoleCode.UNIT_CLERK:
        return actor.unit or NO_UNIT
    return actor.unit if actor.role == RoleCode.SITE_CLERK else None
