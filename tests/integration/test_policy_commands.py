"""`lianfang policy …`: one JSON document, exit codes, explanations in words."""

import json
from datetime import date

import pytest
from tests.factories import policy as factory

from lianfang.apps.policy import operations, queries
from lianfang.apps.policy.terms import Case, PersonCase
from lianfang.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
CASES = """id,exposure,level,last_exposure,arrived,occupation,vaccinated
a1,close_contact,,2022-07-01,,,
a2,secondary_contact,,,2022-07-03,,
a3,returnee,,,2022-07-03,,
"""


@pytest.fixture
def packs():
    operations.load_builtin_packs(by=factory.BY, at=factory.AT)


@pytest.fixture
def cases(tmp_path):
    file = tmp_path / "cases.csv"
    file.write_text(CASES)
    return str(file)


def test_assess_answers_each_row_in_order(packs, cases, run_command, capsys):
    assert run_command("policy", "assess", cases, "--pack", "covid19-v9", "--on", "2022-07-05", "--json") == 0
    first, second, third = json.loads(capsys.readouterr().out)
    assert (first["id"], first["category"], first["rule"]) == (
        "a1",
        "close_contact",
        "covid19-v9/1/close_contact",
    )
    assert first["phases"][0] == {
        "measure": "central_isolation",
        "place": "central",
        "days": 7,
        "from": "2022-07-01",
        "until": "2022-07-08",
        "test_dates": ["2022-07-01", "2022-07-02", "2022-07-03", "2022-07-05", "2022-07-07"],
        "readings_per_day": 2,
        "calls_per_day": 0,
    }
    assert first["phases"][1]["from"] == first["phases"][0]["until"]
    assert second["notes"] == ["缺少方案规定的起算日，改按到达日起算。"]
    assert (third["category"], third["phases"]) == ("none", [])
    assert "没有规定" in third["basis"]


def test_bad_rows_are_refused_together(packs, tmp_path, run_command, capsys):
    file = tmp_path / "cases.csv"
    file.write_text(CASES + "a4,nobody,,2022-07-32,,,\n")
    assert (
        run_command("policy", "assess", str(file), "--pack", "covid19-v9", "--on", "2022-07-05", "--json")
        == 3
    )
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "第5行 exposure" in shown.err
    assert "第5行 last_exposure" in shown.err


def test_a_file_that_is_not_there_is_a_wrong_call(packs, run_command, capsys):
    assert run_command("policy", "assess", "/nowhere.csv", "--pack", "covid19-v9") == 2
    assert run_command("policy", "load", "/nowhere.yaml") == 2


def test_load_says_what_became_of_the_file(tmp_path, run_command, capsys):
    file = tmp_path / "pack.yaml"
    own = factory.pack_file("mpox").replace("pack: mpox", "pack: some-mpox")
    file.write_text(own)
    for outcome in ("loaded", "unchanged"):
        assert run_command("policy", "load", str(file), "--json") == 0
        assert json.loads(capsys.readouterr().out)["outcome"] == outcome
    file.write_text(own.replace("days: 21", "days: many"))
    assert run_command("policy", "load", str(file)) == 3
    assert "days" in capsys.readouterr().err


def test_list_names_every_pack(packs, run_command, capsys):
    assert run_command("policy", "list", "--json") == 0
    listed = json.loads(capsys.readouterr().out)
    assert {row["name"] for row in listed} == {path.stem for path in factory.PACKS}
    assert run_command("policy", "list") == 0


def test_the_built_in_packs_are_there_without_being_loaded(run_command, capsys):
    assert run_command("policy", "list", "--json") == 0
    assert {row["name"] for row in json.loads(capsys.readouterr().out)} == {
        path.stem for path in factory.PACKS
    }
    assert operations.ensure_builtin_packs(by=factory.BY, at=factory.AT) == []


def test_diff_lists_stricter_and_laxer_cells(packs, run_command, capsys):
    assert run_command("policy", "diff", "covid19-v9", "town-opinion-24d", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert {"upper", "lower", "stricter", "laxer", "changed", "same"} == found.keys()
    assert any(cell["exposure"] == "high_risk_area" and cell["cell"] == "days" for cell in found["stricter"])
    assert any(cell["exposure"] == "high_risk_area" and cell["cell"] == "place" for cell in found["laxer"])
    assert run_command("policy", "diff", "covid19-v9", "nothing") == 3


def test_a_stricter_pack_is_adopted_only_with_approval(packs, run_command, capsys):
    adopt = ("policy", "adopt", "town-opinion-14d", "--area", "990121100", "--from", "2022-07-01")
    assert run_command(*adopt) == 3
    assert "写明批准人和理由" in capsys.readouterr().err
    assert (
        run_command(*adopt, "--until", "2022-08-01", "--approved-by", "县指挥部", "--reason", "返乡高峰") == 0
    )


def test_risk_areas_are_announced_lifted_and_asked(run_command, capsys):
    risk = ("policy", "risk")
    assert run_command(*risk, "announce", "990121100", "high", "--on", "2022-07-01", "--source", "通告") == 0
    assert run_command(*risk, "level", "990121100001", "--on", "2022-07-02") == 0
    assert "高风险区" in capsys.readouterr().out
    assert run_command(*risk, "lift", "990121100", "--on", "2022-07-08") == 0
    capsys.readouterr()
    assert run_command(*risk, "list", "--on", "2022-07-08", "--json") == 0
    assert json.loads(capsys.readouterr().out) == []
    assert run_command(*risk, "lift", "990121100", "--on", "2022-07-08") == 3


def test_explain_says_in_words_what_applies_and_why(packs, run_command, capsys, monkeypatch):
    def exposures(person: str, on: date) -> list[PersonCase]:
        if person != "42":
            raise NotFound(what="人员", value=person)
        case = Case("close_contact", last_exposure=date(2022, 7, 1))
        return [PersonCase(queries.find_pack("covid19-v9"), case)]

    monkeypatch.setattr("lianfang.apps.control.queries.cases_of_person", exposures)
    assert run_command("policy", "explain", "42", "--on", "2022-07-05") == 0
    said = capsys.readouterr().out
    for part in (
        "第九版",
        "密切接触者",
        "集中隔离医学观察7天",
        "2022-07-08转下一阶段",
        "检测日期2022-07-01",
        "天数",
        "第三十九条",
    ):
        assert part in said
    assert run_command("policy", "explain", "43", "--on", "2022-07-05") == 3


def test_explain_says_why_there_is_nothing(packs):
    pack_id = queries.find_pack("covid19-20measures")
    nothing = queries.explain_case(pack_id=pack_id, case=Case("secondary_contact"), on=date(2022, 11, 20))
    assert any("不再判定" in sentence for sentence in nothing.sentences)
    stranger = queries.explain_case(pack_id=pack_id, case=Case("returnee"), on=date(2024, 11, 20))
    assert any("没有规定" in sentence for sentence in stranger.sentences)
    assert any("有效期" in sentence for sentence in stranger.sentences)
