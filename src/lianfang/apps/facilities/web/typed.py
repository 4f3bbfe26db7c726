"""What was typed into forms, as values; and what all forms of a site do with a refusal."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from lianfang.core.pages import PageRequest
from lianfang.core.refusals import status_of
from lianfang.kernel.errors import DomainError, NotAllowed, NotFound, WrongCall

Choice = TypeVar("Choice", bound=StrEnum)
Page = Callable[[dict[str, Any]], HttpResponse]


def number(request: PageRequest, name: str) -> int:
    """A number as typed, nothing for zero; raises WrongCall."""
    text = request.POST.get(name, "").strip()
    if text and not (text.isascii() and text.isdecimal() and len(text) < 8):  # noqa: PLR2004  ten million
        raise WrongCall(problem=gettext("“{text}”不是数字").format(text=text))
    return int(text or 0)


def choice(request: PageRequest, name: str, words: type[Choice], *, wrong: str) -> Choice:
    """One of a closed list as chosen; raises WrongCall with a sentence about `{text}`."""
    text = request.POST.get(name, "")
    if text not in set(words):
        raise WrongCall(problem=wrong.format(text=text))
    return words(text)


def told(request: PageRequest) -> dict[str, Any]:
    """Who does something and when, as every operation takes it."""
    return {"by": request.actor, "at": request.moment}


def done(
    request: PageRequest, work: Callable[[], object], *, said: str, then: tuple[str, ...], page: Page
) -> HttpResponse:
    """Do something; what is refused comes back on its page with what was typed."""
    try:
        work()
    except (NotAllowed, NotFound):
        raise
    except DomainError as refusal:
        answer = page({"problem": str(refusal), "tried": request.POST})
        answer.status_code = status_of(refusal)
        return answer
    messages.success(request, said)
    return redirect(*then)
