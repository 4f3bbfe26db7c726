"""My notices: a bell on every page, the list, acknowledging; the outbox for the administrator."""

from datetime import date

import pytest
from django.test import Client
from tests.factories.access import BACKEND, account
from tests.factories.control import COUNTY, VILLAGE, at

from lianfang.apps.alerts.models import Message, Notice
from lianfang.apps.areas.models import Officer

pytestmark = pytest.mark.django_db
MOMENT = at(date(2022, 7, 31), "16:05")


@pytest.fixture
def officer() -> Officer:
    made = Officer.objects.create(name="书记")
    made.refresh_from_db()
    return made


@pytest.fixture
def client(officer: Officer, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setenv("LIANFANG_NOW", MOMENT.isoformat())
    user = account("village_secretary", VILLAGE)
    type(user).objects.filter(pk=user.pk).update(officer=officer.uid)
    opened = Client()
    opened.force_login(user, backend=BACKEND)
    return opened


def noticed(officer: Officer, nature: str = "overdue") -> Notice:
    told = at(date(2022, 7, 31), "16:00")
    line = {"kind": "temperature", "nature": nature, "count": 40, "due_at": told.isoformat()}
    made = Notice.objects.create(
        area=VILLAGE,
        officer=officer.uid,
        holder=officer.name,
        post="village_secretary",
        nature=nature,
        urgent=False,
        items=40,
        lines=[line],
        due_at=told,
        told_at=told,
    )
    made.refresh_from_db()
    return made


def test_the_bell_counts_what_waits_and_leads_to_it(client, officer):
    noticed(officer)
    noticed(officer)
    assert "通知：2 条待签收" in client.get("/notices/").text
    assert client.post("/notices/all/acknowledge/").status_code == 302
    assert "通知：0 条待签收" in client.get("/notices/").text


def test_one_notice_is_acknowledged_in_place(client, officer):
    notice = noticed(officer)
    page = client.get("/notices/").text
    assert "<strong>40</strong> 项" in page
    assert "kind=temperature&amp;holder=" in page
    answer = client.post(f"/notices/{notice.uid}/acknowledge/", headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert "签收" in answer.text
    notice.refresh_from_db()
    assert notice.acknowledged_at == MOMENT


def test_notices_of_others_are_neither_seen_nor_acknowledged(client):
    other = Officer.objects.create(name="别人")
    other.refresh_from_db()
    notice = noticed(other)
    assert "40" not in client.get("/notices/").text.partition("<main")[2]
    assert client.post(f"/notices/{notice.uid}/acknowledge/").status_code == 403
    notice.refresh_from_db()
    assert notice.acknowledged_at is None


def test_an_account_without_a_post_is_told_why_it_has_no_notices(signed_in):
    assert "没有任职" in signed_in("inspector", COUNTY).get("/notices/").text


def test_where_e_mail_goes_is_kept_and_shown_to_oneself(client):
    client.post("/notices/mailbox/", {"address": "w@example.cn"})
    assert 'value="w@example.cn"' in client.get("/notices/").text
    assert "不是电子邮箱" in client.post("/notices/mailbox/", {"address": "w"}).text


def test_the_outbox_is_the_administrators(signed_in, officer):
    Message.objects.create(
        area=COUNTY,
        officer=officer.uid,
        holder=officer.name,
        channel="sms",
        address_masked="138****1234",
        text="【联防】每日测温已逾期40项",
        notices=2,
        made_at=MOMENT,
    )
    page = signed_in("administrator", "").get("/notices/outbox/").text
    assert "每日测温已逾期40项" in page
    assert "138****1234" in page
    assert "不真正发出" in page
    assert signed_in("village_secretary", VILLAGE).get("/notices/outbox/").status_code == 403
