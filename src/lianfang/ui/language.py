"""In which language a page speaks: what its reader chose, Simplified Chinese until then."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


class LanguageDoor:
    """Middleware: speak the language of the reader's cookie.

    The browser's own wish is not asked: an office sets its screens once, and what one person points at looks
    the same for the next.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(chosen(request)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "")
            return response


def chosen(request: HttpRequest) -> str:
    """The language that the reader chose before, if the program has it."""
    asked = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
