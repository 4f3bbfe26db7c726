"""The four levels of numbering in official documents: 一、 （一） 1. （1） (GB/T 9704-2012, 7.3.3)."""

from datetime import date

from lianfang.core.documents.elements import Level

DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """Return 1 to 99 in Chinese numerals, as headings count."""
    if not 1 <= number <= 99:  # noqa: PLR2004  two digits are the promise above
        raise ValueError(f"headings count from 1 to 99, not {number}")
    tens, units = divmod(number, 10)
    lead = "" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return lead + (DIGITS[units] if units else "")


def label(level: Level, number: int) -> str:
    """Return the number of a heading as its level writes it."""
    if level == 1:
        return f"{chinese(number)}、"
    if level == 2:  # noqa: PLR2004  the second of four levels
        return f"（{chinese(number)}）"
    return f"{number}." if level == 3 else f"（{number}）"  # noqa: PLR2004  the third of four levels


def written_date(day: date) -> str:
    """Return a date as official documents write it: Arabic numerals, no leading zero (7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


class HeadingCounter:
    """Counts headings; a heading of one level starts the levels below it anew."""

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}

    def next(self, level: Level) -> str:
        """Return the label of the next heading of this level."""
        self._counts = {known: count for known, count in self._counts.items() if known <= level}
        self._counts[level] = self._counts.get(level, 0) + 1
        return label(level, self._counts[level])
