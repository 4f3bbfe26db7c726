"""Spreadsheets of forms, handed out and taken back report by report; days off; forms that come along."""

from pathlib import Path

import openpyxl
import pytest
from tests.factories import directives as county
from tests.factories import forms as factory
from tests.factories.directives import VILLAGE

from lianfang.apps.areas.models import Unit
from lianfang.apps.forms import operations, queries
from lianfang.apps.forms.models import DayOff, Edition, Report
from lianfang.apps.forms.operations import HandedIn, OtherForm, ReasonMissing, ReportRefused
from lianfang.apps.forms.terms import Expected
from lianfang.apps.reporting import queries as reporting
from lianfang.core import sql
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.access.terms import SYSTEM, Actor
from lianfang.core.forms.days_off import DaysRefused
from lianfang.core.forms.filled import NotAForm
from lianfang.core.forms.words import Of, words_of
from lianfang.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
EIGHT = factory.moment(8)
TOWN = VILLAGE[:9]
ONE_DAY = """year: 2022
source: {text: 改, certainty: C}
holidays:
- {name: 元旦, from: 2022-01-01, until: 2022-01-01}
"""
NEEDED = {"returned": 2, "visited": 10}


@pytest.fixture(autouse=True)
def _village() -> None:
    county.staffed()
    factory.load()


def handed_out(folder: Path, area: str = VILLAGE, **others: object) -> Path:
    asked = {"on": factory.DAY, "slot": "", "by": SYSTEM, "at": EIGHT} | others
    path = folder / "form.xlsx"
    path.write_bytes(queries.spreadsheet("village_day", area=area, **asked))
    return path


def fill(path: Path, values: dict[str, object]) -> Path:
    """Type values beside the codes of a sheet of one reporter."""
    book = openpyxl.load_workbook(path)
    for row in book["填报"].iter_rows(min_row=4):
        code = str(row[0].value or "").partition("=")[0]
        if code in values:
            row[5].value = values[code]
    book.save(path)
    return path


def fill_rows(path: Path, values: dict[str, object], *, rows: int) -> Path:
    """Type values into the first rows of a sheet of many."""
    book = openpyxl.load_workbook(path)
    codes = [cell.value for cell in book["填报"][2]]
    for row in list(book["填报"].iter_rows(min_row=4))[:rows]:
        for code, value in values.items():
            row[codes.index(code)].value = value
    book.save(path)
    return path


def hand_in(path: Path, **others: object) -> list[HandedIn]:
    sheet = queries.read_spreadsheet(path)
    return operations.submit_spreadsheet(sheet, form="village_day", by=SYSTEM, at=EIGHT, **others)


def villages() -> list[Expected]:
    days = {"from_day": factory.DAY, "until_day": factory.DAY}
    return queries.expected(area=TOWN, **days, by=SYSTEM, at=EIGHT, form="village_day")


def test_one_reporter_hands_in_a_spreadsheet_once(tmp_path):
    path = fill(handed_out(tmp_path), NEEDED | {"hottest": 36.9, "note": "两人已送医"})
    (first,) = hand_in(path)
    (again,) = hand_in(path)
    assert (first.submitted.sequence, again.submitted.again) == (1, True)
    values = queries.values(Report.objects.get())
    assert (values["returned"], values["hottest"], values["note"]) == (2.0, 36.9, "两人已送医")


def test_a_corrected_spreadsheet_needs_its_reason(tmp_path):
    path = handed_out(tmp_path)
    hand_in(fill(path, NEEDED))
    fill(path, {"returned": 5})
    with pytest.raises(ReasonMissing):
        hand_in(path)
    (corrected,) = hand_in(path, reason="漏报三人")
    assert corrected.submitted.sequence == 2
    back, reason = fill(path, NEEDED), "更正有误"
    assert hand_in(back, reason=reason)[0].submitted.sequence == 3


def test_the_next_day_begins_with_what_the_form_allows(tmp_path):
    hand_in(fill(handed_out(tmp_path), NEEDED))
    tomorrow = factory.DAY.replace(day=factory.DAY.day + 1)
    path = handed_out(tmp_path, on=tomorrow, at=factory.moment(8, on=tomorrow))
    (one,) = queries.read_spreadsheet(path).reporters
    assert one.typed == {"visited": "10"}


def test_what_the_ledger_knows_can_not_be_typed(tmp_path):
    with pytest.raises(ReportRefused) as refused:
        hand_in(fill(handed_out(tmp_path), NEEDED | {"persons": 99}))
    assert [fault.fields for fault in refused.value.faults] == [("persons",)]


def test_many_reporters_each_have_their_fate(tmp_path):
    expected = [one.reporter for one in villages()]
    path = fill_rows(handed_out(tmp_path, TOWN), NEEDED, rows=2)
    book = openpyxl.load_workbook(path)
    wrong = [cell.value for cell in book["填报"][2]].index("returned")
    book["填报"].cell(5, wrong + 1).value = "两个"
    book.save(path)
    first, second = hand_in(path)
    assert [first.reporter, second.reporter] == expected[:2]
    assert (first.refusal, second.row) == ("", 5)
    assert "两个" in second.refusal
    assert [report.reporter for report in Report.objects.all()] == expected[:1]
    assert [bool(one.submitted and one.submitted.again) for one in hand_in(path)] == [True, False]


def test_one_of_many_may_be_handed_in_alone(tmp_path):
    path = fill_rows(handed_out(tmp_path, TOWN), NEEDED, rows=2)
    second = villages()[1].reporter
    assert [one.reporter for one in hand_in(path, reporter=second)] == [second]


def test_a_spreadsheet_of_another_form_or_version_is_refused(tmp_path):
    sheet = queries.read_spreadsheet(fill(handed_out(tmp_path), NEEDED))
    factory.load(factory.SCHOOL_NOON)
    with pytest.raises(OtherForm):
        operations.submit_spreadsheet(sheet, form="school_check", by=SYSTEM, at=EIGHT)
    with pytest.raises(OtherForm, match="没有这个填报单位"):
        operations.submit_spreadsheet(sheet, form="village_day", by=SYSTEM, at=EIGHT, reporter="9")
    Edition.objects.filter(form="village_day").update(version=2)
    with pytest.raises(OtherForm, match="用第2版"):
        operations.submit_spreadsheet(sheet, form="village_day", by=SYSTEM, at=EIGHT)


def test_another_file_is_refused(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("姓名,电话\n张某,1\n")
    with pytest.raises(NotAForm):
        queries.read_spreadsheet(path)


def test_nobody_is_handed_what_they_may_not_see(tmp_path):
    elsewhere = Actor("某人", scopes=("990121999",), permissions=SYSTEM.permissions)
    with pytest.raises(NotFound):
        handed_out(tmp_path, by=elsewhere)


def test_every_built_in_form_is_sound_and_loads_after_those_it_names():
    made = operations.load_builtin_forms(by=SYSTEM, at=EIGHT)
    assert len(made) == 10
    assert [one.form for one in made] == [form.code for form in queries.builtin_forms()]
    assert operations.load_builtin_forms(by=SYSTEM, at=EIGHT) == made


def test_every_figure_that_a_built_in_form_takes_is_in_the_catalogue_of_the_ledger():
    known = reporting.figure_sources()
    for form in queries.builtin_forms():
        derived = {field.derived for field in form.fields if field.derived}
        asked = {one for check in form.checks for one in words_of(check.expression).references}
        named = derived | {one.name for one in asked if one.of is Of.LEDGER}
        assert named <= known.keys(), form.code
        assert derived or form.reporters.level is None, f"{form.code}: the ledger knows something of an area"


def test_the_ledger_counts_every_figure_that_a_built_in_form_takes():
    keys = {field.derived for form in queries.builtin_forms() for field in form.fields if field.derived}
    found = reporting.figures_by_key(keys, area=TOWN, on=factory.DAY, known_at=EIGHT)
    assert found.keys() == keys
    assert all(figure.value >= 0 for figure in found.values())


def test_duties_are_figures_whose_persons_are_persons():
    keys = ["kind.finding_rectified.due", "kind.temperature.due"]
    found = reporting.figures_by_key(keys, area="990121", on=factory.DAY, known_at=EIGHT)
    assert found["kind.finding_rectified.due"].persons == ()


def test_days_off_are_loaded_once_and_a_year_is_replaced():
    assert operations.load_builtin_days_off(by=SYSTEM, at=EIGHT) > 60
    assert operations.load_builtin_days_off(by=SYSTEM, at=EIGHT) == 0
    operations.load_days_off(ONE_DAY, by=SYSTEM, at=EIGHT)
    assert [str(day.period_on) for day in queries.days_off(2022)] == ["2022-01-01"]
    assert DayOff.objects.filter(period_on__year=2026).exists()
    with pytest.raises(DaysRefused):
        operations.load_days_off("year: 2022", by=SYSTEM, at=EIGHT)
    with pytest.raises(PermissionMissing):
        operations.load_days_off(ONE_DAY, by=Actor("某人", permissions=frozenset()), at=EIGHT)


def test_a_school_reports_on_working_days_only():
    factory.load(factory.SCHOOL_NOON)
    Unit.objects.create(kind="school", name="一小", area=TOWN)
    query = "select count(*) as n from forms_expected('school_check', '', ':', %(day)s, %(day)s)"
    counts = {day: sql.query(query, day=day)[0]["n"] for day in ("2022-06-02", "2022-06-03", "2022-06-04")}
    assert counts["2022-06-03"] == counts["2022-06-04"] == 0
    assert counts["2022-06-02"] > 0
    assert sql.query(query, day="2022-10-08")[0]["n"] == counts["2022-06-02"]
