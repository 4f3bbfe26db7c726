"""How values look to a person: moments, what is left of a time limit, shares."""

from datetime import datetime, timedelta

from django import template

from lianfang.kernel.clock import ZONE

register = template.Library()
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@register.filter
def clock(moment: datetime | None, beside: datetime | None = None) -> str:
    """A moment as its wall clock; with its day where that differs from the day of `beside`."""
    if moment is None:
        return "—"
    local = moment.astimezone(ZONE)
    if beside and local.date() == beside.astimezone(ZONE).date():
        return f"今天 {local:%H:%M}"
    if beside and local.year == beside.astimezone(ZONE).year:
        return f"{local:%m-%d %H:%M}"
    return f"{local:%Y-%m-%d %H:%M}"


@register.filter
def left_of(due: datetime, moment: datetime) -> str:
    """What is left until a time limit, or how long it is past."""
    left = due - moment
    return f"还剩{_span(left)}" if left > timedelta(0) else f"逾期{_span(-left)}"


def _span(length: timedelta) -> str:
    for unit, name in ((DAY, "天"), (HOUR, "小时")):
        if length >= unit:
            return f"{length // unit}{name}"
    return f"{max(length // MINUTE, 1)}分钟"


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
def at(items: list[str], place: int) -> str:
    """The item at a place of a list."""
    return items[place]


@register.filter
def of(names: dict[str, str], code: str) -> str:
    """The name of a code; a code without a name stands for itself."""
    return names.get(code, code)


@register.filter
def sex(code: str) -> str:
    """A person's sex as it is written."""
    return {"male": "男", "female": "女"}.get(code, "—")


TONES = {"issued": "late", "served": "good", "lapsed": "late", "review": "late", "rejected": "bad"}


@register.filter
def tone(code: str) -> str:
    """The colour of a state or an outcome: one place for all pages; most are plain."""
    return TONES.get(code, "")
