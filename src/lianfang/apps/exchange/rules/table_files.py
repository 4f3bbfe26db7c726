"""Tables of reports as files: xlsx with its dictionary within, csv and parquet with a file of it beside."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import fastexcel
import polars as pl
import xlsxwriter
from polars.exceptions import PolarsError

from lianfang.apps.exchange.rules.tables import DICTIONARY, DICTIONARY_NAMES, FIXED, NEEDED, text_of
from lianfang.apps.exchange.terms import TableFormat
from lianfang.core.forms.terms import Field
from lianfang.kernel.errors import InputRefused
from lianfang.kernel.text import neutralise_formula

DATA, MEANINGS = "数据", "字典"
HEAD_WITHIN: Final = 5
LONGEST: Final = 200_000
PLAIN: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
Words = Sequence[Sequence[str]]


class NotATable(InputRefused):
    """A file that is no table of reports."""

    code = "exchange.not_a_table"
    sentence = "文件“{file}”不能导入：{problem}。请用本系统导出的xlsx、csv、parquet，或按其列填写。"


def write(
    kind: TableFormat, table: pl.DataFrame, words: Words, fields: Mapping[str, Field], *, mark: str
) -> dict[str, bytes]:
    """The files of a table by what follows its name: the table, and its dictionary where it is apart."""
    if kind is TableFormat.XLSX:
        return {".xlsx": _xlsx(table, words, fields, mark)}
    meanings = {".dictionary.csv": _csv(DICTIONARY, words)}
    if kind is TableFormat.CSV:
        rows = ([text_of(value) for value in row] for row in table.iter_rows())
        return {".csv": _csv(table.columns, list(rows))} | meanings
    target = io.BytesIO()
    table.write_parquet(target, metadata={"mark": mark})
    return {".parquet": target.getvalue()} | meanings


def _csv(head: Sequence[str], rows: Words) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([neutralise_formula(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(table: pl.DataFrame, words: Words, fields: Mapping[str, Field], mark: str) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, **PLAIN}) as book:
        bold, quiet = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"hidden": True})
        sheet = book.add_worksheet(DATA)
        names = [FIXED.get(code) or fields[code].name for code in table.columns]
        sheet.write_row(0, 0, names, bold)
        sheet.write_row(1, 0, table.columns, quiet)
        sheet.set_row(1, None, None, {"hidden": True})
        for number, row in enumerate(table.iter_rows(), 2):
            sheet.write_row(number, 0, [_cell(value) for value in row])
        sheet.freeze_panes(2, 4)
        sheet.set_footer("&C" + mark.replace("&", "&&")[:200])
        other = book.add_worksheet(MEANINGS)
        other.write_row(0, 0, DICTIONARY_NAMES, bold)
        for number, line in enumerate(words, 1):
            other.write_row(number, 0, line)
    return target.getvalue()


def _cell(value: Any) -> Any:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else text_of(value)


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
