"""The addresses to which somebody may go: menus and links ask what the door will ask."""

from functools import lru_cache

from django.urls import resolve, reverse

from lianfang.core.access import doors
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor


def way(actor: Actor, view: str, *args: object) -> str:
    """The address of a page, for whom its door lets pass; empty for others."""
    return _address(view, args) if doors.allows(actor, _needed(view, len(args))) else ""


@lru_cache(maxsize=1024)
def _address(view: str, args: tuple[object, ...]) -> str:
    return reverse(view, args=args)


@lru_cache(maxsize=256)
def _needed(view: str, arguments: int) -> Permission | str | None:
    return doors.declared(resolve(reverse(view, args=["0"] * arguments)).func)
