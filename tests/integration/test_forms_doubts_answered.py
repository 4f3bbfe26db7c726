"""Doubts answered: the reporter says why, a correction closes one, the morning's work is done once."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from tests.factories import directives as county_of
from tests.factories import forms as factory
from tests.factories.directives import COUNTY, OFFICE, OTHER, SECRETARY, VILLAGE

from lianfang.apps.forms import jobs, operations, queries
from lianfang.apps.forms.models import Doubt, DoubtAnswer
from lianfang.apps.forms.operations import AlreadySeen, AnswerMissing, NotYourReport, doubting
from lianfang.apps.forms.terms import CheckCode, DoubtOutcome, State, Submitted
from lianfang.core import jobs as clockwork
from lianfang.core.access.terms import SYSTEM
from lianfang.core.audit.models import AuditEvent
from lianfang.core.duty import engine

pytestmark = pytest.mark.django_db
DAY = factory.DAY
MORNING = factory.moment(5, 30, on=DAY + timedelta(days=1))


@pytest.fixture(autouse=True)
def _county() -> None:
    county_of.staffed()
    factory.load()


@pytest.fixture
def silence() -> Doubt:
    """A village that said nothing on a day."""
    operations.find_doubts(COUNTY, on=DAY, by=SYSTEM, at=MORNING)
    return Doubt.objects.get(check_code="missing", reporter=VILLAGE)


@pytest.fixture
def jumped() -> Doubt:
    """A doubt about what a report says."""
    told = factory.submit(VILLAGE, at=factory.moment(16))
    return Doubt.objects.create(
        check_code=CheckCode.JUMP,
        form="village_day",
        reporter=VILLAGE,
        area=VILLAGE,
        period_on=DAY,
        slot="day",
        report=queries.report(told.uid, by=SYSTEM),
        evidence={"field": "returned", "said": 100.0, "usual": 9.0, "own": 9.0, "peers": 8.0},
        content_hash="x",
        found_at=MORNING,
    )


def waiting(at=MORNING) -> set[str]:
    view = engine.at_moment(area=VILLAGE, at=at)
    return {one.subject for one in engine.gaps(view=view) if one.kind == "doubt_seen"}


def test_the_reporter_answers_before_somebody_looks(silence):
    operations.answer_doubt(silence.uid, words=" 停电，\n已电话报告 ", by=SECRETARY, at=MORNING)
    (line,) = queries.doubts(area=VILLAGE, by=OFFICE, check="missing")
    assert [one.words for one in line.answers] == ["停电， 已电话报告"]
    assert waiting() == {str(silence.uid)}, "an answer is no verdict"
    assert queries.waiting_for_answers([VILLAGE]) == []
    assert AuditEvent.objects.filter(action="doubt.answered", area=VILLAGE).count() == 1
    operations.look_at_doubt(silence.uid, outcome=DoubtOutcome.EXPLAINED, words="属实", by=OFFICE, at=MORNING)
    with pytest.raises(AlreadySeen):
        operations.answer_doubt(silence.uid, words="还有", by=SECRETARY, at=MORNING)


@pytest.mark.parametrize(
    ("by", "words", "refusal"),
    [(SECRETARY, "  ", AnswerMissing), (replace(SECRETARY, scopes=(COUNTY,)), "代答", NotYourReport)],
)
def test_who_may_not_answer_and_what_is_no_answer(silence, by, words, refusal):
    with pytest.raises(refusal):
        operations.answer_doubt(silence.uid, words=words, by=by, at=MORNING)
    assert DoubtAnswer.objects.count() == 0


def corrected(jumped: Doubt, reason: str, *, at: datetime) -> Submitted:
    told = {"on": DAY, "slot": "day", "filled": factory.filled(1), "client": jumped.uid}
    return operations.submit("village_day", VILLAGE, **told, by=SECRETARY, at=at, reason=reason)


def test_a_correction_closes_the_doubt_and_a_person_may_still_say_more(jumped):
    assert waiting() == {str(jumped.uid)}
    later = MORNING + timedelta(hours=2)
    made = corrected(jumped, "多打了一个零", at=later)
    assert waiting(later) == set()
    line = queries.doubt_line(jumped)
    assert (line.outcome, line.corrected, line.seen_by) == ("corrected", made.uid, SECRETARY.name)
    assert queries.doubts(area=VILLAGE, by=OFFICE, seen=False, check="jump")[:9] == []
    assert len(queries.doubts(area=VILLAGE, by=OFFICE, seen=True, check="jump")) == 1
    assert waiting(MORNING) == {str(jumped.uid)}, "as known then"
    operations.look_at_doubt(jumped.uid, outcome=DoubtOutcome.INSPECT, words="再看", by=OFFICE, at=later)
    assert queries.doubt_line(jumped).outcome == "inspect"


def test_the_missing_report_closes_the_doubt_about_its_absence(silence):
    later = MORNING + timedelta(hours=1)
    operations.submit(
        "village_day",
        VILLAGE,
        on=DAY,
        slot="day",
        filled=factory.filled(),
        client=silence.uid,
        by=SYSTEM,
        at=later,
    )
    assert waiting(later) == set()
    assert queries.doubt_line(silence).outcome == "corrected"


def test_a_corrected_day_is_looked_through_again_however_old(jumped):
    later = factory.moment(9, on=DAY + timedelta(days=9))
    assert queries.corrected_days(COUNTY, at=later) == []
    factory.submit(OTHER, at=later)
    corrected(jumped, "更正", at=later)
    assert queries.corrected_days(COUNTY, at=later) == [DAY]


def test_the_work_of_the_morning_is_done_once_and_finished_where_it_stopped(monkeypatch):
    monkeypatch.setattr(jobs.areas, "headquarters", lambda *, at: [COUNTY])
    (job,) = [one for one in clockwork.jobs() if one.name == "forms.doubts"]
    assert job.cron == "30 5 * * *"
    with monkeypatch.context() as power:
        power.setattr(doubting.audit, "record", _dies_the_second_time())
        with pytest.raises(ZeroDivisionError):
            job.work(MORNING)
    kept = set(Doubt.objects.values_list("period_on", flat=True))
    assert kept == {DAY - timedelta(days=1)}, "one whole day, nothing of the other"
    job.work(MORNING)
    count = Doubt.objects.count()
    assert {one.period_on for one in Doubt.objects.all()} == {DAY - timedelta(days=1), DAY}
    job.work(MORNING)
    assert Doubt.objects.count() == count


def _dies_the_second_time():
    told = []

    def record(*_args: object, **_facts: object) -> None:
        told.append(1)
        if len(told) > 1:
            raise ZeroDivisionError

    return record


def test_the_moment_that_a_reporter_claims_does_not_make_a_late_report_timely():
    late = factory.moment(18)
    told = factory.submit(VILLAGE, at=late, happened_at=factory.moment(16, 59))
    assert told.late
    (one,) = queries.expected(area=VILLAGE, from_day=DAY, until_day=DAY, by=SYSTEM, at=late, reporter=VILLAGE)
    assert (one.state, one.first_at, one.happened_at) == (State.LATE, late, factory.moment(16, 59))


def test_the_command_refuses_what_it_cannot_do_and_finds_nothing_twice(run_command, monkeypatch, capsys):
    monkeypatch.setenv("LIANFANG_NOW", MORNING.isoformat())
    assert run_command("report", "doubts", "--area", "99012") == 3
    assert run_command("report", "doubts", "--area", COUNTY, "--on", "gestern") == 2
    capsys.readouterr()
    for _ in range(2):
        assert run_command("report", "doubts", "--area", VILLAGE, "--find", "--waiting", "--json") == 0
        assert len(json.loads(capsys.readouterr().out)) == 2
