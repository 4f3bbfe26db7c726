"""Dates as people write them in lists.

A date without its year gets the latest year that does not lie after the day of reading, and says so. What
could be two different days is refused, never chosen.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused
from lianfang.kernel.text import clean

EPOCH = date(1899, 12, 30)  # serial 0 of spreadsheets, as valid from serial 61 (1900-03-01) on
FIRST_SERIAL, LAST_SERIAL = 10000, 73050  # 1927-05-18 to 2099-12-31: five digits that can be nothing else
EARLIEST_YEAR = 1800
_MONTH_NAMES = "JanFebMarAprMayJunJulAugSepOctNovDec"
_MONTHS = {_MONTH_NAMES[at : at + 3].lower(): at // 3 + 1 for at in range(0, len(_MONTH_NAMES), 3)}
_LAST_MONTH = 12
_PART_OF_DAY = "(?:上午|下午|早上|晚上|凌晨|中午)"
_WALL = r"(?:[01]?[0-9]|2[0-4])[:时点](?:[0-5]?[0-9](?:[:分](?:[0-5]?[0-9](?:\.[0-9]+)?秒?)?)?)?"
_OFFSET = r"(?:Z|[+\-][0-9]{2}:?[0-9]{2})?"
_TIME = rf"(?:[ T]*{_PART_OF_DAY}?[ ]*{_WALL}(?:[ ]?[AP]M)?{_OFFSET}|[ ]*{_PART_OF_DAY})?"
_MONTH_NAME = r"(?P<mon>[A-Za-z]{3})[A-Za-z]*\.?"


class Certainty(StrEnum):
    """How sure the year is."""

    EXACT = "exact"
    YEAR_ASSUMED = "year_assumed"


@dataclass(frozen=True, slots=True)
class DateReading:
    """A day, and whether its year was written or assumed."""

    value: date
    certainty: Certainty


class UnreadableDate(InputRefused):
    """Base of the ways in which a text is no single day; itself: no known way of writing a date."""

    code = "date.unreadable"
    sentence = "“{value}”不是可识别的日期。请按2022-03-05的格式填写。"


class ImpossibleDate(UnreadableDate):
    """Such a day is not in the calendar."""

    code = "date.impossible"
    sentence = "日期“{value}”不存在。请核对后按2022-03-05的格式填写。"


class AmbiguousDate(UnreadableDate):
    """The text may mean different days."""

    code = "date.ambiguous"
    sentence = "日期“{value}”可有多种理解。请写全四位年份，如2022-03-05。"


class FutureDate(UnreadableDate):
    """The day lies after the day of reading."""

    code = "date.future"
    sentence = "日期“{value}”晚于{on}。请核对后重填。"


def _shape(pattern: str, tail: str = _TIME) -> re.Pattern[str]:
    return re.compile(pattern + tail, re.IGNORECASE)


_YMD = _shape(
    r"(?P<y>[0-9]{4})[ ]?(?:[-/.年_,][ ]?|[ ])(?P<m>[0-9]{1,2})[ ]?(?:[-/.月_,][ ]?|[ ])"
    r"(?P<d>[0-9]{1,2})[ ]?[日号.]?"
)
_COMPACT = _shape(
    r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})(?:\.0+)?", r"(?:[0-9]{4}(?:[0-9]{2})?)?" + _TIME
)
_SHORT_YEAR = _shape(r"(?P<yy>[0-9]{2})[ ]?年[ ]?(?P<m>[0-9]{1,2})[ ]?月[ ]?(?P<d>[0-9]{1,2})[ ]?[日号]?")
_MONTH_DAY = _shape(
    r"(?P<m>[0-9]{1,2})(?:[ ]?月[ ]?(?P<d>[0-9]{1,2})[ ]?[日号]?|[./-](?P<d2>[0-9]{1,2})[日号]?)"
)
_SERIAL = re.compile(r"(?P<serial>[0-9]{5})(?:\.[0-9]+)?")
_DAY_LAST_YEAR = _shape(r"(?P<a>[0-9]{1,2})[-/.](?P<b>[0-9]{1,2})[-/.](?P<y>[0-9]{4})")
_THREE_SHORT = _shape(r"(?P<a>[0-9]{1,2})[-/.](?P<b>[0-9]{1,2})[-/.](?P<c>[0-9]{1,2})")
_NAMED = (
    _shape(rf"(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?[ \-/.]?{_MONTH_NAME}[ \-/,.]{{0,2}}(?P<y>[0-9]{{4}})"),
    _shape(rf"{_MONTH_NAME}[ \-]?(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?[ ,]{{1,2}}(?P<y>[0-9]{{4}})"),
)


def read_date(text: str, *, on: date, allow_future: bool = False) -> DateReading:
    """Read one day as written in a list that was received on the day `on`.

    Raises UnreadableDate, ImpossibleDate, AmbiguousDate or FutureDate (a day after `on`, unless allowed).
    """
    value = clean(text)
    reading = _read(value, on)
    if reading.value > on and not allow_future:
        raise FutureDate(value=value, on=on)
    return reading


def read_moment(text: str) -> datetime | None:
    """A moment as written, of the jurisdiction's zone where it names none; None where it can't be read.

    A day alone is its first moment.
    """
    plain = text.strip().replace("/", "-").replace("年", "-").replace("月", "-").replace("日", " ")
    try:
        read = datetime.fromisoformat("T".join(plain.split()))
    except ValueError:
        return _single_figures(plain)
    return read if read.tzinfo else read.replace(tzinfo=ZONE)


def _single_figures(text: str) -> datetime | None:
    """A moment whose month, day or hour is written with a single figure."""
    for form in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d"):
        try:
            return datetime.strptime(" ".join(text.split()), form).replace(tzinfo=ZONE)
        except ValueError:
            continue
    return None


def _read(value: str, on: date) -> DateReading:
    if match := _YMD.fullmatch(value) or _COMPACT.fullmatch(value):
        return _exact(value, match["y"], match["m"], match["d"])
    if match := _SERIAL.fullmatch(value):
        return _from_serial(value, int(match["serial"]))
    if match := _SHORT_YEAR.fullmatch(value):
        return _short_year(value, match, on)
    if match := _DAY_LAST_YEAR.fullmatch(value):
        return _day_or_month_first(value, match)
    if _THREE_SHORT.fullmatch(value):
        raise AmbiguousDate(value=value)
    if match := _MONTH_DAY.fullmatch(value):
        return _latest_year(value, int(match["m"]), int(match["d"] or match["d2"]), on)
    return _with_month_name(value)


def _exact(value: str, year: str | int, month: str | int, day: str | int) -> DateReading:
    try:
        read = date(int(year), int(month), int(day))
    except ValueError:
        raise ImpossibleDate(value=value) from None
    if read.year < EARLIEST_YEAR:
        raise ImpossibleDate(value=value)
    return DateReading(read, Certainty.EXACT)


def _from_serial(value: str, serial: int) -> DateReading:
    if not FIRST_SERIAL <= serial <= LAST_SERIAL:
        raise UnreadableDate(value=value)
    return DateReading(EPOCH + timedelta(days=serial), Certainty.EXACT)


def _short_year(value: str, match: re.Match[str], on: date) -> DateReading:
    year = on.year - (on.year - int(match["yy"])) % 100
    read = _exact(value, year, match["m"], match["d"]).value
    return DateReading(read, Certainty.YEAR_ASSUMED)


def _day_or_month_first(value: str, match: re.Match[str]) -> DateReading:
    first, second = int(match["a"]), int(match["b"])
    if first <= _LAST_MONTH and second <= _LAST_MONTH and first != second:
        raise AmbiguousDate(value=value)
    month, day = (first, second) if first <= _LAST_MONTH else (second, first)
    return _exact(value, match["y"], month, day)


def _latest_year(value: str, month: int, day: int, on: date) -> DateReading:
    for year in (on.year, on.year - 1):
        try:
            read = date(year, month, day)
        except ValueError:
            continue
        if read <= on:
            return DateReading(read, Certainty.YEAR_ASSUMED)
    raise ImpossibleDate(value=value)


def _with_month_name(value: str) -> DateReading:
    for shape in _NAMED:
        match = shape.fullmatch(value)
        if match and match["mon"].lower() in _MONTHS:
            return _exact(value, match["y"], _MONTHS[match["mon"].lower()], match["d"])
    raise UnreadableDate(value=value)
