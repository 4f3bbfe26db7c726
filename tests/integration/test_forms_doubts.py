"""Doubts: a small simulated county is looked through; what was planted is found once, and a person looks."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest
from bench import truth
from bench._truth_county import FIRST, Maker
from tests.factories import directives as county_of
from tests.factories import forms as factory
from tests.factories.directives import OFFICE, SECRETARY, VILLAGE

from lianfang.apps.forms import operations, queries
from lianfang.apps.forms.models import Doubt, DoubtSeen, Report
from lianfang.apps.forms.operations import AlreadySeen, FindingMissing, NotYourLevel, ReportedYourself
from lianfang.apps.forms.terms import CheckCode, DoubtOutcome, Filled
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.access.rows import acting
from lianfang.core.access.terms import SYSTEM, Actor
from lianfang.core.audit.models import AuditEvent
from lianfang.core.duty import engine
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
SEED, VILLAGES, TOWNS, DAYS = 5, 60, 4, 24
MORNING = factory.moment(5, 30, on=factory.DAY + timedelta(days=1))


@pytest.fixture
def simulated():
    made = Maker(villages=VILLAGES, towns=TOWNS, days=DAYS, seed=SEED).make()
    return made, truth.fill(made, np.random.default_rng(SEED))


def last_days(number: int) -> None:
    """Look at the last days of the simulation."""
    for day in range(DAYS - number, DAYS):
        on = FIRST + timedelta(days=day)
        at = datetime.combine(on + timedelta(days=1), datetime.min.time(), ZONE) + timedelta(
            hours=5, minutes=30
        )
        operations.find_doubts(truth.COUNTY, on=on, by=SYSTEM, at=at)


def test_what_was_planted_is_found_and_found_once(simulated, record_property):
    made, codes = simulated
    last_days(4)
    names = {code: name for name, code in codes.items()}
    found = {
        (one.check_code, names[one.reporter], (one.period_on - FIRST).days) for one in Doubt.objects.all()
    }
    for kind in ("contradiction", "jump", "totals"):
        lies = {cell for spell in made.lies[kind] for cell in spell if cell[1] >= DAYS - 4}
        missed = {cell for cell in lies if (kind, *cell) not in found}
        assert len(missed) <= len(lies) // 5, kind
    assert {kind for kind, *_ in found} >= {
        "missing",
        "contradiction",
        "silent_change",
        "jump",
        "copied",
        "twice",
    }
    count = Doubt.objects.count()
    assert AuditEvent.objects.filter(action="doubts.found").count() == 4
    last_days(4)
    assert Doubt.objects.count() == count
    record_property("told", f"doubts of four days in {VILLAGES} villages: {count}")


def test_a_session_sees_the_doubts_of_its_places_alone(simulated):
    _made, codes = simulated
    last_days(2)
    town = codes["t0"]
    with acting(Actor(name="镇", scopes=(town,))):
        areas = set(Doubt.objects.values_list("area", flat=True))
    assert areas
    assert all(area.startswith(town) for area in areas)


@pytest.fixture
def doubted() -> Doubt:
    """A village that said nothing on a day."""
    county_of.staffed()
    factory.load()
    operations.find_doubts(county_of.COUNTY, on=factory.DAY, by=SYSTEM, at=MORNING)
    return Doubt.objects.get(check_code="missing", reporter=VILLAGE)


def test_silence_is_a_doubt_that_the_town_holds_or_the_county_where_the_town_has_nobody(doubted):
    view = engine.at_moment(area=VILLAGE, at=MORNING)
    (gap,) = [one for one in engine.gaps(view=view) if one.kind == "doubt_seen"]
    assert (gap.subject, gap.holder_post) == (str(doubted.uid), "county_office")
    assert queries.doubt_names([gap.subject])[gap.subject].endswith("漏报")


def test_somebody_looks_and_says_what_it_was(doubted):
    with pytest.raises(FindingMissing):
        operations.look_at_doubt(
            doubted.uid, outcome=DoubtOutcome.EXPLAINED, words=" ", by=OFFICE, at=MORNING
        )
    operations.look_at_doubt(
        doubted.uid, outcome=DoubtOutcome.EXPLAINED, words="停电一天", by=OFFICE, at=MORNING
    )
    assert DoubtSeen.objects.get().words == "停电一天"
    assert [
        one
        for one in engine.gaps(view=engine.at_moment(area=VILLAGE, at=MORNING))
        if one.kind == "doubt_seen"
    ] == []
    assert AuditEvent.objects.filter(action="doubt.seen", area=VILLAGE).count() == 1
    with pytest.raises(AlreadySeen):
        operations.look_at_doubt(
            doubted.uid, outcome=DoubtOutcome.INSPECT, words="再看", by=OFFICE, at=MORNING
        )


def test_who_may_not_look(doubted):
    for by, refusal in (
        (SECRETARY, NotYourLevel),
        (replace(OFFICE, permissions=frozenset()), PermissionMissing),
        (replace(OFFICE, scopes=("990122",)), NotFound),
    ):
        with pytest.raises(refusal):
            operations.look_at_doubt(
                doubted.uid, outcome=DoubtOutcome.EXPLAINED, words="看过", by=by, at=MORNING
            )


def test_whoever_reported_does_not_look(doubted):
    told = factory.submit(VILLAGE, at=factory.moment(8), by=replace(OFFICE, user=7))
    report = Report.objects.get(uid=told.uid)
    made = Doubt.objects.create(
        check_code=CheckCode.JUMP,
        form=report.form,
        reporter=VILLAGE,
        area=VILLAGE,
        period_on=factory.DAY,
        report=report,
        evidence={"field": "visited", "said": 100.0, "usual": 9.0, "own": 9.0, "peers": 8.0},
        content_hash="x",
        found_at=MORNING,
    )
    with pytest.raises(ReportedYourself):
        operations.look_at_doubt(
            made.uid, outcome=DoubtOutcome.EXPLAINED, words="看过", by=replace(OFFICE, user=7), at=MORNING
        )


def test_late_again_and_again_is_a_doubt_and_once_is_none():
    county_of.staffed()
    factory.load()
    for day in range(3):
        on = factory.DAY + timedelta(days=day)
        factory.submit(VILLAGE, at=factory.moment(18, on=on))
        operations.find_doubts(VILLAGE, on=on, by=SYSTEM, at=factory.moment(5, on=on + timedelta(days=1)))
        assert Doubt.objects.filter(check_code="late").count() == (day == 2)


def test_a_zero_report_where_nothing_is_known_is_no_doubt():
    county_of.staffed()
    factory.load()
    factory.submit(VILLAGE, at=factory.moment(16), given=Filled(zero=True))
    operations.find_doubts(VILLAGE, on=factory.DAY, by=SYSTEM, at=MORNING)
    assert Doubt.objects.count() == 0


def test_the_command_finds_and_tells(doubted, run_command, capsys, monkeypatch):
    monkeypatch.setenv("LIANFANG_NOW", MORNING.isoformat())
    assert (
        run_command("report", "doubts", "--area", VILLAGE, "--on", str(factory.DAY), "--find", "--json") == 0
    )
    told = json.loads(capsys.readouterr().out)
    assert [(one["check"], one["reporter"], one["outcome"]) for one in told] == [("missing", VILLAGE, "")]


def test_an_area_out_of_sight_is_not_found():
    with pytest.raises(NotFound):
        operations.find_doubts("990122", on=factory.DAY, by=OFFICE, at=MORNING)
