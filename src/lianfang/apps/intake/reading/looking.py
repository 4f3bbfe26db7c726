"""How a file would be read, for a person to see first: sheets, headers, columns with samples, words.

Nothing is refused here: a sheet whose columns are unclear shows them with the sentence that would stop the
reading, so that a person can say which column is which.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from lianfang.apps.intake.reading import cells, columns, files, lists, tables, values
from lianfang.apps.intake.reading.fields import Cells
from lianfang.apps.intake.reading.spreadsheet import ROW_NO
from lianfang.apps.intake.reading.terms import (
    Field,
    IgnoredLine,
    SavedMapping,
    SheetPlan,
    SkippedSheet,
    Why,
)
from lianfang.kernel.errors import InputRefused

SAMPLES: Final = 3
WORDS: Final = 40
"""Different words of a coded column that are shown, the unknown ones first."""
LINES: Final = 8
CODES: Final = {
    Field.LEVEL: values.LEVELS,
    Field.EXPOSURE: values.EXPOSURES,
    Field.VACCINATED: values.VACCINATED,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it would be read: its header, the field it is read as and why, and some of its cells."""

    place: int
    header: str
    field: Field | None
    why: Why
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a coded column, how often it stands there, and the code it is read as; none for unknown."""

    field: Field
    text: str
    times: int
    code: str | None
    known: bool


@dataclass(frozen=True, slots=True)
class SheetLook:
    """A sheet as it would be read; `problem` is why it can't be."""

    sheet: str
    label: str
    header_row: int
    rows: int
    columns: tuple[Column, ...]
    words: tuple[Word, ...]
    ignored: tuple[IgnoredLine, ...]
    hidden: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """A file as it would be read."""

    sheets: tuple[SheetLook, ...]
    skipped: tuple[SkippedSheet, ...]
    problem: str = ""

    @property
    def rows(self) -> int:
        return sum(sheet.rows for sheet in self.sheets)


def look(path: Path, *, mapping: SavedMapping | None = None, sheet: str = "") -> Look:
    """How the sheets of a file would be read; raises the FileRefused that says why the file can't be."""
    workbook = cells.open_workbook(files.identify(path))
    chosen = [found for found in workbook.sheets if not sheet or found.name == sheet]
    try:
        used, problem = lists.mappings_of(chosen, mapping), ""
    except columns.MappingDoesNotFit as refusal:
        used, problem = [None] * len(chosen), str(refusal)
    seen = [(found, _sheet(found, own)) for found, own in zip(chosen, used, strict=True)]
    empty = [SkippedSheet(found.label, "no_table") for found, looked in seen if looked is None]
    left = [SkippedSheet(found.label, "not_chosen") for found in workbook.sheets if found not in chosen]
    looks = tuple(looked for _found, looked in seen if looked)
    return Look(looks, (*workbook.skipped, *left, *empty), problem)


def _sheet(sheet: cells.SheetCells, mapping: SavedMapping | None) -> SheetLook | None:
    """The look of a sheet, None where it holds no people."""
    lines = tables.first_lines(sheet)
    plan = tables.header(sheet, lines, mapping)
    try:
        tables.find(sheet, mapping)
    except columns.NoPeople:
        return None
    except InputRefused as refusal:
        return _unclear(sheet, lines, plan, mapping, str(refusal))
    return _clear(sheet, plan, mapping) if plan else None


def _unclear(
    sheet: cells.SheetCells,
    lines: Sequence[tables.Line],
    plan: SheetPlan | None,
    mapping: SavedMapping | None,
    problem: str,
) -> SheetLook:
    if plan is None:
        return SheetLook(sheet.name, sheet.label, 0, 0, (), (), (), sheet.hidden, problem)
    below = [row for row_no, row in lines if row_no >= plan.first_row]

    def samples(place: int) -> list[str]:
        return [row[place] for row in below]

    shown = tuple(_columns(plan, mapping, samples))
    return SheetLook(sheet.name, sheet.label, plan.header_row, 0, shown, (), (), sheet.hidden, problem)


def _clear(sheet: cells.SheetCells, plan: SheetPlan, mapping: SavedMapping | None) -> SheetLook:
    """The look of a sheet that can be read: its first table's columns, all tables' rows and words."""
    found = list(tables.people(sheet, plan, mapping))
    first = found[0].rows if found else pl.DataFrame()

    def samples(place: int) -> list[str]:
        return first[f"c{place}"].drop_nulls().head(200).to_list() if f"c{place}" in first.columns else []

    return SheetLook(
        sheet=sheet.name,
        label=sheet.label,
        header_row=plan.header_row,
        rows=sum(part.rows.height for part in found),
        columns=tuple(_columns(plan, mapping, samples)),
        words=tuple(_words(found, mapping)),
        ignored=tuple(line for part in found for line in part.ignored)[:LINES],
        hidden=sheet.hidden,
    )


def _columns(
    plan: SheetPlan, mapping: SavedMapping | None, samples: Callable[[int], Sequence[str]]
) -> Iterator[Column]:
    fields = {at: field for field, places in plan.columns.items() for at in places}
    whys = columns.reasons(plan.levels, columns.Assignment(plan.columns, plan.sequence, ()), mapping)
    for at, header in enumerate(plan.headers):
        different = tuple(dict.fromkeys(text for cell in samples(at) if (text := cell.strip())))[:SAMPLES]
        if any(plan.levels[at]) or different:
            yield Column(at, header, fields.get(at), whys[at], different)


def _words(found: Sequence[tables.People], mapping: SavedMapping | None) -> Iterator[Word]:
    """The words of the coded columns as they stand, with what they would be read as."""
    for field, codes in CODES.items():
        counted: Counter[str] = Counter()
        for part in found:
            text = Cells(part.rows.drop(ROW_NO), part.plan, None).text(field)
            if text is not None:
                shares = text.str.strip_chars().drop_nulls().value_counts()
                counted.update(dict(shares.iter_rows()))
        saved = mapping.values.get(field, {}) if mapping else {}
        read = [_word(field, text, times, saved, codes) for text, times in counted.items() if text]
        yield from sorted(read, key=lambda word: (word.known, -word.times, word.text))[:WORDS]


def _word(field: Field, text: str, times: int, saved: Mapping[str, str], codes: dict[str, str]) -> Word:
    code, _text, status = values.read_code(saved.get(text, text), codes)
    return Word(field, text, times, code, status != "unreadable")
