"""What a refusal is and which HTTP status it has: one table for pages and API.

The row lock refuses too, in the words of the database: `refusal_of` turns them into ours.
"""

from collections.abc import Iterator
from typing import Final

from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext
from psycopg.errors import InsufficientPrivilege

from lianfang.kernel.errors import DomainError, NotAllowed, NotFound, WrongCall

STATUS: Final[tuple[tuple[type[DomainError], int], ...]] = (
    (NotFound, 404),
    (NotAllowed, 403),
    (WrongCall, 400),
)
OTHERWISE: Final = 422


class RowOutOfReach(NotAllowed):
    """The database refused to read or write a row that lies outside what the session may see."""

    code = "access.row_out_of_reach"
    sentence = "有的记录在您的辖区之外，没有写入。请换用管辖该处的身份，或转交当地办理。"


class TooMuchAtOnce(DomainError):
    """What was sent is larger than one request may be."""

    code = "access.too_much_at_once"
    sentence = "一次发送的内容太大，没有接收。请分几次发送，或作为文件上传。"
    status = 413


def refusal_of(problem: BaseException) -> DomainError | None:
    """The refusal that a failure is: itself, or the row lock's behind it; None for what nobody foresaw."""
    for cause in _causes(problem):
        if isinstance(cause, DomainError):
            return cause
        if isinstance(cause, InsufficientPrivilege):
            return RowOutOfReach()
        if isinstance(cause, RequestDataTooBig):
            return TooMuchAtOnce()
    return None


def _causes(problem: BaseException) -> Iterator[BaseException]:
    """A failure, and what raised it where the framework gave it another name."""
    yield problem
    if problem.__cause__ is not None and not isinstance(problem, DomainError):
        yield from _causes(problem.__cause__)


def status_of(problem: DomainError) -> int:
    """The status of a refusal; an error class may bear one of its own as `status`."""
    own = getattr(problem, "status", None)
    if isinstance(own, int):
        return own
    return next((status for kind, status in STATUS if isinstance(problem, kind)), OTHERWISE)


def sentence_of(problem: DomainError) -> str:
    """What is wrong and what to do, in the reader's language; so are facts that are words."""
    facts = {
        name: gettext(fact) if isinstance(fact, str) and fact else fact
        for name, fact in problem.facts.items()
    }
    return gettext(problem.sentence).format(**facts)


def told(problem: DomainError) -> tuple[str, int]:
    """A refusal as a page that asks again tells it: the sentence, and the status of the answer."""
    return sentence_of(problem), status_of(problem)
