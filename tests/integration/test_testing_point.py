"""A sampling point: what its phone held back without a network, and whoever comes unregistered."""

import json
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import control
from tests.factories import testing as made
from tests.factories.access import token_of
from tests.factories.people import citizen_number

from lianfang.apps.control.terms import Result
from lianfang.apps.people.models import Person
from lianfang.apps.testing import operations, queries
from lianfang.apps.testing.models import Sample, Tube
from lianfang.apps.testing.terms import Sealing, TubeFault, TubeKind
from lianfang.core.access import rows

pytestmark = pytest.mark.django_db
LATER = made.AT + 3 * made.HOUR
POOL5 = TubeKind.POOL5


def taken(*queue, at=LATER, by=made.SAMPLER):
    with rows.acting(by):
        return operations.take_queue(queue, by=by, at=at)


def newcomer(tube, name="王远来", **facts):
    told = {"person": "", "name": name, "phone": "13900009911", "visitor": True, "client_id": uuid4()} | facts
    return replace(made.swab(Person(), tube), **told)


def seen(fates):
    return [(fate.fresh, fate.fault) for fate in fates]


def test_a_queue_is_taken_in_its_order_and_once_however_often_it_is_sent():
    made.build()
    point, people = made.point(), made.people(7)
    swabs = [made.swab(one, "Q-1", POOL5, point=point.uid) for one in people]
    seal = Sealing(uuid4(), "Q-1", made.AT + made.MINUTE)
    queue = [*swabs[:2], seal, *swabs[2:]]
    first = taken(*queue)
    assert seen(first[:3]) == [(True, None)] * 3
    assert {fate.fault for fate in first[3:]} == {TubeFault.TUBE_SEALED}
    assert all("本人重采" in fate.told for fate in first[3:])
    again = taken(*queue)
    assert [fate.fresh for fate in again] == [False] * len(queue)
    assert seen(again[:3]) == [(False, None)] * 3
    assert Sample.objects.count() == 2
    shown = queries.tube("Q-1", by=made.SAMPLER)
    assert (shown.state, shown.sealed_at) == ("sealed", made.AT + made.MINUTE)


def test_what_cannot_be_sealed_comes_back_and_stops_no_other():
    made.build()
    person = made.people(1)[0]
    fates = taken(Sealing(uuid4(), "无此管", made.AT), made.swab(person, "Q-2"))
    assert "无此管" in fates[0].told
    assert fates[1].fresh


def test_samples_held_back_belong_to_the_round_of_their_moment_though_it_ended_since():
    made.build()
    person, other = made.people(2)
    one = operations.start_round(made.VILLAGE, by=made.OFFICE, at=made.AT - made.HOUR)
    operations.end_round(one.uid, by=made.OFFICE, at=made.AT + made.HOUR)
    late = made.swab(other, "Q-4", at=made.AT + 2 * made.HOUR)
    assert seen(taken(made.swab(person, "Q-3"), late)) == [(True, None)] * 2
    assert queries.round_of(one.uid, by=made.OFFICE).come == 1
    assert Tube.objects.get(code="Q-4").round_id is None


def test_a_visitor_is_registered_once_sampled_and_counted_apart_from_the_due():
    made.build()
    point, due = made.point(), made.people(2)
    one = operations.start_round(made.VILLAGE, by=made.OFFICE, at=made.AT - made.HOUR)
    first = newcomer("V-1", point=point.uid)
    again = newcomer("V-1", point=point.uid)
    by_document = newcomer("V-1", "陈过路", phone="", document=citizen_number(sequence=701))
    fates = taken(first, again, by_document, made.swab(due[0], "V-1"))
    assert seen(fates) == [(True, None), (False, None), (True, None), (True, None)]
    registered = {one.name: one for one in Person.objects.filter(source="visitors")}
    assert set(registered) == {"王远来", "陈过路"}
    assert {one.area for one in registered.values()} == {made.VILLAGE}
    assert registered["陈过路"].birth_date is not None
    shown = queries.round_of(one.uid, by=made.OFFICE)
    assert (shown.targets, shown.come, shown.others, shown.visitors) == (2, 1, 0, 2)
    operations.end_round(one.uid, by=made.OFFICE, at=LATER)
    following = operations.start_round(made.VILLAGE, by=made.OFFICE, at=LATER + made.HOUR)
    assert (following.residents, following.targets) == (2, 2)


def test_the_result_reaches_a_visitor_and_the_home_that_was_told_sees_the_sample():
    made.build()
    there = made.actor("village_doctor", made.ELSEWHERE, user=31)
    assert taken(newcomer("V-2", home="柳林村"))[0].fresh
    person = Person.objects.get(name="王远来")
    assert (person.area, person.source) == (made.ELSEWHERE, "testing")
    with rows.acting(there):
        assert Sample.objects.filter(person_id=person.pk).count() == 1
    made.brought("V-2", at=LATER)
    assert made.resulted("V-2", Result.NEGATIVE, at=LATER + made.HOUR).members == 1


def test_who_is_not_told_enough_or_bears_another_name_is_not_registered():
    made.build()
    known = made.people(1)[0]
    cases = {
        TubeFault.NOBODY: newcomer("V-3", visitor=False),
        TubeFault.VISITOR_UNNAMED: newcomer("V-3", ""),
        TubeFault.NUMBER_WRONG: newcomer("V-3", document="990121199001011"),
        TubeFault.NAME_OTHER: newcomer("V-3", "别的名字", document=control.id_number(known)),
    }
    fates = taken(*cases.values())
    assert [fate.fault for fate in fates] == list(cases)
    assert Person.objects.count() == 1
    assert not Sample.objects.exists()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2)), max_size=12),
    st.lists(st.integers(0, 11), max_size=12),
)
def test_whatever_a_phone_sends_again_one_sample_is_in_one_tube(entered, sent_again):
    with transaction.atomic():
        made.build()
        people = made.people(6)
        operations.start_round(made.VILLAGE, by=made.OFFICE, at=made.AT - made.HOUR)
        queue = [made.swab(people[who], f"H-{tube}", POOL5) for who, tube in entered]
        fates = taken(*queue) if queue else []
        again = [queue[one] for one in sent_again if one < len(queue)]
        assert not any(fate.fresh for fate in taken(*again)) if again else True
        held = Sample.objects.count()
        assert held == sum(fate.fresh for fate in fates)
        assert held == Sample.objects.values("person").distinct().count()
        for tube in Tube.objects.all():
            assert tube.samples.count() <= tube.size
        transaction.set_rollback(True)


def test_the_phones_queue_is_answered_record_by_record(signed_in, monkeypatch):
    made.build()
    monkeypatch.setenv("LIANFANG_NOW", LATER.isoformat())
    point, person = made.point(), made.people(1)[0]
    client = signed_in("village_doctor", made.VILLAGE)
    page = client.get(f"/today/points/{point.uid}/")
    owner = page.text.partition('id="field" data-owner="')[2].partition('"')[0]
    said = {"tube": "W-1", "kind": "pool10", "whom": str(person.uid), "point": str(point.uid)}
    records = [
        {"kind": "swab", "values": said},
        {"kind": "swab", "values": said | {"whom": "110101199001010000"}},
        {"kind": "swab", "values": {"tube": "W-1"}},
        {"kind": "seal", "values": {"tube": "W-1"}},
    ]
    sent = [one | {"id": str(uuid4()), "person": "x", "entered_at": 0} for one in records]
    body = {"owner": owner, "sent_at": 0, "records": sent}

    def fates(told=body):
        answer = client.post("/today/points/records/", json.dumps(told), content_type="application/json")
        assert answer.status_code == 200, answer.text
        by_id = {one["id"]: one for one in answer.json()["outcomes"]}
        return [by_id[one["id"]] for one in sent]

    first = fates()
    assert [one["fate"] for one in first] == ["accepted", "refused", "refused", "accepted"]
    assert "核对" in first[1]["sentence"]
    assert [one["fate"] for one in fates()] == ["known", "refused", "refused", "known"]
    other = json.dumps(body | {"owner": "another"})
    assert client.post("/today/points/records/", other, content_type="application/json").status_code == 409


def test_programs_send_what_they_held_back_by_the_api(client, monkeypatch):
    made.build()
    monkeypatch.setenv("LIANFANG_NOW", LATER.isoformat())
    one, other = made.people(2)
    sampled = {"client_id": str(uuid4()), "tube": "A-1", "sampled_at": made.AT.isoformat()}
    body = {
        "sealed": [
            {"client_id": str(uuid4()), "tube": "A-1", "sealed_at": (made.AT + made.MINUTE).isoformat()}
        ],
        "samples": [
            sampled | {"person": str(one.uid)},
            sampled | {"client_id": str(uuid4()), "person": str(other.uid), "sampled_at": LATER.isoformat()},
        ],
    }
    key = token_of("village_doctor", made.VILLAGE)
    answer = client.post(
        "/api/testing/queue",
        json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}"},
    )
    assert answer.status_code == 200, answer.text
    assert [one["fresh"] for one in answer.json()] == [True, True, False]
    assert "封管" in answer.json()[2]["told"]
