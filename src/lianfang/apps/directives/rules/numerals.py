"""Numbers as papers write them: 12, １２, 十二, 两千二百, 2.2万, 三分之二, 百分之八十."""

import re
from decimal import Decimal
from typing import Final

DIGITS: Final = {sign: at for at, sign in enumerate("零一二三四五六七八九")} | {
    "两": 2,
    "〇": 0,
    "○": 0,
    "俩": 2,
}
TENS: Final = {"十": 10, "百": 100, "千": 1000}
GREAT: Final = {"万": 10_000, "亿": 100_000_000}
CHINESE: Final = "[零一二两三四五六七八九十百千]"
ARABIC: Final = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
NUMBER: Final = rf"(?:(?:{ARABIC})[十百千]?[万亿]?|{CHINESE}+(?:[万亿]{CHINESE}*)?)"
HALF: Final = Decimal("0.5")
_FRACTION = re.compile(f"(?P<below>{CHINESE}+|万)分之(?P<above>{CHINESE}+)")
_ARABIC = re.compile(rf"(?P<number>{ARABIC})(?P<ten>[十百千]?)(?P<great>[万亿]?)")


def number_of(text: str) -> Decimal:
    """The value of a number; raises ValueError for what is none."""
    if match := _ARABIC.fullmatch(text):
        tens = TENS.get(match["ten"], 1) * GREAT.get(match["great"], 1)
        return Decimal(match["number"].replace(",", "")) * tens
    if match := _FRACTION.fullmatch(text):
        return Decimal(chinese(match["above"])) / Decimal(
            GREAT.get(match["below"]) or chinese(match["below"])
        )
    return HALF if text == "半" else Decimal(chinese(text))


def chinese(text: str) -> int:
    """The value of a whole number in Chinese numerals; raises ValueError for what is none."""
    if not text:
        raise ValueError(text)
    if all(sign in DIGITS for sign in text):
        return int("".join(str(DIGITS[sign]) for sign in text))
    whole, part, digit = 0, 0, 0
    for sign in text:
        if sign in DIGITS:
            digit = DIGITS[sign]
        elif sign in TENS:
            part, digit = part + (digit or 1) * TENS[sign], 0
        elif sign in GREAT:
            whole, part, digit = whole + (part + digit) * GREAT[sign], 0, 0
        else:
            raise ValueError(text)
    return whole + part + digit


def small(text: str) -> int:
    """The number of a mark such as 三, 12, ③, ⑸."""
    for first, length in (("①", 20), ("⑴", 20), ("⒈", 20), ("㈠", 10)):
        if len(text) == 1 and 0 <= ord(text) - ord(first) < length:
            return ord(text) - ord(first) + 1
    return int(text) if text.isdigit() else chinese(text)
