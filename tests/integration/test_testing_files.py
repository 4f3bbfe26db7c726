"""Files of samples and of results: every row has a fate, what comes back says where, why and what to do."""

import polars as pl
import pytest
from tests.factories import control
from tests.factories import testing as made

from lianfang.apps.control import models as control_models
from lianfang.apps.testing import operations, queries
from lianfang.apps.testing.rules import reading
from lianfang.apps.testing.terms import TubeFault, TubeKind

pytestmark = pytest.mark.django_db


def written(folder, name, rows):
    path = folder / name
    pl.DataFrame(rows, schema=rows[0].keys()).write_csv(path)
    return path


def test_a_file_of_samples_and_one_of_results_reach_their_members(tmp_path):
    made.build()
    people = made.people(3)
    made.point()
    first, _, third = map(control.id_number, people)
    told = (
        ("A1", "5", first, "", "2022-07-10 07:00", "北山采样点"),
        ("A1", "5合1", "", people[1].name, "2022/7/10 7:05", "北山采样点"),
        ("A2", "1:1", third, "", "2022-07-10T07:10", ""),
        ("A2", "七", third, "", "2022-07-10 07:10", ""),
        ("A3", "10", "990121199001019999", "", "2022-07-10 07:10", ""),
        ("A3", "10", third, "", "早上", ""),
    )
    columns = ("管码", "规格", "身份证号", "姓名", "采样时间", "采样点")
    rows = [dict(zip(columns, row, strict=True)) | {"电话": ""} for row in told]
    rows[1]["电话"] = control.phone(people[1])
    path = written(tmp_path, "采样.csv", rows)
    back = tmp_path / "退回.csv"
    account = operations.load_samples(path, by=made.OFFICE, at=made.AT, rejects=back)
    assert (account.rows, account.taken, account.unchanged, account.rejected) == (6, 3, 0, 3)
    faults = [row.fault for row in account.first]
    assert faults == [TubeFault.KIND_UNKNOWN, TubeFault.NUMBER_WRONG, TubeFault.TIME_UNREADABLE]
    assert "9999" not in account.first[1].value[4:14]
    assert all(row.row and row.reason and row.remedy for row in account.first)
    assert "怎样改" in back.read_text()
    again = operations.load_samples(path, by=made.OFFICE, at=made.AT)
    assert (again.taken, again.unchanged, again.rejected) == (0, 3, 3)
    for code in ("A1", "A2"):
        made.brought(code, at=made.AT)
    found = (("A1", "阴性", "", "2022-07-10 12:00"), ("A2", "+", "31.5", ""), ("A9", "阴性", "", ""))
    found += (("A1", "不详", "", ""), ("A2", "阳性", "99", ""))
    columns = ("管码", "结果", "Ct值", "出结果时间")
    lines = [dict(zip(columns, row, strict=True)) | {"检测机构": "县实验室"} for row in found]
    results = written(tmp_path, "结果.csv", lines)
    at = made.AT + 5 * made.HOUR
    told = operations.load_results(results, by=made.LABORATORY, at=at)
    assert (told.taken, told.unchanged, told.rejected, told.members) == (2, 0, 3, 3)
    assert [row.fault for row in told.first] == [
        TubeFault.TUBE_UNKNOWN,
        TubeFault.RESULT_UNREADABLE,
        TubeFault.CT_UNREADABLE,
    ]
    known = {one.person_id: (one.result, one.ct) for one in control_models.TestResult.objects.all()}
    assert known[people[0].pk] == ("negative", None)
    assert str(known[people[2].pk][1]) == "31.5"
    assert queries.tube("A2", by=made.OFFICE).result == "positive"


def test_a_file_without_such_a_table_is_refused(tmp_path):
    made.build()
    path = written(tmp_path, "别的.csv", [{"甲": "1", "乙": "2"}])
    with pytest.raises(reading.NotTubes):
        operations.load_samples(path, by=made.OFFICE, at=made.AT)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", TubeKind.POOL10),
        ("1:20", TubeKind.POOL20),
        ("户", TubeKind.HOUSEHOLD),
        ("单采", TubeKind.SINGLE),
        ("7", None),
    ],
)
def test_kinds_of_tubes_as_they_are_written(text, kind):
    assert reading.kind_of(text) is kind
