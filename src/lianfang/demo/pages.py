"""A table as offices make it: titles, merged headings, lines among and under the rows, hidden sheets.

Cells are text; a first character NUMBER or DAY makes the cell a number or a day to the spreadsheet.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

import numpy as np
import polars as pl

from lianfang.demo.draws import Ints

SAMPLED, WIDEST = 60, 60
Line: TypeAlias = Sequence[str | None]


class Merge(NamedTuple):
    """Cells that are one: first and last line, first and last column, counted from 0."""

    first: int
    last: int
    left: int
    right: int


@dataclass(frozen=True)
class Page:
    """One sheet: what stands above the headings, the headings, the cells, what stands among and below."""

    name: str
    headings: Sequence[str]
    cells: pl.DataFrame
    title: Sequence[str] = ()
    groups: Sequence[str] = ()  # headings over the headings, one for each column, "" where there is none
    among: Mapping[int, Line] = field(default_factory=dict)  # lines before a data row
    footer: Sequence[Line] = ()
    merged: Sequence[int] = ()  # columns in which equal neighbours are one cell
    hidden: bool = False

    @property
    def top(self) -> int:
        """Number of lines above the first data row."""
        return len(self.title) + bool(self.groups) + 1

    def row_numbers(self) -> Ints:
        """Where each data row stands, as the spreadsheet numbers its lines."""
        before = np.zeros(self.cells.height + 1, dtype=np.int64)
        np.add.at(before, list(self.among), 1)
        return np.arange(self.cells.height) + 1 + self.top + np.cumsum(before[:-1])

    def grid(self) -> list[list[str | None]]:
        """All lines from the top; of merged cells only the first has a text."""
        lines: list[list[str | None]] = [[text] for text in self.title]
        lines += [list(line) for line in ([self.groups] if self.groups else [])]
        lines.append(list(self.headings))
        for place, row in enumerate(self.cells.iter_rows()):
            lines += [list(self.among[place])] if place in self.among else []
            lines.append(list(row))
        lines += [list(line) for line in self.footer]
        for merge in self.merges():
            _clear(lines, merge)
        return lines

    def widths(self) -> list[int]:
        """Width of each column in half-width characters, enough for its heading and its first cells."""
        sample = self.cells.head(SAMPLED)
        return [
            max(min(_width(text), WIDEST) for text in (heading, *sample.to_series(place).drop_nulls()))
            for place, heading in enumerate(self.headings)
        ]

    def merges(self) -> Iterator[Merge]:
        """The merged cells: titles, groups of headings, and runs of equal neighbours."""
        yield from (Merge(line, line, 0, len(self.headings) - 1) for line in range(len(self.title)))
        line = len(self.title)
        for left, right in _runs(self.groups):
            if not self.groups[left]:
                yield from (Merge(line, line + 1, column, column) for column in range(left, right + 1))
            elif right > left:
                yield Merge(line, line, left, right)
        for column in self.merged:
            yield from self._neighbours(column)

    def _neighbours(self, column: int) -> Iterator[Merge]:
        lines = self.row_numbers() - 1
        texts = self.cells.to_series(column).to_list()
        torn = np.cumsum(np.diff(lines, prepend=lines[:1]) > 1)
        for start, end in _runs(list(zip(texts, torn.tolist(), strict=True))):
            if end > start and texts[start]:
                yield Merge(int(lines[start]), int(lines[end]), column, column)


def _width(text: str) -> int:
    return sum(1 if sign.isascii() else 2 for sign in text) + 2


def _runs(values: Sequence[object]) -> Iterator[tuple[int, int]]:
    """First and last place of each run of equal values."""
    start = 0
    for place in range(1, len(values) + 1):
        if place == len(values) or values[place] != values[start]:
            yield start, place - 1
            start = place


def _clear(lines: list[list[str | None]], merge: Merge) -> None:
    """Leave one text in a merged cell: the group's, or where there is none the heading below it."""
    text = lines[merge.first][merge.left] or lines[merge.last][merge.left]
    for line in range(merge.first, merge.last + 1):
        for column in range(merge.left, min(merge.right + 1, len(lines[line]))):
            lines[line][column] = None
    lines[merge.first][merge.left] = text
