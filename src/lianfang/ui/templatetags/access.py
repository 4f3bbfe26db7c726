"""Menus ask the same question as the doors: may this person do that?"""

from django import template

from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.access.ways import way

register = template.Library()


@register.filter
def may(actor: Actor | None, permission: str) -> bool:
    """Whether the one who looks holds a permission; a permission that does not exist is a defect."""
    return actor is not None and actor.may(Permission(permission))  # type: ignore[call-arg]  # by its code


@register.filter
def sees(actor: Actor | None, area: str) -> bool:
    """Whether an area lies in the actor's scopes: places above are named, not linked."""
    return actor is not None and actor.may_see(area)


@register.filter
def goes(actor: Actor | None, view: str) -> bool:
    """Whether the door of a place's page lets the actor pass."""
    return actor is not None and bool(way(actor, view, "0"))
