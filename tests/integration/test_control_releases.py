"""Letting many go at once: the same as one by one, a fate for each, from the page and by a program."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from tests.factories import control as factory
from tests.factories.access import token_of
from tests.factories.control import BY, COUNTY, DAY, NOW, VILLAGE, at

from lianfang.apps.control import operations, queries
from lianfang.apps.control.models import Measure, MeasureEvent
from lianfang.apps.control.terms import Result
from lianfang.core.access.terms import Actor
from lianfang.core.audit.models import AuditEvent
from lianfang.kernel.errors import DomainError

pytestmark = pytest.mark.django_db

END = DAY + timedelta(days=7)
MORNING = at(END, "09:00")
KEPT = ("released_at", "released_recorded_at", "ended_at", "ended_recorded_at", "end_ground")


def with_results(person, last=Result.NEGATIVE):
    """A person with every result that the rule asks for; the last one as told."""
    (order,) = factory.ordered(person)
    for day in order.test_dates:
        result = last if day == order.test_dates[-1] else Result.NEGATIVE
        when = at(day, "10:00")
        operations.add_result(person=str(person.uid), result=result, sampled_on=day, by=BY, at=when)
    return order


@pytest.fixture
def ending(monkeypatch):
    """Orders that end today: one may go, one lacks tests, one is positive, one is over; one ends later."""
    factory.load_pack()
    made = {
        "ready": with_results(factory.person("张宁")),
        "untested": factory.ordered(factory.person("李缺"))[0],
        "positive": with_results(factory.person("王阳"), last=Result.POSITIVE),
        "released": with_results(factory.person("赵走")),
    }
    operations.release(made["released"].pk, by=BY, at=at(END, "07:00"))
    made["ahead"] = factory.ordered(factory.person("孙远"), when=NOW + timedelta(days=1), last_exposure=END)[
        0
    ]
    monkeypatch.setenv("LIANFANG_NOW", MORNING.isoformat())
    return made


def projection(order):
    order.refresh_from_db()
    return {name: getattr(order, name) for name in KEPT}


def events(order):
    rows = MeasureEvent.objects.filter(measure=order).order_by("id")
    return list(rows.values_list("kind", "ground", "note", "by", "happened_at", "recorded_at"))


def one_by_one(orders):
    """The slow twin: each released by itself."""
    fates = []
    for order in orders:
        try:
            operations.release(order.pk, by=BY, at=MORNING)
        except DomainError as refusal:
            fates.append((order.pk, str(refusal)))
        else:
            fates.append((order.pk, ""))
    return fates, [projection(order) for order in orders], [events(order) for order in orders]


@pytest.mark.parametrize("lapsed", [False, True], ids=["in force", "lapsed"])
def test_many_at_once_is_the_same_as_one_by_one(ending, lapsed):
    orders = list(ending.values())
    if lapsed:
        assert operations.lapse(area=COUNTY, by=BY, at=at(END, "00:10")) == 3
    with transaction.atomic():
        expected = one_by_one(orders)
        transaction.set_rollback(True)
    with transaction.atomic():
        fates = operations.release_all([order.pk for order in orders], by=BY, at=MORNING)
        told = [(fate.measure, fate.problem) for fate in fates]
        assert (
            told,
            [projection(order) for order in orders],
            [events(order) for order in orders],
        ) == expected


def test_each_has_a_fate_and_the_log_one_line(ending):
    asked = [ending["ready"].pk, ending["untested"].pk, ending["ready"].pk, 10**9]
    fates = operations.release_all(asked, by=BY, at=MORNING)
    assert [(fate.released, bool(fate.missing), fate.code) for fate in fates] == [
        (True, False, ""),
        (False, True, "control.release_not_due"),
        (False, False, "input.not_found"),
    ]
    line = AuditEvent.objects.get(action="measures.released")
    assert line.facts == {"released": 1, "refused": 2, "measures": [ending["ready"].pk]}


def test_nobody_lets_go_whom_they_may_not_see(ending):
    elsewhere = Actor(name="外乡", scopes=("990121200",), permissions=BY.permissions)
    (fate,) = operations.release_all([ending["ready"].pk], by=elsewhere, at=MORNING)
    assert fate.code == "input.not_found"
    assert Measure.objects.get(pk=ending["ready"].pk).released_at is None


def test_who_may_go_comes_first_and_what_others_lack_is_said(ending):
    found = queries.releases(by=BY, at=MORNING)
    assert [one.view.id for one in found] == [ending[name].pk for name in ("ready", "untested", "positive")]
    assert [bool(one.missing) for one in found] == [False, True, True]


def test_the_page_lets_go_whom_one_ticks_and_says_who_stays_and_why(ending, signed_in):
    clerk = signed_in("town_clerk", COUNTY)
    text = clerk.get("/releases/").content.decode()
    for word in ("张宁", "李缺", "王阳", "应做的检测没有阴性结果", "阳性，应转为病例管理", "解除所选"):
        assert word in text
    assert not any(name in text for name in ("赵走", "孙远"))
    assert text.count(" checked") == 1
    ticked = [ending[name].pk for name in ("ready", "untested")]
    answer = clerk.post("/releases/", {"measure": ticked})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "已解除 1 人" in text
    assert "没有解除的 1 人" in text
    assert text.count("李缺") == 2
    assert "张宁" not in text
    assert clerk.post("/releases/").status_code == 422
    assert "请先勾选要解除的人" in clerk.post("/releases/").content.decode()


def test_all_who_may_go_are_let_go_at_once(ending, signed_in):
    answer = signed_in("town_clerk", COUNTY).post("/releases/", {"all": "1"})
    assert answer.status_code == 200
    assert projection(ending["ready"])["released_at"] == MORNING
    assert projection(ending["positive"])["released_at"] is None


def test_a_secretary_sees_who_is_due_and_cannot_let_go(ending, signed_in):
    secretary = signed_in("village_secretary", VILLAGE)
    text = secretary.get("/releases/").content.decode()
    assert "张宁" in text
    assert "checkbox" not in text
    assert secretary.post("/releases/", {"measure": [ending["ready"].pk]}).status_code == 403


def test_the_day_leads_to_the_page(ending, signed_in):
    text = signed_in("town_clerk", COUNTY).get("/today/?mine=0&only=release_on_time").content.decode()
    assert 'href="/releases/"' in text


def test_a_program_does_the_same(ending):
    client = Client(headers={"Authorization": f"Bearer {token_of('town_clerk', COUNTY)}"})
    listed = client.get("/api/releases").json()["items"]
    assert [one["view"]["id"] for one in listed] == [ending[n].pk for n in ("ready", "untested", "positive")]
    sent = {"measures": [one["view"]["id"] for one in listed]}
    answer = client.post("/api/releases", sent, content_type="application/json")
    assert [fate["released"] for fate in answer.json()["fates"]] == [True, False, False]
