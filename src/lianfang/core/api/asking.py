"""A request as operations of the API see it, and what many of them ask of it."""

from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest

from lianfang.core.pages import PageRequest
from lianfang.kernel.errors import NotAllowed


class ApiRequest(PageRequest):
    """A request with its actor, its moment, and the token it came with."""

    token: Any


def officer_of(request: HttpRequest) -> UUID | None:
    """The officer for whom a token or a session acts; None for an account without one."""
    asked = cast(ApiRequest, request)
    account = getattr(asked, "token", None) or asked.user
    found: UUID | None = getattr(account, "officer", None)
    return found


def area_within(request: HttpRequest, area: str) -> str:
    """The area asked for, by default all that the actor sees; raises NotAllowed outside it."""
    actor = request.actor  # type: ignore[attr-defined]
    asked = area or actor.scope
    if area and not actor.may_see(asked):
        raise NotAllowed(actor=actor.name, action=f"查看{asked}")
    return str(asked)
