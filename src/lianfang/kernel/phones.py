"""Telephone numbers of mainland China as people write them, several in a cell."""

import re
from dataclasses import dataclass

from lianfang.kernel.text import clean

_GAP = r"[ \-]?"
_MOBILE = rf"(?:\(?(?:\+|00)?86\)?{_GAP}|0)?(?P<mobile>1{_GAP}[3-9](?:{_GAP}[0-9]){{9}})"
_LANDLINE = (
    rf"(?:\(?(?:\+|00)86\)?{_GAP})?\(?(?P<area>0?10|0?2[0-9]|0?[3-9][0-9]{{2}})\)?[ \-]{{0,3}}"
    r"(?P<local>[2-9][0-9]{2,3}[ \-]?[0-9]{4})"
)
_NUMBER = re.compile(rf"(?<![0-9+])(?:{_MOBILE}|{_LANDLINE})(?![0-9])", re.ASCII)
_DIGITS = re.compile(r"[0-9]", re.ASCII)
_MEANT_AS_NUMBER = 5
_TRUNK = "0"


@dataclass(frozen=True, slots=True)
class PhoneReading:
    """What a cell holds: mobiles (11 digits), landlines (area-local, with the trunk 0), and unread digits."""

    mobiles: tuple[str, ...]
    landlines: tuple[str, ...]
    rest: str


def read_phone_cell(text: str) -> PhoneReading:
    """Mobiles and landlines of a cell apart, each once, in order, and the text left over."""
    value = clean(text)
    mobiles: dict[str, None] = {}
    landlines: dict[str, None] = {}
    for match in _NUMBER.finditer(value):
        if match["mobile"]:
            mobiles[re.sub(r"[ \-]", "", match["mobile"])] = None
        else:
            local = re.sub(r"[ \-]", "", match["local"])
            landlines[f"{_TRUNK}{match['area'].lstrip(_TRUNK)}-{local}"] = None
    return PhoneReading(tuple(mobiles), tuple(landlines), _NUMBER.sub(" ", value).strip())


def read_phones(text: str) -> list[str]:
    """Mobiles first, then landlines ("0571-88888888"), each once; [] where no whole number is found.

    Two mobiles run together without a sign between them are not taken apart: that would be a guess.
    """
    reading = read_phone_cell(text)
    return [*reading.mobiles, *reading.landlines]


def leaves_digits(reading: PhoneReading) -> bool:
    """Whether the cell holds digits meant as a number that could not be read."""
    return len(_DIGITS.findall(reading.rest)) >= _MEANT_AS_NUMBER
