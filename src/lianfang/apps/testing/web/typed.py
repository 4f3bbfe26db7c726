"""What was typed into forms, as values; and what all forms of testing do with a refusal."""

from collections.abc import Callable
from datetime import date, time
from enum import StrEnum
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from lianfang.core.pages import PageRequest
from lianfang.core.refusals import status_of
from lianfang.kernel.errors import DomainError, NotAllowed, NotFound, WrongCall

Page = Callable[[dict[str, Any]], HttpResponse]
Closed = TypeVar("Closed", bound=StrEnum)
MOST_DIGITS = 7


def number(request: PageRequest, name: str) -> int:
    """A number as typed, nothing for zero; raises WrongCall."""
    text = request.POST.get(name, "").strip()
    if text and not (text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS):
        raise WrongCall(problem=gettext("“{text}”不是数字").format(text=text))
    return int(text or 0)


def one_of(request: PageRequest, name: str, closed: type[Closed]) -> Closed:
    """A word of a closed list; raises WrongCall."""
    text = request.POST.get(name, "")
    if text not in set(closed):
        raise WrongCall(problem=gettext("“{text}”不在可选的范围内").format(text=text))
    return closed(text)


def clock_time(request: PageRequest, name: str) -> time:
    """A time of day; raises WrongCall."""
    text = request.POST.get(name, "")
    try:
        return time.fromisoformat(text)
    except ValueError as problem:
        raise WrongCall(problem=gettext("“{text}”不是时刻").format(text=text)) from problem


def day(text: str) -> date:
    """A day; raises WrongCall."""
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise WrongCall(problem=gettext("“{text}”不是日期").format(text=text)) from problem


def done(
    request: PageRequest, work: Callable[[], object], *, said: str, then: tuple[str, ...], page: Page
) -> HttpResponse:
    """Do something; what is refused comes back on its page with what was typed."""
    try:
        work()
    except NotAllowed:
        raise
    except DomainError as refusal:
        if isinstance(refusal, NotFound) and request.method != "POST":
            raise
        answer = page({"problem": str(refusal), "tried": request.POST})
        answer.status_code = status_of(refusal)
        return answer
    messages.success(request, said)
    return redirect(*then)
