"""The command line of control, as others script it: exact words, exact keys, exit codes."""

import io
import json
from collections.abc import Callable
from datetime import timedelta

import docx
import pytest
from tests.factories import control as factory
from tests.factories.control import DAY

from lianfang.apps.control import models

pytestmark = pytest.mark.django_db
GAP_KEYS = ["kind", "subject", "area", "holder", "opens_at", "due_at"]


@pytest.fixture
def clock(monkeypatch):
    def stop(text: str) -> None:
        monkeypatch.setenv("LIANFANG_NOW", text)

    stop("2022-07-10T08:00")
    return stop


@pytest.fixture
def call(run_command, capsys, clock) -> Callable:
    def run(*arguments, code=0):
        capsys.readouterr()
        found = run_command(*map(str, arguments))
        said = capsys.readouterr()
        assert found == code, said.err
        return json.loads(said.out) if "--json" in arguments and not code else said

    return run


@pytest.fixture
def batch():
    made = factory.batch()
    for _ in range(2):
        factory.exposure(made, factory.person(), "secondary_contact")
    return made


def test_a_day_under_control_from_the_command_line(call, clock, batch, tmp_path):
    issued = call("measures", "issue", "--batch", batch.pk, "--json")
    assert (issued["exposures"], issued["measures"], issued["pack"]) == (2, 2, "covid19-v9")
    one, two = call("measures", "list", "--area", "990121", "--json")
    assert (one["state"], one["measure"], one["ends_on"]) == ("issued", "home_isolation", "2022-07-17")

    gaps = call("gaps", "--area", "990121", "--json")
    assert all(list(gap) == GAP_KEYS for gap in gaps)
    kinds = {gap["kind"] for gap in gaps if gap["subject"] == one["person"]}
    assert kinds == {"notice_served", "first_visit", "temperature", "call", "test_taken"}
    (notice,) = call("gaps", "--kind", "notice_served", "--area", one["area"], "--json")[:1]
    assert (notice["opens_at"], notice["due_at"]) == (
        "2022-07-10T08:00:00+08:00",
        "2022-07-11T08:00:00+08:00",
    )

    target = tmp_path / "告知书.docx"
    call("measures", "notice", one["id"], "-o", target)
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(target.read_bytes())).paragraphs)
    assert "居家隔离医学观察告知书" in text
    assert "六十日" in text
    call("measures", "serve", one["id"], "--to", "某", "--officer", "甲", "--officer", "乙")
    call("measures", "serve", two["person"])
    assert not call("gaps", "--kind", "notice_served", "--json")

    clock("2022-07-10T09:30")
    read = call("reading", "add", "--person", one["person"], "--slot", "am", "--celsius", "38.2", "--json")
    assert read == {"person": one["person"], "fate": "added", "alert": True}
    (fever,) = call("gaps", "--kind", "fever_transfer", "--json")
    assert (fever["subject"], fever["due_at"]) == (one["person"], "2022-07-10T11:30:00+08:00")
    call(
        "encounter",
        "add",
        "--person",
        one["person"],
        "--kind",
        "transfer",
        "--outcome",
        "arrived",
        "--at",
        "2022-07-10T09:30",
    )
    assert not call("gaps", "--kind", "fever_transfer", "--json")
    assert (
        call(
            "gaps",
            "--kind",
            "fever_transfer",
            "--at",
            "2022-07-10T09:30",
            "--as-known-at",
            "2022-07-10T09:29",
            "--json",
        )
        == []
    )
    missed = [gap["subject"] for gap in call("gaps", "--kind", "temperature", "--json")]
    assert missed == [two["person"]]

    clock("2022-07-10T10:30")
    call("encounter", "add", "--person", two["person"], "--kind", "visit")
    assert (
        call("tests", "add", "--person", two["person"], "--result", "negative", "--json")["fate"] == "added"
    )
    assert "还有7天" in call("measures", "release", two["id"], code=3).err


def test_release_lapse_and_the_notice_of_release(call, clock, batch, tmp_path):
    call("measures", "issue", "--batch", batch.pk)
    one, two = models.Measure.objects.order_by("id")
    clock("2022-07-17T00:30")
    assert call("measures", "lapse", "--json") == {"lapsed": 2}
    released = call("gaps", "--kind", "release_on_time", "--json")
    assert sorted(gap["subject"] for gap in released) == sorted(map(str, (one.person_uid, two.person_uid)))
    assert released[0]["due_at"] == "2022-07-17T12:00:00+08:00"
    call("measures", "release", one.pk)
    assert len(call("gaps", "--kind", "release_on_time", "--json")) == 1
    target = tmp_path / "解除.docx"
    assert call("measures", "notice", one.pk, "-o", target, "--json")["title"] == "解除居家隔离医学观察通知单"
    assert target.stat().st_size > 1000


def test_extend_revoke_appeal_and_answer(call, batch):
    call("measures", "issue", "--batch", str(batch.uid))
    one, two = models.Measure.objects.order_by("id")
    longer = one.ends_on + timedelta(days=1)
    assert (
        "层层加码"
        in call("measures", "extend", one.pk, "--until", longer, "--reason", "同住者阳性", code=3).err
    )
    call("measures", "extend", one.pk, "--until", longer, "--reason", "同住者阳性", "--approved-by", "某县长")
    call("measures", "appeal", one.pk, "--text", "没有去过")
    assert len(call("gaps", "--kind", "appeal_answered", "--json")) == 1
    assert "由您本人作出" in call("measures", "answer", one.pk, "--text", "经复核维持", code=4).err
    assert call("measures", "revoke", two.pk, "--reason", "认定有误", "--json") == {"revoked": [two.pk]}


def test_files_of_readings_and_results(call, tmp_path):
    person = factory.person()
    path = tmp_path / "体温.csv"
    path.write_text(
        f"人员编号,姓名,日期,时段,体温\n{person.uid},,2022-07-10,上午,36.5\n{person.uid},,2022-07-10,上午,99\n"
    )
    account = call("reading", "load", path, "--json")
    assert (account["rows"], account["added"], account["refused"]) == (2, 1, 1)
    assert account["rejects_file"] == str(tmp_path / "体温退回.xlsx")
    results = tmp_path / "检测.csv"
    results.write_text(f"人员编号,采样日期,结果\n{person.uid},2022-07-10,阴性\n")
    assert call("tests", "load", results, "--json")["refused"] == 1  # no order, no policy: of which disease?
    factory.load_diseases()
    results.write_text(f"人员编号,采样日期,病种,结果\n{person.uid},2022-07-10,新型冠状病毒感染,阴性\n")
    assert call("tests", "load", results, "--json")["added"] == 1
    call("reading", "load", tmp_path / "无此文件.csv", code=3)


def test_wrong_calls_and_what_is_not_allowed(call, monkeypatch, batch):
    call("measures", "issue", code=2)
    call("gaps", "--kind", "nothing", code=3)
    call("reading", "add", "--person", "1", "--slot", "noon", "--celsius", "36", code=3)
    call("measures", "serve", "999999", code=3)
    monkeypatch.setenv("LIANFANG_SCOPE", "990122")
    call("gaps", "--area", "990121", code=4)
    call("measures", "list", "--area", "990121", code=4)
    call("measures", "issue", "--batch", batch.pk, code=3)  # rows of other places are not there at all


def test_tables_for_people(call, batch):
    said = call("measures", "issue", "--batch", batch.pk)
    assert "作出决定2条" in said.out
    assert "居家隔离" in call("measures", "list", "--area", "990121").out
    assert "送达告知书" in call("gaps").out


def test_policy_explains_the_exposures_of_a_person(call, batch):
    call("measures", "issue", "--batch", batch.pk)
    person = models.Measure.objects.first().person_uid
    said = call("policy", "explain", person, "--on", DAY)
    assert "密接的密接" in said.out


def test_one_person_without_a_list(call):
    person = factory.person()
    done = call("measures", "issue", "--person", person.uid, "--exposure", "close_contact", "--last-exposure",
                "2022-07-09", "--json")  # fmt: skip
    assert done["measures"] == 2
