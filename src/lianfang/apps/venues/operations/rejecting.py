"""Rows that come back: each with its place, the value at fault, the reason, what to do; to be sent again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import polars as pl

from lianfang.apps.intake.reading.headed import Sort
from lianfang.apps.venues.terms import FAULT_NAMES, REMEDIES, Rejected, RowFault
from lianfang.core import sealing
from lianfang.core.exports import returned

CHUNK: Final = 50_000


def first_of(rejected: pl.DataFrame) -> tuple[Rejected, ...]:
    """Some of the rejected rows as they are shown: long numbers masked."""
    return tuple(
        Rejected(
            row["sheet"],
            row["row_no"],
            row["column"],
            sealing.mask_numbers(row[row["column"]]),
            RowFault(row["fault"]),
        )
        for row in rejected.head(returned.SHOWN).iter_rows(named=True)
    )


def write(target: Path, rejected: pl.DataFrame, sort: Sort, *, file: str) -> None:
    """Write the rejected rows under headers that are read again."""
    returned.write(target, _chunks(rejected, sort), head=(*sort.columns, *returned.TOLD), file=file)


def _chunks(rejected: pl.DataFrame, sort: Sort) -> Iterator[list[tuple[str, ...]]]:
    shown = rejected.select(
        "sheet",
        pl.col("row_no").cast(pl.String),
        *sort.columns,
        "column",
        pl.col("fault").replace_strict(FAULT_NAMES).alias("reason"),
        pl.col("fault").replace_strict(REMEDIES).alias("remedy"),
    )
    for part in shown.iter_slices(CHUNK):
        yield part.rows()
