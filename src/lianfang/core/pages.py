"""A request as the views of pages see it, and what all forms do with a refusal."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django_htmx.middleware import HtmxDetails

from lianfang.core import refusals
from lianfang.core.access.terms import Actor, Told
from lianfang.kernel.errors import DomainError, NotAllowed

Page = Callable[[dict[str, Any]], HttpResponse]
"""Makes a page that asks, with what is to be added: the problem, and what was tried."""

T = TypeVar("T")


class PageRequest(HttpRequest):
    """A request with who looks, in which hats they could, when, and whether a fragment is enough."""

    actor: Actor
    hats: list[Actor]
    moment: datetime
    htmx: HtmxDetails


def told(request: HttpRequest) -> Told:
    """Who does something and when, as every operation takes it."""
    asked = cast(PageRequest, request)
    return {"by": asked.actor, "at": asked.moment}


def found_or(find: Callable[[], T], nothing: T) -> tuple[T, dict[str, str]]:
    """What was asked for by what was typed; `nothing`, and the page's problem, where that is refused."""
    try:
        return find(), {}
    except DomainError as refusal:
        return nothing, {"problem": refusals.told(refusal)[0]}


def done(
    request: PageRequest, work: Callable[[], object], *, said: str, then: tuple[str, ...], page: Page
) -> HttpResponse:
    """Do something and go on; what is refused comes back on its page with what was typed, none of it lost."""
    try:
        work()
    except NotAllowed:
        raise
    except DomainError as refusal:
        problem, status = refusals.told(refusal)
        answer = page({"problem": problem, "tried": request.POST})
        answer.status_code = status
        return answer
    messages.success(request, said)
    return redirect(*then)
