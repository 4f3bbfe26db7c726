"""Pages for everybody: without sign-in, without a cookie, in the language of the address, cached or never.

Whoever is signed in sees just what others see: these views ask for nobody's rights.
"""

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address
from typing import Any, Final, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from lianfang.core import sealing
from lianfang.core.access.doors import public
from lianfang.core.access.rows import acting
from lianfang.core.access.terms import NOBODY
from lianfang.core.pages import PageRequest

PageView = Callable[..., HttpResponse]
LANGUAGE: Final = "lang"
NEVER: Final = "no-store"


def openly(*, cached: int = 0) -> Callable[[PageView], PageView]:
    """Declare a view that answers everybody; what it says may be kept for `cached` seconds, else never.

    There is no session to be misused, so a form needs no token and no cookie.
    """

    def declare(view: PageView) -> PageView:
        @public
        @csrf_exempt
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
            asked = cast(PageRequest, request)
            asked.actor = NOBODY
            with acting(NOBODY), translation.override(_language(asked)):
                response = view(asked, *args, **values)
            kept = f"public, max-age={cached}" if cached and response.status_code < BAD else NEVER
            response.headers["Cache-Control"] = kept
            response.headers["Referrer-Policy"] = "no-referrer"
            return response

        return answered

    return declare


BAD: Final = 400


def _language(request: HttpRequest) -> str:
    """The language of the address, else the one in use."""
    asked = request.GET.get(LANGUAGE, "")
    return (
        asked if asked in dict(settings.LANGUAGES) else translation.get_language() or settings.LANGUAGE_CODE
    )


def caller(request: HttpRequest) -> str:
    """Who calls, as a keyed digest that leads back to nobody: the address, or the one our own proxy names."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    named = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    if named and _is_own(address):
        address = named
    return sealing.digest("caller", address).hex()


def _is_own(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
