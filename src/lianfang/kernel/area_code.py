"""Area codes are the tree: an area is the prefix of everything inside it.

Statistical codes have 2, 4, 6, 9, 12 digits for province, city, county, town, village (yearly tables of
统计用区划代码); 3 digits for the grid and 3 for the building are our own. Order is that of collation "C".
"""

import re
from collections.abc import Sequence
from enum import IntEnum
from itertools import pairwise

from lianfang.kernel.errors import InputRefused


class Level(IntEnum):
    """Rank of an area, from the top down."""

    PROVINCE = 1
    CITY = 2
    COUNTY = 3
    TOWN = 4
    VILLAGE = 5
    GRID = 6
    BUILDING = 7


LENGTHS: dict[Level, int] = dict(zip(Level, (2, 4, 6, 9, 12, 15, 18), strict=True))
_LEVELS: dict[int, Level] = {length: level for level, length in LENGTHS.items()}
_SEGMENTS = list(pairwise((0, *LENGTHS.values())))
_AFTER_NINE = ":"  # sorts directly after "9" in collation C
_DIGITS = re.compile(r"[0-9]+")
_STATISTICAL = 12


class NotAnAreaCode(InputRefused):
    """The text is not 2, 4, 6, 9, 12, 15 or 18 digits."""

    code = "area_code.malformed"
    sentence = "“{value}”不是区划代码：应为2、4、6、9、12、15或18位数字。请核对后重填。"


def level_of(code: str) -> Level:
    """Level of an exact code; raises NotAnAreaCode for any other text."""
    level = _LEVELS.get(len(code))
    if level is None or not _DIGITS.fullmatch(code):
        raise NotAnAreaCode(value=code)
    return level


def parent_of(code: str) -> str | None:
    """Code of the area directly above, None for a province."""
    level = level_of(code)
    return None if level is Level.PROVINCE else code[: LENGTHS[Level(level - 1)]]


def ancestors(code: str) -> list[str]:
    """Codes of all areas above, from the province down, without the area itself."""
    level = level_of(code)
    return [code[: LENGTHS[above]] for above in Level if above < level]


def prefix_range(code: str) -> tuple[str, str]:
    """Half-open range (lo, hi) that holds the area and everything inside it; "" is the whole country."""
    if code:
        level_of(code)
    return code, code + _AFTER_NINE


def contains(scope: str, code: str) -> bool:
    """Whether `code` is `scope` or lies inside it; the empty scope contains everything."""
    lo, hi = prefix_range(scope)
    level_of(code)
    return lo <= code < hi


def shared(codes: Sequence[str]) -> str:
    """The smallest area that holds all of some areas; "" is the whole country, also of none."""
    first = codes[0] if codes else ""
    held = (first[:n] for n in LENGTHS.values() if all(len(c) >= n and c[:n] == first[:n] for c in codes))
    return max(held, key=len, default="") if first else ""


def pad12(code: str) -> str:
    """The 12-digit form offices exchange; raises NotAnAreaCode below the village, which has none."""
    if level_of(code) > Level.VILLAGE:
        raise NotAnAreaCode(value=code)
    return code.ljust(_STATISTICAL, "0")


def normalise(text: str) -> str:
    """Significant prefix of a code as people type it: 990121000000 → 990121, " 990000" → 99.

    Trailing all-zero segments are padding. The national table also uses such codes for cities without
    counties (441900 = 东莞市 as county): a loader of that table must keep its codes as they stand.
    """
    code = text.strip()
    level = level_of(code)
    while level > Level.PROVINCE:
        start, end = _SEGMENTS[level - 1]
        if code[start:end].strip("0"):
            break
        code, level = code[:start], Level(level - 1)
    return code
