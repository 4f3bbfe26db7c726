"""A list of people, opened: how each sheet is read, and its rows in clean chunks."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from lianfang.apps.intake.reading import cells, files, tables
from lianfang.apps.intake.reading.clean import Cells, clean_rows
from lianfang.apps.intake.reading.columns import MappingDoesNotFit, NoPeople
from lianfang.apps.intake.reading.delimited import GROWTH
from lianfang.apps.intake.reading.terms import ListChunk, SavedMapping, SheetPlan, SkippedSheet
from lianfang.kernel.errors import InputRefused

CHUNK_ROWS = 100_000
_DITTO = ["同上", "〃", "″", "''", "同 上", "ditto"]
_NOTHING_ABOVE = "\x00"


class SheetNotFound(InputRefused):
    """The sheet asked for is not in the file, or is hidden or empty."""

    code = "reading.sheet_not_found"
    sentence = "文件“{file}”中没有可读的工作表“{sheet}”。可读的工作表有：{candidates}。"


@dataclass(frozen=True, slots=True)
class ListReading:
    """An opened list; `plans` say how each sheet is read, `skipped` which sheets are not, and why."""

    source: files.SourceFile
    plans: tuple[SheetPlan, ...]
    skipped: tuple[SkippedSheet, ...]
    on: date
    mappings: tuple[SavedMapping | None, ...]
    _sheets: tuple[cells.SheetCells, ...]

    def chunks(self, rows: int = CHUNK_ROWS, *, first: int = CHUNK_ROWS) -> Iterator[ListChunk]:
        """Clean rows in the order of the file, so many at a time, with the lines that are no people.

        The first chunk may be smaller, so that whoever uses the chunks need not wait for a whole one.
        """
        for sheet, plan, mapping in zip(self._sheets, self.plans, self.mappings, strict=True):
            for found in tables.people(sheet, plan, mapping):
                yield from self._chunks(found, (min(first, rows), rows), mapping, shifts=sheet.shifts)
                first = rows

    def _chunks(
        self, found: tables.People, sizes: tuple[int, int], mapping: SavedMapping | None, *, shifts: bool
    ) -> Iterator[ListChunk]:
        ignored, plan = found.ignored, found.plan
        shared = [at for field, places in plan.columns.items() if field in tables.SHARED for at in places]
        whole = _resolve_dittos(found.rows, [f"c{at}" for at in shared])
        for part in _parts(whole, *sizes) if whole.height or ignored else []:
            frame = clean_rows(Cells(part.rechunk(), plan, mapping), on=self.on, shifts=shifts)
            yield ListChunk(plan.sheet, frame, part, plan.headers, ignored)
            ignored = ()


def open_list(
    path: Path, *, on: date, mapping: SavedMapping | None = None, sheet: str | None = None
) -> ListReading:
    """Open a list of people received on the day `on`; nothing is cleaned before `chunks` is called.

    Raises a FileRefused for what can't be read, NoTable or HeaderMissing where no table is found, a
    ColumnsUnclear where it is uncertain which column is which, SheetNotFound for a sheet that is
    not there.
    """
    source = files.identify(path)
    workbook = cells.open_workbook(source)
    chosen = _chosen(path, workbook, sheet)
    used = mappings_of(chosen, mapping)
    plans = [(found, _plan(found, own), own) for found, own in zip(chosen, used, strict=True)]
    kept = [(found, plan, own) for found, plan, own in plans if isinstance(plan, SheetPlan)]
    if not kept:
        unclear = (plan for _found, plan, _own in plans if isinstance(plan, NoPeople))
        raise next(unclear, _no_table(path, workbook))
    sheets, read, mappings = zip(*kept, strict=True)
    skipped = (*workbook.skipped, *_skipped(workbook, chosen, sheets))
    return ListReading(source, read, skipped, on, mappings, sheets)


def mappings_of(
    sheets: Sequence[cells.SheetCells], mapping: SavedMapping | None
) -> list[SavedMapping | None]:
    """The mapping for each sheet: its columns may stand on one sheet and be absent from another.

    Raises MappingDoesNotFit for columns that no sheet has.
    """
    if mapping is None:
        return [None for _sheet in sheets]
    misfits = [_misfit(sheet, mapping) for sheet in sheets]
    with_people = [found for found in misfits if not isinstance(found, NoPeople)]
    fits_none = [set(found.absent) for found in with_people if found] if all(with_people) else []
    if fits_none and set.intersection(*fits_none):
        raise next(found for found in with_people if found)
    return [
        mapping.without(found.absent) if isinstance(found, MappingDoesNotFit) else mapping
        for found in misfits
    ]


def _misfit(sheet: cells.SheetCells, mapping: SavedMapping) -> MappingDoesNotFit | NoPeople | None:
    """What the mapping names and the sheet has not; or that the sheet holds no people anyway."""
    try:
        plan = tables.find(sheet, mapping)
    except (MappingDoesNotFit, NoPeople) as problem:
        return problem
    except InputRefused:
        return None
    return None if plan else NoPeople(sheet=sheet.label, field="", candidates="")


def _chosen(path: Path, workbook: cells.Workbook, sheet: str | None) -> list[cells.SheetCells]:
    chosen = [found for found in workbook.sheets if sheet is None or found.name == sheet]
    if sheet is not None and not chosen:
        names = "、".join(found.label for found in workbook.sheets)
        raise SheetNotFound(file=path.name, sheet=sheet, candidates=names)
    return chosen


def _skipped(
    workbook: cells.Workbook, chosen: Sequence[cells.SheetCells], read: Sequence[cells.SheetCells]
) -> Iterator[SkippedSheet]:
    for found in workbook.sheets:
        if found not in chosen:
            yield SkippedSheet(found.name, "not_chosen")
        elif found not in read:
            yield SkippedSheet(found.name, "hidden" if found.hidden else "no_table")


def _plan(sheet: cells.SheetCells, mapping: SavedMapping | None) -> SheetPlan | NoPeople | None:
    """The plan of a sheet; none for a sheet on which nothing looks like people, with what it lacks."""
    try:
        return tables.find(sheet, mapping)
    except NoPeople as error:
        return error


def _no_table(path: Path, workbook: cells.Workbook) -> tables.NoTable:
    names = [found.label for found in workbook.sheets] + [one.sheet for one in workbook.skipped]
    return tables.NoTable(file=path.name, sheets="、".join(f"“{name}”" for name in names))


def _parts(whole: pl.DataFrame, first: int, rows: int) -> Iterator[pl.DataFrame]:
    """Slices of so many rows first, then of more and more, up to so many; at least one."""
    at, size = 0, first
    while at < max(whole.height, 1):
        yield whole.slice(at, size)
        at, size = at + size, min(int(size * GROWTH), rows)


def raw_of(chunk: ListChunk, rows: Iterable[int]) -> dict[int, str]:
    """JSON text of the original cells, header → text, for rows of a chunk by their numbers."""
    wanted = chunk.cells.filter(pl.col("row_no").is_in(list(rows)))
    places = [name for name in wanted.columns if name != "row_no"]
    return {
        row["row_no"]: json.dumps(
            {_header(chunk, name): row[name] for name in places if row[name]}, ensure_ascii=False
        )
        for row in wanted.iter_rows(named=True)
    }


def _header(chunk: ListChunk, name: str) -> str:
    at = int(name[1:])
    return chunk.headers[at] if at < len(chunk.headers) else f"第{at + 1}列"


def _resolve_dittos(rows: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """Give 同上 the text of the row above, as its writer says; it stays where there is none."""
    for name in set(names) & set(rows.columns):
        ditto = rows[name].str.strip_chars().is_in(_DITTO).fill_null(value=False)
        if ditto.any():
            column = pl.col(name)
            above = (
                pl.when(pl.lit(ditto)).then(None).otherwise(column.fill_null(_NOTHING_ABOVE)).forward_fill()
            )
            given = pl.when(above.is_null()).then(column).when(above != _NOTHING_ABOVE).then(above)
            rows = rows.with_columns(given.alias(name))
    return rows
