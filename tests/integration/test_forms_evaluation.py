"""How units report: counted as replaying counts it, the same at every door, with rule and reports behind."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import directives as county
from tests.factories import forms as factory
from tests.factories import rollups
from tests.factories.access import signed_in
from tests.factories.directives import COUNTY, OFFICE, OTHER, TOWN, VILLAGE
from tests.factories.rollups import FIRST, LAST
from tests.reference import evaluation_twin as twin

from lianfang.apps.forms import operations, queries
from lianfang.apps.forms.models import Doubt, DoubtSeen
from lianfang.apps.forms.queries import Span
from lianfang.apps.forms.rules.rating import MEANT
from lianfang.apps.forms.terms import Reporting
from lianfang.core.access.models import Export
from lianfang.core.access.terms import SYSTEM
from lianfang.kernel.errors import NotFound, WrongCall

pytestmark = pytest.mark.django_db
DAYS = 6
LAST_DAY = factory.DAY + timedelta(days=DAYS - 1)
NOW = factory.moment(20, on=LAST_DAY)
SPAN = Span(COUNTY, factory.DAY, LAST_DAY, NOW)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(form=st.sampled_from(("by_village", "by_unit")), seed=st.integers(0, 10**9), hours=st.integers(0, 60))
def test_any_history_is_counted_as_replaying_it_counts(form, seed, hours):
    with transaction.atomic():
        rollups.province()
        history = rollups.history(form, seed)
        known_at = factory.moment(6, on=FIRST) + timedelta(hours=hours)
        found = queries.evaluation(Span("99", FIRST, LAST, known_at, history.form), by=SYSTEM, by_unit=True)
        told = {
            one.code: (one.counts.expected, one.counts.received, one.counts.on_time, one.counts.returned)
            for one in found.lines
        }
        assert told == twin.evaluation(history.events, history.due, known_at)
        check_parts(found)
        transaction.set_rollback(True)


def check_parts(found) -> None:
    """Units add up to the whole, and so do places; behind each count are as many reports."""
    span, whole = found.span, found.total.counts
    places = queries.evaluation(span, by=SYSTEM)
    for lines in (found.lines, places.lines):
        assert sum((one.counts for one in lines), Reporting()) == whole
    for part in ("expected", "received", "missing", "on_time", "late", "returned"):
        assert len(queries.periods(span, part, by=SYSTEM)) == getattr(whole, part)


@pytest.fixture
def reported() -> None:
    """Six days: one village always in time, one late twice and once returned, one silent."""
    county.staffed()
    factory.load()
    for n in range(DAYS):
        on = factory.DAY + timedelta(days=n)
        factory.submit(VILLAGE, at=factory.moment(9, on=on))
        told = factory.submit(OTHER, at=factory.moment(18 if n < 2 else 9, on=on))
        if n == 0:
            at = factory.moment(19, on=on)
            operations.return_report(str(told.uid), reason="请核对", by=SYSTEM, at=at)


def doubted(check: str, outcome: str, day: int, reporter: str = OTHER) -> None:
    on = factory.DAY + timedelta(days=day)
    made = Doubt.objects.create(
        check_code=check,
        form="village_day",
        reporter=reporter,
        area=reporter,
        period_on=on,
        evidence={"field": "returned"},
        content_hash=f"{check}{day}{reporter}",
        found_at=factory.moment(5, on=on + timedelta(days=1)),
    )
    DoubtSeen.objects.create(
        doubt=made, outcome=outcome, words="看过", by="镇", at=factory.moment(6, on=on + timedelta(days=1))
    )


def by_code(found):
    return {one.code: one.counts for one in found.lines}


def test_only_confirmed_doubts_of_the_same_check_repeat(reported):
    for day, outcome in enumerate(("corrected", "explained", "corrected", "corrected")):
        doubted("jump", outcome, day)
    doubted("copied", "corrected", 1)
    doubted("late", "corrected", 0)
    doubted("late", "corrected", 1)
    counts = by_code(queries.evaluation(SPAN, by=SYSTEM, by_unit=True))[OTHER]
    assert (counts.expected, counts.received, counts.on_time, counts.returned) == (DAYS, DAYS, 4, 1)
    assert (counts.confirmed, counts.repeats) == (4, 2)
    again = queries.repeated_doubts(replace(SPAN, reporter=OTHER), by=SYSTEM)
    assert [one.check_code for one in again] == ["jump", "jump"]
    earlier = replace(SPAN, known_at=factory.moment(12, on=factory.DAY + timedelta(days=3)))
    assert by_code(queries.evaluation(earlier, by=SYSTEM, by_unit=True))[OTHER].repeats == 1


def test_the_page_the_api_the_terminal_and_the_file_tell_the_same(reported, run_command, capsys, monkeypatch):
    monkeypatch.setenv("LIANFANG_NOW", NOW.isoformat())
    client = signed_in("headquarters", COUNTY)
    api = client.get(f"/api/forms/evaluations/{COUNTY}?begins_on={SPAN.from_day}&until={LAST_DAY}").json()
    command = ["report", "evaluate", "--area", COUNTY, "--from", f"{SPAN.from_day}", "--until", f"{LAST_DAY}"]
    assert run_command(*command, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["lines"] == api["lines"]
    assert told["rule"]["parts"] == api["rule"]["parts"]
    town = next(one for one in api["lines"] if one["code"] == TOWN)
    assert (town["expected"], town["missing"], town["late"], town["returned"]) == (12, 0, 2, 1)
    page = client.get(f"/reports/evaluation/{COUNTY}/?from={SPAN.from_day}&until={LAST_DAY}")
    text = page.content.decode()
    assert f"{town['score']:.1f}" in text
    for part in api["rule"]["parts"]:
        assert part["formula"].replace("&", "&amp;") in text
    assert MEANT in text
    assert run_command(*command) == 0
    assert MEANT[:20] in "".join(capsys.readouterr())
    leaving = queries.evaluation_leaving(SPAN, by=SYSTEM, by_unit=False)
    rows = [dict(zip(leaving.head, row, strict=True)) for chunk in leaving.chunks(COUNTY) for row in chunk]
    assert {row["代码"]: row["未报"] for row in rows}[TOWN] == "0"


def test_every_figure_leads_to_as_many_reports(reported, monkeypatch):
    monkeypatch.setenv("LIANFANG_NOW", NOW.isoformat())
    client = signed_in("headquarters", COUNTY)
    days = f"from={SPAN.from_day}&until={LAST_DAY}"
    doubted("jump", "corrected", 0)
    doubted("jump", "corrected", 3)
    for part, count in {"late": 2, "returned": 1, "missing": 0, "expected": DAYS}.items():
        text = client.get(f"/reports/evaluation/{OTHER}/behind/?{days}&unit={OTHER}&part={part}").content
        assert text.decode().count('<th scope="row">') == count, part
    text = client.get(f"/reports/evaluation/{COUNTY}/behind/?{days}&part=repeats").content.decode()
    assert text.count("/doubts/") >= 1
    assert "数字突增" in text


def test_nobody_evaluates_out_of_sight_nor_without_end(reported, monkeypatch):
    with pytest.raises(NotFound):
        queries.evaluation(SPAN, by=replace(OFFICE, scopes=(TOWN,)))
    for days in (-1, 92):
        with pytest.raises(WrongCall):
            queries.evaluation(replace(SPAN, until_day=SPAN.from_day + timedelta(days=days)), by=SYSTEM)
    with pytest.raises(WrongCall):
        queries.periods(SPAN, "blame", by=SYSTEM)


def test_an_evaluation_leaves_with_a_reason_and_a_line_in_the_log(reported, monkeypatch):
    monkeypatch.setenv("LIANFANG_NOW", NOW.isoformat())
    client = signed_in("headquarters", COUNTY)
    address = f"/reports/evaluation/{COUNTY}/export/?from={SPAN.from_day}&until={LAST_DAY}"
    assert client.post(address, {"reason": "", "format": "csv"}).status_code == 422
    sent = client.post(address, {"reason": "周调度", "format": "csv"})
    text = b"".join(sent.streaming_content).decode("utf-8-sig")
    assert "得分（规则第1版）" in text
    assert Export.objects.filter(what__startswith="单位报送评价").count() == 1
