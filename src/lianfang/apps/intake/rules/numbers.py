"""Identity numbers that are nearly right: which valid numbers lie one slip away."""

import re
from collections.abc import Iterator
from typing import Final

from lianfang.kernel.citizen_id import CHECKS, WEIGHTS, check_digit

MODULUS: Final = 11
BODY: Final = 17
_INVERSES: Final = tuple(pow(weight, -1, MODULUS) for weight in WEIGHTS)
_SHAPE: Final = re.compile(r"[0-9]{17}[0-9X]")


def one_off(number: str) -> list[str]:
    """Valid numbers that differ from an invalid one in one character or in two neighbours exchanged.

    The check is linear modulo 11, so that for each place at most one other digit makes the number valid.
    """
    if not _SHAPE.fullmatch(number):
        return []
    body, last = number[:BODY], number[BODY]
    digits = [int(sign) for sign in body]
    total = sum(weight * digit for weight, digit in zip(WEIGHTS, digits, strict=True))
    missing = (CHECKS.index(last) - total) % MODULUS
    if not missing:
        return []
    near = [*_changed(digits, missing), *_swapped(digits, missing)]
    return [body + check_digit(body), *("".join(map(str, found)) + last for found in near)]


def _changed(digits: list[int], missing: int) -> Iterator[list[int]]:
    for place, digit in enumerate(digits):
        step = missing * _INVERSES[place] % MODULUS
        for other in (digit + step, digit + step - MODULUS):
            if 0 <= other <= 9:  # noqa: PLR2004  a decimal digit
                yield [*digits[:place], other, *digits[place + 1 :]]


def _swapped(digits: list[int], missing: int) -> Iterator[list[int]]:
    for place in range(BODY - 1):
        first, second = digits[place], digits[place + 1]
        if (WEIGHTS[place] - WEIGHTS[place + 1]) * (second - first) % MODULUS == missing:
            yield [*digits[:place], second, first, *digits[place + 2 :]]
