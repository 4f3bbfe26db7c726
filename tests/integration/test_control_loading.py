"""Files of readings and results: each row gets in, is known, or comes back with its reason to be mended."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import fastexcel
import pytest
import xlsxwriter
from tests.factories import control as factory
from tests.factories.control import BY, DAY, at

from lianfang.apps.control import models, operations
from lianfang.apps.control.rules.observed_files import NotObservations
from lianfang.apps.intake.reading.files import EmptyFile
from lianfang.core.access.terms import Actor

pytestmark = pytest.mark.django_db
EVENING = at(DAY, "18:00")


@pytest.fixture(autouse=True)
def _pack() -> None:
    factory.load_pack()


def csv(folder: Path, *rows: str) -> Path:
    target = folder / "readings.csv"
    target.write_text("\n".join(rows) + "\n")
    return target


def load(path: Path, **more):
    return operations.load_readings(
        path, by=BY, at=EVENING, rejects=path.with_suffix(".rejects.xlsx"), **more
    )


def test_people_are_found_by_uid_document_or_telephone_and_name(tmp_path):
    one, two, three = (factory.person() for _ in range(3))
    path = csv(
        tmp_path,
        "人员编号,姓名,身份证号,电话,日期,时段,体温,症状",
        f"{one.uid},,,,2022-07-10,上午,36.5,无",
        f",{two.name},{factory.id_number(two)},,7月10日,下午,37.6,",
        f",{three.name},,{factory.phone(three)},20220710,am,36.6℃,咳嗽",
    )
    account = load(path)
    assert (account.rows, account.added, account.refused, account.alerts) == (3, 3, 0, 2)
    found = models.Reading.objects.order_by("id").values_list("person_id", "slot", "celsius", "symptoms")
    assert list(found) == [
        (one.pk, "am", Decimal("36.5"), ""),
        (two.pk, "pm", Decimal("37.6"), ""),
        (three.pk, "am", Decimal("36.6"), "咳嗽"),
    ]
    assert models.Reading.objects.first().happened_at == at(DAY, "10:00")


def test_every_row_that_cannot_be_used_comes_back_with_its_reason_and_can_be_sent_again(tmp_path):
    person, other = factory.person(), factory.person()
    who = f"{person.name},{factory.id_number(person)}"
    path = csv(
        tmp_path,
        "某村测温表,,,,,",
        "姓名,身份证号,日期,时段,体温,症状",
        f"{who},2022-07-10,上午,36.5,",
        f"{who},2022-07-10,上午,365,",
        f"{who},2022-07-40,上午,36.5,",
        f"{who},2022-07-11,上午,36.5,",
        f"{who},2022-07-10,半夜,36.5,",
        f"{other.name},{factory.id_number(person)},2022-07-10,下午,36.5,",
        "查无,990121199001019999,2022-07-10,下午,36.5,=1+1",
        ",,2022-07-10,下午,36.5,",
    )
    account = load(path)
    assert (account.rows, account.added, account.refused) == (8, 1, 7)
    sheet = fastexcel.read_excel(account.rejects_file).load_sheet(0).to_polars()
    assert sheet["原行号"].to_list() == ["4", "5", "6", "7", "8", "9", "10"]
    reasons = sheet["退回原因"].to_list()
    for reason, word in zip(
        reasons, ["365", "07-40", "晚于", "半夜", "不是同一个人", "没有这个人", "没有填写人员"], strict=True
    ):
        assert word in reason
    assert sheet["症状"].to_list()[5] == "'=1+1"
    again = operations.load_readings(Path(account.rejects_file), by=BY, at=EVENING)
    assert (again.rows, again.refused) == (7, 7)


def test_the_same_file_again_changes_nothing_and_another_value_supersedes(tmp_path):
    person = factory.person()
    head = "人员编号,姓名,日期,时段,体温"
    line = f"{person.uid},,2022-07-10,上午"
    assert load(csv(tmp_path, head, f"{line},38.0", f"{line},38.0", f"{line},36.5")).superseding == 1
    assert models.Reading.objects.filter(repeats=True).count() == 1
    account = load(csv(tmp_path, head, f"{line},36.5"))
    assert (account.unchanged, account.added) == (1, 0)
    assert load(csv(tmp_path, head, f"{line},36.9")).superseding == 1
    assert models.Reading.objects.count() == 3


def test_a_table_with_morning_and_afternoon_columns_gives_a_reading_for_each(tmp_path):
    one, two = factory.person(), factory.person()
    target = tmp_path / "wide.xlsx"
    with xlsxwriter.Workbook(str(target)) as book:
        sheet = book.add_worksheet("七月十日")
        rows = [
            ["澜砚县某村体温登记"],
            ["姓名", "联系电话", "日期", "上午体温", "下午体温"],
            [one.name, factory.phone(one), "2022-07-10", "36.4", "36.9"],
            [two.name, factory.phone(two), "2022-07-10", "36.5", ""],
            [two.name, factory.phone(two), "2022-07-09", "", ""],
        ]
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    account = load(target)
    assert (account.rows, account.added, account.refused) == (4, 3, 1)


def test_readings_go_to_the_area_of_the_order_and_outside_the_scope_nobody_writes(tmp_path):
    person = factory.person(area=factory.OTHER)
    made = factory.batch()
    factory.exposure(made, person, "secondary_contact", area=factory.GRID)
    factory.issue(made)
    path = csv(tmp_path, "person,name,date,slot,celsius", f"{person.uid},,2022-07-10,am,36.5")
    outside = operations.load_readings(path, by=Actor("某", (factory.OTHER[:9],)), at=EVENING)
    assert outside.refused == 1
    load(path)
    assert models.Reading.objects.get().area == factory.GRID


def test_a_file_without_days_takes_the_day_given(tmp_path):
    person = factory.person()
    path = csv(tmp_path, "人员编号,姓名,体温", f"{person.uid},,36.5")
    assert load(path).refused == 1
    assert load(path, day=DAY - timedelta(days=1), slot="pm").added == 1
    assert models.Reading.objects.get().happened_at == at(DAY - timedelta(days=1), "16:00")


def test_what_is_no_such_table_is_refused_in_one_sentence(tmp_path):
    with pytest.raises(NotObservations, match="上午/下午"):
        load(csv(tmp_path, "甲,乙,丙", "1,2,3"))
    with pytest.raises(EmptyFile):
        load(csv(tmp_path, ""))


def test_results_come_by_file(tmp_path):
    one, two = factory.person(), factory.person()
    path = csv(
        tmp_path,
        "姓名,身份证号,采样日期,检测结果,CT值,检测机构",
        f"{one.name},{factory.id_number(one)},2022-07-10,阴性,,县医院",
        f"{one.name},{factory.id_number(one)},2022-07-10,阴性,,县医院",
        f"{two.name},{factory.id_number(two)},2022-07-09,阳性,28.35,县医院",
        f"{two.name},{factory.id_number(two)},2022-07-09,不明,,县医院",
    )
    account = operations.load_results(path, by=BY, at=EVENING)
    assert (account.rows, account.added, account.unchanged, account.refused) == (4, 2, 1, 1)
    assert account.alerts == 1
    row = models.TestResult.objects.get(result="positive")
    assert (row.sampled_on, row.ct, row.laboratory) == (DAY - timedelta(days=1), Decimal("28.4"), "县医院")
