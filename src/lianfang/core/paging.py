"""A page of a list, and the way to the pages beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from django.http import QueryDict

from lianfang.kernel.errors import WrongCall

SIZE: Final = 50


class Rows(Protocol):
    """A list of which a part can be had, at hand or fetched when it is asked for."""

    def __len__(self) -> int: ...

    def __getitem__(self, part: slice, /) -> Sequence[Any]: ...


@dataclass(frozen=True)
class Page:
    """Some rows of a list: which page of how many, of how many rows, and the addresses beside it."""

    rows: Sequence[Any]
    number: int
    last: int
    total: int
    before: str
    after: str

    @classmethod
    def beside(cls, rows: Sequence[Any], asked: QueryDict, total: int) -> "Page":
        """The page that these rows make, of a list of which only they were fetched."""
        number, last = _number(asked, total), _last(total)
        before = _address(asked, number - 1) if number > 1 else ""
        after = _address(asked, number + 1) if number < last else ""
        return cls(rows, number, last, total, before, after)


def page_of(rows: Rows, asked: QueryDict) -> Page:
    """The page that `?page=` asks for, of a list; raises WrongCall for what is no number."""
    skipped = skipped_before(asked, len(rows))
    return Page.beside(rows[skipped : skipped + SIZE], asked, len(rows))


def skipped_before(asked: QueryDict, total: int) -> int:
    """How many rows of a list of `total` come before the page asked for; raises WrongCall."""
    return (_number(asked, total) - 1) * SIZE


def _number(asked: QueryDict, total: int) -> int:
    text = asked.get("page") or "1"
    if not text.isdecimal() or int(text) < 1:
        raise WrongCall(problem=f"页码“{text}”应为正整数。")
    return min(int(text), _last(total))


def _last(total: int) -> int:
    return max(-(-total // SIZE), 1)


def _address(asked: QueryDict, number: int) -> str:
    turned = asked.copy()
    turned["page"] = str(number)
    return f"?{turned.urlencode()}"
