"""Clean columns out of the cells of a table, vectorised: usual shapes by expressions, odd cells one by one.

For each field: 1. cells of the usual shape (two to four Chinese characters, eighteen digits, eleven
digits, an ISO day) are recognised by one expression and taken as they are; 2. every *distinct*
other text goes once through its plain twin in `values`; 3. the answers are joined back. So both
ways give the same, and dirt costs where it is.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

import polars as pl

from lianfang.apps.intake.reading import identity, values
from lianfang.apps.intake.reading.fields import TEXT, Cells, ask_odd, by_distinct, choose, matches
from lianfang.apps.intake.reading.terms import (
    CODE_FIELDS,
    DATE_FIELDS,
    SCHEMA,
    TEXT_FIELDS,
    DateStatus,
    Field,
    RowStatus,
    ValueStatus,
)
from lianfang.kernel.dates import EARLIEST_YEAR

__all__ = ["AGE_TOLERANCE", "Cells", "clean_rows"]
AGE_TOLERANCE = 2  # years: ages by the Chinese count (虚岁) run up to two ahead
_LONGEST_NOTHING = max(map(len, values.NOTHING))
_SIGNS = "!-&(-~㐀-䶿一-鿿、。《》“”‘’·—"
_CLEAN = f"^[{_SIGNS}]+(?: [{_SIGNS}]+)*$"  # stays as it is under kernel.text.clean
_ISO_DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T](?:[01][0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9])?)?$"
_CODES = {Field.LEVEL: values.LEVELS, Field.EXPOSURE: values.EXPOSURES, Field.VACCINATED: values.VACCINATED}


def clean_rows(cells: Cells, *, on: date, shifts: bool = False) -> pl.DataFrame:
    """The frame of SCHEMA for some rows of a table, received on the day `on`."""
    columns: dict[str, pl.Series] = {
        "row_no": cells.frame["row_no"],
        **_row_status(cells, shifts=shifts),
        **identity.names(cells),
        **identity.ids(cells, on),
        **identity.phones(cells),
    }
    columns |= _sexes(cells, columns) | _births(cells, columns, on)
    columns |= _ages(cells, columns, on) | _texts(cells) | _codes(cells) | _dates(cells, on)
    height = cells.frame.height
    return pl.DataFrame(
        [
            (columns[name] if name in columns else _absent(name, height)).cast(dtype).alias(name)
            for name, dtype in SCHEMA.items()
        ]
    )


def _absent(name: str, height: int) -> pl.Series:
    """A column that the list does not have: status "empty", everything else null, lists empty."""
    if name.endswith("_status"):
        return pl.Series(name, ["empty"], TEXT).new_from_index(0, height)
    value: list[str] | None = [] if name in ("phones", "landlines") else None
    return pl.Series(name, [value], SCHEMA[name]).new_from_index(0, height)


def _row_status(cells: Cells, *, shifts: bool) -> dict[str, pl.Series]:
    width = max((at + 1 for at, levels in enumerate(cells.plan.levels) if any(levels)), default=0)
    beyond = [name for name in cells.frame.columns if name != "row_no" and int(name[1:]) >= width]
    if not shifts or not beyond:
        return {"row_status": pl.Series([str(RowStatus.OK)]).new_from_index(0, cells.frame.height)}
    extra = pl.any_horizontal(pl.col(beyond).str.contains(r"\S").fill_null(value=False))
    status = pl.when(extra).then(pl.lit(str(RowStatus.TOO_MANY_CELLS))).otherwise(pl.lit(str(RowStatus.OK)))
    return {"row_status": cells.frame.select(status.alias("row_status")).to_series()}


def _texts(cells: Cells) -> dict[str, pl.Series]:
    found = {field: cells.text(field) for field in TEXT_FIELDS}
    return {str(field): _clean_text(text) for field, text in found.items() if text is not None}


def _clean_text(text: pl.Series) -> pl.Series:
    long = (text.str.len_chars() > _LONGEST_NOTHING).fill_null(value=False)
    usual = matches(text, _CLEAN) & long & ~matches(text, identity.traditional())
    return choose(
        usual, text, ask_odd(text, usual, lambda cell: (values.read_text(cell),), {"text": TEXT})["text"]
    )


def _dates(cells: Cells, on: date) -> dict[str, pl.Series]:
    columns: dict[str, pl.Series] = {}
    for field in DATE_FIELDS:
        text = cells.text(field)
        if text is not None:
            columns[str(field)], columns[f"{field}_status"] = _read_days(text, on)
    statuses = [column for name, column in columns.items() if name.endswith("_status")]
    return columns | ({"date_status": _worst(statuses)} if statuses else {})


def _read_days(text: pl.Series, on: date) -> tuple[pl.Series, pl.Series]:
    day = text.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    usual = matches(text, _ISO_DAY) & day.is_between(date(EARLIEST_YEAR, 1, 1), on).fill_null(value=False)
    odd = ask_odd(text, usual, partial(values.read_day, on=on), {"day": pl.Date(), "status": TEXT})
    return day.zip_with(usual, odd["day"]), choose(usual, DateStatus.OK, odd["status"])


_FROM_WORST = (
    DateStatus.UNREADABLE,
    DateStatus.IMPOSSIBLE,
    DateStatus.AMBIGUOUS,
    DateStatus.FUTURE,
    DateStatus.YEAR_ASSUMED,
    DateStatus.OK,
    DateStatus.EMPTY,
)


def _worst(statuses: Sequence[pl.Series]) -> pl.Series:
    frame = pl.DataFrame({f"s{at}": status for at, status in enumerate(statuses)})
    found = [
        pl.when(pl.any_horizontal(pl.all() == status.value)).then(pl.lit(status.value))
        for status in _FROM_WORST
    ]
    return frame.select(pl.coalesce(found)).to_series()


def _sexes(cells: Cells, columns: Mapping[str, pl.Series]) -> dict[str, pl.Series]:
    text = cells.text(Field.SEX)
    empty = pl.Series([None], dtype=TEXT).new_from_index(0, cells.frame.height)
    said = by_distinct(empty if text is None else text, values.read_sex, {"said": TEXT, "status": TEXT})
    told = columns.get("id_sex", empty)
    frame = said.with_columns(told.alias("told"))
    return _with_id(frame, "sex", "sex_status")


def _births(cells: Cells, columns: Mapping[str, pl.Series], on: date) -> dict[str, pl.Series]:
    text = cells.text(Field.BIRTH_DATE)
    empty = pl.Series([None], dtype=TEXT).new_from_index(0, cells.frame.height)
    day, status = _read_days(empty if text is None else text, on)
    told = columns.get("id_birth_date", empty.cast(pl.Date))
    frame = pl.DataFrame({"said": day, "status": status, "told": told})
    return _with_id(frame, "birth_date", "birth_date_status")


def _with_id(frame: pl.DataFrame, value: str, status: str) -> dict[str, pl.Series]:
    """What a cell says beside what the identity number tells: filled if empty, marked if different."""
    empty, differs = pl.col("status") == "empty", pl.col("said") != pl.col("told")
    judged = (
        pl.when(empty & pl.col("told").is_not_null())
        .then(pl.lit(str(DateStatus.FROM_ID)))
        .when(differs.fill_null(value=False))
        .then(pl.lit(str(DateStatus.CONTRADICTS_ID)))
        .otherwise("status")
    )
    filled = pl.when(empty).then("told").otherwise("said")
    result = frame.select(filled.alias(value), judged.alias(status))
    return {value: result[value], status: result[status]}


def _ages(cells: Cells, columns: Mapping[str, pl.Series], on: date) -> dict[str, pl.Series]:
    text = cells.text(Field.AGE)
    if text is None:
        return {}
    said = by_distinct(text, values.read_age, {"age": pl.Int16(), "age_status": TEXT})
    birth = pl.col("birth")
    before = (birth.dt.month() * 100 + birth.dt.day()) > on.month * 100 + on.day
    reached = on.year - birth.dt.year() - before.cast(pl.Int32)
    off = ((pl.col("age").cast(pl.Int32) - reached).abs() > AGE_TOLERANCE).fill_null(value=False)
    contradicts = pl.lit(str(ValueStatus.CONTRADICTS_BIRTH))
    judged = pl.when(off).then(contradicts).otherwise("age_status").alias("age_status")
    result = said.with_columns(columns["birth_date"].alias("birth")).select("age", judged)
    return {"age": result["age"], "age_status": result["age_status"]}


def _codes(cells: Cells) -> dict[str, pl.Series]:
    columns: dict[str, pl.Series] = {}
    for field in CODE_FIELDS:
        text = cells.text(field)
        if text is not None:
            schema = {str(field): TEXT, f"{field}_text": TEXT, f"{field}_status": TEXT}
            columns |= by_distinct(text, partial(values.read_code, codes=_CODES[field]), schema).to_dict()
    return columns
