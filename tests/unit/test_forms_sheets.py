"""Spreadsheets of forms: what is written is read back, and what was typed stands beside its reporter."""

import io
from datetime import date

import fastexcel
import openpyxl
import pytest
from tests.factories.form_texts import small

from lianfang.core.forms.filled import NobodyNamed, NotAForm, read_filled
from lianfang.core.forms.sheets import Asked, Period, write_many, write_one
from lianfang.core.forms.values import read_values

PERIOD = Period(date(2022, 7, 11), "day")
BEFORE = {"measured": 10.0, "counted_on": float(date(2022, 7, 1).toordinal()), "posted": True}
ASKED = Asked("990121100001", "试验村", before=BEFORE, ledger={"held": 48.0})


def cells_of(content: bytes) -> list[list[str]]:
    sheet = fastexcel.read_excel(content).load_sheet(0, header_row=None, skip_rows=0, dtypes="string")
    return [list(row) for row in sheet.to_polars().iter_rows()]


def typed_into(content: bytes, values: dict[str, object]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    for place, value in values.items():
        book["填报"][place] = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def place_of(content: bytes, code: str) -> int:
    rows = enumerate(cells_of(content), start=1)
    return next(row for row, cells in rows if (cells[0] or "").partition("=")[0] == code)


def test_one_reporter_fills_in_and_is_read_back():
    content = write_one(small(), ASKED, PERIOD)
    said = {
        "measured": 12,
        "fever": "0",
        "highest": 36.8,
        "posted": "是",
        "state": "开放",
        "called_at": "16:05",
    }
    filled = typed_into(content, {f"F{place_of(content, code)}": value for code, value in said.items()})
    read = read_filled(cells_of(filled))
    assert (read.form, read.version, read.period) == ("small-daily", 1, PERIOD)
    (one,) = read.reporters
    assert one.reporter == "990121100001"
    values, faults = read_values(small(), one.typed, on=PERIOD.on)
    assert faults == []
    assert values["measured"] == 12.0
    assert values["highest"] == 36.8
    assert values["state"] == "open"
    assert values["called_at"] == 965.0


def test_only_what_may_be_taken_over_stands_there_already():
    (one,) = read_filled(cells_of(write_one(small(), ASKED, PERIOD))).reporters
    assert one.typed == {"counted_on": "2022-07-01"}


def test_what_the_ledger_knows_is_shown_locked_and_read_only_where_altered():
    content = write_one(small(), ASKED, PERIOD)
    sheet = openpyxl.load_workbook(io.BytesIO(content))["填报"]
    cell = sheet[f"F{place_of(content, 'held')}"]
    assert cell.value == "48"
    assert cell.protection.locked
    assert not sheet[f"F{place_of(content, 'measured')}"].protection.locked
    assert sheet.protection.sheet
    altered = typed_into(content, {f"F{place_of(content, 'held')}": 50})
    (one,) = read_filled(cells_of(altered)).reporters
    assert one.typed["held"] == "50"
    assert sheet.row_dimensions[1].hidden
    assert sheet.column_dimensions["A"].hidden


def test_many_reporters_are_a_row_each():
    others = [Asked(f"99012110000{number}", f"{number}号村") for number in range(1, 6)]
    content = write_many(small(), others, PERIOD)
    codes = cells_of(content)[1]
    column = {code: chr(ord("A") + place) for place, code in enumerate(codes)}
    typed = {f"{column['measured']}4": 7, f"{column['fever']}4": 0, f"{column['measured']}6": 9}
    read = read_filled(cells_of(typed_into(content, typed)))
    assert [(one.reporter, one.typed, one.row) for one in read.reporters] == [
        ("990121100001", {"measured": "7", "fever": "0"}, 4),
        ("990121100003", {"measured": "9"}, 6),
    ]


def test_a_row_without_its_reporter_is_refused_with_its_number():
    content = write_many(small(), [ASKED], PERIOD)
    with pytest.raises(NobodyNamed) as refused:
        read_filled(cells_of(typed_into(content, {"D9": 3})))
    assert refused.value.facts == {"row": 9}


@pytest.mark.parametrize(
    "cells",
    [
        [],
        [["姓名", "电话"], ["张三", "1"]],
        [["联防报表", "small-daily"]],
        [["联防报表", "small-daily", "一", "one", "99", "2022-07-11", "day"]],
        [["联防报表", "small-daily", "1", "some", "99", "2022-07-11", "day"]],
        [["联防报表", "small-daily", "1", "many", "", "2022-07-11", "day"]],
        [["联防报表", "small-daily", "1", "one", "99", "7月11日", "day"]],
    ],
)
def test_another_spreadsheet_is_refused(cells):
    with pytest.raises(NotAForm):
        read_filled(cells)


def test_names_are_never_formulas():
    content = write_one(small(), Asked("99", "=1+1"), PERIOD)
    found = openpyxl.load_workbook(io.BytesIO(content))["填报"]
    assert all(cell.data_type != "f" for row in found.iter_rows() for cell in row)
