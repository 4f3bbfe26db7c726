"""A person's page: what happened, why, until when, notice, appeal, merges; masked, and whole for a reason."""

import io
import re
from datetime import timedelta
from decimal import Decimal

import docx
import pytest
from django.test import Client
from tests.factories import access, control
from tests.factories.control import BY, COUNTY, DAY, ISSUER, NOW, VILLAGE

from lianfang.apps.control import operations
from lianfang.apps.control.models import Measure, MeasureEvent
from lianfang.apps.control.terms import Slot
from lianfang.apps.intake.models import Exposure, Withdrawal
from lianfang.apps.people import operations as people
from lianfang.core.audit.models import AuditEvent

pytestmark = pytest.mark.django_db

WHOLE_NUMBER = re.compile(r"(?<![\da-f])(?:\d{17}[\dX]|1[3-9]\d{9})(?![\da-f])")
LATER = NOW + timedelta(hours=3)


@pytest.fixture
def held(monkeypatch):
    """A contact under an order at home, three hours after it was issued."""
    control.load_pack()
    person = control.person("张伟", address="城关镇北山村1组5号")
    batch = control.batch()
    control.exposure(batch, person, kind="close_contact", last_exposure=DAY - timedelta(days=1))
    operations.issue_for_batch(batch.pk, issuer=ISSUER, by=BY, at=NOW)
    monkeypatch.setenv("LIANFANG_NOW", LATER.isoformat())
    return person


@pytest.fixture
def clerk(signed_in):
    """A clerk of the county."""
    return signed_in("county_clerk", COUNTY)


def order(person):
    return Measure.objects.filter(person=person).order_by("step")[0]


def page(client, person, **more):
    answer = client.get(f"/people/{person.uid}/", **more)
    assert answer.status_code == 200, answer.content.decode()
    text = answer.content.decode()
    assert not WHOLE_NUMBER.search(text)
    return text


def test_the_page_says_why_by_which_rule_how_sure_and_until_when(held, clerk):
    text = page(clerk, held)
    found = order(held)
    for word in ("为什么", "规则", "法律依据", "期限", "接下来", "到期解除", ISSUER):
        assert word in text
    assert f"{found.ends_on.month}月{found.ends_on.day}日解除" in text
    assert "close_contact" in text or "密切接触者" in text


def test_the_timeline_tells_who_did_what_when_and_when_it_was_recorded(held, clerk):
    people.correct(
        person=str(held.uid), changes={"occupation": "教师"}, ground="本人出示工作证", by=BY, at=NOW
    )
    operations.add_reading(
        person=str(held.uid),
        slot=Slot.AM,
        celsius=Decimal("36.6"),
        happened_at=NOW + timedelta(minutes=5),
        by=BY,
        at=NOW + timedelta(hours=2),
    )
    text = page(clerk, held)
    for word in (
        "列入名单",
        "决定居家",
        "更正人员信息",
        "本人出示工作证",
        "36.6",
        "今天 10:00 登记",
        BY.name,
    ):
        assert word in text, word


def test_the_ways_to_whole_numbers_and_to_the_print_are_shown_to_who_may(held, clerk, signed_in):
    ways = (f"/people/{held.uid}/clear/", f"/people/{held.uid}/held/")
    assert all(way in page(clerk, held) for way in ways)
    assert not any(way in page(signed_in("grid_worker", VILLAGE), held) for way in ways)


def test_an_appeal_is_lodged_waits_on_its_clock_and_is_answered(held, clerk):
    found = order(held)
    base = f"/people/{held.uid}/orders/{found.pk}"
    answer = clerk.post(f"{base}/appeal/", {"text": "我没有接触过病例"})
    assert answer.headers["Location"].endswith(f"#order-{found.pk}")
    text = page(clerk, held)
    assert "我没有接触过病例" in text
    assert "答复申诉" in text
    other = Client()
    other.force_login(access.account("county_clerk", COUNTY, name="另一名经办"), backend=access.BACKEND)
    other.post(f"{base}/answer/", {"text": "经核查，接触属实，维持"})
    text = page(clerk, held)
    assert "经核查，接触属实，维持" in text
    assert "答复申诉</summary>" not in text
    assert other.post(f"{base}/answer/", {"text": "再答"}).status_code == 422
    kinds = MeasureEvent.objects.filter(measure=found).order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["appealed", "appeal_answered"]


CHANGES = [
    ("release", {"ground": "policy_changed", "reason": "方案调整"}, ["released"]),
    ("extend", {"until": "2022-07-18", "reason": "复核", "approved_by": "指挥长"}, ["extended"]),
    ("shorten", {"until": "2022-07-12", "reason": "接触日更正"}, ["shortened"]),
    ("revoke", {"reason": "人员有误"}, ["revoked"]),
]


@pytest.mark.parametrize("change", CHANGES, ids=[act for act, *_ in CHANGES])
def test_an_order_is_changed_from_the_page_by_who_may(held, clerk, signed_in, change):
    act, typed, kinds = change
    address = f"/people/{held.uid}/orders/{order(held).pk}/{act}/"
    assert address in page(clerk, held)
    secretary = signed_in("village_secretary", VILLAGE)
    assert address not in page(secretary, held)
    assert secretary.post(address, typed).status_code == 403
    assert not MeasureEvent.objects.exists()
    answer = clerk.post(address, typed)
    assert answer.headers["Location"].endswith(f"#order-{order(held).pk}")
    written = MeasureEvent.objects.filter(measure=order(held)).values_list("kind", flat=True)
    assert list(written) == kinds
    assert AuditEvent.objects.filter(action=f"measure.{kinds[0]}").count() == 1
    assert typed["reason"] in page(clerk, held)


REFUSED = [
    ("release", {"ground": "completed", "reason": "他很配合"}, 422, ["尚缺", "还有", "他很配合"]),
    ("release", {"ground": "became_case"}, 422, ["转为病例，移交医疗机构”处理须写明理由"]),
    ("release", {"ground": "tired", "reason": "其他"}, 400, ["请选择解除原因"]),
    ("extend", {"until": "2022-12-01", "reason": "稳妥起见"}, 422, ["层层加码", "稳妥起见", "2022-12-01"]),
    ("extend", {"until": "2022-07-11", "reason": "复核"}, 422, ["与延长不符", "2022-07-11"]),
    ("extend", {"until": "", "reason": "复核"}, 400, ["请填写新的解除日"]),
    ("shorten", {"until": "2022-07-09", "reason": "更正"}, 422, ["与缩短不符"]),
    ("revoke", {"reason": " "}, 422, ["须写明理由"]),
    ("appeal", {"text": ""}, 422, ["须写明理由"]),
]


@pytest.mark.parametrize("refused", REFUSED)
def test_a_refused_change_is_told_in_its_form_with_what_was_typed(held, clerk, refused):
    act, typed, status, says = refused
    answer = clerk.post(f"/people/{held.uid}/orders/{order(held).pk}/{act}/", typed)
    text = answer.content.decode()
    assert answer.status_code == status
    form = next(one for one in text.split("<details") if f"/{act}/" in one and "</details>" in one)
    assert " open>" in form.split("<summary")[0]
    for word in says:
        assert word in form
    assert not MeasureEvent.objects.exists()


def test_an_order_that_ended_offers_no_change(held, clerk):
    operations.revoke(order(held).pk, reason="有误", by=BY, at=LATER)
    text = page(clerk, held)
    assert f"/orders/{order(held).pk}/appeal/" in text
    assert not any(f"/orders/{order(held).pk}/{act}/" in text for act, *_ in CHANGES)


def test_the_notice_is_downloaded_and_who_took_it_stands_in_the_log(held, clerk):
    answer = clerk.post(f"/people/{held.uid}/orders/{order(held).pk}/notice/")
    assert answer.status_code == 200
    text = "\n".join(one.text for one in docx.Document(io.BytesIO(answer.content)).paragraphs)
    assert "告知书" in text
    assert AuditEvent.objects.filter(action="people.unmasked", subject=f"person:{held.uid}").count() == 1


def test_an_order_of_somebody_else_is_not_reached_by_this_persons_address(held, clerk):
    other = control.person("李娜")
    answer = clerk.post(f"/people/{other.uid}/orders/{order(held).pk}/appeal/", {"text": "不服"})
    assert answer.status_code == 404
    assert not MeasureEvent.objects.exists()


def test_merges_are_told_undone_ones_too(held, clerk):
    double = control.person("张玮")
    people.merge(kept=str(held.uid), merged=str(double.uid), ground="同一证件", by=BY, at=NOW)
    people.unmerge(reference=str(double.uid), ground="不是同一人", by=BY, at=NOW + timedelta(hours=1))
    text = page(clerk, held)
    for word in ("合并记录", "张玮", "同一证件", f"由{BY.name}撤销", "并入重复记录", "撤销合并"):
        assert word in text, word


def test_an_order_whose_ground_was_taken_back_says_so(held, clerk):
    exposure = Exposure.objects.get(person=held)
    Withdrawal.objects.create(
        exposure=exposure, area=exposure.area, by="研判员", happened_at=NOW, recorded_at=NOW
    )
    text = page(clerk, held)
    assert "依据已收回" in text
    assert "收回名单所述" in text


def test_what_is_held_is_printed_with_orders_and_what_happened(held, clerk):
    text = clerk.post(f"/people/{held.uid}/held/").content.decode()
    for word in (control.id_number(held), "规则", "列入名单", "谁查看或更改过"):
        assert word in text, word


def test_the_timeline_says_its_words_in_the_readers_language(held, clerk):
    told = {}
    for code in ("zh-hans", "en"):
        clerk.cookies["django_language"] = code
        told[code] = page(clerk, held).split('class="timeline"')[1]
    assert re.search(r"<div>决定\w+", told["zh-hans"])
    assert "Decided: " in told["en"]
    assert "决定" not in told["en"].split("</ol>")[0]


def test_the_rule_of_an_order_is_said_in_words_and_leads_to_its_row(held, clerk):
    rule, *_more = re.findall(r'<a href="/policy/(\d+)/#([a-z_.-]+)">([^<]+)</a>', page(clerk, held))
    assert rule[2] != rule[1]
    assert f'id="{rule[1]}"' in clerk.get(f"/policy/{rule[0]}/").content.decode()
