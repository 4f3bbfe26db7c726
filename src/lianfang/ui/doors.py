"""What every page shares: the actor, the moment, the first lock, the place where errors become pages."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, cast

from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext

from lianfang.core import incidents, refusals
from lianfang.core.access import doors as access
from lianfang.core.access import rows
from lianfang.core.access.permissions import Permission
from lianfang.core.access.requests import identify
from lianfang.core.access.terms import NOBODY, Actor
from lianfang.core.doors import now
from lianfang.core.pages import PageRequest
from lianfang.kernel.errors import DomainError

FRAMEWORKS: Final = ("django.", "allauth.")
"""Whose errors have answers of their own; the database's have none."""
POLICY: Final = "default-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'"


class PageDoor:
    """Middleware: give the request its actor and moment; let pass who may; turn errors into pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, plain: HttpRequest) -> HttpResponse:
        request = cast(PageRequest, plain)
        request.moment = now()
        request.actor, request.hats = identify(plain, at=request.moment)
        with rows.acting(request.actor):
            response = self.get_response(request)
        _keep_acting(response, request.actor)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        if request.actor is not NOBODY:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(
        self, plain: HttpRequest, view: Callable[..., Any], args: object, kwargs: object
    ) -> HttpResponse | None:
        """Refuse views that do not declare what they need, and whoever may not; others may sign in first."""
        request = cast(PageRequest, plain)
        needed = access.declared(view, request.method or "")
        if request.actor is NOBODY and isinstance(needed, Permission):
            return _to_sign_in(request)
        try:
            access.check(request.actor, needed)
        except DomainError as refusal:
            return self.process_exception(request, refusal)
        return None

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """Refusals become their sentence; what nobody foresaw becomes an incident number."""
        refusal = refusals.refusal_of(problem)
        if refusal is not None:
            told = {"sentence": refusals.sentence_of(refusal)}
            return render(request, "ui/refusal.html", told, status=refusals.status_of(refusal))
        if type(problem).__module__.startswith(FRAMEWORKS) and not isinstance(problem, DatabaseError):
            return None
        return render(request, "ui/incident.html", {"number": incidents.keep(problem)}, status=500)


def _keep_acting(response: HttpResponseBase, actor: Actor) -> None:
    """A response written while it is sent sees what its actor may see, to its last piece."""
    if isinstance(response, StreamingHttpResponse) and getattr(response, "file_to_stream", None) is None:
        response.streaming_content = _acting(actor, cast(Iterable[bytes], response.streaming_content))


def _acting(actor: Actor, pieces: Iterable[bytes]) -> Iterator[bytes]:
    with rows.acting(actor):
        yield from pieces


def _to_sign_in(request: PageRequest) -> HttpResponse:
    """The sign-in page, and back; a fragment lets the whole page go there."""
    if not request.htmx:
        return redirect_to_login(request.get_full_path())
    here = request.htmx.current_url_abs_path or "/"
    return HttpResponse(status=401, headers={"HX-Redirect": redirect_to_login(here)["Location"]})


def absent(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for an address that leads nowhere."""
    return render(
        request, "ui/refusal.html", {"sentence": gettext("没有这个页面。请从导航进入。")}, status=404
    )


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for a request that Django itself turned down."""
    return render(request, "ui/refusal.html", {"sentence": gettext("请求不被接受。")}, status=400)
