"""Whole lists: chunks, dittos, shifted cells, and a real line list of 1861."""

import json
from datetime import date
from pathlib import Path

import pytest

from lianfang.apps.intake.reading import lists
from lianfang.apps.intake.reading.columns import ColumnAmbiguous
from lianfang.apps.intake.reading.lists import open_list, raw_of
from lianfang.apps.intake.reading.terms import mapping_from

ON = date(2022, 3, 10)
ID = "11010519491231002X"
REAL_LIST = Path(__file__).resolve().parents[3] / "shared" / "data" / "measles-hagelloch-1861.csv"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "list.csv"


def rows_of(path, **more):
    return [row for chunk in open_list(path, on=ON, **more).chunks() for row in chunk.frame.to_dicts()]


def test_chunks_keep_the_order_and_every_row(path):
    path.write_text("姓名,电话\n" + "".join(f"张三,138{at:08d}\n" for at in range(250)), encoding="utf-8")
    chunks = list(open_list(path, on=ON).chunks(rows=100))
    assert [chunk.frame.height for chunk in chunks] == [100, 100, 50]
    assert [row for chunk in chunks for row in chunk.frame["row_no"]] == list(range(2, 252))
    assert all(chunk.cells["row_no"].equals(chunk.frame["row_no"]) for chunk in chunks)


def test_dittos_say_what_the_row_above_says(path):
    path.write_text(
        "姓名,现住址,电话\n甲乙,同上,1\n张三,东街村1号,13812345678\n李四,同上,同上\n王五,〃,\n赵六,,\n孙七,同上,\n",
        encoding="utf-8",
    )
    rows = rows_of(path)
    assert [row["address"] for row in rows] == ["同上", "东街村1号", "东街村1号", "东街村1号", None, None]
    assert [row["phones"] for row in rows][1:3] == [["13812345678"]] * 2


def test_an_unquoted_comma_is_told(path):
    path.write_text(
        "姓名,现住址,电话\n张三,东街村,1号,13812345678\n李四,西街村,13912345678\n", encoding="utf-8"
    )
    assert [row["row_status"] for row in rows_of(path)] == ["too_many_cells", "ok"]


def test_raw_cells_are_kept_under_their_headers(path):
    path.write_text("姓名,现住址,电话\n 张三 ,东街村,１３８１２３４５６７８,多\n李四,,\n", encoding="utf-8")
    (chunk,) = open_list(path, on=ON).chunks()
    raw = raw_of(chunk, [2])
    assert json.loads(raw[2]) == {
        "姓名": " 张三 ",
        "现住址": "东街村",
        "电话": "１３８１２３４５６７８",
        "第4列": "多",
    }
    assert list(raw) == [2]


def test_a_list_of_nobody_tells_its_titles(path):
    path.write_text("青石镇排查表\n姓名,电话\n", encoding="utf-8")
    (chunk,) = open_list(path, on=ON).chunks()
    assert (chunk.frame.height, [line.kind for line in chunk.ignored]) == (0, ["title"])


def test_ambiguity_stops_before_the_first_row(path):
    path.write_text("姓名,现住址,详细地址\n张三,东街村,1号\n", encoding="utf-8")
    with pytest.raises(ColumnAmbiguous) as stopped:
        open_list(path, on=ON)
    assert "list.csv" in str(stopped.value)
    mapping = mapping_from({"详细地址": "address", "现住址": "village_text"})
    (row,) = rows_of(path, mapping=mapping)
    assert (row["village_text"], row["address"]) == ("东街村", "1号")


def test_our_own_exports_come_back(path):
    path.write_text("姓名,现住址\n张三,'=东街村\n李四,'-1\n", encoding="utf-8")
    assert [row["address"] for row in rows_of(path)] == ["=东街村", "-1"]


@pytest.mark.skipif(not REAL_LIST.exists(), reason="the measles list of 1861 is not beside the checkout")
def test_a_real_list_of_1861_enters_through_a_saved_mapping():
    mapping = mapping_from(
        {"NAME": "name", "AGE": "age", "SEX": "sex", "HN": "address", "ERU": "onset", "PN": ""},
        {"sex": {"female": "女", "male": "男", "NA": ""}},
    )
    rows = rows_of(REAL_LIST, mapping=mapping)
    assert [row["row_no"] for row in rows] == list(range(2, 190))
    assert {row["name_status"] for row in rows} == {"ok"}
    assert {row["onset_status"] for row in rows} == {"ok"}
    assert {row["sex"] for row in rows} == {"male", "female", None}
    assert rows[0]["onset"] == date(1861, 11, 25)
    assert (rows[0]["name"], rows[0]["age"], rows[0]["address"]) == ("Mueller", 7, "61")
    assert min(row["onset"] for row in rows).year == 1861


def test_chunk_rows_bound_memory():
    assert lists.CHUNK_ROWS <= 100_000
