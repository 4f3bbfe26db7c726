"""Who decides about reports of a place."""

from lianfang.core.access.terms import Actor
from lianfang.kernel.area_code import LENGTHS, Level


def closes(actor: Actor, reporter: str, area: str) -> bool:
    """Whether an actor stands above a reporter: above its place; for a unit, at the town's level at least."""
    longest = len(reporter) - 1 if reporter == area else LENGTHS[Level.TOWN]
    return any(area.startswith(scope) and len(scope) <= longest for scope in actor.scopes)


def decides_at(actor: Actor, level: Level, area: str) -> bool:
    """Whether an actor stands at the level that decides, or above it, for an area."""
    return any(area.startswith(scope) and len(scope) <= LENGTHS[level] for scope in actor.scopes)
