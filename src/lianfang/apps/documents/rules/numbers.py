"""The number of a document: the office's short name, the year, its place in it (GB/T 9704-2012, 7.2.5)."""

import re
from collections.abc import Mapping
from typing import Final

from lianfang.core.documents import Form

PREFIX: Final = re.compile(r"[\u4e00-\u9fff]{2,12}")
PENDING: Final = ""
"""What stands for the number of a document that has none yet."""
OFFICE: Final = "防指办"
OFFICE_ITSELF: Final = "防指"


def prefix_of(place: str, suffix: str) -> str:
    """Return the short name that stands in a number: the place's first character, its office, the kind's."""
    office = OFFICE_ITSELF if suffix == "令" else OFFICE
    return f"{place[:1]}{office}{suffix}"


def is_prefix(text: str) -> bool:
    """Whether a short name can stand in a number: Chinese characters, two to twelve."""
    return PREFIX.fullmatch(text) is not None


def written(form: Form, prefix: str, year: int, number: int) -> str:
    """Return a number as it is printed: of an order 第3号, else 澜防指办〔2022〕3号."""
    return f"第{number}号" if form == "order" else f"{prefix}〔{year}〕{number}号"


def unnumbered(form: Form, prefix: str, year: int) -> str:
    """Return what stands in the place of a number until there is one."""
    return "第　号" if form == "order" else f"{prefix}〔{year}〕　号"


def gaps(numbers: Mapping[int, str]) -> list[int]:
    """Return the numbers that are missing between one and the last."""
    return [number for number in range(1, max(numbers, default=0) + 1) if number not in numbers]
