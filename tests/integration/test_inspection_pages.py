"""Pages and commands of inspection: who sees what, what is typed, what leaves."""

import json
from datetime import datetime
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from lianfang.apps.inspection import queries
from lianfang.apps.inspection.models import Campaign, DrawnTarget, Finding, Paper
from lianfang.core import doors, sql
from lianfang.core.access.models import Export
from lianfang.core.access.roles import ROLES
from lianfang.core.access.terms import SYSTEM
from lianfang.kernel.clock import ZONE

CAMPAIGN = "七月不打招呼督查"
OF_TARGETS = [role for role in ROLES if role not in {"headquarters", "inspector", "auditor", "administrator"}]


@pytest.fixture
def unvisited(county) -> DrawnTarget:
    """A drawn target that nobody has visited yet."""
    return (
        DrawnTarget.objects.filter(draw__campaign__name=CAMPAIGN, visits=None)
        .exclude(rank=None)
        .order_by("rank")[0]
    )


def test_no_page_shows_the_people_of_a_target_what_is_to_come(county, unvisited, signed_in):
    campaign = Campaign.objects.get(name=CAMPAIGN)
    for role in OF_TARGETS:
        for area in {unvisited.area, unvisited.area[:9], "990121"}:
            client = signed_in(role, area)
            for address in (
                "/inspection/campaigns/",
                f"/inspection/campaigns/{campaign.uid}/",
                "/today/visits/",
                f"/today/visits/{unvisited.uid}/",
            ):
                answer = client.get(address)
                assert answer.status_code == 403, (role, area, address)
                assert CAMPAIGN not in answer.content.decode()
            for address in ("/inspection/", "/gaps/", "/today/"):
                text = client.get(address).content.decode()
                assert str(unvisited.uid) not in text
                assert str(campaign.uid) not in text


def test_an_inspector_fills_the_form_without_a_script(county, unvisited, signed_in):
    client = signed_in("inspector")
    address = f"/today/visits/{unvisited.uid}/"
    page = client.get(address).content.decode()
    assert unvisited.name in page
    items = [item["code"] for item in unvisited.draw.campaign.checklist.items]
    form = {f"answer-{code}": "met" for code in items} | {"id": str(uuid4()), "place": "大门"}
    refused = client.post(address, form | {"signed_by": ""})
    assert refused.status_code == 422
    assert "没有在场人签名" in refused.content.decode()
    form |= {f"answer-{items[0]}": "unmet", f"note-{items[0]}": "门口没有人，登记本空着", "signed_by": "王某"}
    taken = client.post(address, form)
    assert taken.status_code == 302
    shown = client.get(taken.headers["Location"]).content.decode()
    assert "门口没有人，登记本空着" in shown
    assert "手写签名" not in shown
    notice = client.post(f"{taken.headers['Location']}notice/")
    assert notice.headers["Content-Type"].endswith("wordprocessingml.document")
    assert "检查时在场：王某。" in "".join(one.text for one in Document(BytesIO(notice.content)).paragraphs)


def test_a_drawn_signature_is_kept_with_the_visit_and_shown(county, unvisited, signed_in):
    client = signed_in("inspector")
    codes = [item["code"] for item in unvisited.draw.campaign.checklist.items]
    form = {f"answer-{code}": "met" for code in codes} | {"id": str(uuid4()), "signed_by": "王某"}
    drawn = SimpleUploadedFile(
        "signature.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\2\x58\0\0\0\xc8", "image/png"
    )
    taken = client.post(f"/today/visits/{unvisited.uid}/", form | {"photo-signature": drawn})
    assert taken.status_code == 302
    assert f"/inspection/signatures/{form['id']}/" in client.get(taken.headers["Location"]).content.decode()
    shown = client.get(f"/inspection/signatures/{form['id']}/")
    assert b"".join(shown.streaming_content).startswith(b"\x89PNG")
    assert (shown["Content-Type"], shown["Cache-Control"]) == ("image/png", "no-store")


def test_the_queue_of_another_person_is_not_taken(county, unvisited, signed_in):
    client = signed_in("inspector")
    body = {"owner": "0:visits", "sent_at": 1, "records": []}
    assert (
        client.post("/today/visits/records/", json.dumps(body), content_type="application/json").status_code
        == 409
    )
    assert client.post("/today/visits/records/", "{", content_type="application/json").status_code == 400


def test_the_ledger_filters_and_leaves_with_a_reason(county, signed_in):
    client = signed_in("headquarters")
    every = Finding.objects.count()
    assert f"共 {every} 个问题" in client.get("/inspection/").content.decode()
    assert "共 1 个问题" in client.get("/inspection/?state=closed").content.decode()
    refused = client.post("/inspection/export/", {"asked": "state=closed", "reason": ""})
    assert refused.status_code == 422
    left = client.post("/inspection/export/", {"asked": "state=closed", "reason": "市里调阅"})
    sheet = ZipFile(BytesIO(b"".join(left.streaming_content))).read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row>") == 2
    assert Export.objects.latest("id").rows == 1


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"state": "closed"},
        {"state": "unclosed"},
        {"kind": "village"},
        {"late": True},
        {"repeated": True},
        {"closed_from": datetime(2022, 7, 1, tzinfo=ZONE)},
        {"target": "nowhere"},
    ],
)
def test_the_ledger_is_read_once_for_its_figures_and_its_filters(county, asked):
    told = {"area": "", "by": SYSTEM, "at": doors.now()}
    read = queries.ledger(**told, **asked)
    assert read.every == queries.findings(**told)
    assert read.found == queries.findings(**told, **asked)
    assert len(read.every) == Finding.objects.count()


def test_a_village_secretary_sees_and_rectifies_those_of_the_village(county, signed_in):
    found = Finding.objects.filter(kind="village").order_by("id")[0]
    client = signed_in("village_secretary", found.area)
    page = client.get(f"/inspection/findings/{found.uid}/").content.decode()
    assert "报告整改完成" in page
    assert "通过，销号" not in page
    empty = client.post(f"/inspection/findings/{found.uid}/rectify/", {"text": " "})
    assert empty.status_code == 422
    done = client.post(
        f"/inspection/findings/{found.uid}/rectify/", {"text": "逐人打电话问到原因"}, follow=True
    )
    assert "已整改，待回头看" in done.content.decode()
    other = Finding.objects.exclude(area__startswith=found.area).order_by("id")[0]
    assert client.get(f"/inspection/findings/{other.uid}/").status_code == 404


def test_the_same_seed_gives_the_same_sample_at_the_terminal(county, run_command, capsys):
    def sample(seed: str) -> dict:
        assert run_command("inspection", "sample", "重点场所夜查", "--seed", seed, "--json") == 0
        return json.loads(capsys.readouterr().out)

    first, other, again = sample("7"), sample("8"), sample("7")
    assert first["targets"] == again["targets"]
    assert [one["target"] for one in first["targets"]] != [one["target"] for one in other["targets"]]
    assert run_command("inspection", "sample", CAMPAIGN, "--seed", "7", "--json") == 3
    assert "不能再换种子" in capsys.readouterr().err
    assert run_command("inspection", "ledger", "--area", "990121", "--json") == 0
    assert len(json.loads(capsys.readouterr().out)["findings"]) == Finding.objects.count()


def test_a_roster_is_planned_and_checked_in_on_its_page(county, signed_in):
    client = signed_in("headquarters")
    unit = sql.query("select uid from areas_unit where kind = 'checkpoint' order by id limit 1")[0]["uid"]
    form = {"unit": str(unit), "on": "2022-07-11", "begins": "11:30", "hours": "8", "duty": "江某、河某"}
    assert client.post("/inspection/rosters/plan/", form).status_code == 302
    page = client.get("/inspection/rosters/").content.decode()
    assert "江某" in page
    wrong = client.post("/inspection/rosters/plan/", form | {"hours": "30"})
    assert wrong.status_code == 422
    uid = sql.query("select uid from inspection_shift where officer = '江某'")[0]["uid"]
    assert client.post(f"/inspection/shifts/{uid}/check-in/").status_code == 302
    assert client.post(f"/inspection/shifts/{uid}/check-in/").status_code == 422


def test_the_bulletin_leads_from_each_figure_to_its_records(county, signed_in):
    client = signed_in("headquarters")
    written = client.post("/inspection/papers/bulletin/", {"area": "990121", "on": "2022-07-11"})
    assert written.content.startswith(b"PK")
    paper = Paper.objects.get(kind="bulletin")
    assert "未销号" in client.get(f"/inspection/papers/{paper.uid}/").content.decode()
    for figure in paper.figures:
        page = client.get(f"/inspection/papers/{paper.uid}/{figure['key']}/").content.decode()
        assert page.count("<tr>") - 1 == max(figure["value"], 1)
