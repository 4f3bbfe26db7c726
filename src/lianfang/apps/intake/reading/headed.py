"""Tables below a row of headers that are known by name: chunks of named columns, every value a text.

For files whose columns the program says itself. What a list of people means by its headers is found out by
`tables` and `columns`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from lianfang.apps.intake.reading import cells, files
from lianfang.kernel.clock import ZONE
from lianfang.kernel.text import clean

SEARCHED_ROWS: Final = 20
PARQUET: Final = b"PAR1"
CHUNK: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of table: the column that each `plain` header names, and what it must have to be one.

    Of each group of `asked` one column must be there (`told` says so in words), and `fewest` in all.
    """

    words: Mapping[str, str]
    asked: tuple[tuple[str, ...], ...] = ()
    told: str = ""
    fewest: int = 1

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.words.values()))

    def columns_of(self, texts: Mapping[str, str | None]) -> dict[str, str]:
        """Where each column stands in a row, the first of its name; none where the row is no header."""
        places: dict[str, str] = {}
        for place, text in texts.items():
            if column := self.words.get(plain(text or "")):
                places.setdefault(column, place)
        whole = all(any(column in places for column in group) for group in self.asked)
        return places if whole and len(places) >= self.fewest else {}


def plain(header: str) -> str:
    """A header as it is compared: without blanks, in small letters."""
    return clean(header).replace(" ", "").lower()


def chunks(path: Path, sort: Sort) -> Iterator[pl.DataFrame]:
    """The rows of every table of a sort, so many at a time: `sheet`, `row_no`, each column as text.

    Rows of blanks are left out. Nothing comes where no sheet has such a table. Raises a FileRefused.
    """
    for sheet, blocks in _sheets(path):
        places: dict[str, str] = {}
        for block in blocks:
            below = block
            if not places:
                row, places = _header(block, sort)
                below = block.filter(pl.col("row_no") > row)
            if not places:
                break
            yield _named(below, places, sheet, sort)


def _sheets(path: Path) -> Iterator[tuple[str, Iterator[pl.DataFrame]]]:
    with path.open("rb") as file:
        columnar = file.read(len(PARQUET)) == PARQUET
    if columnar:
        yield path.name, _columnar(path)
        return
    for sheet in cells.open_workbook(files.identify(path)).sheets:
        yield sheet.label, sheet.blocks()


def _columnar(path: Path) -> Iterator[pl.DataFrame]:
    """A Parquet file as sheets are read: its names are the first row, every value a text."""
    try:
        whole = pl.scan_parquet(path, glob=False)
        names = whole.collect_schema().names()
        yield pl.DataFrame({"row_no": [0]} | {f"c{at}": [name] for at, name in enumerate(names)})
        first = 1
        for batch in whole.collect_batches(chunk_size=CHUNK, maintain_order=True):
            texts = batch.select(
                pl.int_range(first, first + batch.height).alias("row_no"),
                *(_text(batch[name]).alias(f"c{at}") for at, name in enumerate(names)),
            )
            first += batch.height
            yield texts
    except (pl.exceptions.PolarsError, OSError) as problem:
        raise files.DamagedFile(file=path.name) from problem


def _text(values: pl.Series) -> pl.Series:
    if isinstance(values.dtype, pl.Datetime):
        local = values.dt.convert_time_zone(ZONE.key) if values.dtype.time_zone else values
        return local.dt.strftime("%Y-%m-%d %H:%M:%S")
    return values.cast(pl.String)


def _header(block: pl.DataFrame, sort: Sort) -> tuple[int, dict[str, str]]:
    """The row of the headers, which is the first that names the most; no places where there is none."""
    top, best = 0, dict[str, str]()
    for row in block.head(SEARCHED_ROWS).iter_rows(named=True):
        number = row.pop("row_no")
        places = sort.columns_of(row)
        if len(places) > len(best):
            top, best = number, places
    return top, best


def _named(block: pl.DataFrame, places: Mapping[str, str], sheet: str, sort: Sort) -> pl.DataFrame:
    present = {column: place for column, place in places.items() if place in block.columns}
    shown = block.select(
        pl.lit(sheet).alias("sheet"),
        pl.col("row_no").cast(pl.Int64),
        *(
            pl.col(present[column]).fill_null("").str.strip_chars().alias(column)
            if column in present
            else pl.lit("").alias(column)
            for column in sort.columns
        ),
    )
    return shown.filter(pl.any_horizontal(pl.col(column) != "" for column in present))
