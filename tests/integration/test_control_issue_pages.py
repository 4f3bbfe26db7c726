"""Orders from the pages: a list is looked at first, then ordered; one person tried, then ordered."""

import pytest
from django.test import Client
from tests.factories import control as factory
from tests.factories.access import token_of
from tests.factories.control import BY, COUNTY, DAY, NOW, VILLAGE
from tests.factories.policy import STRICTER

from lianfang.apps.control.models import Measure
from lianfang.apps.policy.models import Deviation
from lianfang.apps.policy.operations import load_pack
from lianfang.core.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
APPROVED = {"approved_by": "某县长", "reason": "传播链不清"}
DECIDED = {"issuer": "澜砚县指挥部", "on": str(DAY)}


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setenv("LIANFANG_NOW", NOW.isoformat())


@pytest.fixture
def listed():
    """A list of two contacts, one of whom has died, and one exposure that no table covers."""
    batch = factory.batch()
    factory.exposure(batch, factory.person("张接"), "close_contact")
    factory.exposure(batch, factory.person("李次"), "secondary_contact")
    factory.exposure(batch, factory.person("王故", state="deceased"), "close_contact")
    return batch


@pytest.fixture
def clerk(signed_in):
    return signed_in("county_clerk", COUNTY)


def address(batch):
    return f"/batches/{batch.pk}/orders/"


def read(answer, status=200):
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def figures(text):
    """The numbers of a page by their names."""
    parts = [part.split("</dd>")[0] for part in text.split("<div><dt>")[1:]]
    return dict(part.split("</dt><dd>") for part in parts)


def test_a_list_is_looked_at_before_anything_is_ordered(listed, clerk):
    factory.load_pack()
    assert address(listed) in read(clerk.get(f"/batches/{listed.pk}/"))
    text = read(clerk.get(address(listed)))
    assert figures(text) == {
        "名单上的暴露": "3",
        "要作出决定": "2",
        "其中另有在期决定或多条暴露": "0",
        "以前已决定": "0",
        "政策不作要求": "0",
        "期限已过": "0",
        "已故": "1",
    }
    assert "对 2 条暴露作出决定" in text
    assert 'value="990121疫情防控指挥部"' in text
    assert not Measure.objects.exists()
    assert not AuditEvent.objects.filter(action="measures.issued").exists()


def test_what_was_shown_is_ordered_and_every_exposure_has_its_fate(listed, clerk):
    factory.load_pack()
    answer = clerk.post(address(listed), DECIDED)
    assert answer.headers["Location"] == address(listed)
    text = read(clerk.get(address(listed)))
    assert figures(text) == {
        "名单上的暴露": "3",
        "作出决定": "2",
        "以前已决定": "0",
        "已在同等或更严管控中": "0",
        "政策不作要求": "0",
        "期限已过": "0",
        "已故": "1",
    }
    assert "没有还要作出决定的暴露：2 条已决定" in text
    assert 'name="issuer"' not in text
    assert set(Measure.objects.values_list("issuer", flat=True)) == {"澜砚县指挥部"}


def test_a_stricter_table_asks_for_who_approved_and_keeps_what_was_typed(listed, clerk):
    load_pack(text=STRICTER, by=BY, at=NOW)
    factory.load_pack()
    text = read(clerk.get(address(listed)))
    assert "严于上级方案" in text
    assert "须写明批准人和理由" in text
    text = read(clerk.post(address(listed), DECIDED | {"reason": "传播链不清"}), 422)
    assert "没有作出决定。请写明批准人" in text
    assert 'value="传播链不清"' in text
    assert not Measure.objects.exists()
    assert not Deviation.objects.exists()
    assert clerk.post(address(listed), DECIDED | APPROVED).status_code == 302
    assert Measure.objects.get().approval == APPROVED
    another = factory.batch()
    factory.exposure(another, factory.person(), "secondary_contact")
    assert "已批准：某县长" in read(clerk.get(address(another)))


@pytest.mark.parametrize(
    ("typed", "status", "says"),
    [
        (DECIDED | {"issuer": " "}, 400, "请填写决定机关"),
        (DECIDED | {"on": "明天"}, 400, "不是日期"),
        (DECIDED | {"pack": "nothing@1"}, 422, "没有名为“nothing@1”的政策包"),
    ],
)
def test_what_cannot_be_ordered_is_refused_on_the_page(listed, clerk, typed, status, says):
    factory.load_pack()
    assert says in read(clerk.post(address(listed), typed), status)
    assert not Measure.objects.exists()


def test_without_a_table_in_force_the_page_says_so(listed, clerk):
    assert "没有关于“covid19”的有效政策" in read(clerk.get(address(listed)))
    assert "没有关于“covid19”的有效政策" in read(clerk.post(address(listed), DECIDED), 422)


def test_who_may_not_issue_and_who_sees_not_the_list_are_turned_away(listed, signed_in):
    factory.load_pack()
    secretary = signed_in("village_secretary", VILLAGE)
    assert secretary.get(address(listed)).status_code == 403
    elsewhere = signed_in("town_clerk", "990121200")
    assert elsewhere.get(address(listed)).status_code == 404
    assert elsewhere.post(address(listed), DECIDED).status_code == 404
    assert not Measure.objects.exists()


def test_a_program_sees_the_same_before_it_orders(listed):
    factory.load_pack()
    client = Client(headers={"Authorization": f"Bearer {token_of('county_clerk', COUNTY)}"})
    listed.refresh_from_db()
    found = client.get(f"/api/batches/{listed.uid}/measures/ahead").json()
    assert (found["exposures"], found["to_order"], found["deceased"]) == (3, 2, 1)
    assert (found["lines"][0]["category"], found["lines"][0]["step"]) == ("close_contact", 1)
    other = Client(headers={"Authorization": f"Bearer {token_of('town_clerk', '990121200')}"})
    assert other.get(f"/api/batches/{listed.uid}/measures/ahead").status_code == 404


CASE = {"exposure": "close_contact", "last_exposure": str(DAY), "vaccinated": "", "level": ""}


def test_one_person_is_tried_first_then_ordered(clerk):
    factory.load_pack()
    person = factory.person("赵一", occupation="教师")
    new = f"/people/{person.uid}/orders/new/"
    assert new in read(clerk.get(f"/people/{person.uid}/"))
    text = read(clerk.get(new))
    assert 'value="教师"' in text
    text = read(clerk.post(new, CASE | DECIDED | {"work": "try"}))
    assert "<li>" in text.split("按本方案")[1]
    assert not Measure.objects.exists()
    answer = clerk.post(new, CASE | DECIDED | {"work": "issue"})
    assert answer.headers["Location"] == f"/people/{person.uid}/"
    assert Measure.objects.filter(person=person).count() == 2
    text = read(clerk.post(new, CASE | DECIDED | {"work": "issue"}))
    assert "没有作出决定" in text
    assert "已在同等或更严管控中" in text
    assert Measure.objects.filter(person=person).count() == 2


@pytest.mark.parametrize(
    ("typed", "status", "says"),
    [
        ({"last_exposure": "2022-02-30"}, 422, "日历上没有这一天"),
        ({"issuer": ""}, 400, "请填写决定机关"),
        ({"exposure": "nonsense"}, 422, "aria-invalid"),
    ],
)
def test_a_refused_order_for_one_person_keeps_what_was_typed(clerk, typed, status, says):
    factory.load_pack()
    person = factory.person()
    asked = CASE | DECIDED | {"work": "issue", "occupation": "司机"} | typed
    text = read(clerk.post(f"/people/{person.uid}/orders/new/", asked), status)
    assert says in text
    assert 'value="司机"' in text
    assert not Measure.objects.exists()
