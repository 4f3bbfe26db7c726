"""Every sheet of a file as text cells: frames of `row_no` and text columns c0 (= column A), c1, …"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import fastexcel
import polars as pl

from lianfang.apps.intake.reading import delimited
from lianfang.apps.intake.reading.files import DamagedFile, EncryptedFile, Format, SourceFile, TooLarge
from lianfang.apps.intake.reading.packages import MOST_COLUMNS, Traits, traits
from lianfang.apps.intake.reading.terms import SkippedSheet

_T = TypeVar("_T")
ROW_NO = "row_no"


@dataclass(frozen=True, slots=True)
class SheetCells:
    """One sheet: `blocks()` reads it from its start.

    `merges` are (column, first row, last row) of vertically merged cells. `shifts` says that a cell
    too many moves the ones after it (delimited text); in a spreadsheet it does not.
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
        return Workbook(
            (SheetCells("", source.path.name, partial(delimited.blocks, source.path, dialect), shifts=True),)
        )
    reader = _guarded(source.path, lambda: fastexcel.read_excel(source.path))
    found = traits(source, reader.sheet_names)
    sheets = [_load(source.path, reader, name, found[name]) for name in reader.sheet_names]
    return Workbook(
        tuple(sheet for sheet in sheets if isinstance(sheet, SheetCells)),
        tuple(sheet for sheet in sheets if isinstance(sheet, SkippedSheet)),
    )


def _load(path: Path, reader: fastexcel.ExcelReader, name: str, trait: Traits) -> SheetCells | SkippedSheet:
    sheet = _guarded(path, lambda: reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string"))
    if not sheet.width or not sheet.total_height:
        return SkippedSheet(name, "empty")
    if sheet.width > MOST_COLUMNS:
        raise TooLarge(file=path.name, size=f"{sheet.width}列")
    frame = _as_shown(_frame(path, sheet), trait.long_numbers)
    hidden = sheet.visible != "visible"
    return SheetCells(name, name, lambda: iter([frame]), frozenset(trait.merges), hidden=hidden)


def _frame(path: Path, sheet: fastexcel.ExcelSheet) -> pl.DataFrame:
    names = [f"c{column.absolute_index}" for column in sheet.selected_columns]
    frame = _guarded(path, sheet.to_polars)
    frame.columns = names
    return frame.with_row_index(ROW_NO, offset=1).cast({ROW_NO: pl.Int32})


def _as_shown(frame: pl.DataFrame, long_numbers: dict[str, str]) -> pl.DataFrame:
    if not long_numbers:
        return frame
    before, after = list(long_numbers), list(long_numbers.values())
    return frame.with_columns(pl.exclude(ROW_NO).replace(before, after))


def _guarded(path: Path, call: Callable[[], _T]) -> _T:
    """Run a call of the spreadsheet reader; whatever it says of a broken file becomes one sentence."""
    try:
        return call()
    except fastexcel.FastExcelError as error:
        if "assword" in str(error):
            raise EncryptedFile(file=path.name) from error
        raise DamagedFile(file=path.name) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # the reader's own assertion; no class to import
            raise DamagedFile(file=path.name) from error
        raise
