"""The ways in which names, identity numbers and telephones are broken, and the share each befalls."""

import numpy as np
import polars as pl

from lianfang.demo import spelling
from lianfang.demo.noise import ALWAYS, NUMBER, Break, by, each, nothing
from lianfang.demo.numbers import fifteen, mobiles

OTHER_PHONES = 500_000_000  # owners of telephones that belong to nobody on any list
CITIZEN_LENGTH = 18
SHORT_NAME = 2  # characters; clerks stretch such names to the width of three
OLD_CARD_BIRTHS = (1912, 1985)  # years of birth of people who may still show the card of fifteen digits
ID = pl.col("id")
PHONE = pl.col("phone")
NAME = pl.col("name")
IS_CITIZEN = ID.str.len_chars() == CITIZEN_LENGTH
ENDS_IN_X = IS_CITIZEN & ID.str.ends_with("X")
IS_NUMERIC = IS_CITIZEN & ~ENDS_IN_X
HAS_OLD_CARD = IS_CITIZEN & pl.col("birth_date").dt.year().is_between(*OLD_CARD_BIRTHS)
HAN = NAME.str.contains(r"^\p{Han}+$")
IS_SHORT = NAME.str.len_chars() == SHORT_NAME
RELATIVE_ID = pl.col("relative_id")
RELATIVE_PHONE = pl.col("relative_phone")


def _strange_phones(frame: pl.DataFrame, rng: np.random.Generator) -> pl.Series:
    return mobiles(OTHER_PHONES + rng.integers(0, 10**7, frame.height))


def _two_phones(frame: pl.DataFrame, rng: np.random.Generator) -> pl.Series:
    """The right number with another before or after it."""
    other = _strange_phones(frame, rng)
    signs = pl.Series(["/", "、", " ", ",", "；"]).gather(rng.integers(0, 5, frame.height))
    first = pl.Series(rng.integers(0, 2, frame.height) == 0)
    own = frame["phone"]
    return pl.select(pl.when(first).then(own + signs + other).otherwise(other + signs + own)).to_series()


def _landlines(frame: pl.DataFrame, rng: np.random.Generator) -> pl.Series:
    return "0990-" + pl.Series(rng.integers(2_000_000, 8_999_999, frame.height)).cast(pl.String)


def _parted(column: pl.Expr, sign: str, *lengths: int) -> pl.Expr:
    """The text with a sign between its parts."""
    starts = [sum(lengths[:place]) for place in range(len(lengths))]
    parts = [column.str.slice(at, length) for at, length in zip(starts, lengths, strict=True)]
    return pl.concat_str(parts, separator=sign)


IDS: tuple[Break, ...] = (
    Break("id_spaced", 0.015, IS_CITIZEN, by(_parted(ID, " ", 6, 8, 4)), "right"),
    Break("id_full_width", 0.008, ALWAYS, each(spelling.full_width, "id"), "right"),
    Break("id_quoted", 0.006, IS_CITIZEN, by(pl.lit("'") + ID), "right"),
    Break("id_lower_x", 0.02, ENDS_IN_X, by(ID.str.to_lowercase()), "right"),
    Break("id_15", 0.01, HAS_OLD_CARD, by(fifteen(ID)), "right"),
    Break("id_x_lost", 0.06, ENDS_IN_X, by(ID.str.head(17)), "restorable"),
    Break("id_mangled", 0.02, IS_NUMERIC, by(pl.lit(NUMBER) + ID.str.head(15) + "000"), "lost"),
    Break("id_zeroed", 0.004, IS_NUMERIC, by(ID.str.head(15) + "000"), "lost"),
    Break("id_wrong_digit", 0.01, IS_CITIZEN, each(spelling.wrong_digit, "id"), "lost"),
    Break("id_swapped_digits", 0.004, IS_CITIZEN, each(spelling.swapped_digits, "id"), "lost"),
    Break("id_short", 0.003, IS_CITIZEN, each(spelling.dropped_digit, "id"), "lost"),
    Break("id_missing", 0.03, ALWAYS, nothing, "lost"),
    Break("id_relative", 0.003, RELATIVE_ID.is_not_null(), by(RELATIVE_ID), "relative"),
)
PHONES: tuple[Break, ...] = (
    Break("phone_spaced", 0.015, ALWAYS, by(_parted(PHONE, " ", 3, 4, 4)), "right"),
    Break("phone_dashed", 0.01, ALWAYS, by(_parted(PHONE, "-", 3, 4, 4)), "right"),
    Break("phone_86", 0.01, ALWAYS, by(pl.lit("+86") + PHONE), "right"),
    Break("phone_full_width", 0.005, ALWAYS, each(spelling.full_width, "phone"), "right"),
    Break("phone_number", 0.03, ALWAYS, by(pl.lit(NUMBER) + PHONE), "right"),
    Break("phones_two", 0.02, ALWAYS, _two_phones, "right"),
    Break("phone_wrong_digit", 0.01, ALWAYS, each(spelling.wrong_digit, "phone"), "lost"),
    Break("phone_short", 0.003, ALWAYS, each(spelling.dropped_digit, "phone"), "lost"),
    Break("phone_landline", 0.004, ALWAYS, _landlines, "lost"),
    Break("phone_strange", 0.01, ALWAYS, _strange_phones, "lost"),
    Break("phone_relative", 0.02, RELATIVE_PHONE != PHONE, by(RELATIVE_PHONE), "lost"),
    Break("phone_missing", 0.03, ALWAYS, nothing, "lost"),
)
NAMES: tuple[Break, ...] = (
    Break("name_spaced", 0.02, HAN & IS_SHORT, by(_parted(NAME, "\u3000", 1, 1)), "exact"),
    Break("name_padded", 0.02, ALWAYS, by(pl.lit(" ") + NAME + " "), "exact"),
    Break("name_other_dot", 0.3, NAME.str.contains("·"), by(NAME.str.replace_all("·", "•")), "exact"),
    Break("name_traditional", 0.01, HAN, each(spelling.traditional, "name"), "exact"),
    Break("name_homophone", 0.012, HAN, each(spelling.homophone, "name"), "same_sound"),
    Break("name_typo", 0.005, HAN, each(spelling.misprint, "name"), "near"),
    Break("name_noted", 0.008, HAN, each(spelling.noted, "name"), "near"),
    Break("name_short", 0.002, HAN & ~IS_SHORT, by(NAME.str.head(2)), "near"),
    Break("name_missing", 0.002, ALWAYS, nothing, "lost"),
)
