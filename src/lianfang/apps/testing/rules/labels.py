"""Labels of tubes: a county's running numbers with a check digit, and the code that a scanner reads."""

import re
from typing import Final

import qrcode
from stdnum import damm

from lianfang.kernel.area_code import LENGTHS, Level

PRINTED: Final = re.compile(r"(\d{6})-(\d{7})-(\d)")
"""A label of our own: county, number, check digit."""
COUNTY: Final = LENGTHS[Level.COUNTY]


def label(county: str, number: int) -> str:
    """The label of a number of a county."""
    return f"{county}-{number:07}-{damm.calc_check_digit(f'{county}{number:07}')}"


def mistyped(text: str) -> bool:
    """Whether a text looks like a label of our own, but its check digit is wrong."""
    found = PRINTED.fullmatch(text)
    return found is not None and not damm.is_valid("".join(found.groups()))


def number_of(text: str) -> tuple[str, int] | None:
    """County and number of a label of our own; None for another."""
    found = PRINTED.fullmatch(text)
    return (found[1], int(found[2])) if found and not mistyped(text) else None


def square(text: str) -> tuple[int, str]:
    """The QR code of a text: modules of its side with the quiet zone, and the dark ones as a path of SVG."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=4)
    code.add_data(text)
    rows = code.get_matrix()
    runs = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark]
    return len(rows), "".join(runs)
