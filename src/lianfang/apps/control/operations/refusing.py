"""The file of rows that can't be used: each with its row number, its reason, and its cells to be mended."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import polars as pl
import xlsxwriter

from lianfang.apps.control.rules.observed_files import Column
from lianfang.apps.control.terms import RefusedRow
from lianfang.core import sealing
from lianfang.kernel.text import neutralise_formula

TITLES: Final[Mapping[str, str]] = {
    Column.PERSON: "人员编号",
    Column.ID_NUMBER: "身份证号",
    Column.NAME: "姓名",
    Column.PHONE: "电话",
    Column.DAY: "日期",
    Column.SLOT: "时段",
    Column.CLOCK: "时间",
    Column.CELSIUS: "体温",
    Column.SYMPTOMS: "症状",
    Column.DISEASE: "病种",
    Column.RESULT: "结果",
    Column.CT: "Ct值",
    Column.LABORATORY: "检测机构",
}
MEANINGS: Final = {**TITLES, Column.CELSIUS_AM: "上午体温", Column.CELSIUS_PM: "下午体温"}
PRIVATE_FILE: Final = 0o600


def refused_rows(observed: pl.DataFrame, reasons: Mapping[int, str]) -> tuple[RefusedRow, ...]:
    """The refused rows as they are shown: their place, their cells with long numbers masked, the reason."""
    refused = observed.filter(pl.col("k").is_in(list(reasons)))
    return tuple(
        RefusedRow(row["sheet"], row["row_no"], _masked(row), reasons[row["k"]])
        for row in refused.iter_rows(named=True)
    )


def _masked(row: Mapping[str, Any]) -> str:
    said = "；".join(row[f"{name}_text"] for name in TITLES if row[f"{name}_text"])
    return sealing.mask_numbers(said)


def write_refused(target: Path, observed: pl.DataFrame, reasons: Mapping[int, str]) -> None:
    """Write the refused rows as xlsx, under headers that the loader reads again; formulas are neutralised."""
    refused = observed.filter(pl.col("k").is_in(list(reasons)))
    shown = [name for name in TITLES if (refused[f"{name}_text"] != "").any()]
    target.touch(mode=PRIVATE_FILE)
    with xlsxwriter.Workbook(str(target), {"strings_to_numbers": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("退回")
        sheet.write_row(0, 0, ["工作表", "原行号", *(TITLES[name] for name in shown), "退回原因"])
        for place, row in enumerate(refused.iter_rows(named=True), 1):
            cells = [row["sheet"], str(row["row_no"]), *(row[f"{name}_text"] for name in shown)]
            sheet.write_row(place, 0, [neutralise_formula(cell) for cell in (*cells, reasons[row["k"]])])
