"""Pages of reports: what is mine, what comes back beside its field, who accepts, what the API tells."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from lianfang.apps.forms import queries
from lianfang.apps.forms.models import Decision, Dispute, Report
from lianfang.apps.forms.terms import Expected, State
from lianfang.core.access.terms import SYSTEM
from lianfang.kernel.clock import ZONE

FORM = "village-daily"
NOUGHT = ("found", "found_risk", "fever", "fever_sent", "asked", "helped", "frail")


@pytest.fixture
def open_slot(county) -> Expected:
    """A report of today that nobody handed in."""
    today = county.at.astimezone(ZONE).date()
    found = queries.expected(
        area=county.area, from_day=today, until_day=today, by=SYSTEM, at=county.at, form=FORM
    )
    return next(one for one in found if one.state is State.DUE)


def sent(**others: str) -> dict[str, str]:
    counts = {f"v.{code}": "0" for code in NOUGHT} | {"v.visited": "40", "v.on_duty": "6", "v.gates": "2"}
    return counts | {"v.published": "是", "client": str(uuid4())} | others


def address(slot: Expected) -> str:
    return f"/today/reports/{queries.key(slot)}/"


def secretary(signed_in, slot: Expected) -> Client:
    return signed_in("village_secretary", slot.area)


def test_mine_is_what_is_expected_of_me_alone(county, open_slot, signed_in):
    text = secretary(signed_in, open_slot).get("/today/reports/").content.decode()
    assert address(open_slot) in text
    assert 0 < len(set(re.findall(r'href="/today/reports/([^"/]+)/"', text))) <= 2
    assert "今天没有要您填报的报表" in signed_in().get("/today/reports/").content.decode()


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(county, open_slot, signed_in):
    client = secretary(signed_in, open_slot)
    page = client.get(address(open_slot)).content.decode()
    assert "签名上报" in page
    assert 'name="v.held"' not in page
    answer = client.post(address(open_slot), sent(**{"v.found": "一个", "v.asked": "3", "v.gates": ""}))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "“一个”不是整数" in text
    assert 'id="e-gates"' in text
    assert 'value="40"' in text
    assert not Report.objects.filter(reporter=open_slot.reporter, period_on=open_slot.period_on).exists()


def test_handed_in_twice_by_a_double_tap_it_is_one_and_then_it_is_a_correction(county, open_slot, signed_in):
    client, given = secretary(signed_in, open_slot), sent()
    first, second = (client.post(address(open_slot), given) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    again = client.post(address(open_slot), sent(**{"v.found": "1"}))
    assert again.status_code == 422
    assert "更正理由" in again.content.decode()
    told = client.post(address(open_slot), sent(**{"v.found": "1", "reason": "晚到一人"}), follow=True)
    text = told.content.decode()
    assert "本次更正" in text
    assert "晚到一人" in text


def test_nought_is_signed_apart(county, open_slot, signed_in):
    client = secretary(signed_in, open_slot)
    told = client.post(address(open_slot), {"zero": "1", "client": str(uuid4())}, follow=True)
    assert "零报告" in told.content.decode()
    assert Report.objects.get(reporter=open_slot.reporter, period_on=open_slot.period_on).zero


def test_a_town_clerk_accepts_what_is_clean_and_looks_at_the_rest(county, open_slot, signed_in):
    secretary(signed_in, open_slot).post(address(open_slot), sent())
    clerk = signed_in("town_clerk", open_slot.area[:9])
    status = clerk.get(f"/reports/{open_slot.area[:9]}/status/")
    assert "接收全部无疑问的" in status.content.decode()
    clerk.post(f"/reports/{open_slot.area[:9]}/accept/", {"on": open_slot.period_on.isoformat()})
    made = Report.objects.get(reporter=open_slot.reporter, period_on=open_slot.period_on)
    assert Decision.objects.get(report=made).kind == "accepted"
    assert "已接收" in clerk.get(f"/reports/one/{made.uid}/").content.decode()


def test_an_objection_shows_both_lists_side_by_side_and_is_settled(county, open_slot, signed_in):
    objection = {"d.held": "1", "n.held": "77", "r.held": "名单上没有新到的一户", "a.held": ""}
    secretary(signed_in, open_slot).post(address(open_slot), sent(**objection))
    dispute = Dispute.objects.get(report__reporter=open_slot.reporter)
    clerk = signed_in("town_clerk", open_slot.area[:9])
    page = clerk.get(f"/reports/disputes/{dispute.uid}/").content.decode()
    assert [title in page for title in ("只在台账", "两边都有", "只在报表")] == [True] * 3
    refused = clerk.post(f"/reports/one/{dispute.report.uid}/accept/")
    assert "先裁定异议" in refused.content.decode()
    clerk.post(f"/reports/disputes/{dispute.uid}/settle/", {"outcome": "said", "words": "台账漏登，已补"})
    assert "台账漏登，已补" in clerk.get(f"/reports/disputes/{dispute.uid}/").content.decode()


def test_a_village_sees_neither_the_reports_nor_the_disputes_of_another(county, signed_in):
    report = Report.objects.exclude(area="").order_by("id")[0]
    others = signed_in("village_secretary", "990121999001")
    assert others.get(f"/reports/one/{report.uid}/").status_code == 404
    key = queries.Key(report.form, report.reporter, report.period_on, report.slot)
    assert others.get(f"/today/reports/{key}/").status_code == 404
    assert others.get(f"/reports/{report.area}/status/").status_code == 404


def test_the_demonstration_has_something_of_each_state(county):
    today = county.at.astimezone(ZONE).date()
    found = queries.expected(area=county.area, from_day=today, until_day=today, by=SYSTEM, at=county.at)
    assert {one.state for one in found} >= {State.ACCEPTED, State.RETURNED, State.DUE, State.MISSING}
