"""Where the table is, and which lines are no people; nobody is lost and nothing unsaid."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianfang.apps.intake.reading import tables
from lianfang.apps.intake.reading.cells import SheetCells
from lianfang.apps.intake.reading.columns import ColumnAmbiguous, ColumnMissing, NoPeople
from lianfang.apps.intake.reading.terms import Field, SavedMapping

ON = date(2022, 3, 10)
ID = "11010519491231002X"


def sheet_of(lines, merges=(), block_rows=None):
    """A sheet of these lines from row 1, in one block or several."""
    width = max(map(len, lines))
    frame = pl.DataFrame(
        [
            pl.Series("row_no", range(1, len(lines) + 1), pl.Int32),
            *(
                pl.Series(f"c{at}", [line[at] if at < len(line) else None for line in lines], pl.String)
                for at in range(width)
            ),
        ]
    )
    size = block_rows or len(lines)
    return SheetCells("名单", "名单", lambda: frame.iter_slices(size), frozenset(merges))


def read(lines, mapping=None, **more):
    """Rows that are people, and ignored lines as (row, kind)."""
    sheet = sheet_of(lines, **more)
    plan = tables.find(sheet, mapping)
    found = list(tables.people(sheet, plan, mapping))
    rows = [row for part in found for row in part.rows["row_no"].to_list()]
    return rows, [(line.row_no, line.kind) for part in found for line in part.ignored]


HEADER = ["序号", "姓名", "身份证号", "联系电话", "现住址"]
PERSON = ["1", "张三", ID, "13812345678", "青石镇东街村1号"]

# What stands in a sheet | rows that are people | ignored lines
SHEETS = {
    "header in the first row": ([HEADER, PERSON, PERSON], [2, 3], []),
    "titles above": (
        [["青石镇排查表"], ["填报单位：青石镇"], HEADER, PERSON],
        [4],
        [(1, "title"), (2, "title")],
    ),
    "blank rows between": ([HEADER, PERSON, [None] * 5, [" "], PERSON], [2, 5], []),
    "numbered blank rows": ([HEADER, PERSON, ["2"], ["3", None, " "]], [2], []),
    "header repeated": ([HEADER, PERSON, HEADER, PERSON], [2, 4], [(3, "header")]),
    "totals and notes": (
        [
            HEADER,
            PERSON,
            ["合计", "1人"],
            ["填表人：李四", None, None, "13900000000"],
            ["注：以上人员均已核实。"],
        ],
        [2],
        [(3, "total"), (4, "note"), (5, "note")],
    ),
    "total in the name": ([HEADER, PERSON, [None, "合 计", None, None, "1"]], [2], [(3, "total")]),
    "section title": (
        [HEADER, ["一、东街村"], PERSON, ["二、西街村"], PERSON],
        [3, 5],
        [(2, "note"), (4, "note")],
    ),
    "person with name alone": ([HEADER, ["1", "李四"]], [2], []),
    "person without name": ([HEADER, ["1", None, None, "13812345678"], ["2", None, ID]], [2, 3], []),
    "group in a cell": ([HEADER, ["1", "张三等5人"]], [2], []),
    "sentence in the first column": (
        [["姓名", "电话"], ["张三", "13812345678"], ["以上人员已全部核实，情况属实。"]],
        [2],
        [(3, "note")],
    ),
    "surname like a footer": ([HEADER, ["1", "单日新"], ["2", "盖天"], ["3", "第五伦"]], [2, 3, 4], []),
    "two rows of headers": (
        [["序号", "人员信息", "", "住址"], ["", "姓名", "证件号码", ""], ["1", "张三", ID, "东街"]],
        [3],
        [],
    ),
}


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("block_rows", [None, 100])
def test_people_and_other_lines(name, block_rows):
    lines, people, ignored = SHEETS[name]
    assert read(lines, block_rows=block_rows) == (people, ignored)


def test_ignored_lines_keep_their_text():
    sheet = sheet_of([["青石镇排查表"], HEADER, PERSON, ["合计", "1人"]])
    (found,) = tables.people(sheet, tables.find(sheet, None), None)
    assert [line.text for line in found.ignored] == ["青石镇排查表", "合计 | 1人"]


def test_a_new_header_begins_a_new_table():
    lines = [HEADER, PERSON, ["姓名", "性别", "电话", "身份证号"], ["李四", "男", "13912345678", ID]]
    sheet = sheet_of(lines)
    first, second = tables.people(sheet, tables.find(sheet, None), None)
    assert first.rows["row_no"].to_list() == [2]
    assert second.rows["row_no"].to_list() == [4]
    assert (first.plan.columns[Field.NAME], second.plan.columns[Field.NAME]) == ((1,), (0,))


def test_a_saved_header_row_is_that_of_the_first_table():
    lines = [
        ["姓名", "电话"],
        ["张三", "13812345678"],
        ["电话", "姓名", "性别"],
        ["13912345678", "李四", "男"],
    ]
    assert read(lines, SavedMapping({"姓名": "name"}, {}, header_row=1)) == ([2, 4], [])


def test_a_new_header_that_is_ambiguous_stops():
    lines = [HEADER, PERSON, ["姓名", "性别", "电话", "名字"], ["李四", "男", "13912345678", "李四"]]
    sheet = sheet_of(lines)
    with pytest.raises(ColumnAmbiguous):
        list(tables.people(sheet, tables.find(sheet, None), None))


def test_merged_cells_give_their_text_to_every_row_but_no_names():
    lines = [
        HEADER,
        ["1", "张三", ID, "13812345678", "东街村1号"],
        ["2", "李四", None, None, None],
        ["3", None, ID],
    ]
    sheet = sheet_of(lines, merges=[(4, 2, 4), (3, 2, 3), (1, 3, 4)])
    (found,) = tables.people(sheet, tables.find(sheet, None), None)
    assert found.rows["c4"].to_list() == ["东街村1号"] * 3
    assert found.rows["c3"].to_list() == ["13812345678", "13812345678", None]
    assert found.rows["c1"].to_list() == ["张三", "李四", None]


def test_people_without_a_header_stop():
    with pytest.raises(tables.HeaderMissing) as stopped:
        tables.find(sheet_of([["张三", ID], ["李四", ID]]), None)
    assert stopped.value.facts["row"] == 1


def test_a_sheet_without_people_is_no_table():
    assert tables.find(sheet_of([["代码", "含义"], ["1", "高风险区"]]), None) is None


def test_a_summary_by_village_is_no_list():
    with pytest.raises(NoPeople):
        tables.find(sheet_of([["乡镇", "村", "类别", "备注"], ["青石镇", "东街", "甲", ""]]), None)


def test_telephones_without_names_stop():
    with pytest.raises(ColumnMissing) as stopped:
        tables.find(sheet_of([["乡镇", "村", "电话"], ["青石镇", "东街", "13812345678"]]), None)
    assert type(stopped.value) is ColumnMissing


def test_a_saved_header_row_is_used():
    lines = [["姓名", "电话"], ["姓名", "电话"], ["张三", "13812345678"]]
    assert read(lines, SavedMapping({}, {}, header_row=2))[0] == [3]


cell = st.none() | st.sampled_from(
    ["", " ", "合计", "姓名", "张三", ID, "13812345678", "备注：无", "1", "同上", "第1页", "东街村", "单日新"]
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(cell, min_size=5, max_size=5), max_size=12), st.sampled_from([None, 2, 5]))
def test_every_line_is_a_person_or_named_or_blank(lines, block_rows):
    rows, ignored = read([HEADER, *lines], block_rows=None if block_rows is None else block_rows + 100)
    told = set(rows) | {row for row, _kind in ignored}
    assert len(rows) == len(set(rows))
    for row, line in enumerate(lines, start=2):
        if row not in told:
            assert not any(text and text.strip() for text in line[1:])
        if line[1] in ("张三", "单日新") and line[2] == ID:
            assert row in rows
