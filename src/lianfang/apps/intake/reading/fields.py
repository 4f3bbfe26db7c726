"""The text of each field of some rows, and how the odd cells among usual ones are asked one by one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import polars as pl

from lianfang.apps.intake.reading.terms import Field, SavedMapping, SheetPlan

TEXT, WORDS = pl.String(), pl.List(pl.String())
BETWEEN = "\x1f"
_Words = list[str] | None


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


def by_distinct(
    cells: pl.Series, read: Callable[[str], tuple[object, ...]], schema: Mapping[str, pl.DataType]
) -> pl.DataFrame:
    """Answers of a plain twin for each cell, asked once for each distinct text; null is the empty text."""
    texts = cells.fill_null("").alias("_text")
    distinct = texts.unique()
    columns = list(zip(*map(read, distinct), strict=True)) or [()] * len(schema)
    known = [
        _series(name, column, dtype) for (name, dtype), column in zip(schema.items(), columns, strict=True)
    ]
    found = texts.to_frame().join(
        pl.DataFrame([distinct, *known]), on="_text", how="left", maintain_order="left"
    )
    return found.drop("_text")


def _series(name: str, answers: Sequence[object], dtype: pl.DataType) -> pl.Series:
    """A column of answers; lists of words go through one text each, which is ten times faster."""
    if not isinstance(dtype, pl.List):
        return pl.Series(name, answers, dtype)
    joined = [None if words is None else BETWEEN.join(words) for words in cast(Sequence[_Words], answers)]
    texts = pl.Series(name, joined, TEXT)
    none = pl.Series([[]], dtype=dtype).new_from_index(0, len(texts))
    empty = (texts == "").fill_null(value=False)
    return none.zip_with(empty, texts.str.split(BETWEEN)).alias(name)


def ask_odd(
    cells: pl.Series,
    usual: pl.Series,
    read: Callable[[str], tuple[object, ...]],
    schema: Mapping[str, pl.DataType],
) -> pl.DataFrame:
    """Answers of a plain twin where a cell is not usual, nulls where it is."""
    places = (~usual).arg_true()
    answers = by_distinct(cells.gather(places), read, schema)
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


def matches(cells: pl.Series, pattern: str) -> pl.Series:
    return cells.str.contains(pattern).fill_null(value=False)


def choose(usual: pl.Series, value: pl.Series | str, otherwise: pl.Series) -> pl.Series:
    chosen = pl.Series([value], dtype=TEXT).new_from_index(0, len(usual)) if isinstance(value, str) else value
    return chosen.zip_with(usual, otherwise)
