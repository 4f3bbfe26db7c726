"""Tables of reports: typed columns, a dictionary, and the same reports read back."""

import polars as pl
import pytest
from tests.factories import exchange as factory
from tests.factories.directives import VILLAGE

from lianfang.apps.exchange.rules import table_files, tables
from lianfang.apps.exchange.rules.refusals import sheet
from lianfang.apps.exchange.terms import Given, Refused
from lianfang.core.exports.tables import TableFormat, write
from lianfang.core.written import Problem

MARK = "书记 · 2022-07-01 08:00 · 导出 7 号"


def written(kind, folder, *, rows=None):
    form = factory.form()
    made = write(kind, tables.table([form], rows or [factory.row()], mark=MARK), mark=MARK)
    for ending, block in made.items():
        (folder / f"reports{ending}").write_bytes(block)
    return folder / f"reports.{kind}"


@pytest.mark.parametrize("kind", list(TableFormat))
def test_a_table_is_read_back_as_it_left(kind, tmp_path):
    rows, first = table_files.read(written(kind, tmp_path))
    read = tables.read(factory.form(), rows, first=first)
    (one,) = read.given
    assert (one.reporter, one.on, one.slot, one.zero) == (VILLAGE, factory.DAY, "day", False)
    assert one.typed == {"returned": "3", "visited": "10", "hottest": "36.9", "note": "=1+1"}
    assert (read.refused, read.aside) == ((), ("在管人数",))


@pytest.mark.parametrize("kind", list(TableFormat))
def test_a_zero_report_stays_one(kind, tmp_path):
    path = written(kind, tmp_path, rows=[factory.row(zero=True, values={"returned": 0.0, "visited": 0.0})])
    rows, first = table_files.read(path)
    (one,) = tables.read(factory.form(), rows, first=first).given
    assert (one.zero, one.typed) == (True, {})


def test_a_formula_does_not_reach_a_spreadsheet_from_csv(tmp_path):
    assert "'=1+1" in written(TableFormat.CSV, tmp_path).read_text("utf-8-sig")


def test_parquet_has_types_and_every_row_its_mark(tmp_path):
    frame = pl.read_parquet(written(TableFormat.PARQUET, tmp_path))
    assert frame.schema["returned"] == pl.Int64
    assert frame.schema["hottest"] == pl.Float64
    assert frame.schema["_day"] == pl.Date
    assert frame["_mark"].to_list() == [MARK]
    meanings = pl.read_csv(tmp_path / "reports.dictionary.csv")
    assert meanings.columns == list(tables.DICTIONARY)
    assert meanings.filter(code="returned")["rollup"].item()


def test_every_field_has_its_line_in_the_dictionary():
    form = factory.form()
    words = {line[0]: line for line in tables.dictionary([form])}
    assert list(words) == [field.code for field in form.fields]
    assert words["persons"][-1] == "否，由台账或公式得出"
    assert words["returned"][3] == "人"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"_day": "七月一日"}, "第2行 _day"),
        ({"_reporter": ""}, "第2行 _reporter"),
        ({"_form": "school_check"}, "第2行 _form"),
        ({"age": "7"}, "第2行 age"),
    ],
)
def test_a_row_that_can_not_be_read_names_its_place(change, place):
    row = {"_form": "village_day", "_reporter": VILLAGE, "_day": "2022-07-01", "returned": "3"} | change
    (refused,) = tables.read(factory.form(), [row]).refused
    assert [problem.place for problem in refused.problems] == [place]
    assert refused.row == row


def test_refused_rows_come_back_with_their_problem_and_can_be_read_again(tmp_path):
    row = {"_reporter": VILLAGE, "_day": "x", "returned": "3"}
    path = tmp_path / "back.csv"
    path.write_bytes(sheet([Refused((Problem("第2行", "x", "不是日期", "请改"),), row)]))
    rows, first = table_files.read(path)
    assert rows[0]["_problem"].startswith("第2行")
    (again,) = tables.read(factory.form(), [rows[0] | {"_day": "2022-07-01"}], first=first).given
    assert isinstance(again, Given)


@pytest.mark.parametrize(
    ("name", "text"), [("a.csv", "x,y\n1,2\n"), ("a.txt", "_reporter,_day\n"), ("a.xlsx", "no")]
)
def test_a_file_that_is_no_table_is_refused(name, text, tmp_path):
    (tmp_path / name).write_text(text)
    with pytest.raises(table_files.NotATable):
        table_files.read(tmp_path / name)
