"""Days of the calendar: the day that a date, a month's end or a day of the week means."""

from calendar import monthrange
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from lianfang.apps.directives.rules.numerals import number_of

LONG_PAST: Final = 180
"""A day without a year that lies so many days before the paper is of the next year."""
_WEEK: Final = "一二三四五六日"
_DECEMBER: Final = 12


@dataclass(frozen=True, slots=True)
class Dated:
    """What days are told by: the paper's own date, and the year of a day that names none."""

    on: date | None = None
    year: int | None = None


def day_of(part: dict[str, str | None], dated: Dated) -> tuple[date | None, tuple[str, ...]]:
    """The day of the groups of a date, and what is doubtful of it."""
    year, told = _year(part, dated)
    month = int(number_of(str(part["mon"]))) if part.get("mon") else (dated.on.month if dated.on else 0)
    if not month or year is None:
        return None, ("date_without_year",)
    if part.get("rel") in {"下月", "次月"}:
        year, month = (year + 1, 1) if month == _DECEMBER else (year, month + 1)
    try:
        on = (
            _end_of_month(year, month, str(part["end"]))
            if part.get("end")
            else date(year, month, int(number_of(str(part["day"]))))
        )
    except ValueError:
        return None, ("date_impossible",)
    if dated.on and not part.get("year") and (dated.on - on).days > LONG_PAST:
        on = _next_year(on)
    return on, (*told, *(("date_before_paper",) if dated.on and on < dated.on else ()))


def _next_year(on: date) -> date:
    with suppress(ValueError):
        return on.replace(year=on.year + 1)
    return on


def _year(part: dict[str, str | None], dated: Dated) -> tuple[int | None, tuple[str, ...]]:
    if written := part.get("year"):
        return int(number_of(written)), ()
    if dated.year is None:
        return None, ("date_without_year",)
    return dated.year + (part.get("rel") in {"明年", "次年"}), ()


def _end_of_month(year: int, month: int, end: str) -> date:
    last = {"初": 5, "上旬": 10, "中旬": 20}.get(end, monthrange(year, month)[1])
    return date(year, month, last)


def relative_of(part: dict[str, str | None], dated: Dated) -> date | None:
    """The day of words that count from the paper: 本周五, 月底, 第一季度."""
    on = dated.on
    if on is None or part.get("event") or part.get("ahead"):
        return None
    if not part.get("span") and (part.get("day7") or part.get("week")):
        return _in_week(part, on)
    span, month = part.get("span") or "", part.get("month") or ""
    if span in _SPANS:
        return _end_of_month(on.year, _SPANS[span], "末")
    if span.startswith("第"):
        return _end_of_month(on.year, 3 * int(number_of(span[1])), "末")
    if "季" in span:
        return _end_of_month(on.year, (on.month + 2) // 3 * 3, "末")
    ahead = month.startswith(("下", "次"))
    year, number = (on.year + 1, 1) if ahead and on.month == _DECEMBER else (on.year, on.month + ahead)
    return None if "学期" in span else _end_of_month(year, number, str(part.get("end") or "底"))


def _in_week(part: dict[str, str | None], dated: date) -> date:
    sign = str(part.get("day7") or "日")[-1].replace("天", "日").replace("末", "日")
    monday = dated - timedelta(days=dated.weekday())
    later = 7 * ((part.get("week") or "").startswith("下"))
    return monday + timedelta(days=later + _WEEK.index(sign))


_SPANS: Final = {"今年": 12, "年": 12, "本年": 12, "下半年": 12, "上半年": 6}
