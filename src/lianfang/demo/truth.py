"""What is true of each row of the lists: the measure of how well they are resolved and located.

Columns: file, sheet, row (as the spreadsheet numbers it), person (uid of the registered person, or new:<k>
for one who is not registered; two joined by + where the row names two), area (village where the person is, or
the county outside; two joined by | where the row leaves open which), expected (outcomes that a careful reader
may reach), usable, noise, kind, exposure, level, last_exposure, arrived.

A row is *usable* if a careful reader settles it without asking anybody, that is if nothing in it contradicts
itself, its day is a day, and
- a registered person: the name agrees (the same after cleaning, by sound, or but for one character) with a
  whole number that the register knows, or the very name with the telephone of one registration only; and the
  address is not an ambiguous village name that the register could not settle;
- a stranger: name and identity number are whole and the address names one village of the county;
- someone who lives outside: the name is readable and the address names the county outside.
"""

from pathlib import Path

import polars as pl

from lianfang.demo.noise import Rows

TRUTH_FILE, TWICE_FILE, LISTS_FILE = "truth.csv", "registered-twice.csv", "lists.csv"

CONTRADICTIONS = (
    "id_relative",
    "id_another",
    "sex_contradicts",
    "birth_contradicts",
    "age_contradicts",
    "people_two",
    "columns_swapped",
)
COLUMNS = (
    "file",
    "sheet",
    "row",
    "person",
    "area",
    "expected",
    "usable",
    "noise",
    "kind",
    "exposure",
    "level",
    "last_exposure",
    "arrived",
)
LONG_NAME = 3  # characters that still tell a name with one of them wrong
REGISTERED = pl.col("kind").is_in(["registered", "moved"])
STRANGER = pl.col("kind") == "new"
SILENTLY_AWAY = (pl.col("kind") == "away") & (pl.col("place_worth") == "lost")
OUTSIDE = pl.col("kind").is_in(["outsider", "away"]) & ~SILENTLY_AWAY
ANY = "matched|created|review|rejected"


def truth_of(rows: Rows) -> pl.DataFrame:
    """The truth of a list's rows in their order, without their places in the file."""
    frame = rows.frame.with_columns(rows.names_of_noise())
    frame = frame.with_columns(
        contradicts=pl.any_horizontal(_noted(name) for name in CONTRADICTIONS),
        bad_day=pl.col("day_worth") == "bad",
        by_id=_by_id(),
        by_phone=pl.col("phone_known")
        & (pl.col("phone_worth") == "right")
        & (pl.col("name_worth") == "exact"),
    )
    frame = frame.with_columns(usable=_usable())
    again = pl.when(_noted("row_repeated")).then(pl.lit("|unchanged")).otherwise(pl.lit(""))
    return frame.select(
        *("usable", "noise", "kind", "exposure", "level", "last_exposure", "arrived"),
        area=_areas(),
        person=pl.concat_str("key", "key_2", separator="+", ignore_nulls=True),
        expected=_expected() + again,
    )


def _noted(noise: str) -> pl.Expr:
    return pl.col("noise").str.contains(noise, literal=True)


def _areas() -> pl.Expr:
    """Where the person is; where the row does not say, the register's village is right as well, or alone."""
    either = pl.concat_str("area", "home", separator="|")
    same_name = (pl.col("place_worth") == "twice") & (pl.col("home_village") == pl.col("village"))
    lost = pl.col("place_worth") == "lost"
    guest = STRANGER & pl.col("home").is_not_null()  # met in a hotel, known elsewhere by other lists
    vague = ((pl.col("kind") == "moved") | guest) & (
        pl.col("place_worth").is_in(["part", "sheet"]) | same_name
    )
    silent = lost & ~STRANGER & pl.col("home").is_not_null()
    return pl.when(silent).then("home").when(vague | (guest & lost)).then(either).otherwise("area")


def _by_id() -> pl.Expr:
    """Whether number and name together tell who it is."""
    name = pl.col("name_worth")
    whole = pl.col("true_name").str.len_chars() >= LONG_NAME
    noted = _noted("name_noted")
    agrees = name.is_in(["exact", "same_sound"]) | ((name == "near") & (whole | noted))
    restored = (pl.col("id_worth") == "restorable") & (name == "exact")
    return restored | ((pl.col("id_worth") == "right") & agrees)


def _usable() -> pl.Expr:
    known = (pl.col("by_id") & pl.col("id_known")) | pl.col("by_phone")
    placed, exact = pl.col("place_worth"), pl.col("name_worth") == "exact"
    own = known & ((pl.col("kind") != "moved") | ~placed.is_in(["twice", "sheet"]))
    stranger = exact & (pl.col("id_worth") == "right") & (placed == "village")
    named = pl.when(pl.col("kind") == "away").then(known).otherwise(pl.col("name_worth") != "lost")
    outside = (placed == "foreign") & named
    of_kind = pl.when(REGISTERED | SILENTLY_AWAY).then(own).when(STRANGER).then(stranger).otherwise(outside)
    return of_kind & ~pl.col("contradicts") & ~pl.col("bad_day")


def _expected() -> pl.Expr:
    """What a careful reader may do: settle what is usable, and never take a day that is none for one."""
    usable, own = pl.col("usable"), REGISTERED | SILENTLY_AWAY
    settled = (
        pl.when(own)
        .then(pl.lit("matched"))
        .when(STRANGER)
        .then(pl.lit("created|matched"))
        .when(pl.col("kind") == "away")
        .then(pl.lit("forwarded|matched"))
        .otherwise(pl.lit("forwarded"))
    )
    asked = pl.when(OUTSIDE).then(pl.lit("forwarded|review|rejected")).otherwise(pl.lit("review|rejected"))
    met = own & (pl.col("place_worth") == "sheet")
    known = own & pl.col("id_known")
    unsure = (
        pl.when(met)
        .then(pl.lit(f"forwarded|{ANY}"))
        .when(known)
        .then(pl.lit("matched|review|rejected"))
        .otherwise(pl.lit(ANY))
    )
    unsure = pl.when(OUTSIDE).then(pl.lit(f"forwarded|{ANY}")).otherwise(unsure)
    unsure = pl.when(pl.col("bad_day") & pl.col("key_2").is_null()).then(asked).otherwise(unsure)
    return pl.when(usable).then(settled).otherwise(unsure)


def read_truth(folder: Path) -> pl.DataFrame:
    """The truth that stands beside written lists."""
    text = pl.read_csv(folder / TRUTH_FILE, infer_schema=False, missing_columns="raise")
    plain = ("sheet", "noise")
    return text.with_columns(
        pl.col("row").cast(pl.Int64),
        pl.col("usable") == "true",
        pl.col("last_exposure", "arrived").str.to_date(),
        *(pl.col(name).fill_null("") for name in plain),
    )


def read_same_person(folder: Path) -> dict[str, str]:
    """Second registrations: the uid of each, and that of the person's first."""
    table = pl.read_csv(folder / TWICE_FILE, infer_schema=False)
    return dict(table.select("uid", "same_as").iter_rows())
