"""Whoever is positive has exactly one open case, or a reason why not; a corrected result takes it back."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import cases as factory
from tests.factories import control as orders
from tests.factories.access import token_of
from tests.factories.cases import CDC, COUNTY, NOW

from lianfang.apps.cases import operations, queries
from lianfang.apps.cases.duties import POSITIVE_REPORTED
from lianfang.apps.cases.models import Case, PositiveAside
from lianfang.apps.cases.operations import AsideDone, AsideUnexplained
from lianfang.apps.cases.terms import Classification
from lianfang.apps.control import operations as control
from lianfang.apps.control.models import TestResult as Result
from lianfang.apps.control.terms import Result as Found
from lianfang.apps.control.terms import SampleResult
from lianfang.core.access.terms import SYSTEM, Actor
from lianfang.core.audit.models import AuditEvent
from lianfang.core.duty import engine
from lianfang.core.retention import operations as retention
from lianfang.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
SAMPLED = NOW - 3 * HOUR
AT_CASES = 4


@pytest.fixture(autouse=True)
def _county():
    factory.centre_of_county()


def result_of(who, result=Found.POSITIVE, *, sample=None, at=NOW, disease=""):
    """A result of a sample of somebody; the sample's identity."""
    sample = sample or uuid4()
    said = SampleResult(who.uid, sample, SAMPLED, result, disease=disease)
    control.add_results([said], by=SYSTEM, at=at)
    return sample


def gaps(at=NOW):
    view = engine.at_moment(area=COUNTY, at=at)
    return {gap.subject: gap for gap in engine.gaps(view=view, kinds=[POSITIVE_REPORTED])}


def test_a_positive_person_is_a_duty_of_the_centre_until_a_case_is_made():
    who, pooled = orders.person("阳一"), orders.person("混管")
    result_of(who)
    result_of(pooled, Found.INCONCLUSIVE)
    (gap,) = gaps().values()
    assert (gap.subject, gap.due_at) == (str(who.uid), NOW + 2 * HOUR)
    assert gap.area == COUNTY
    result_of(who, at=NOW + HOUR)
    assert len(gaps(NOW + HOUR)) == 1
    factory.case(who, said=factory.said(Classification.SUSPECTED), at=NOW + HOUR)
    assert gaps(NOW + HOUR) == {}
    assert len(gaps(NOW)) == 1  # as it was known then
    result_of(who, at=NOW + 2 * HOUR)
    assert gaps(NOW + 2 * HOUR) == {}


def test_a_case_settles_positives_of_its_own_disease_alone(signed_in, monkeypatch):
    who = orders.person("两病")
    result_of(who)
    card = factory.case(who, said=factory.said(Classification.SUSPECTED))
    assert gaps() == {}
    result_of(who, disease="measles", at=NOW + HOUR)
    assert set(gaps(NOW + HOUR)) == {str(who.uid)}
    sample = result_of(who, disease="measles", at=NOW + HOUR)
    result_of(who, Found.NEGATIVE, sample=sample, disease="measles", at=NOW + HOUR)
    assert queries.corrected_positive(card, known_at=NOW + HOUR) is None
    monkeypatch.setenv("LIANFANG_NOW", (NOW + 2 * HOUR).isoformat())
    page = signed_in("investigator", COUNTY).get("/cases/positives/").text
    assert "麻疹" in page
    assert "disease=measles" in page


def test_a_corrected_result_takes_the_duty_back_and_stands_on_the_case(signed_in, monkeypatch):
    who, other = orders.person("误一"), orders.person("误二")
    first, second = result_of(who), result_of(other)
    card = factory.case(other, said=factory.said(Classification.SUSPECTED))
    for person, sample in ((who, first), (other, second)):
        result_of(person, Found.NEGATIVE, sample=sample, at=NOW + HOUR)
    assert gaps(NOW + HOUR) == {}
    assert queries.corrected_positive(card, known_at=NOW) is None
    assert queries.corrected_positive(card, known_at=NOW + HOUR) == NOW + HOUR
    monkeypatch.setenv("LIANFANG_NOW", (NOW + 2 * HOUR).isoformat())
    client = signed_in("investigator", COUNTY)
    assert "阳性结果已在" in client.get(f"/cases/{card.uid}/").text
    said = factory.said(Classification.EXCLUDED)
    operations.state(card.uid, said, by=CDC, at=NOW + 2 * HOUR, reason="结果更正")
    assert "阳性结果已在" not in client.get(f"/cases/{card.uid}/").text
    result_of(who, sample=first, at=NOW + 2 * HOUR)
    assert set(gaps(NOW + 2 * HOUR)) == {str(who.uid)}


def test_why_a_positive_is_no_case_is_said_once_and_ends_it(signed_in, client, run_command, monkeypatch):
    monkeypatch.setenv("LIANFANG_NOW", NOW.isoformat())
    people = [orders.person(name) for name in ("复阳", "外报", "送错", "留")]
    for who in people:
        result_of(who)
    uids = [Result.objects.get(person=who).uid for who in people]
    with pytest.raises(AsideUnexplained):
        operations.set_aside(uids[0], reason=" ", by=CDC, at=NOW)
    there = Actor(name="外县", scopes=("990122",), permissions=CDC.permissions)
    with pytest.raises(NotFound):
        operations.set_aside(uids[0], reason="复阳", by=there, at=NOW)
    operations.set_aside(uids[0], reason="复阳", by=CDC, at=NOW)
    with pytest.raises(AsideDone):
        operations.set_aside(uids[0], reason="复阳", by=CDC, at=NOW)
    desk = signed_in("investigator", COUNTY)
    page = desk.get("/cases/positives/").text
    assert ("外报" in page, "复阳" in page) == (True, False)
    assert desk.post("/cases/positives/", {"result": str(uids[1]), "reason": ""}).status_code == 422
    assert desk.post("/cases/positives/", {"result": str(uids[1]), "reason": "外地已报"}).status_code == 302
    headers = {"Authorization": f"Bearer {token_of('investigator', COUNTY)}"}
    shared = {"content_type": "application/json", "headers": headers}
    assert client.post(f"/api/positives/{uids[2]}/aside", {"reason": "送错"}, **shared).status_code == 204
    assert set(gaps()) == {str(people[3].uid)}
    form = desk.get(f"/cases/new/?person={people[3].uid}&classification=suspected").text
    assert str(people[3].uid) in form
    assert run_command("case", "aside", str(uids[3]), "--reason", "复阳") == 0
    assert gaps() == {}
    assert AuditEvent.objects.filter(action="cases.positive_set_aside").count() == AT_CASES
    retention.run(by=SYSTEM, at=NOW + timedelta(days=181), dry_run=False)
    assert PositiveAside.objects.count() == 0


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["positive", "negative", "case", "aside", "exclude"]), max_size=8))
def test_every_positive_person_has_one_open_case_or_a_reason_or_a_duty(steps):
    who, sample, standing, settled = orders.person(str(uuid4())[:8]), uuid4(), False, True
    for number, step in enumerate(steps):
        at = NOW + number * HOUR
        case = queries.cases(by=CDC, known_at=at, person=who.uid)
        ill = bool(case) and case[0].classification != "excluded"
        if step in {"positive", "negative"}:
            result_of(who, Found(step), sample=sample, at=at)
            if step == "positive" and not standing:
                settled = ill
            standing = step == "positive"
        elif step == "case" and not case:
            factory.case(who, said=factory.said(Classification.SUSPECTED), at=at)
            settled = True
        elif step == "exclude" and ill:
            operations.state(case[0].uid, factory.said(Classification.EXCLUDED), by=CDC, at=at)
            settled = True
        elif step == "aside" and standing and str(who.uid) in gaps(at):
            operations.set_aside(_asked(who, at), reason="复阳", by=CDC, at=at)
            settled = True
        assert (str(who.uid) in gaps(at)) is bool(standing and not settled)
        assert Case.objects.filter(person=who).count() <= 1


def _asked(who, at):
    return gaps(at)[str(who.uid)].ref.partition(":")[2]


def test_the_days_are_those_of_the_sample():
    who = orders.person("日子")
    result_of(who)
    assert queries.positive(Result.objects.get(person=who).uid, by=CDC).sampled_on == date(2022, 7, 10)
