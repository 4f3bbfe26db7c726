"""Rejected rows go back as they came, with reason and remedy; the mended file is a list like any other."""

import openpyxl
import pytest
from tests.factories import intake as lists
from tests.factories import people
from tests.factories.intake import HERE, row

from lianfang.apps.intake import operations
from lianfang.apps.intake.models import Exposure
from lianfang.apps.intake.rules.faults import REASONS
from lianfang.apps.people.models import Person

pytestmark = pytest.mark.django_db

PHONE = "13900000001"
ADDED = ("退回行号", "退回原因", "怎样改")
SENT = (
    row("甲一、乙二", phone="13900000003", address=HERE, note="=cmd|' /C calc'!A0"),
    row("赵新", phone=PHONE, address=HERE, note="好"),
    row("详见附件三所列各村名单", phone="13900000002", address="@柳林村", note="+1"),
    row("丙三、丁四", phone="", address=HERE, note="-2"),
)


@pytest.fixture(autouse=True)
def _county() -> None:
    lists.build_county()


@pytest.fixture
def sent(tmp_path):
    """The account of a list of four rows, of which three go back."""
    return lists.receive(tmp_path / "名单.csv", *SENT)


def returned(account):
    """The cells of the file that went back, headers first."""
    sheet = openpyxl.load_workbook(account.rejects_file).active
    return [[cell.value or "" for cell in line] for line in sheet.iter_rows()]


def test_rejected_rows_come_back_with_their_columns_row_number_reason_and_remedy(sent):
    headers, *lines = returned(sent)
    assert headers == ["姓名", "联系电话", "现住址", "备注", *ADDED]
    assert [line[0] for line in lines] == ["甲一、乙二", "详见附件三所列各村名单", "丙三、丁四"]
    assert [line[4] for line in lines] == ["2", "4", "5"]
    reasons = [REASONS[code] for code in ("several_people", "name_unreadable", "several_people")]
    assert [line[5:] for line in lines] == [[one.reason, one.remedy] for one in reasons]


def test_cells_that_a_spreadsheet_would_compute_come_back_as_text(sent):
    for line in openpyxl.load_workbook(sent.rejects_file).active.iter_rows():
        for cell in line:
            assert cell.data_type != "f"
            assert not str(cell.value or "").startswith(("=", "+", "-", "@"))
    notes = [line[3] for line in returned(sent)[1:]]
    assert [note.lstrip("'") for note in notes] == ["=cmd|' /C calc'!A0", "+1", "-2"]
    assert returned(sent)[2][2].lstrip("'") == "@柳林村"


def test_a_list_without_rejects_gives_a_file_of_headers_only(tmp_path):
    account = lists.receive(tmp_path / "名单.csv", row("赵新", phone=PHONE, address=HERE))
    assert account.rejects_file is None
    target = tmp_path / "退回.xlsx"
    assert operations.write_rejects(lists.batch(account), target) == 0
    assert [cell.value for cell in openpyxl.load_workbook(target).active[1]] == list(ADDED)


def mend(account, target, changes):
    """The returned file with some cells replaced: {(line, column): text}."""
    book = openpyxl.load_workbook(account.rejects_file)
    for (line, column), text in changes.items():
        book.active.cell(line, column).value = text
    book.save(target)
    return target


def test_a_mended_file_is_worked_on_and_what_was_not_mended_goes_back_again(sent, tmp_path):
    mended = mend(sent, tmp_path / "改好.xlsx", {(2, 1): "钱好"})
    again = lists.receive(mended, at=lists.hours(5))
    assert lists.fates(again) == [
        ("created", ""),
        ("rejected", "name_unreadable"),
        ("rejected", "several_people"),
    ]
    assert sorted(Person.objects.values_list("name", flat=True)) == ["赵新", "钱好"]
    assert len(returned(again)) == 1 + 2


def test_a_mended_file_sent_twice_tells_nothing_twice(sent, tmp_path):
    number = people.citizen_number(sequence=5)
    path = tmp_path / "改好.csv"
    rows = [row("钱好", number=number, exposure="密接", contact="2022-07-08", address=HERE), SENT[1]]
    first = lists.receive(path, *rows, at=lists.hours(5))
    assert lists.fates(first)[0] == ("created", "")
    again = lists.receive(tmp_path / "又一次.xlsx", *rows, at=lists.hours(6))
    assert (again.unchanged, again.rows) == (2, 2)
    assert (Person.objects.count(), Exposure.objects.count()) == (2, 1)


def test_the_returned_file_itself_sent_back_unmended_goes_back_again(sent, tmp_path):
    again = lists.receive(mend(sent, tmp_path / "没改.xlsx", {}), at=lists.hours(5))
    assert (again.rows, again.rejected) == (3, 3)
    assert returned(again)[0][:4] == returned(sent)[0][:4]
    assert Person.objects.count() == 1
