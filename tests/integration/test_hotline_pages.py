"""Pages of the hotline: a caller's form and receipt, following by number and code, the desk, the commands."""

import json
import os
import re

import pytest
from django.test import Client
from tests.factories import hotline as factory
from tests.factories.control import COUNTY, NOW, VILLAGE

from lianfang.apps.hotline import operations
from lianfang.apps.hotline.models import Matter
from lianfang.apps.hotline.terms import MatterKind
from lianfang.apps.hotline.web import public
from lianfang.core import buckets
from lianfang.core.access.permissions import EVERY
from lianfang.core.access.terms import Actor

pytestmark = pytest.mark.django_db
CLERK = Actor(name="王经办", permissions=EVERY)
TYPED = {"kind": "help", "need": "dialysis", "place": factory.TOWN, "text": "明早九点透析，出不了小区"}


@pytest.fixture(autouse=True)
def _county(monkeypatch):
    factory.answering_county()
    monkeypatch.setenv("LIANFANG_NOW", NOW.isoformat())
    monkeypatch.setattr(buckets, "FILE", f"tries-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}")
    buckets.forget()  # the tests of other workers go on trying


@pytest.fixture
def caller():
    return Client(enforce_csrf_checks=True)


def receipt(text):
    number = re.search(r"<dd>(\d{14})</dd>", text)
    code = re.search(r"<code>([A-Z0-9]{5} [A-Z0-9]{5})</code>", text)
    return number[1], code[1]


def test_anybody_brings_a_matter_without_sign_in_script_or_cookie(caller):
    form = caller.get("/public/ask/")
    assert form.status_code == 200
    assert "青石镇" in form.text
    assert "<script" not in form.text
    answer = caller.post("/public/ask/", TYPED | {"name": factory.NAME, "phone": factory.PHONE})
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert not caller.cookies
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    number, code = receipt(answer.text)
    assert len(code) == 11
    assert Matter.objects.get(number=number).channel == "web"


def test_the_caller_follows_it_to_the_answer_and_reads_no_name(caller):
    number, code = receipt(caller.post("/public/ask/", TYPED | {"name": factory.NAME}).text)
    first = caller.post("/public/follow/", {"number": number, "code": code.lower()})
    assert "待签收" in first.text
    uid = Matter.objects.get().uid
    operations.acknowledge(uid, by=CLERK, at=NOW)
    operations.answer(uid, text="已安排车辆，八点到小区门口", by=CLERK, at=NOW)
    shown = caller.post("/public/follow/", {"number": number, "code": code})
    assert "已安排车辆，八点到小区门口" in shown.text
    for hidden in (CLERK.name, factory.NAME, "透析，出不了"):
        assert hidden not in shown.text
    rated = caller.post("/public/rate/", {"number": number, "code": code, "satisfaction": "unsatisfied"})
    assert "不满意，重新办理" in rated.text


@pytest.mark.parametrize(
    ("number", "code"), [("", ""), ("20220710000000", "AAAAAAAAAA"), (None, "AAAAAAAAAA")]
)
def test_number_and_code_must_fit_together_and_neither_is_told(caller, number, code):
    slip = factory.brought()
    answer = caller.post(
        "/public/follow/", {"number": slip.number if number is None else number, "code": code}
    )
    assert answer.status_code == 404
    assert "受理编号和查询码不符" in answer.text


def test_attempts_are_limited_for_a_number_whoever_tries():
    slip = factory.brought()
    codes = []
    for turn in range(public.TRYING.tries + 1):
        client = Client(REMOTE_ADDR=f"198.51.100.{turn}")
        codes.append(client.post("/public/follow/", {"number": slip.number, "code": "WRONG"}).status_code)
    assert codes == [404] * public.TRYING.tries + [429]
    right = Client().post("/public/follow/", {"number": slip.number, "code": slip.code})
    assert right.status_code == 429


def test_one_caller_brings_few_matters_at_once_and_others_are_not_held_up():
    first, other = Client(REMOTE_ADDR="198.51.100.7"), Client(REMOTE_ADDR="198.51.100.8")
    answers = [first.post("/public/ask/", TYPED).status_code for _ in range(public.BRINGING.tries + 1)]
    assert answers == [200] * public.BRINGING.tries + [429]
    assert other.post("/public/ask/", TYPED).status_code == 200
    proxied = [
        Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=f"9.9.9.9, 203.0.113.{turn}").post(
            "/public/ask/", TYPED
        )
        for turn in range(public.BRINGING.tries + 1)
    ]
    assert {answer.status_code for answer in proxied} == {200}


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"text": ""}, "请写明情况"),
        ({"kind": "x"}, "请选择种类"),
        ({"need": ""}, "求助请选择需要什么"),
        ({"place": "110101"}, "请从列表中选择地点"),
    ],
)
def test_what_is_wrong_is_said_in_the_form_with_what_was_typed(caller, more, says):
    answer = caller.post("/public/ask/", TYPED | more)
    assert answer.status_code in {400, 422}
    assert says in answer.text


def test_public_pages_speak_other_languages_without_a_cookie(caller):
    page = caller.get("/public/follow/?lang=en")
    assert '<html lang="en">' in page.text
    assert 'href="/public/ask/?lang=en"' in page.text
    assert 'action="/public/follow/?lang=en"' in page.text
    refused = caller.post("/public/rate/?lang=en", {"number": "1", "code": "x"})
    assert 'action="/public/follow/?lang=en"' in refused.text
    assert "?lang=" not in caller.get("/public/follow/?lang=xx").text.partition("<main")[0]
    assert not caller.cookies


def test_a_public_page_shows_whoever_is_signed_in_no_more(signed_in):
    page = signed_in("headquarters", COUNTY).get("/public/ask/")
    assert "测试员" not in page.text


def test_the_desk_shows_what_is_held_here_and_answers_it(signed_in):
    slip, lead = factory.brought(MatterKind.HELP, need="food"), factory.brought(MatterKind.LEAD)
    secretary = signed_in("village_secretary", VILLAGE)
    page = secretary.get("/hotline/").text
    assert slip.number in page
    assert lead.number not in page
    assert secretary.get(f"/hotline/{lead.uid}/").status_code == 404
    base = f"/hotline/{slip.uid}/act"
    assert secretary.post(f"{base}/acknowledge/").status_code == 302
    short = secretary.post(f"{base}/answer/", {"text": "好"})
    assert short.status_code == 422
    assert "至少四个字" in short.text
    assert secretary.post(f"{base}/answer/", {"text": "菜包已送到门口"}).status_code == 302
    shown = secretary.get(f"/hotline/{slip.uid}/").text
    assert "菜包已送到门口" in shown
    assert "已答复" in shown


def test_a_call_is_entered_and_its_receipt_read_out(signed_in):
    client = signed_in("town_clerk", factory.TOWN)
    typed = {"kind": "complaint", "place": VILLAGE, "text": "卡口态度粗暴", "name": factory.NAME}
    page = client.post("/hotline/new/", typed).text
    assert Matter.objects.get().number in page
    assert factory.NAME not in page
    refused = client.post("/hotline/new/", typed | {"text": ""})
    assert refused.status_code == 422


def test_letters_are_dropped_on_the_page(signed_in, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    content = f"From: {factory.NAME} <a@b.cn>\n\n卡口晚上没有人值守".encode()
    files = [SimpleUploadedFile("a.eml", content), SimpleUploadedFile("b.eml", b"nothing")]
    client = signed_in("headquarters", COUNTY)
    page = client.post("/hotline/letter/", {"kind": "lead", "place": COUNTY, "files": files})
    assert "b.eml" in page.text
    assert Matter.objects.get().channel == "mail"
    assert factory.NAME not in page.text


def test_how_to_reach_who_asks_for_help_is_shown_on_one_answer(signed_in):
    slip = factory.brought(MatterKind.HELP)
    client = signed_in("health_centre", factory.TOWN)
    assert factory.PHONE not in client.get(f"/hotline/{slip.uid}/").text
    assert factory.PHONE in client.post(f"/hotline/{slip.uid}/contact/", {"reason": "联系送医"}).text
    assert client.post(f"/hotline/{slip.uid}/contact/", {"reason": ""}).status_code == 422


def test_the_table_of_clocks_names_source_and_certainty(signed_in):
    page = signed_in().get("/hotline/clocks/").text
    assert "透析" in page
    assert "本系统暂定" in page


def test_a_fact_sheet_is_written_with_its_source(signed_in):
    client = signed_in()
    typed = {
        "question": "网传要封城三个月？",
        "facts": "没有此安排",
        "source": "县指挥部",
        "on": "2022-07-10",
    }
    assert client.post("/hotline/facts/", typed).status_code == 302
    assert "网传要封城三个月？" in client.get("/hotline/facts/").text
    assert client.post("/hotline/facts/", typed | {"source": ""}).status_code == 422


def test_the_command_line_adds_answers_and_tells(run_command, capsys, monkeypatch, tmp_path):
    monkeypatch.setattr("lianfang.project.database.prepare", lambda: None)
    typed = ["--kind", "question", "--area", VILLAGE, "--text", "什么时候能出门", "--name", factory.NAME]
    assert run_command("hotline", "add", *typed, "--json") == 0
    number = json.loads(capsys.readouterr().out)["number"]
    assert run_command("hotline", "answer", number, "--text", "以通告为准", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["matter"]["state"] == "answered"
    assert run_command("hotline", "status", number, "--json") == 0
    assert factory.NAME not in capsys.readouterr().out
    assert run_command("hotline", "status", "1") == 3
    letter = tmp_path / "a.eml"
    letter.write_text(f"From: {factory.NAME} <a@b.cn>\n\n卡口晚上没有人值守")
    assert run_command("hotline", "mail", str(letter), "--area", COUNTY, "--json") == 0
    assert run_command("hotline", "mail", str(letter), "--area", COUNTY) == 3
