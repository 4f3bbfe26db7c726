"""Numbers as officials write and say them: in words, and rounded to tens of thousands."""

from collections.abc import Callable, Mapping
from typing import Final

DIGITS: Final = "零一二三四五六七八九"
PLACES: Final = ("", "十", "百", "千")
GROUPS: Final = ("", "万", "亿", "万亿")
WHOLE: Final = 10_000
"""From here on a number is told in tens of thousands."""
LARGEST: Final = WHOLE ** len(GROUPS)


def in_words(number: int) -> str:
    """Return a whole number in Chinese words: 0 零, 12 十二, 105 一百零五, 20300 二万零三百."""
    if not -LARGEST < number < LARGEST:
        raise ValueError(f"no words for {number}")
    if number < 0:
        return "负" + in_words(-number)
    if number == 0:
        return DIGITS[0]
    groups = [number // WHOLE**place % WHOLE for place in range(len(GROUPS))]
    said = ""
    for place in range(len(GROUPS) - 1, -1, -1):
        group = groups[place]
        if group:
            gap = bool(said) and (group < WHOLE // 10 or groups[place + 1] == 0)
            said += (DIGITS[0] if gap else "") + _group(group) + GROUPS[place]
    return said.removeprefix("一") if said.startswith("一十") else said


def _group(number: int) -> str:
    """Return a number of up to four digits; a gap of zeros inside is one 零."""
    said, gap = "", False
    for place in range(len(PLACES) - 1, -1, -1):
        digit = number // 10**place % 10
        if digit:
            said += (DIGITS[0] if gap and said else "") + DIGITS[digit] + PLACES[place]
        gap = digit == 0
    return said


def in_ten_thousands(number: int) -> str:
    """Return a number as texts round it: 9876 as it is, 12345 as 1.2万, 30000 as 3万; never rounded up."""
    if abs(number) < WHOLE:
        return str(number)
    sign, tenths = ("-" if number < 0 else ""), abs(number) * 10 // WHOLE
    whole, tenth = divmod(tenths, 10)
    return f"{sign}{whole}.{tenth}万" if tenth else f"{sign}{whole}万"


SPOKEN: Final[Mapping[str, Callable[[int], str]]] = {"汉字": in_words, "万": in_ten_thousands}
"""How a template may have a number printed: `{{ measures.persons|汉字 }}`."""
