"""Small lists by hand: rows of cells as people type them, cleaned as the reading package cleans a file."""

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from lianfang.apps.intake.reading.clean import Cells, clean_rows
from lianfang.apps.intake.reading.terms import Field, ListChunk, SheetPlan


def chunk_of(
    rows: Sequence[Mapping[Field, str]], *, on: date, sheet: str = "名单", first_row: int = 2
) -> ListChunk:
    """A chunk of the rows, whose columns are the fields that any row uses."""
    fields = [field for field in Field if any(field in row for row in rows)]
    columns = {f"c{at}": [row.get(field) for row in rows] for at, field in enumerate(fields)}
    numbers = pl.Series(range(first_row, first_row + len(rows)), dtype=pl.Int32)
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)).with_columns(row_no=numbers)
    headers = tuple(str(field) for field in fields)
    plan = SheetPlan(
        sheet=sheet,
        label=sheet,
        header_row=1,
        first_row=2,
        headers=headers,
        levels=((),) * len(fields),
        columns={field: (at,) for at, field in enumerate(fields)},
        sequence=(),
        unmapped=(),
    )
    cells = frame.drop("row_no").rename(dict(zip(columns, headers, strict=True)))
    return ListChunk(sheet, clean_rows(Cells(frame, plan, None), on=on), cells, headers)
