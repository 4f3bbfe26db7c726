"""Clean columns out of the cells of a table, vectorised: usual shapes by expressions, odd cells one by one.

For each field: 1. cells of the usual shape (two to four Chinese characters, eighteen digits, eleven
digits, an ISO day) are recognised by one expression and taken as they are; 2. every *distinct*
other text goes once through its plain twin in `values`; 3. the answers are joined back. So both
ways give the same, and dirt costs where it is.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial

import numpy as np
import numpy.typing as npt
import polars as pl

from lianfang.apps.intake.reading import values
from lianfang.apps.intake.reading.terms import (
    CODE_FIELDS,
    DATE_FIELDS,
    SCHEMA,
    TEXT_FIELDS,
    DateStatus,
    Field,
    IdStatus,
    NameStatus,
    PhoneStatus,
    RowStatus,
    SavedMapping,
    SheetPlan,
    ValueStatus,
)
from lianfang.kernel import citizen_id
from lianfang.kernel.citizen_id import DocumentKind
from lianfang.kernel.dates import EARLIEST_YEAR
from lianfang.kernel.names import NOT_NAMES
from lianfang.kernel.text import simplified_characters

AGE_TOLERANCE = 2  # years: ages by the Chinese count (虚岁) run up to two ahead
_LONGEST_NOTHING = max(map(len, values.NOTHING))
_SIGNS = "!-&(-~㐀-䶿一-鿿、。《》“”‘’·—"
_CLEAN = f"^[{_SIGNS}]+(?: [{_SIGNS}]+)*$"  # stays as it is under kernel.text.clean
_PLAIN_NAME = "^[一-鿿]{2,4}$"
_WHOLE_ID = "^[0-9]{17}[0-9X]$"
_MOBILE = "^1[3-9][0-9]{9}$"
_ISO_DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T](?:[01][0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9])?)?$"
_BETWEEN = "\x1f"
_RESIDENTS = frozenset({"81", "82", "83"})  # classified by more than the province
_CODES = {Field.LEVEL: values.LEVELS, Field.EXPOSURE: values.EXPOSURES, Field.VACCINATED: values.VACCINATED}
_T, _L = pl.String(), pl.List(pl.String())


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of some rows, by field."""

    frame: pl.DataFrame
    plan: SheetPlan
    mapping: SavedMapping | None

    def text(self, field: Field, joined_by: str = "; ") -> pl.Series | None:
        """The text of a field as it stands, several columns joined; None if the table has no such column."""
        places = [f"c{at}" for at in self.plan.columns.get(field, ()) if f"c{at}" in self.frame.columns]
        if not places:
            return None
        cells = self.frame[places[0]]
        if len(places) > 1:
            joined = pl.concat_str(places, separator=joined_by, ignore_nulls=True)
            cells = self.frame.select(joined.alias("joined"))["joined"]
        return self._with_saved_values(field, cells)

    def _with_saved_values(self, field: Field, cells: pl.Series) -> pl.Series:
        saved = self.mapping.values.get(field, {}) if self.mapping else {}
        if not saved:
            return cells
        before, after = list(saved), list(saved.values())
        return cells.to_frame().select(pl.first().str.strip_chars().replace(before, after)).to_series()


def clean_rows(cells: Cells, *, on: date, shifts: bool = False) -> pl.DataFrame:
    """The frame of SCHEMA for some rows of a table, received on the day `on`."""
    columns: dict[str, pl.Series] = {
        "row_no": cells.frame["row_no"],
        **_row_status(cells, shifts=shifts),
        **_names(cells),
        **_ids(cells, on),
        **_phones(cells),
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
        return pl.Series(name, ["empty"], _T).new_from_index(0, height)
    value: list[str] | None = [] if name in ("phones", "landlines") else None
    return pl.Series(name, [value], SCHEMA[name]).new_from_index(0, height)


def _by_distinct(
    cells: pl.Series, read: Callable[[str], tuple[object, ...]], schema: Mapping[str, pl.DataType]
) -> pl.DataFrame:
    """Answers of a plain twin for each cell, asked once for each distinct text; null is the empty text."""
    texts = cells.fill_null("").alias("_text")
    distinct = texts.unique()
    answers = [read(text) for text in distinct]
    columns = list(zip(*answers, strict=True)) or [()] * len(schema)
    known = [
        pl.Series(name, column, dtype) for (name, dtype), column in zip(schema.items(), columns, strict=True)
    ]
    found = texts.to_frame().join(
        pl.DataFrame([distinct, *known]), on="_text", how="left", maintain_order="left"
    )
    return found.drop("_text")


def _odd(
    cells: pl.Series,
    usual: pl.Series,
    read: Callable[[str], tuple[object, ...]],
    schema: Mapping[str, pl.DataType],
) -> pl.DataFrame:
    """Answers of a plain twin where a cell is not usual, nulls where it is."""
    places = (~usual).arg_true()
    answers = _by_distinct(cells.gather(places), read, schema)
    nulls = {
        name: pl.Series(name, [None], dtype).new_from_index(0, len(cells)) for name, dtype in schema.items()
    }
    if places.is_empty():
        return pl.DataFrame(nulls)
    if len(places) == len(cells):
        return answers
    order = pl.Series("_at", range(len(cells)), pl.UInt32)
    located = answers.with_columns(places.alias("_at"))
    return order.to_frame().join(located, on="_at", how="left", maintain_order="left").drop("_at")


def _matches(cells: pl.Series, pattern: str) -> pl.Series:
    return cells.str.contains(pattern).fill_null(value=False)


def _choose(usual: pl.Series, value: pl.Series | str, otherwise: pl.Series) -> pl.Series:
    chosen = pl.Series([value], dtype=_T).new_from_index(0, len(usual)) if isinstance(value, str) else value
    return chosen.zip_with(usual, otherwise)


def _row_status(cells: Cells, *, shifts: bool) -> dict[str, pl.Series]:
    width = max((at + 1 for at, levels in enumerate(cells.plan.levels) if any(levels)), default=0)
    beyond = [name for name in cells.frame.columns if name != "row_no" and int(name[1:]) >= width]
    if not shifts or not beyond:
        return {"row_status": pl.Series([str(RowStatus.OK)]).new_from_index(0, cells.frame.height)}
    extra = pl.any_horizontal(pl.col(beyond).str.contains(r"\S").fill_null(value=False))
    status = pl.when(extra).then(pl.lit(str(RowStatus.TOO_MANY_CELLS))).otherwise(pl.lit(str(RowStatus.OK)))
    return {"row_status": cells.frame.select(status.alias("row_status")).to_series()}


@cache
def _traditional() -> str:
    """A class of all characters that Simplified script replaces."""
    return "[" + "".join(map(chr, simplified_characters())) + "]"


def _names(cells: Cells) -> dict[str, pl.Series]:
    text = cells.text(Field.NAME)
    if text is None:
        return {}
    taken = text.is_in(sorted(NOT_NAMES | values.NOTHING)).fill_null(value=False)
    usual = _matches(text, _PLAIN_NAME) & ~_matches(text, _traditional()) & ~taken
    schema = {"name": _T, "name_status": _T, "name_note": _T, "people": _L}
    odd = _odd(text, usual, values.read_name, schema)
    name = _choose(usual, text, odd["name"])
    status = _choose(usual, NameStatus.OK, odd["name_status"])
    read = pl.Series([str(NameStatus.OK), str(NameStatus.NOTED)])
    key = _by_distinct(name, lambda known: (values.read_name_key(known),), {"key": _T})["key"]
    nothing = pl.Series([None], dtype=_T).new_from_index(0, len(key))
    return {
        "name": name,
        "name_status": status,
        "name_note": odd["name_note"],
        "people": odd["people"],
        "name_key": key.zip_with(status.is_in(read.to_list()), nothing),
    }


def _ids(cells: Cells, on: date) -> dict[str, pl.Series]:
    text = cells.text(Field.ID_NUMBER)
    if text is None:
        return {}
    number = text.str.to_uppercase()
    valid, birth, male = _citizens(number, on)
    declared = cells.text(Field.ID_KIND)
    kind = "" if declared is None else declared.fill_null("").str.replace_all(_BETWEEN, "", literal=True)
    both = text.fill_null("") + _BETWEEN + kind
    schema = {"id_kind": _T, "id_number": _T, "id_status": _T, "id_birth_date": pl.Date(), "id_sex": _T}
    odd = _odd(both, valid, partial(_read_id, on=on), schema)
    sex = pl.Series(np.where(male, "male", "female"), dtype=_T)
    return {
        "id_kind": _choose(valid, DocumentKind.NATIONAL_ID, odd["id_kind"]),
        "id_number": _choose(valid, number, odd["id_number"]),
        "id_status": _choose(valid, IdStatus.OK, odd["id_status"]),
        "id_birth_date": birth.zip_with(valid, odd["id_birth_date"]),
        "id_sex": _choose(valid, sex, odd["id_sex"]),
    }


def _read_id(both: str, *, on: date) -> values.IdCell:
    text, _between, declared = both.rpartition(_BETWEEN)
    return values.read_id(text, declared, on=on)


def _citizens(number: pl.Series, on: date) -> tuple[pl.Series, pl.Series, npt.NDArray[np.bool_]]:
    """Which cells are valid numbers of 18 characters, their birth dates, and whether male."""
    places = _matches(number, _WHOLE_ID).arg_true().to_numpy()
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


def _phones(cells: Cells) -> dict[str, pl.Series]:
    text = cells.text(Field.PHONE)
    if text is None:
        return {}
    usual = _matches(text, _MOBILE)
    odd = _odd(text, usual, values.read_phone, {"phones": _L, "landlines": _L, "phone_status": _T})
    alone = text.to_frame("text").select(pl.concat_list("text")).to_series()
    none = pl.Series([[]], dtype=_L).new_from_index(0, len(text))
    return {
        "phones": alone.zip_with(usual, odd["phones"]),
        "landlines": none.zip_with(usual, odd["landlines"]),
        "phone_status": _choose(usual, PhoneStatus.OK, odd["phone_status"]),
    }


def _texts(cells: Cells) -> dict[str, pl.Series]:
    found = {field: cells.text(field) for field in TEXT_FIELDS}
    return {str(field): _clean_text(text) for field, text in found.items() if text is not None}


def _clean_text(text: pl.Series) -> pl.Series:
    long = (text.str.len_chars() > _LONGEST_NOTHING).fill_null(value=False)
    usual = _matches(text, _CLEAN) & long & ~_matches(text, _traditional())
    return _choose(
        usual, text, _odd(text, usual, lambda cell: (values.read_text(cell),), {"text": _T})["text"]
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
    usual = _matches(text, _ISO_DAY) & day.is_between(date(EARLIEST_YEAR, 1, 1), on).fill_null(value=False)
    odd = _odd(text, usual, partial(values.read_day, on=on), {"day": pl.Date(), "status": _T})
    return day.zip_with(usual, odd["day"]), _choose(usual, DateStatus.OK, odd["status"])


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
    empty = pl.Series([None], dtype=_T).new_from_index(0, cells.frame.height)
    said = _by_distinct(empty if text is None else text, values.read_sex, {"said": _T, "status": _T})
    told = columns.get("id_sex", empty)
    frame = said.with_columns(told.alias("told"))
    return _with_id(frame, "sex", "sex_status")


def _births(cells: Cells, columns: Mapping[str, pl.Series], on: date) -> dict[str, pl.Series]:
    text = cells.text(Field.BIRTH_DATE)
    empty = pl.Series([None], dtype=_T).new_from_index(0, cells.frame.height)
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
    said = _by_distinct(text, values.read_age, {"age": pl.Int16(), "age_status": _T})
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
            schema = {str(field): _T, f"{field}_text": _T, f"{field}_status": _T}
            columns |= _by_distinct(text, partial(values.read_code, codes=_CODES[field]), schema).to_dict()
    return columns
