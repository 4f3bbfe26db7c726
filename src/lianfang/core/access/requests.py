"""Who makes a request: the session's account in the hat it chose, or the token in its header."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth import logout
from django.http import HttpRequest
from django.utils import timezone

from lianfang.core.access import queries, rows
from lianfang.core.access.terms import NOBODY, Actor

LONGEST_SESSION: Final = timedelta(hours=12)
"""A shift; after it one signs in again, busy or not. Idle sessions end by SESSION_COOKIE_AGE."""
SEEN_EVERY: Final = timedelta(minutes=5)
"""How often a session is written to keep it from running out: not at every page."""
HAT: Final = "hat"
HEADER: Final = "HTTP_AUTHORIZATION"
BEARER: Final = "Bearer "


def identify(request: HttpRequest, *, at: datetime) -> tuple[Actor, list[Actor]]:
    """The actor of a session's request, and every hat its account has."""
    real = timezone.now()
    if not request.user.is_authenticated or _outlived(request, real):
        return NOBODY, []
    _keep(request, real)
    return queries.actor_of(request.user, at=at, real=real, wanted=request.session.get(HAT, ""))


def has_token(request: HttpRequest) -> bool:
    """Whether a request says that it comes with a token."""
    return bool(request.META.get(HEADER, "").startswith(BEARER))


@contextmanager
def acting_by_token(request: HttpRequest, *, at: datetime) -> Iterator[Actor]:
    """Act, for the length of a block, as who the token of a request says; NOBODY where it does not hold."""

    def find() -> Actor:
        secret = request.META[HEADER].removeprefix(BEARER).strip()
        found = queries.token(secret, at=at, real=timezone.now())
        request.token = found  # type: ignore[attr-defined]
        return queries.actor_of_token(found) if found else NOBODY

    with rows.acting_as_found(queries.IDENTIFYING, find) as actor:
        yield actor


def _outlived(request: HttpRequest, real: datetime) -> bool:
    began = request.session.get("began", 0.0)
    if real.timestamp() - began <= LONGEST_SESSION.total_seconds():
        return False
    logout(request)
    return True


def _keep(request: HttpRequest, real: datetime) -> None:
    if real.timestamp() - request.session.get("seen", 0.0) > SEEN_EVERY.total_seconds():
        request.session["seen"] = real.timestamp()
