"""How values look to a person: moments, what is left of a time limit, shares."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lianfang.apps.people.terms import SEX_NAMES
from lianfang.kernel.clock import ZONE

register = template.Library()
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SOON = timedelta(hours=2)
"""What is left of a time limit when its chip turns amber."""


@register.filter
def clock(moment: datetime | None, beside: datetime | None = None) -> str:
    """A moment as its wall clock; with its day where that differs from the day of `beside`."""
    if moment is None:
        return "—"
    local = moment.astimezone(ZONE)
    if beside and local.date() == beside.astimezone(ZONE).date():
        return _("今天 {time}").format(time=f"{local:%H:%M}")
    if beside and local.year == beside.astimezone(ZONE).year:
        return f"{local:%m-%d %H:%M}"
    return f"{local:%Y-%m-%d %H:%M}"


@register.filter
def stamp(moment: datetime | None) -> str:
    """A moment in full, the same in every language."""
    return f"{moment.astimezone(ZONE):%Y-%m-%d %H:%M}" if moment else "—"


@register.filter
def stamp_second(moment: datetime) -> str:
    """A moment to the second: of what is kept for some of them."""
    return f"{moment.astimezone(ZONE):%Y-%m-%d %H:%M:%S}"


@register.filter
def typed(moment: datetime) -> str:
    """A moment as an address carries it."""
    return moment.astimezone(ZONE).replace(tzinfo=None).isoformat()


@register.filter
def zoned(moment: datetime) -> str:
    """A moment as machines read it, with its zone."""
    return moment.astimezone(ZONE).isoformat()


@register.filter
def day(on: date | None) -> str:
    """A day without its year."""
    return _written(on, f"{on.month}月{on.day}日", "%-d %b") if on else "—"


@register.filter
def full_day(on: date | None) -> str:
    """A day with its year."""
    return _written(on, f"{on.year}年{on.month}月{on.day}日", "%-d %b %Y") if on else "—"


def _written(on: date, chinese: str, english: str) -> str:
    return on.strftime(english) if get_language() == "en" else chinese


@register.filter
def left_of(due: datetime, moment: datetime) -> str:
    """What is left until a time limit, or how long it is past."""
    left = due - moment
    if left > timedelta(0):
        return _("还剩{span}").format(span=_span(left))
    return _("逾期{span}").format(span=_span(-left))


def _span(length: timedelta) -> str:
    if length >= DAY:
        return _("{count}天").format(count=length // DAY)
    if length >= HOUR:
        return _("{count}小时").format(count=length // HOUR)
    return _("{count}分钟").format(count=max(length // timedelta(minutes=1), 1))


@register.filter
def urgency(due: datetime, moment: datetime) -> str:
    """The tone of a time limit: past, near, or far."""
    left = due - moment
    return "bad" if left <= timedelta(0) else "late" if left <= SOON else "good"


@register.filter
def share(part: int, whole: int) -> str:
    """A part of a whole in percent; never 100 % while something is missing."""
    if not whole:
        return "—"
    percent = part / whole * 100
    return f"{min(percent, 99.9):.1f}%" if part < whole else "100%"


@register.filter
def counted(number: int | None) -> str:
    """A count with thousands apart; nothing known is a dash."""
    return "—" if number is None else f"{number:,}"


@register.filter
def at(items: Sequence[Any], place: int) -> Any:
    """The item at a place of a list."""
    return items[place]


@register.filter
def of(names: Mapping[str, str], code: str) -> str:
    """The name of a code; a code without a name stands for itself."""
    return names.get(code, code)


@register.filter
def sex(code: str) -> str:
    """A person's sex as it is written."""
    return _(SEX_NAMES[code]) if code in SEX_NAMES else "—"


TONES = {
    "issued": "late",
    "served": "good",
    "lapsed": "late",
    "review": "late",
    "rejected": "bad",
    "success": "good",
    "warning": "late",
    "error": "bad",
}


@register.filter
def tone(code: str) -> str:
    """The colour of a state, an outcome or a message: one place for all pages; most are plain."""
    return TONES.get(code, "")
