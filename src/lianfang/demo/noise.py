"""What goes wrong in a row: how a way of breaking a field is told, drawn, done and noted.

Rates are per row at noise 1 and grow with it. At most one way befalls one field of one row, so that the truth
can say what the field is worth afterwards.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import polars as pl

from lianfang.demo.draws import Flags, Floats, Ints

LOUDEST = 0.9  # of rows at most are broken in one field
NUMBER = "\x01"  # a cell that begins with it is a number in the spreadsheet
DAY = "\x02"  # a cell that begins with it is a day, kept as its serial number
ALWAYS = pl.lit(value=True)

Change: TypeAlias = Callable[[pl.DataFrame, np.random.Generator], pl.Series]


@dataclass(frozen=True)
class Break:
    """One way in which a field goes wrong: rate, rows it can befall, their new text, what that is worth."""

    name: str
    rate: float
    where: pl.Expr
    change: Change
    leaves: str


@dataclass
class Rows:
    """Rows of a list on their way to the file, and what was done to each."""

    frame: pl.DataFrame
    rng: np.random.Generator
    noise: float
    done: dict[str, Flags] = field(default_factory=dict)

    def rate(self, rate: float) -> float:
        """A rate at the loudness of these rows."""
        return min(rate * self.noise, LOUDEST)

    def befalls(self, name: str, rate: float, where: pl.Expr | None = None) -> pl.Series:
        """Draw which rows something befalls, and note it under its name."""
        hit = self.rng.random(self.frame.height) < self.rate(rate)
        return self.note(name, hit, where)

    def note(self, name: str, hit: Flags, where: pl.Expr | None = None) -> pl.Series:
        """Note that something befell some rows; returns those that it can befall."""
        if where is not None:
            hit = hit & self.frame.select(where.fill_null(value=False)).to_series().to_numpy()
        self.done[name] = self.done.get(name, np.zeros(self.frame.height, dtype=bool)) | hit
        return pl.Series(hit)

    def put(self, column: str, hit: pl.Series, values: pl.Series) -> None:
        """Replace the text of a column in the rows hit, in their order."""
        changed = self.frame[column].scatter(hit.arg_true(), values)
        self.frame = self.frame.with_columns(changed.alias(column))

    def take(self, places: Ints) -> None:
        """Keep the rows of these places, in this order; a place may stand twice."""
        self.frame = self.frame[places]
        self.done = {name: hit[places] for name, hit in self.done.items()}

    def names_of_noise(self) -> pl.Series:
        """What was done to each row, names joined by a plus sign."""
        texts = np.full(self.frame.height, "", dtype=object)
        for name, hit in self.done.items():
            texts[hit] = texts[hit] + f"+{name}"
        return pl.Series("noise", texts.tolist(), dtype=pl.String).str.strip_prefix("+")


def within_limit(rates: Floats) -> Floats:
    """Rates of ways that exclude each other, brought down together where they would exceed the loudest."""
    return rates * (LOUDEST / max(float(rates.sum()), LOUDEST))


def break_field(rows: Rows, column: str, breaks: Sequence[Break], *, worth: str) -> None:
    """Let at most one of the breaks befall each row's field; `<column>_worth` says what is left of it."""
    rates = np.array([rows.rate(one.rate) for one in breaks])
    edges = np.cumsum(within_limit(rates))
    drawn = np.searchsorted(edges, rows.rng.random(rows.frame.height), side="right")
    left = np.where(rows.frame[column].is_null().to_numpy(), "lost", worth).astype(object)
    before = rows.frame
    for place, one in enumerate(breaks):
        possible = before.select(
            (one.where & pl.col(column).is_not_null()).fill_null(value=False)
        ).to_series()
        hit = rows.note(one.name, (drawn == place) & possible.to_numpy())
        left[hit.to_numpy()] = one.leaves
        rows.put(column, hit, one.change(before.filter(hit), rows.rng))
    rows.frame = rows.frame.with_columns(pl.Series(f"{column}_worth", left.tolist(), dtype=pl.String))


def by(expression: pl.Expr) -> Change:
    """A change that an expression over the row tells."""
    return lambda frame, _: frame.select(expression.alias("text")).to_series()


def each(change: Callable[[str, np.random.Generator], str], column: str) -> Change:
    """A change of each text alone; used where few rows are hit."""
    return lambda frame, rng: pl.Series([change(text, rng) for text in frame[column]], dtype=pl.String)


def nothing(frame: pl.DataFrame, _: np.random.Generator) -> pl.Series:
    """Empty cells."""
    return pl.Series([None] * frame.height, dtype=pl.String)
