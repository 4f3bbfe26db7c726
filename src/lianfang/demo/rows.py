"""One list's rows: the people of it as its clerk wrote them, and what each row is worth."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import polars as pl

from lianfang.demo.addresses import SHORTER, write_addresses
from lianfang.demo.breaks import CITIZEN_LENGTH, IDS, NAMES, PHONES
from lianfang.demo.days import write_days
from lianfang.demo.draws import flags
from lianfang.demo.noise import Rows, break_field
from lianfang.kernel.citizen_id import check_digit

TWO_PEOPLE, SWAPPED, REPEATED = 0.004, 0.005, 0.015
SEX_CONTRADICTS, BIRTH_CONTRADICTS, AGE_CONTRADICTS, NOMINAL_AGE = 0.003, 0.004, 0.004, 0.08
SIGNS_BETWEEN_PEOPLE = ("、", "，", "/", "\n", "和")
DAYS_A_YEAR = 365.25
DAYS_OFF = (40, 3000)  # of a birth date that contradicts the number
YEARS_OFF = (6, 25)


@dataclass(frozen=True)
class Manner:
    """How a list's clerk writes: styles of addresses by weight, of days, which day matters, what is told."""

    addresses: Mapping[str, float]
    days: str
    key_day: str = "arrived"
    has_id: bool = True
    has_phone: bool = True
    tells: frozenset[str] = frozenset()  # of sex, birth, age
    shorter: Mapping[str, float] = field(default_factory=lambda: SHORTER)


def write_rows(
    people: pl.DataFrame, manner: Manner, *, rng: np.random.Generator, noise: float, on: date
) -> Rows:
    """The cells of a list: its people as written, broken row by row, some rows standing twice."""
    rows = Rows(people, rng, noise)
    nothing = pl.lit(None, pl.String)
    rows.frame = people.with_columns(
        true_name=pl.col("name"),
        id=pl.col("id_full") if manner.has_id else nothing,
        phone=pl.col("phone") if manner.has_phone else nothing,
        key_2=nothing,
    )
    rows.note("moved", (people["kind"] == "moved").to_numpy())
    rows.note("namesake", people["namesake"].to_numpy())
    rows.note("phone_recycled", people["recycled"].to_numpy() & manner.has_phone)
    rows.note("phone_changed", people["phone_changed"].to_numpy() & manner.has_phone)
    break_field(rows, "id", IDS, worth="right")
    _another_number(rows)
    break_field(rows, "phone", PHONES, worth="right")
    break_field(rows, "name", NAMES, worth="exact")
    write_addresses(rows, manner.addresses, shorter=manner.shorter)
    write_days(rows, key=manner.key_day, style=manner.days)
    _tell(rows, manner.tells, on)
    _two_people(rows)
    if manner.has_id and manner.has_phone:
        _swap(rows)
    _repeat(rows)
    return rows


def _another_number(rows: Rows) -> None:
    """One in eleven numbers with zeros for its end is a valid number all the same: that of somebody else."""
    zeroed = rows.done["id_zeroed"]
    valid = np.zeros(len(zeroed), dtype=bool)
    numbers = rows.frame["id"].filter(pl.Series(zeroed))
    valid[zeroed] = [check_digit(number[:17]) == number[17] for number in numbers]
    hit = rows.note("id_another", valid)
    rows.frame = rows.frame.with_columns(id_worth=pl.when(hit).then(pl.lit("relative")).otherwise("id_worth"))


def _tell(rows: Rows, tells: frozenset[str], on: date) -> None:
    """Add sex_text, birth_text and age_text; what is told may contradict the identity number."""
    valid = pl.col("id_full").str.len_chars() == CITIZEN_LENGTH
    male = pl.col("sex") == "male"
    years = (pl.lit(on) - pl.col("birth_date")).dt.total_days() // DAYS_A_YEAR
    off_days, off_years = (
        pl.Series(rows.rng.integers(*span, rows.frame.height)) for span in (DAYS_OFF, YEARS_OFF)
    )
    other_sex = rows.befalls("sex_contradicts", SEX_CONTRADICTS, valid & ("sex" in tells))
    other_birth = rows.befalls("birth_contradicts", BIRTH_CONTRADICTS, valid & ("birth" in tells))
    other_age = rows.befalls("age_contradicts", AGE_CONTRADICTS, valid & ("age" in tells))
    nominal = rows.befalls("age_nominal", NOMINAL_AGE, pl.lit("age" in tells) & ~other_age)
    birth = pl.col("birth_date") - pl.duration(days=pl.when(other_birth).then(off_days).otherwise(0))
    age = years + pl.when(other_age).then(off_years).otherwise(nominal.cast(pl.Int64))
    rows.frame = rows.frame.with_columns(
        sex_text=pl.when(male ^ other_sex).then(pl.lit("男")).otherwise(pl.lit("女")),
        birth_text=birth.dt.strftime("%Y-%m-%d"),
        age_text=age.cast(pl.Int64).cast(pl.String),
    )


def _two_people(rows: Rows) -> None:
    """Two of one household in one row: both names in a cell, both numbers or only the first."""
    together = (pl.col("kind") == "registered") & pl.col("relative_name").is_not_null()
    hit = rows.befalls("people_two", TWO_PEOPLE, together)
    pairs = rows.frame.filter(hit)
    signs = pl.Series(SIGNS_BETWEEN_PEOPLE).gather(
        rows.rng.integers(0, len(SIGNS_BETWEEN_PEOPLE), pairs.height)
    )
    both = pl.Series(flags(rows.rng, 0.5, pairs.height)) & pairs["id"].is_not_null()
    numbers = pairs["id_full"] + signs + pairs["relative_id"]
    rows.put("name", hit, pairs["true_name"] + signs + pairs["relative_name"])
    rows.put("id", hit, pl.select(pl.when(both).then(numbers).otherwise(pairs["id"])).to_series())
    rows.put("key_2", hit, pairs["relative_key"])


def _swap(rows: Rows) -> None:
    """The number stands in the telephone's column, and the telephone in the number's."""
    hit = rows.befalls("columns_swapped", SWAPPED, pl.col("id").is_not_null() & pl.col("phone").is_not_null())
    number, phone = rows.frame["id"].filter(hit), rows.frame["phone"].filter(hit)
    rows.put("id", hit, phone)
    rows.put("phone", hit, number)


def _repeat(rows: Rows) -> None:
    """Some rows stand a second time further down."""
    again = rows.befalls("row_repeated", REPEATED).arg_true().to_numpy()
    count = rows.frame.height
    places = np.r_[np.arange(count), again + (count - again) * rows.rng.random(len(again))]
    order = np.argsort(places, kind="stable")
    rows.take(np.r_[np.arange(count), again][order])
    rows.done["row_repeated"] = order >= count
