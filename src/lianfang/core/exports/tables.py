"""Tables of typed columns as files: xlsx with the dictionary within, csv and parquet beside it."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import polars as pl
import xlsxwriter

from lianfang.kernel.errors import WrongCall
from lianfang.kernel.text import neutralise_formula

DATA, MEANINGS = "数据", "字典"
PLAIN: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
Words = Iterable[Sequence[str]]


class TableFormat(StrEnum):
    """As what a table leaves."""

    XLSX = "xlsx"
    CSV = "csv"
    PARQUET = "parquet"


def format_of(path: Path) -> TableFormat:
    """As what a file is to be written, by the ending of its name; raises WrongCall for another."""
    try:
        return TableFormat(path.suffix.removeprefix("."))
    except ValueError as problem:
        raise WrongCall(problem=f"“{path.name}”应以 .xlsx、.csv 或 .parquet 结尾。") from problem


@dataclass(frozen=True)
class Table:
    """A table: its columns by code, what people call each, the lines of its dictionary and their heads."""

    frame: pl.DataFrame
    names: Mapping[str, str]
    heads: Mapping[str, str]
    words: Sequence[Sequence[str]]


def write(kind: TableFormat, table: Table, *, mark: str) -> dict[str, bytes]:
    """The files of a table by what follows its name: the table, and its dictionary where it is apart."""
    if kind is TableFormat.XLSX:
        return {".xlsx": _xlsx(table, mark)}
    meanings = {".dictionary.csv": _csv(list(table.heads), table.words)}
    if kind is TableFormat.CSV:
        rows = ([text_of(value) for value in row] for row in table.frame.iter_rows())
        return {".csv": _csv(table.frame.columns, rows)} | meanings
    target = io.BytesIO()
    table.frame.write_parquet(target, metadata={"mark": mark})
    return {".parquet": target.getvalue()} | meanings


def packed(files: Mapping[str, bytes], name: str) -> tuple[str, bytes]:
    """The one file with its name, or all of them in one archive."""
    ((ending, block), *others) = files.items()
    if not others:
        return name + ending, block
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for own, inner in files.items():
            archive.writestr(f"{name}{own}", inner)
    return f"{name}.zip", target.getvalue()


def text_of(value: Any) -> str:
    """A cell as text, as it is typed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return str(value)


def _csv(head: Sequence[str], rows: Words) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([neutralise_formula(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(table: Table, mark: str) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True, **PLAIN}) as book:
        bold, quiet = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"hidden": True})
        sheet = book.add_worksheet(DATA)
        sheet.freeze_panes(2, 4)
        sheet.set_footer("&C" + mark.replace("&", "&&")[:200])
        sheet.write_row(0, 0, [table.names.get(code, code) for code in table.frame.columns], bold)
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.write_row(1, 0, table.frame.columns, quiet)
        for number, row in enumerate(table.frame.iter_rows(), 2):
            sheet.write_row(number, 0, [_cell(value) for value in row])
        other = book.add_worksheet(MEANINGS)
        other.write_row(0, 0, list(table.heads.values()), bold)
        for number, line in enumerate(table.words, 1):
            other.write_row(number, 0, line)
    return target.getvalue()


def _cell(value: Any) -> Any:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else text_of(value)
