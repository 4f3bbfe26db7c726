"""Tables of reports read back from the files as which they left, or from others with the same columns."""

import csv
import io
from pathlib import Path
from typing import Final

import fastexcel
import polars as pl
from polars.exceptions import PolarsError

from lianfang.apps.exchange.rules.tables import NEEDED
from lianfang.core.exports.tables import text_of
from lianfang.kernel.errors import InputRefused

HEAD_WITHIN: Final = 5
LONGEST: Final = 200_000


class NotATable(InputRefused):
    """A file that is no table of reports."""

    code = "exchange.not_a_table"
    sentence = "文件“{file}”不能导入：{problem}。请用本系统导出的xlsx、csv、parquet，或按其列填写。"


def read(path: Path) -> tuple[list[dict[str, str]], int]:
    """The rows of a file as texts by column code, and the number of the first; raises NotATable."""
    try:
        if path.suffix == ".parquet":
            return _of_parquet(path)
        grid = _grid(path)
    except (fastexcel.FastExcelError, PolarsError, UnicodeDecodeError, csv.Error, OSError) as problem:
        raise NotATable(file=path.name, problem="读不出来") from problem
    for number, line in enumerate(grid[:HEAD_WITHIN]):
        if set(NEEDED) <= set(line):
            rows = [dict(zip(line, cells, strict=False)) for cells in grid[number + 1 :]]
            return [{code: said for code, said in row.items() if code} for row in rows], number + 2
    raise NotATable(file=path.name, problem=f"没有{'、'.join(NEEDED)}这几列")


def _of_parquet(path: Path) -> tuple[list[dict[str, str]], int]:
    table = pl.read_parquet(path)
    missing = [code for code in NEEDED if code not in table.columns]
    if missing:
        raise NotATable(file=path.name, problem=f"没有{'、'.join(missing)}这几列")
    return [{code: text_of(value) for code, value in row.items()} for row in table.to_dicts()], 1


def _grid(path: Path) -> list[list[str]]:
    if path.suffix == ".xlsx":
        sheet = fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string", n_rows=LONGEST)
        return [[(cell or "").strip() for cell in row] for row in sheet.to_polars().iter_rows()]
    if path.suffix != ".csv":
        raise NotATable(file=path.name, problem="不是xlsx、csv、parquet")
    lines = csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
    return [[cell.strip() for cell in line] for line in lines]
