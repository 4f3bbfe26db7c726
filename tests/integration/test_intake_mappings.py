"""Saved mappings: of one sheet or several, refused where they make no sense; how a file is shown first."""

import pytest
import xlsxwriter
from tests.factories import intake as lists
from tests.factories.intake import BY, NOW

from lianfang.apps.intake import operations, queries
from lianfang.apps.intake.operations import MappingNameless, MappingUnreadable
from lianfang.apps.intake.reading import looking
from lianfang.apps.intake.reading.columns import MappingDoesNotFit
from lianfang.apps.intake.reading.terms import MappingUnusable, SavedMapping, Why
from lianfang.apps.intake.terms import Receipt
from lianfang.core.audit.models import AuditEvent

pytestmark = pytest.mark.django_db

TEXT = "columns:\n  甲: name\n  乙: id_number\n  丙: ''\nvalues:\n  level:\n    红区: high\n"


def save(text=TEXT, name="公安"):
    operations.save_mapping(name=name, text=text, channel="police_push", by=BY, at=NOW)


def book(path, **sheets):
    with xlsxwriter.Workbook(str(path)) as made:
        for name, lines in sheets.items():
            sheet = made.add_worksheet(name)
            for at, line in enumerate(lines):
                sheet.write_row(at, 0, line)
    return path


def test_a_mapping_is_saved_found_and_logged():
    save()
    found = queries.saved_mapping("公安")
    assert found == SavedMapping(
        {"甲": "name", "乙": "id_number", "丙": ""}, {"level": {"红区": "high"}}, header_row=None
    )
    (line,) = AuditEvent.objects.filter(action="intake.mapping_saved")
    assert line.facts["values"] == {"level": {"红区": "high"}}


def test_a_mapping_of_the_same_name_takes_the_place_of_the_earlier_one():
    save()
    save("columns:\n  甲: phone\n")
    assert [one["columns"] for one in queries.mappings()] == [{"甲": "phone"}]


@pytest.mark.parametrize(
    "text",
    [
        "- 甲",
        "columns: 甲",
        "columns:\n  甲: [name]",
        "columns: {甲: name}\nvalues: {level: high}",
        "甲: [乙",
    ],
)
def test_text_that_is_no_mapping_is_refused(text):
    with pytest.raises(MappingUnreadable):
        save(text)
    assert queries.mappings() == []


def test_a_field_that_does_not_exist_is_refused():
    with pytest.raises(MappingUnusable, match="nickname"):
        save("columns:\n  甲: nickname\n")


def test_a_mapping_needs_a_name():
    with pytest.raises(MappingNameless):
        save(name="  ")


def test_a_mapping_decides_how_a_list_is_read(tmp_path):
    lists.build_county()
    save("columns:\n  甲: name\n  乙: id_number\nvalues:\n  level:\n    红区: high\n")
    uid, number = lists.resident("张伟")
    path = book(tmp_path / "名单.xlsx", 表=[["甲", "乙", "风险等级"], ["张伟", number, "红区"]])
    receipt = Receipt("police_push", lists.COUNTY, NOW, mapping="公安")
    account = operations.receive(path, receipt=receipt, by=BY, at=NOW)
    assert (account.matched, account.rows) == (1, 1)
    assert queries.rows(account.batch)[0]["person"] == uid
    assert queries.rows(account.batch)[0]["reason"] == "", "the word was understood"


def test_a_mapping_may_name_columns_of_another_sheet_of_the_same_file(tmp_path):
    path = book(
        tmp_path / "两张.xlsx",
        密接=[["姓名", "身份证", "丁"], ["张伟", "1", "红区"]],
        来返=[["姓名", "身份证", "戊"], ["李娜", "2", "13900000001"]],
        说明=[["请如实填写"]],
    )
    mapping = SavedMapping({"丁": "level", "戊": "phone"})
    seen = looking.look(path, mapping=mapping)
    fields = [{one.header: one.field for one in sheet.columns} for sheet in seen.sheets]
    assert [fields[0]["丁"], fields[1]["戊"]] == ["level", "phone"]
    assert [one.reason for one in seen.skipped] == ["no_table"]
    assert looking.look(path, mapping=SavedMapping({"己": "name"})).problem.startswith("表格“密接”中没有")


def test_a_mapping_that_fits_no_sheet_is_refused(tmp_path):
    lists.build_county()
    save("columns:\n  己: name\n")
    path = book(tmp_path / "名单.xlsx", 表=[["姓名", "身份证"], ["张伟", "1"]])
    with pytest.raises(MappingDoesNotFit, match="己"):
        operations.receive(path, receipt=Receipt("hotel", lists.COUNTY, NOW, mapping="公安"), by=BY, at=NOW)


def test_a_file_is_shown_with_reasons_and_samples_before_it_is_read(tmp_path):
    path = book(
        tmp_path / "名单.xlsx",
        名单=[
            ["七月名单"],
            ["序号", "姓名", "手机", "风险程度", "代号"],
            ["1", "张伟", "13900000001", "红区", "K"],
        ],
    )
    (sheet,) = looking.look(path).sheets
    assert (sheet.header_row, sheet.rows) == (2, 1)
    assert [(one.header, one.why) for one in sheet.columns] == [
        ("序号", Why.SEQUENCE),
        ("姓名", Why.WORD),
        ("手机", Why.WORD),
        ("风险程度", Why.SHAPE),
        ("代号", Why.UNKNOWN),
    ]
    assert [one.samples for one in sheet.columns][1] == ("张伟",)
    assert [(one.text, one.times, one.known) for one in sheet.words] == [("红区", 1, False)]
    assert [line.kind for line in sheet.ignored] == ["title"]


def test_a_file_whose_columns_are_unclear_is_shown_with_what_stops_it(tmp_path):
    path = book(tmp_path / "名单.xlsx", 名单=[["姓名", "名字", "身份证"], ["张伟", "小张", "1"]])
    (sheet,) = looking.look(path).sheets
    assert "几列都像“姓名”" in sheet.problem
    assert [one.field for one in sheet.columns] == ["name", "name", "id_number"]
    assert looking.look(path, mapping=SavedMapping({"名字": ""})).sheets[0].problem == ""
