"""Names, document numbers and telephones of some rows, vectorised."""

from datetime import date
from functools import cache, partial

import numpy as np
import numpy.typing as npt
import polars as pl

from lianfang.apps.intake.reading import values
from lianfang.apps.intake.reading.fields import (
    BETWEEN,
    TEXT,
    WORDS,
    Cells,
    ask_odd,
    choose,
    matches,
)
from lianfang.apps.intake.reading.terms import Field, IdStatus, NameStatus, PhoneStatus
from lianfang.kernel import citizen_id
from lianfang.kernel.citizen_id import DocumentKind
from lianfang.kernel.names import NOT_NAMES, SURNAME_READINGS, readings
from lianfang.kernel.text import simplified_characters

_PLAIN_NAME = "^[一-鿿]{2,4}$"
_WHOLE_ID = "^[0-9]{17}[0-9X]$"
_MOBILE = "^1[3-9][0-9]{9}$"
_RESIDENTS = frozenset({"81", "82", "83"})  # classified by more than the province


@cache
def traditional() -> str:
    """A class of all characters that Simplified script replaces."""
    return "[" + "".join(map(chr, simplified_characters())) + "]"


def names(cells: Cells) -> dict[str, pl.Series]:
    text = cells.text(Field.NAME)
    if text is None:
        return {}
    taken = text.is_in(sorted(NOT_NAMES | values.NOTHING)).fill_null(value=False)
    usual = matches(text, _PLAIN_NAME) & ~matches(text, traditional()) & ~taken
    schema = {"name": TEXT, "name_status": TEXT, "name_note": TEXT, "people": WORDS}
    odd = ask_odd(text, usual, values.read_name, schema)
    name = choose(usual, text, odd["name"])
    status = choose(usual, NameStatus.OK, odd["name_status"])
    return {
        "name": name,
        "name_status": status,
        "name_note": odd["name_note"],
        "people": odd["people"],
        "name_key": _name_keys(name, status.is_in([str(NameStatus.OK), str(NameStatus.NOTED)])),
    }


def _name_keys(name: pl.Series, known: pl.Series) -> pl.Series:
    """Keys of the names that were read: by replacing characters, unless the surname is read otherwise."""
    sounds = pl.col("name").str.replace_many(*_syllables()).str.strip_chars_start(" ")
    key = name.rechunk().to_frame("name").select(sounds).to_series()
    usual = known & matches(name, _PLAIN_NAME) & ~matches(name, _otherwise_read()) & matches(key, "^[a-z ]*$")
    others = ask_odd(name, usual | ~known, lambda text: (values.read_name_key(text),), {"key": TEXT})["key"]
    return key.zip_with(usual, others)


@cache
def _syllables() -> tuple[list[str], list[str]]:
    """Chinese characters, and the reading of each after a space."""
    known = {chr(point): sound for point, sound in readings().items() if "一" <= chr(point) <= "鿿"}
    return list(known), [f" {sound.strip()}" for sound in known.values()]


@cache
def _otherwise_read() -> str:
    """A pattern of names that begin with a surname which has a reading of its own."""
    return "^(?:" + "|".join(SURNAME_READINGS) + ")"


def ids(cells: Cells, on: date) -> dict[str, pl.Series]:
    text = cells.text(Field.ID_NUMBER)
    if text is None:
        return {}
    number = text.str.to_uppercase()
    valid, birth, male = _citizens(number, on)
    declared = cells.text(Field.ID_KIND)
    kind = "" if declared is None else declared.fill_null("").str.replace_all(BETWEEN, "", literal=True)
    both = text.fill_null("") + BETWEEN + kind
    schema = {
        "id_kind": TEXT,
        "id_number": TEXT,
        "id_status": TEXT,
        "id_birth_date": pl.Date(),
        "id_sex": TEXT,
    }
    odd = ask_odd(both, valid, partial(_read_id, on=on), schema)
    sex = pl.Series(np.where(male, "male", "female"), dtype=TEXT)
    return {
        "id_kind": choose(valid, DocumentKind.NATIONAL_ID, odd["id_kind"]),
        "id_number": choose(valid, number, odd["id_number"]),
        "id_status": choose(valid, IdStatus.OK, odd["id_status"]),
        "id_birth_date": birth.zip_with(valid, odd["id_birth_date"]),
        "id_sex": choose(valid, sex, odd["id_sex"]),
    }


def _read_id(both: str, *, on: date) -> values.IdCell:
    text, _between, declared = both.rpartition(BETWEEN)
    return values.read_id(text, declared, on=on)


def _citizens(number: pl.Series, on: date) -> tuple[pl.Series, pl.Series, npt.NDArray[np.bool_]]:
    """Which cells are valid numbers of 18 characters, their birth dates, and whether male."""
    places = matches(number, _WHOLE_ID).arg_true().to_numpy()
    signs = np.frombuffer("".join(number.gather(places)).encode(), dtype=np.uint8).reshape(
        -1, citizen_id.LENGTH
    )
    digits = signs[:, :17].astype(np.int32) - ord("0")
    checks = np.frombuffer(citizen_id.CHECKS.encode(), dtype=np.uint8)
    passed = checks[digits @ np.array(citizen_id.WEIGHTS) % len(checks)] == signs[:, 17]
    provinces = np.array(sorted(int(code) for code in citizen_id.PROVINCES - _RESIDENTS))
    passed &= np.isin(digits[:, 0] * 10 + digits[:, 1], provinces)
    days, exist = _days(digits)
    passed &= exist & (days <= np.datetime64(on))
    valid, male = np.zeros(len(number), dtype=bool), np.zeros(len(number), dtype=bool)
    birth = np.full(len(number), np.datetime64("NaT"), dtype="datetime64[D]")
    valid[places], male[places], birth[places] = passed, digits[:, 16] % 2 == 1, days
    return pl.Series(valid), pl.Series(birth), male


def _days(digits: npt.NDArray[np.int32]) -> tuple[npt.NDArray[np.datetime64], npt.NDArray[np.bool_]]:
    """Birth dates in digits 7 to 14, and whether each is a day of the calendar."""
    year = digits[:, 6:10] @ np.array([1000, 100, 10, 1])
    month = digits[:, 10:12] @ np.array([10, 1])
    day = digits[:, 12:14] @ np.array([10, 1])
    exist = (year >= citizen_id.EARLIEST_YEAR) & (month >= 1) & (month <= 12) & (day >= 1)  # noqa: PLR2004  months
    months = (np.where(exist, (year - 1970) * 12 + month - 1, 0)).astype("datetime64[M]")
    days = months.astype("datetime64[D]") + np.where(exist, day - 1, 0)
    return days, exist & (days.astype("datetime64[M]") == months)


def phones(cells: Cells) -> dict[str, pl.Series]:
    text = cells.text(Field.PHONE)
    if text is None:
        return {}
    usual = matches(text, _MOBILE)
    odd = ask_odd(text, usual, values.read_phone, {"phones": WORDS, "landlines": WORDS, "phone_status": TEXT})
    alone = text.to_frame("text").select(pl.concat_list("text")).to_series()
    none = pl.Series([[]], dtype=WORDS).new_from_index(0, len(text))
    return {
        "phones": alone.zip_with(usual, odd["phones"]),
        "landlines": none.zip_with(usual, odd["landlines"]),
        "phone_status": choose(usual, PhoneStatus.OK, odd["phone_status"]),
    }
