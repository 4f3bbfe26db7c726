"""What people type, read into values: a day, a time, a number, a word of a closed list.

Each takes the text as it stands in a form or on a command line, and raises WrongCall with that text and how
it should be written.
"""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final, TypeVar
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import WrongCall

Closed = TypeVar("Closed", bound=StrEnum)
Default = TypeVar("Default")
MOST_DIGITS: Final = 9
NONE_OF_THESE: Final = _("“{text}”不在可选的范围内。")


def day(text: str) -> date:
    """A day, as 2022-03-05."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as problem:
        raise _wrong(gettext("“{text}”不是日期，应写作 2022-03-05。"), text) from problem


def day_or(text: str, default: Default) -> date | Default:
    """A day; where nothing is typed, the default."""
    return day(text) if text.strip() else default


def end_of(text: str) -> datetime:
    """The end of a day, in the jurisdiction's zone: whoever types a last day means all of it."""
    return datetime.combine(day(text) + timedelta(days=1), time(), tzinfo=ZONE)


def clock_time(text: str) -> time:
    """A time of day, as 16:00."""
    try:
        return time.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError as problem:
        raise _wrong(gettext("“{text}”不是时刻，应写作 16:00。"), text) from problem


def moment(text: str) -> datetime:
    """A moment, as 2022-03-05T16:00; without an offset one of the jurisdiction's zone."""
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError as problem:
        raise _wrong(gettext("“{text}”不是时间，应写作 2022-03-05T16:00。"), text) from problem
    return read if read.tzinfo else read.replace(tzinfo=ZONE)


def number(text: str) -> int:
    """A whole number of nine digits at most."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= MOST_DIGITS):
        raise _wrong(gettext("“{text}”不是数字，应写作 12。"), text)
    return int(digits)


def number_or(text: str, default: Default) -> int | Default:
    """A whole number; where nothing is typed, the default."""
    return number(text) if text.strip() else default


def one_of(text: str, closed: type[Closed], *, wrong: str = NONE_OF_THESE) -> Closed:
    """A word of a closed list; `wrong` says of `{text}` that it is none."""
    if text not in set(closed):
        raise _wrong(gettext(wrong), text)
    return closed(text)


def uid(text: str) -> UUID:
    """The reference of what was chosen from a list."""
    try:
        return UUID(text)
    except ValueError as problem:
        raise _wrong(gettext("没有选定（“{text}”），请从列表中选择。"), text) from problem


def _wrong(sentence: str, text: str) -> WrongCall:
    return WrongCall(problem=sentence.format(text=text))
