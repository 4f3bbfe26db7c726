"""The file of rows that can't be used: each with its row number, its reason, and its cells to be mended."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import polars as pl
import xlsxwriter

from lianfang.apps.control.rules.observed_files import Column
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
    Column.RESULT: "结果",
    Column.CT: "Ct值",
    Column.LABORATORY: "检测机构",
}
PRIVATE_FILE: Final = 0o600


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
