"""Every sheet of a file as text cells: frames of `row_no` and text columns c0 (= column A), c1, …"""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import polars as pl

from lianfang.apps.intake.reading import delimited, spreadsheet
from lianfang.apps.intake.reading.files import Format, SourceFile, TooLarge
from lianfang.apps.intake.reading.packages import MOST_COLUMNS, Traits, traits
from lianfang.apps.intake.reading.spreadsheet import ROW_NO
from lianfang.apps.intake.reading.terms import SkippedSheet


@dataclass(frozen=True, slots=True)
class SheetCells:
    """One sheet: `blocks()` reads it from its start.

    `merges` are (column, first row, last row) of vertically merged cells. `shifts` says that a cell too
    many moves the ones after it (delimited text); in a spreadsheet it does not.
    """

    name: str
    label: str
    blocks: Callable[[], Iterator[pl.DataFrame]]
    merges: frozenset[tuple[int, int, int]] = frozenset()
    shifts: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets to read, and those that are not read, with the reason."""

    sheets: tuple[SheetCells, ...]
    skipped: tuple[SkippedSheet, ...] = ()


def open_workbook(source: SourceFile) -> Workbook:
    """All sheets of a file; raises the FileRefused that says why it can't be read."""
    if source.format is Format.CSV:
        dialect = delimited.detect(source.path)
        blocks = partial(delimited.blocks, source.path, dialect)
        return Workbook((SheetCells("", source.path.name, blocks, shifts=True),))
    with tempfile.TemporaryDirectory() as folder, spreadsheet.Reading(source.path, Path(folder)) as reading:
        found = traits(source)
        sheets = [_sheet(source.path, sheet, found) for sheet in reading.sheets()]
    return Workbook(
        tuple(sheet for sheet in sheets if isinstance(sheet, SheetCells)),
        tuple(sheet for sheet in sheets if isinstance(sheet, SkippedSheet)),
    )


def _sheet(path: Path, sheet: spreadsheet.Sheet, found: Callable[[str], Traits]) -> SheetCells | SkippedSheet:
    if sheet.frame.width == 1 or not sheet.frame.height:
        return SkippedSheet(sheet.name, "empty")
    if sheet.frame.width > MOST_COLUMNS:
        raise TooLarge(file=path.name, size=f"{sheet.frame.width}列")
    trait = found(sheet.name)
    frame = _as_shown(sheet.frame, trait.long_numbers)
    return SheetCells(
        sheet.name, sheet.name, lambda: iter([frame]), frozenset(trait.merges), hidden=not sheet.visible
    )


def _as_shown(frame: pl.DataFrame, long_numbers: dict[str, str]) -> pl.DataFrame:
    if not long_numbers:
        return frame
    before, after = list(long_numbers), list(long_numbers.values())
    return frame.with_columns(pl.exclude(ROW_NO).replace(before, after))
