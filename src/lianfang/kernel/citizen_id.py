"""Citizen identity numbers (GB 11643-1999) and the shapes of the other documents people hold.

Number = region (6) + birth date (8) + sequence (3, odd male, even female) + check digit (ISO 7064 MOD 11-2).
Provinces 98 and 99 are fictional: demonstration and test people use them, and no real number does.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lianfang.kernel.errors import InputRefused
from lianfang.kernel.text import clean

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
CHECKS = "10X98765432"
FICTIONAL = frozenset({"98", "99"})
_PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
PROVINCES = FICTIONAL | frozenset(
    code for code in map(str, range(10, 90)) if _PROVINCE.fullmatch(code)
)  # GB/T 2260, and 83 for the residence permits of Taiwan residents
OLD_LENGTH, LENGTH = 15, 18
EARLIEST_YEAR = 1800
_ODD = re.compile(r"[\s'’‘`\-]+")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d{1,2}|\d{15,18}\.\d+", re.ASCII)
_SHAPE = re.compile(r"\d*|\d{17}X", re.ASCII)


class Sex(StrEnum):
    """Sex as the seventeenth digit tells it."""

    MALE = "male"
    FEMALE = "female"


class DocumentKind(StrEnum):
    """Kinds of identity document met in lists."""

    NATIONAL_ID = "national_id"
    PASSPORT = "passport"
    HK_MACAO_PERMIT = "hk_macao_permit"
    HK_MACAO_RESIDENCE = "hk_macao_residence"
    TAIWAN_PERMIT = "taiwan_permit"
    FOREIGN_RESIDENCE = "foreign_residence"
    UNKNOWN = "unknown"


class NotACitizenId(InputRefused):
    """The text is no valid citizen identity number; the subclass says which rule it breaks."""

    code = "citizen_id.invalid"
    sentence = "证件号码“{value}”无效。请核对证件原件。"


class WrongLength(NotACitizenId):
    """Neither 15 nor 18 characters."""

    code = "citizen_id.length"
    sentence = "证件号码“{value}”有{length}位，应为18位（旧证15位）。请核对证件原件。"


class WrongCharacters(NotACitizenId):
    """Something other than digits with an X at the end."""

    code = "citizen_id.characters"
    sentence = "证件号码“{value}”含有数字和末位X以外的字符。请核对证件原件。"


class WrongRegion(NotACitizenId):
    """The first two digits are no province of GB/T 2260."""

    code = "citizen_id.region"
    sentence = "证件号码“{value}”的前两位不是省级代码。请核对证件原件。"


class WrongBirthDate(NotACitizenId):
    """Digits 7 to 14 are no day of the calendar, or a day to come."""

    code = "citizen_id.birth_date"
    sentence = "证件号码“{value}”中的出生日期不存在。请核对证件原件。"


class WrongCheckDigit(NotACitizenId):
    """The last character contradicts the first seventeen."""

    code = "citizen_id.check_digit"
    sentence = "证件号码“{value}”校验不通过，可能有一位写错。请核对证件原件。"


class MangledBySpreadsheet(NotACitizenId):
    """The spreadsheet kept only 15 significant digits; the rest is lost and must not be guessed."""

    code = "citizen_id.mangled"
    sentence = "证件号码“{value}”被表格软件改成了数字，后几位已丢失。请把该列设为文本后按证件重填。"


@dataclass(frozen=True, slots=True)
class CitizenId:
    """A valid number in its 18-character form, and what it tells."""

    number: str
    region6: str
    birth_date: date
    sex: Sex
    upgraded: bool = False


def squeeze(text: str) -> str:
    """The characters of a document number alone: half-width, upper case, no spaces, dashes or quotes."""
    return _ODD.sub("", clean(text)).upper()


def check_digit(first17: str) -> str:
    """Check character of the first seventeen digits."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first17, strict=True))
    return CHECKS[total % 11]


def upgrade(text15: str) -> str:
    """18-character form of a 15-digit number issued before 1999 (all births are of the 1900s)."""
    if len(text15) != OLD_LENGTH or not text15.isascii() or not text15.isdigit():
        raise WrongLength(value=text15, length=len(text15))
    first17 = f"{text15[:6]}19{text15[6:]}"
    return first17 + check_digit(first17)


def read(text: str, *, on: date | None = None) -> CitizenId:
    """Read a number as people write it, 15 or 18 characters; a birth after `on` is refused where given.

    Raises the subclass of NotACitizenId that names the first rule broken, in the order of this function.
    """
    value = squeeze(text)
    if _SCIENTIFIC.fullmatch(value):
        raise MangledBySpreadsheet(value=value)
    if not _SHAPE.fullmatch(value):
        raise WrongCharacters(value=value)
    if len(value) not in (OLD_LENGTH, LENGTH):
        raise WrongLength(value=value, length=len(value))
    number = upgrade(value) if len(value) == OLD_LENGTH else value
    if not _checks(number) and number.endswith("000"):
        raise MangledBySpreadsheet(value=value)
    if number[:2] not in PROVINCES:
        raise WrongRegion(value=value)
    born = _birth_date(number)
    if born is None or (on is not None and born > on):
        raise WrongBirthDate(value=value)
    if not _checks(number):
        raise WrongCheckDigit(value=value)
    sex = Sex.MALE if int(number[16]) % 2 else Sex.FEMALE
    return CitizenId(number, number[:6], born, sex, upgraded=len(value) == OLD_LENGTH)


def restore_lost_x(text: str) -> str | None:
    """The full number when seventeen digits lost the X at their end, else None.

    One in eleven wrong numbers of seventeen digits looks so: believe it only if the name agrees as well.
    """
    value = squeeze(text)
    if not re.fullmatch(r"[0-9]{17}", value) or check_digit(value) != "X":
        return None
    plausible = value[:2] in PROVINCES and _birth_date(value) is not None
    return value + "X" if plausible else None


_KINDS: tuple[tuple[DocumentKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (DocumentKind.HK_MACAO_RESIDENCE, r"8[12]0000[0-9]{11}[0-9X]"),
        (DocumentKind.TAIWAN_PERMIT, r"830000[0-9]{11}[0-9X]"),
        (DocumentKind.FOREIGN_RESIDENCE, r"9[1-6][0-9]{15}[0-9X]|[A-Z]{3}[0-9]{12}"),
        (DocumentKind.NATIONAL_ID, r"[0-9]{17}[0-9X]|[0-9]{15}"),
        (DocumentKind.HK_MACAO_PERMIT, r"[HM](?:[0-9]{8}|[0-9]{10})"),
        (DocumentKind.UNKNOWN, r"(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"),  # a date
        (DocumentKind.TAIWAN_PERMIT, r"[0-9]{8}|[0-9]{10}(?:\(?[A-Z]\)?)|T[0-9]{8,10}"),
        (DocumentKind.PASSPORT, r"[A-Z]{1,2}[0-9]{6,9}|[0-9]{2}[A-Z]{2}[0-9]{5}|[A-Z][0-9]{2}[A-Z][0-9]{5}"),
    )
)


def classify(text: str) -> DocumentKind:
    """Kind of document by the shape of its number alone; a valid shape is not yet a valid number.

    Permanent residence cards of 2023 begin with 9 and a province (second digit 1-6), so never with 98, 99.
    """
    value = squeeze(text)
    for kind, shape in _KINDS:
        if shape.fullmatch(value):
            return kind
    return DocumentKind.UNKNOWN


def _checks(number18: str) -> bool:
    return check_digit(number18[:17]) == number18[17]


def _birth_date(number: str) -> date | None:
    year, month, day = int(number[6:10]), int(number[10:12]), int(number[12:14])
    if year < EARLIEST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
