"""Tables under known headers: where they begin, what their columns are, what a row of blanks is."""

from pathlib import Path

import polars as pl
import pytest
from xlsxwriter import Workbook

from lianfang.apps.intake.reading import headed
from lianfang.apps.intake.reading.headed import Sort

SORT = Sort({"name": "姓名", "姓名": "姓名", "电话": "电话", "证件": "证件"}, (("电话", "证件"),), fewest=2)

# cells of a row                 || columns
HEADERS = [
    (("姓名", "电话"), {"姓名": "c0", "电话": "c1"}),
    ((" Na me ", "证 件"), {"姓名": "c0", "证件": "c1"}),
    (("name", "姓名", "电话"), {"姓名": "c0", "电话": "c2"}),
    (("电话", "证件"), {"电话": "c0", "证件": "c1"}),
    (("姓名", None), {}),
    (("电话", "别的"), {}),
]


@pytest.mark.parametrize(("texts", "columns"), HEADERS)
def test_a_row_is_a_header_where_it_has_what_the_sort_asks_for(texts, columns):
    assert SORT.columns_of({f"c{at}": text for at, text in enumerate(texts)}) == columns


def rows_of(path: Path) -> list[tuple[str, int, str, str, str]]:
    return [row for chunk in headed.chunks(path, SORT) for row in chunk.rows()]


def test_every_table_of_a_book_is_read_below_the_header_that_names_the_most(tmp_path):
    path = tmp_path / "book.xlsx"
    with Workbook(str(path)) as book:
        first, other, last = (book.add_worksheet(name) for name in ("甲", "别的", "乙"))
        first.write_row(0, 0, ["姓名和电话的说明"])
        first.write_row(1, 0, ["姓名", "电话", "备注"])
        first.write_row(2, 0, ["姓名", "电话", "证件"])
        first.write_row(3, 0, [" 甲一 ", "139", ""])
        first.write_row(4, 0, ["", " ", ""])
        first.write_row(5, 0, ["甲二", "", "X1"])
        other.write_row(0, 0, ["品名", "数量"])
        last.write_row(0, 0, ["电话", "姓名"])
        last.write_row(1, 0, ["138", "乙一"])
    assert rows_of(path) == [
        ("甲", 4, "甲一", "139", ""),
        ("甲", 6, "甲二", "", "X1"),
        ("乙", 2, "乙一", "138", ""),
    ]


def test_a_parquet_file_is_read_like_a_sheet_and_one_without_such_a_table_gives_nothing(tmp_path):
    path = tmp_path / "rows.parquet"
    pl.DataFrame({"姓名": ["甲", None], "电话": [139, None]}).write_parquet(path)
    assert rows_of(path) == [("rows.parquet", 1, "甲", "139", "")]
    pl.DataFrame({"品名": ["口罩"]}).write_parquet(path)
    assert rows_of(path) == []
