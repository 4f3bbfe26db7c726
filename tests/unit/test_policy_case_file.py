"""Files of cases: read as they are written, or refused with row, column, value, reason and remedy."""

from datetime import date

import pytest

from lianfang.apps.policy.rules.case_file import CasesRefused, read_cases
from lianfang.apps.policy.terms import EXPOSURES, Case

ON = date(2022, 7, 10)
HEADER = "id,exposure,level,last_exposure,arrived,occupation,vaccinated\n"

# row                                               || bad column   | reason
BAD = [
    ("1,close_contct,,,,,", "exposure", "不是认识的暴露类别"),
    ("1,,,,,,", "exposure", "必须填写"),
    (",overseas,,,,,", "id", "必须填写"),
    ("1,overseas,highest,,,,", "level", "不是风险等级"),
    ("1,low_risk_area,high,,,,", "level", "矛盾"),
    ("1,overseas,,2022-02-30,,,", "last_exposure", "日历上没有这一天"),
    ("1,overseas,,03/04/05,,,", "last_exposure", "可有多种理解"),
    ("1,overseas,,2022-07-11,,,", "last_exposure", "晚于评估日"),
    ("1,overseas,,,昨天,,", "arrived", "不是可识别的日期"),
    ("1,overseas,,,7月1日,,", "arrived", "没有写年份"),
    ("1,overseas,,,,,maybe", "vaccinated", "不是是或否"),
    ("1,overseas,,,", "", "有5列"),
]


def cases(text: str | bytes) -> list[Case]:
    content = text.encode() if isinstance(text, str) else text
    return [named.case for named in read_cases(content, exposures=EXPOSURES, on=ON)]


@pytest.mark.parametrize(("row", "column", "reason"), BAD, ids=[f"{bad[1]} {bad[2]}" for bad in BAD])
def test_a_bad_cell_is_named(row, column, reason):
    with pytest.raises(CasesRefused) as refused:
        cases(HEADER + "0,overseas,,,,,\n" + row + "\n")
    (problem,) = refused.value.problems
    assert problem.place == f"第3行 {column}".strip()
    assert reason in problem.reason
    assert problem.remedy


def test_all_bad_cells_are_named_together():
    with pytest.raises(CasesRefused) as refused:
        cases(HEADER + "".join(row + "\n" for row, _, _ in BAD))
    assert len(refused.value.problems) == len(BAD)
    assert refused.value.exit_code == 3


def test_what_is_written_is_read():
    (case,) = cases(HEADER + '7,area_arrival,高风险区,2022/7/1,20220702,"冷链,搬运",是\n')
    assert case == Case("area_arrival", "high", date(2022, 7, 1), date(2022, 7, 2), "冷链,搬运", True)


def test_empty_means_unknown():
    assert cases(HEADER + "7,overseas,,,,,\n") == [Case("overseas")]


def test_byte_order_mark_and_national_encoding_are_read():
    text = HEADER + "7,overseas,,,,司机,否\n"
    assert (
        cases(text.encode("utf-8-sig")) == cases(text.encode("gb18030")) == cases(text.replace("\n", "\r\n"))
    )


def test_age_is_read_where_it_stands():
    assert cases("id,exposure,age\n1,overseas,61\n") == [Case("overseas", age=61)]
    with pytest.raises(CasesRefused, match="不是年龄"):
        cases("id,exposure,age\n1,overseas,161\n")


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("id,level\n", "这一列缺失"),
        ("id,exposure,exposed\n", "不是认识的列"),
        ("id,exposure,id\n", "有两个"),
        ("", "缺失"),
    ],
)
def test_a_wrong_header_is_named(header, reason):
    with pytest.raises(CasesRefused, match=reason):
        cases(header + "1,2,3\n")


def test_a_broken_file_is_refused():
    with pytest.raises(CasesRefused, match="csv"):
        cases(HEADER + '1,"overseas,,,,,\n')
    with pytest.raises(CasesRefused, match="编码"):
        cases(b"\xff\xfe\x00\x81\x39")
