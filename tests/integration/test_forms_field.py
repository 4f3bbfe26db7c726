"""Reports out of the queue of a phone: taken once, signed when they were entered; a refusal says why."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from lianfang.apps.forms import queries
from lianfang.apps.forms.models import Dispute, Report
from lianfang.apps.forms.terms import Expected, State
from lianfang.core.access.terms import SYSTEM
from lianfang.kernel.clock import ZONE

NOUGHT = ("found", "found_risk", "fever", "fever_sent", "asked", "helped", "frail")
MINUTE = 60_000
ENTERED = 1_000_000_000_000


@pytest.fixture
def slot(county) -> Expected:
    """A report of today that nobody handed in."""
    today = county.at.astimezone(ZONE).date()
    asked = {"area": county.area, "from_day": today, "until_day": today, "by": SYSTEM, "at": county.at}
    found = queries.expected(**asked, form="village-daily")
    return next(one for one in found if one.state is State.DUE)


@pytest.fixture
def phone(signed_in, slot) -> Client:
    """The phone of the village's secretary."""
    return signed_in("village_secretary", slot.area)


def record(slot: Expected, **said: str) -> dict[str, Any]:
    counts = {f"v.{code}": "0" for code in NOUGHT} | {"v.visited": "40", "v.on_duty": "6", "v.gates": "2"}
    return {
        "id": str(uuid4()),
        "kind": "report",
        "person": str(queries.key(slot)),
        "entered_at": ENTERED,
        "values": counts | {"v.published": "是"} | said,
    }


def send(client: Client, *records: dict[str, Any], minutes: int = 0, owner: str | None = None) -> Any:
    told = {"owner": owner or client.session["_auth_user_id"], "sent_at": ENTERED + minutes * MINUTE}
    body = json.dumps(told | {"records": list(records)})
    return client.post("/today/records/", body, content_type="application/json")


def fates(answer: Any) -> list[str]:
    return [one["fate"] for one in answer.json()["outcomes"]]


def test_sent_again_after_a_lost_answer_it_is_one_and_signed_when_it_was_entered(county, slot, phone):
    made = record(slot)
    first, again = send(phone, made, minutes=40), send(phone, made, minutes=50)
    assert (fates(first), fates(again)) == (["accepted"], ["known"])
    (report,) = Report.objects.filter(reporter=slot.reporter, period_on=slot.period_on, form=slot.form)
    assert str(report.client) == made["id"]
    assert (report.recorded_at - report.happened_at).total_seconds() == 40 * 60
    assert first.json()["outcomes"][0]["href"] == f"/reports/one/{report.uid}/"


def test_what_is_refused_says_why_and_the_others_are_taken(county, slot, phone):
    bad, unreadable = record(slot, **{"v.found": "一个"}), record(slot) | {"id": "nobody"}
    elsewhere = record(slot) | {"person": f"village-daily.990121999999.{slot.period_on}.day"}
    answer = send(
        phone, bad, unreadable, elsewhere, record(slot), record(slot, reason="补一人"), record(slot)
    )
    assert fates(answer) == ["refused", "refused", "refused", "accepted", "accepted", "refused"]
    told = [one["sentence"] for one in answer.json()["outcomes"]]
    assert "不是整数" in told[0]
    assert "更正理由" in told[-1]
    assert Report.objects.filter(reporter=slot.reporter, period_on=slot.period_on).count() == 2


def test_of_boxes_with_one_name_all_that_were_ticked_count(county, slot, phone):
    kept = ",".join(str(uuid4()) for _ in range(3))
    answer = send(phone, record(slot, **{"d.held": "1", "k.held": kept, "r.held": "名单上多了"}))
    assert fates(answer) == ["accepted"]
    dispute = Dispute.objects.get(report__reporter=slot.reporter, report__period_on=slot.period_on)
    assert [str(one) for one in dispute.said_persons] == kept.split(",")


def test_nobody_sends_what_another_entered_nor_without_the_permission(county, slot, phone, signed_in):
    assert send(phone, record(slot), owner="0").status_code == 409
    assert send(signed_in("auditor", slot.area[:6]), record(slot)).status_code == 403
    looker = signed_in("inspector", slot.area[:6])
    assert fates(send(looker, record(slot))) == ["refused"]
    assert not Report.objects.filter(reporter=slot.reporter, period_on=slot.period_on).exists()
