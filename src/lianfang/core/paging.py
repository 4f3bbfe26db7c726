"""A page of a list, and the way to the pages beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict

from lianfang.kernel.errors import WrongCall

SIZE: Final = 50


@dataclass(frozen=True)
class Page:
    """Some rows of a list: which page of how many, of how many rows, and the addresses beside it."""

    rows: Sequence[Any]
    number: int
    last: int
    total: int
    before: str
    after: str


def page_of(rows: Sequence[Any], asked: QueryDict, *, size: int = SIZE) -> Page:
    """The page that `?page=` asks for, of a list that is at hand; raises WrongCall for what is no number."""
    number = page_number(asked)
    last = max(-(-len(rows) // size), 1)
    number = min(number, last)
    shown = rows[(number - 1) * size : number * size]
    before = _address(asked, number - 1) if number > 1 else ""
    after = _address(asked, number + 1) if number < last else ""
    return Page(shown, number, last, len(rows), before, after)


def page_number(asked: QueryDict) -> int:
    """The page number asked for, from 1; raises WrongCall."""
    text = asked.get("page") or "1"
    if not text.isdecimal() or int(text) < 1:
        raise WrongCall(problem=f"页码“{text}”应为正整数。")
    return int(text)


def _address(asked: QueryDict, number: int) -> str:
    turned = asked.copy()
    turned["page"] = str(number)
    return f"?{turned.urlencode()}"
