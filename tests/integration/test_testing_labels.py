"""Labels that no tube has twice, found again by a scanner; queues told by points and shown to everybody."""

import json

import pytest
from tests.factories import testing as made
from tests.factories.access import token_of

from lianfang.apps.testing import operations, queries
from lianfang.apps.testing.models import QueueReport
from lianfang.apps.testing.rules import labels
from lianfang.apps.testing.terms import TubeFault
from lianfang.core.access import rows
from lianfang.kernel.errors import NotAllowed, NotFound

pytestmark = pytest.mark.django_db
LATER = made.AT + 2 * made.HOUR


@pytest.fixture(autouse=True)
def _county(monkeypatch):
    made.build()
    monkeypatch.setenv("LIANFANG_NOW", LATER.isoformat())


def test_numbers_of_a_county_are_given_out_once_whoever_prints():
    there = made.actor("village_doctor", made.ELSEWHERE, user=41)
    given, runs = [], []
    for by, count in ((made.SAMPLER, 3), (there, 2), (made.OFFICE, 1)):
        with rows.acting(by):
            run = operations.print_labels(count, by=by, at=made.AT)
            runs.append(run.uid)
            given += [one.text for one in queries.labels_of(run.uid, by=by)]
    assert given == [labels.label("990121", number) for number in range(1, 7)]
    with rows.acting(there), pytest.raises(NotFound):
        queries.labels_of(runs[0], by=there)
    for count in (0, 2401):
        with pytest.raises(operations.LabelsImpossible):
            operations.print_labels(count, by=made.SAMPLER, at=made.AT)


def test_a_scanned_label_finds_its_tube_or_says_what_it_is():
    run = operations.print_labels(2, by=made.OFFICE, at=made.AT)
    used, unused = (one.text for one in queries.labels_of(run.uid, by=made.OFFICE))
    made.sampled(made.people(1), tube=used)
    assert queries.scanned(f" {used} ", by=made.OFFICE) == used
    with pytest.raises(queries.LabelUnused):
        queries.scanned(unused, by=made.OFFICE)
    with pytest.raises(NotFound):
        queries.scanned(labels.label("990121", 900), by=made.OFFICE)
    wrong = unused[:-1] + str((int(unused[-1]) + 1) % 10)
    _, (fate,) = made.sampled(made.people(1), tube=wrong)
    assert fate.fault is TubeFault.LABEL_WRONG


def test_labels_are_asked_for_printed_and_scanned_on_pages(signed_in):
    office = signed_in("headquarters", made.COUNTY)
    asked = office.post("/testing/labels/print/", {"count": "5", "layout": "single"})
    page = office.get(asked.url)
    text = labels.label("990121", 5)
    assert page.text.count("<svg") >= 5
    assert text in page.text
    assert 'class="labels single"' in page.text
    assert 'class="labels sheet"' in office.get(asked.url.partition("?")[0]).text
    assert office.post("/testing/labels/print/", {"count": "many"}).status_code == 400
    waiting = office.get("/testing/tubes/scanned/", {"code": text})
    assert "已印好" in waiting.text
    made.sampled(made.people(1), tube=text)
    found = office.get("/testing/tubes/scanned/", {"code": text})
    assert (found.status_code, found.url) == (302, f"/testing/tubes/{text}/")


def test_a_full_point_is_told_with_the_next_to_its_county_and_to_everybody(client, signed_in):
    full, free = made.point(), made.point("柳林采样点", made.ELSEWHERE)
    nurse = signed_in("village_doctor", made.VILLAGE)
    posted = nurse.post(f"/today/points/{full.uid}/queue/", {"waiting": "120"})
    assert posted.status_code == 302
    assert nurse.post(f"/today/points/{full.uid}/queue/", {"waiting": "10000"}).status_code == 422
    operations.tell_queue(free.uid, 5, by=made.OFFICE, at=LATER)
    page = signed_in("headquarters", made.COUNTY).get("/testing/points/")
    for said in ("约 120 分钟，超负荷", "请去 柳林采样点", "约 5 分钟"):
        assert said in page.text
    public = client.get("/public/services/")
    for said in ("北山采样点", "约 120 分钟，超负荷", "请去 柳林采样点"):
        assert said in public.text
    assert QueueReport.objects.count() == 2


def test_the_measured_throughput_counts_once_there_is_one():
    point = made.point()
    made.sampled(made.people(10), point=point, at=LATER - 10 * made.MINUTE)
    operations.tell_queue(point.uid, 20, by=made.OFFICE, at=LATER)
    (shown,) = queries.point_states(by=made.OFFICE, at=LATER)
    assert (shown.rate, shown.measured, shown.wait, shown.over) == (10, True, 120, True)


def test_whoever_sees_a_point_of_above_does_not_tell_its_queue():
    point = made.point(area=made.COUNTY)
    with rows.acting(made.SAMPLER), pytest.raises(NotAllowed):
        operations.tell_queue(point.uid, 3, by=made.SAMPLER, at=LATER)


def test_queues_and_labels_by_the_api(client):
    point = made.point()
    head = {"Authorization": f"Bearer {token_of('village_doctor', made.VILLAGE)}"}

    def post(path, given):
        return client.post(f"/api{path}", json.dumps(given), content_type="application/json", headers=head)

    assert post(f"/testing/points/{point.uid}/queue", {"waiting": 7}).status_code == 204
    (shown,) = client.get("/api/testing/points/queues", headers=head).json()
    assert (shown["waiting"], shown["point"]["name"]) == (7, "北山采样点")
    assert post("/testing/labels", {"count": 2}).json() == [labels.label("990121", one) for one in (1, 2)]
