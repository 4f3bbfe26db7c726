"""Reports leave as tables and data values and come back: nothing new the first time, once the second."""

import json

import pytest
from tests.factories import directives as county
from tests.factories import forms as factory
from tests.factories.directives import COUNTY, OTHER, VILLAGE

from lianfang.apps.exchange import operations
from lianfang.apps.exchange.operations import Span
from lianfang.apps.exchange.rules import dhis2_reading, table_files, tables
from lianfang.apps.exchange.terms import PeriodKind
from lianfang.apps.forms.models import Report
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.access.models import Export
from lianfang.core.access.operations import ReasonMissing
from lianfang.core.access.terms import SYSTEM, Actor
from lianfang.core.exports.tables import TableFormat
from lianfang.kernel.errors import NotAllowed

pytestmark = pytest.mark.django_db
EIGHT, NINE = factory.moment(8), factory.moment(9)
SPAN = Span("village_day", COUNTY, factory.DAY, factory.DAY)


@pytest.fixture(autouse=True)
def _reports() -> None:
    county.staffed()
    factory.load()
    factory.submit(VILLAGE, at=EIGHT)


def left(kind=TableFormat.CSV, by=SYSTEM, reason="核对"):
    return operations.export_table(SPAN, kind, reason=reason, by=by, at=NINE)


def read(tmp_path, change=None):
    path = tmp_path / "reports.csv"
    text = left().files[".csv"].decode("utf-8-sig")
    path.write_text(change(text) if change else text)
    rows, first = table_files.read(path)
    form = operations.leaving.queries.latest_form("village_day")
    return tables.read(form, rows, first=first)


def test_what_leaves_is_logged_marked_and_counted():
    found = left()
    (line,) = Export.objects.all()
    assert (line.rows, line.reason, line.area) == (1, "核对", COUNTY)
    assert line.mark in found.files[".csv"].decode("utf-8-sig")


def test_without_permission_reason_or_sight_nothing_leaves():
    with pytest.raises(PermissionMissing):
        left(by=Actor(name="甲", scopes=("",)))
    with pytest.raises(ReasonMissing):
        left(reason=" ")
    with pytest.raises(NotAllowed):
        left(by=Actor.job("外县", scopes=("980301",)))
    assert Export.objects.count() == 0


def test_what_comes_back_unchanged_changes_nothing(tmp_path):
    told = operations.take(read(tmp_path), form="village_day", by=SYSTEM, at=NINE)
    assert (told.taken, told.unchanged, told.refused) == (0, 1, ())
    assert Report.objects.count() == 1


def test_a_new_row_is_handed_in_once(tmp_path):
    given = read(tmp_path, lambda text: text.replace(VILLAGE, OTHER))
    first = operations.take(given, form="village_day", by=SYSTEM, at=NINE)
    again = operations.take(given, form="village_day", by=SYSTEM, at=NINE)
    assert (first.taken, again.unchanged) == (1, 1)
    assert Report.objects.get(reporter=OTHER).numbers == [0.0, 2.0, 10.0, None]


def test_another_number_is_a_correction_with_a_reason(tmp_path):
    given = read(tmp_path, lambda text: text.replace(",2,10,", ",5,10,"))
    refused = operations.take(given, form="village_day", by=SYSTEM, at=NINE)
    assert (refused.corrected, len(refused.refused)) == (0, 1)
    told = operations.take(given, form="village_day", by=SYSTEM, at=NINE, reason="下午又到三人")
    assert (told.corrected, told.refused) == (1, ())
    assert Report.objects.get(superseded_at=None).numbers[1] == 5.0


def test_refused_rows_name_place_value_reason_and_remedy(tmp_path):
    given = read(tmp_path, lambda text: text.replace(",2,10,", ",多,10,"))
    told = operations.take(given, form="village_day", by=SYSTEM, at=NINE, reason="更正")
    (problem,) = told.refused[0].problems
    assert (problem.place, problem.value) == ("第2行 returned", "多")
    assert problem.reason
    assert problem.remedy


def test_an_unknown_reporter_is_refused_and_the_others_are_taken(tmp_path):
    def more(text):
        line = text.splitlines()[1]
        return text + line.replace(VILLAGE, OTHER) + "\n" + line.replace(VILLAGE, "980301100001") + "\n"

    told = operations.take(read(tmp_path, more), form="village_day", by=SYSTEM, at=NINE)
    assert (told.taken, told.unchanged, len(told.refused)) == (1, 1, 1)


def test_data_values_leave_and_come_back():
    found = operations.export_data_values(SPAN, PeriodKind.DAILY, reason="上报", by=SYSTEM, at=NINE)
    document = json.loads(found.files[".json"])
    assert {one["orgUnit"] for one in document["dataValues"]} == {VILLAGE}
    form = operations.leaving.queries.latest_form("village_day")
    told = operations.take(dhis2_reading.read(document, form), form="village_day", by=SYSTEM, at=NINE)
    assert (told.unchanged, told.aside) == (1, ("在管人数",))
    for one in document["dataValues"]:
        one["orgUnit"] = OTHER
    told = operations.take(dhis2_reading.read(document, form), form="village_day", by=SYSTEM, at=NINE)
    assert told.taken == 1


def test_accepted_reports_alone_may_leave():
    span = Span("village_day", COUNTY, factory.DAY, factory.DAY, accepted=True)
    found = operations.export_table(span, TableFormat.CSV, reason="核对", by=SYSTEM, at=NINE)
    assert found.rows == 0
