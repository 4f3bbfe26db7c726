"""Pages, API and commands of cases: entered, listed, corrected; lists of a centre come in."""

import csv
import json
import re
from pathlib import Path

import pytest
from tests.factories import cases as factory
from tests.factories import control as orders
from tests.factories.access import token_of
from tests.factories.cases import CDC, COUNTY, NOW
from tests.factories.control import VILLAGE

from lianfang.apps.cases import operations, queries
from lianfang.apps.cases.models import Case
from lianfang.apps.cases.rules import case_file
from lianfang.core import keeping

pytestmark = pytest.mark.django_db
TYPED = {
    "name": "司马试",
    "document": "",
    "area": VILLAGE,
    "disease": "covid19",
    "classification": "confirmed",
    "onset": "2022-07-08",
    "diagnosed": "2022-07-10T06:00",
    "outbreak": "LY",
}


@pytest.fixture(autouse=True)
def _county(monkeypatch):
    factory.centre_of_county()
    monkeypatch.setenv("LIANFANG_NOW", NOW.isoformat())


def test_a_case_is_entered_on_a_page_and_stands_in_the_list(signed_in):
    client = signed_in("investigator", COUNTY)
    assert client.get("/cases/new/").status_code == 200
    answer = client.post("/cases/new/", TYPED)
    assert answer.status_code == 302
    page = client.get(answer.url)
    for told in ("司马试", "LY-001", "确诊病例", "报告卡还缺", "人群分类"):
        assert told in page.text
    listed = client.get("/cases/", {"classification": "confirmed"})
    assert "LY-001" in listed.text
    assert "LY-001" not in client.get("/cases/", {"classification": "suspected"}).text
    again = client.post("/cases/new/", TYPED | {"person": str(Case.objects.get().person.uid)})
    assert (again.status_code, "这个人已是病例LY-001" in again.text) == (422, True)


def test_a_case_is_corrected_and_followed_up_on_its_page(signed_in):
    client = signed_in("investigator", COUNTY)
    card = factory.case()
    for act, typed in (
        ("reported", {}),
        ("state", {"classification": "recovered", "reason": "两次阴性", "doctor": "白医生"}),
    ):
        assert client.post(f"/cases/{card.uid}/act/{act}/", typed).status_code == 302
    page = client.get(f"/cases/{card.uid}/").text
    assert "已治愈" in page
    assert "白医生" in page
    refused = client.post(f"/cases/{card.uid}/act/state/", {"classification": "suspected"})
    assert (refused.status_code, "之后不能改为" in refused.text) == (422, True)
    assert client.post(f"/cases/{card.uid}/act/nonsense/").status_code == 404


@pytest.mark.parametrize("role", ["grid_worker", "village_secretary", "auditor"])
def test_cases_are_not_for_everybody(signed_in, role):
    card = factory.case()
    client = signed_in(role, COUNTY)
    assert [client.get(page).status_code for page in ("/cases/", f"/cases/{card.uid}/")] == [403, 403]


def test_the_api_reports_shows_and_corrects(client):
    headers = {"Authorization": f"Bearer {token_of('investigator', COUNTY)}"}
    told = {
        "name": "诸葛试",
        "area": VILLAGE,
        "disease": "covid19",
        "classification": "suspected",
        "outbreak": "LY",
    }
    made = client.post("/api/cases", told, content_type="application/json", headers=headers)
    assert made.status_code == 200, made.text
    uid = made.json()["uid"]
    said = {"classification": "confirmed", "sampled_on": "2022-07-09"}
    for way, given in (("statements", said), ("steps", {"step": "reported"})):
        answer = client.post(
            f"/api/cases/{uid}/{way}", given, content_type="application/json", headers=headers
        )
        assert answer.status_code == 200, answer.text
    assert client.get("/api/cases/LY-001", headers=headers).json()["classification"] == "confirmed"
    assert len(client.get(f"/api/cases/{uid}/events", headers=headers).json()) == 3
    assert [one["cases"] for one in client.get("/api/outbreaks", headers=headers).json()] == [1]
    assert client.post("/api/cases", told | {"disease": "没有"}, content_type="application/json",
                       headers=headers).status_code == 422  # fmt: skip


def test_commands_add_step_and_show(run_command, capsys):
    who = orders.person("上官试")
    told = ("--onset", "2022-07-08", "--outbreak", "LY", "--json")
    assert run_command("case", "add", "--disease", "covid19", "--person", str(who.uid), *told) == 0
    assert json.loads(capsys.readouterr().out)["number"] == "LY-001"
    assert run_command("case", "step", "LY-001", "reported") == 0
    assert run_command("case", "show", "LY-001", "--json") == 0
    shown = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert [one["kind"] for one in shown["events"]] == ["stated", "reported"]
    assert "填卡医生" in shown["missing"]
    assert run_command("case", "show", "LY-001") == 0
    table = capsys.readouterr().out
    assert {"诊断", "网络直报", "确诊病例"} <= set(re.findall(r"\w+", table))
    assert "stated" not in table


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return path


CARDS = [
    {"卡片编号": "C1", "患者姓名": "甲试", "有效证件号": "", "现住地址国标": VILLAGE, "病例分类": "确诊病例",
     "发病日期": "2022/7/8", "诊断时间": "2022-07-09 14:00", "人群分类": "学生"},
    {"卡片编号": "C2", "患者姓名": "乙试", "有效证件号": "", "现住地址国标": VILLAGE, "病例分类": "疑似病例",
     "发病日期": "2022-07-09", "诊断时间": "2022-07-09 15:30", "人群分类": "农民"},
    {"卡片编号": "C3", "患者姓名": "丙试", "有效证件号": "", "现住地址国标": VILLAGE, "病例分类": "大概是",
     "发病日期": "2022-07-09", "诊断时间": "2022-07-09 15:30", "人群分类": "农民"},
    {"卡片编号": "C4", "患者姓名": "丁试", "有效证件号": "", "现住地址国标": VILLAGE, "病例分类": "确诊病例",
     "发病日期": "2022-07-29", "诊断时间": "", "人群分类": "农民"},
]  # fmt: skip


def test_an_export_of_the_centre_gets_in_once_corrects_later_and_sends_back_what_cannot_be(tmp_path):
    told = {"area": COUNTY, "disease": "covid19", "outbreak": "LY", "by": CDC, "at": NOW}
    file = write(tmp_path / "cards.csv", CARDS)
    first = operations.load(file, rejects=tmp_path / "back.csv", **told)
    assert (first.rows, first.added, first.refused) == (4, 2, 2)
    assert [one.row for one in first.refusals] == [4, 5]
    assert "大概是" in first.refusals[0].reason
    assert "丁试" in Path(first.rejects_file).read_text(encoding="utf-8-sig")
    again = operations.load(file, **told)
    assert (again.added, again.corrected, again.unchanged) == (0, 0, 2)
    CARDS_LATER = [CARDS[0], CARDS[1] | {"病例分类": "确诊病例"}]
    later = operations.load(write(tmp_path / "later.csv", CARDS_LATER), **told)
    assert (later.corrected, later.unchanged) == (1, 1)
    assert [one.classification for one in queries.cases(by=CDC, known_at=NOW)] == ["confirmed", "confirmed"]


def test_a_file_without_a_table_of_cases_is_refused_by_name(tmp_path):
    file = write(tmp_path / "other.csv", [{"品名": "口罩", "数量": "3"}])
    with pytest.raises(case_file.NoCases, match=r"other\.csv"):
        operations.load(file, area=COUNTY, disease="covid19", by=CDC, at=NOW)
    with pytest.raises(case_file.MappingUnreadable, match="hagelloch-1861"):
        operations.load(file, area=COUNTY, mapping="none", by=CDC, at=NOW)
    with pytest.raises(keeping.FileMissing):
        operations.load(tmp_path / "absent.csv", area=COUNTY, by=CDC, at=NOW)
