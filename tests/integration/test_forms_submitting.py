"""Handing in: once, twice, corrected, as nought; what can't be taken comes back whole."""

from dataclasses import replace
from uuid import uuid4

import pytest
from tests.factories import directives as county
from tests.factories import forms as factory
from tests.factories.directives import SECRETARY, VILLAGE

from lianfang.apps.forms import queries
from lianfang.apps.forms.models import Edition, Report
from lianfang.apps.forms.operations import (
    EditionsOverlap,
    NotOpenYet,
    ReasonMissing,
    ReportRefused,
    VersionTaken,
)
from lianfang.apps.forms.terms import Filled, Said, State
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import SYSTEM, Actor
from lianfang.core.audit.models import AuditEvent
from lianfang.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
EIGHT, SIX = factory.moment(8), factory.moment(18)
WRITER = replace(SECRETARY, permissions=frozenset({Permission.SUBMIT_REPORT}))


@pytest.fixture(autouse=True)
def _village() -> None:
    county.staffed()
    factory.load()


def state(*, at):
    return queries.one_expected("village_day", VILLAGE, on=factory.DAY, slot="day", by=SYSTEM, at=at)


def test_a_form_is_loaded_once_and_a_later_edition_ends_the_one_before():
    factory.load()
    assert Edition.objects.count() == 1
    with pytest.raises(VersionTaken):
        factory.load(factory.VILLAGE_DAILY.replace("村日报", "村级日报"))
    second = factory.VILLAGE_DAILY.replace("version: 1", "version: 2")
    with pytest.raises(EditionsOverlap):
        factory.load(second)
    factory.load(second.replace("2022-01-01", "2022-08-01"))
    assert str(Edition.objects.get(version=1).ends_on) == "2022-07-31"


def test_an_edition_can_not_take_the_days_of_reports_that_were_handed_in():
    factory.submit(VILLAGE, at=EIGHT)
    second = factory.VILLAGE_DAILY.replace("version: 1", "version: 2")
    with pytest.raises(EditionsOverlap):
        factory.load(second.replace("2022-01-01", "2022-07-01"))


def test_a_report_is_taken_with_its_blanks_and_the_ledgers_numbers():
    told = factory.submit(VILLAGE, at=EIGHT, by=WRITER)
    kept = Report.objects.get(uid=told.uid)
    assert kept.numbers == [0.0, 2.0, 10.0, None]
    assert kept.marks == {"persons": "confirmed"}
    assert queries.values(kept) == {
        "persons": 0.0,
        "returned": 2.0,
        "visited": 10.0,
        "hottest": None,
        "note": None,
    }
    assert AuditEvent.objects.filter(action="report.submitted", area=VILLAGE).count() == 1


def test_the_same_submission_twice_is_one():
    client = uuid4()
    first = factory.submit(VILLAGE, at=EIGHT, client=client)
    again = factory.submit(VILLAGE, at=SIX, client=client, given=factory.filled(9))
    assert (again.uid, again.again, again.sequence) == (first.uid, True, 1)
    assert Report.objects.count() == 1


def test_a_correction_keeps_what_was_said_before():
    factory.submit(VILLAGE, at=EIGHT)
    with pytest.raises(ReasonMissing):
        factory.submit(VILLAGE, at=SIX, given=factory.filled(3))
    told = factory.submit(VILLAGE, at=SIX, given=factory.filled(3), reason="晚上又到一人")
    first, second = Report.objects.order_by("sequence")
    assert (first.numbers[1], first.superseded_at) == (2.0, SIX)
    assert (second.numbers[1], second.superseded_at, second.reason) == (3.0, None, "晚上又到一人")
    assert (told.sequence, told.late) == (2, False)


@pytest.mark.parametrize(
    ("hour", "expected"), [(6, State.NOT_DUE), (8, State.DUE), (17, State.DUE), (18, State.MISSING)]
)
def test_silence_has_a_clock(hour, expected):
    assert state(at=factory.moment(hour)).state is expected


def test_late_zero_and_on_time_are_told_apart():
    factory.submit(VILLAGE, at=SIX, given=Filled(zero=True))
    found = state(at=SIX)
    assert (found.state, found.late) == (State.ZERO, True)
    kept = Report.objects.get()
    assert kept.numbers == [0.0, 0.0, 0.0, None]
    assert state(at=factory.moment(17)).state is State.DUE


def test_a_number_of_the_ledger_is_never_typed_but_can_be_disputed():
    with pytest.raises(ReportRefused) as refused:
        factory.submit(
            VILLAGE, at=EIGHT, given=Filled(typed={"persons": "3", "returned": "-1", "visited": "x"})
        )
    assert [fault.fields for fault in refused.value.faults] == [("persons",), ("returned",), ("visited",)]
    factory.submit(VILLAGE, at=EIGHT, given=factory.filled(disputed={"persons": Said(3, "名单少三人")}))
    kept = Report.objects.get()
    assert kept.marks == {"persons": "disputed"}
    assert [(one.ledger, one.said) for one in kept.disputes.all()] == [(0.0, 3.0)]


def test_blank_is_neither_nought_nor_taken_where_an_answer_is_needed():
    with pytest.raises(ReportRefused, match="必须填写"):
        factory.submit(VILLAGE, at=EIGHT, given=Filled(typed={"returned": "", "visited": "1"}))
    with pytest.raises(ReportRefused, match="零报告不填数字"):
        factory.submit(VILLAGE, at=EIGHT, given=Filled(typed={"returned": "1"}, zero=True))


def test_who_may_not_and_what_is_not_expected():
    with pytest.raises(PermissionMissing):
        factory.submit(VILLAGE, at=EIGHT, by=replace(SECRETARY, permissions=frozenset()))
    elsewhere = Actor(name="外村", scopes=("990121999",), permissions=WRITER.permissions)
    with pytest.raises(NotFound):
        factory.submit(VILLAGE, at=EIGHT, by=elsewhere)
    with pytest.raises(NotFound):
        factory.submit(VILLAGE, at=EIGHT, slot="night")
    with pytest.raises(NotOpenYet):
        factory.submit(VILLAGE, at=factory.moment(6))
