"""The short way in: a call with a token goes straight to its operation.

Sessions, cookies, languages and messages are of browsers; a program that calls many times a second has none.
What a token may do is asked anew at every call, and the rows it sees are those of its actor.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch, resolve

from lianfang.core.access import doors
from lianfang.core.access.requests import acting_by_token, has_token
from lianfang.core.api import problems
from lianfang.core.doors import now
from lianfang.kernel.errors import DomainError

PREFIX: Final = "/api/"
HEADERS: Final = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
}
View = TypeVar("View", bound=Callable[..., Any])


def straight(view: View) -> View:
    """Declare that a view asks nothing of the request but its actor, its moment and its token."""
    view.straight = True  # type: ignore[attr-defined]
    return view


class TokenDoor:
    """Middleware: whoever shows a token is led to the operation; others go on to the pages' door."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX) or not has_token(request):
            return self.get_response(request)
        match = _match(request.path_info, settings.ROOT_URLCONF)
        if not getattr(match.func, "straight", False):
            return self.get_response(request)
        request.get_host()  # refuses names that are not this server's
        return _answer(request, match)


@lru_cache(maxsize=1024)
def _match(path: str, urlconf: str) -> ResolverMatch:
    return resolve(path, urlconf)


def _answer(request: Any, match: ResolverMatch) -> HttpResponseBase:
    request.resolver_match, request.moment = match, now()
    with acting_by_token(request, at=request.moment) as request.actor:
        answer = _checked(request, match)
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    return answer


def _checked(request: Any, match: ResolverMatch) -> HttpResponseBase:
    try:
        doors.check(request.actor, doors.declared(match.func, request.method))
    except DomainError as refusal:
        return problems.refused(request, refusal)
    answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return answer
