"""Lists leave by the page and the command: with a reason, a line in the log, a mark; from one's area."""

import csv
import io

import openpyxl
import pytest

from lianfang.core import sql
from lianfang.core.access.models import Export

REASON = "上报市指挥部"
TOWN = "990121100"


def take(client, **cells):
    return client.post("/exports/", {"what": "persons", "format": "csv", "reason": REASON} | cells)


def lines(answer) -> list[list[str]]:
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


@pytest.fixture
def clerk(county, signed_in):
    return signed_in("town_clerk", TOWN)


def test_every_list_of_the_page_leaves_with_its_mark_and_its_line_in_the_log(clerk):
    page = clerk.get("/exports/?what=gaps").content.decode()
    assert '<option value="gaps" selected>' in page
    for number, what in enumerate(("gaps", "persons", "persons-clear", "measures", "readings"), 1):
        head, *rows = lines(take(clerk, what=what))
        assert rows or what == "readings"
        assert REASON not in head[-1]
        assert "禁止转发" in head[-1]
        assert list(Export.objects.values_list("reason", "area")) == [(REASON, TOWN)] * number
        assert Export.objects.latest("id").rows == len(rows)


def test_a_town_gets_its_own_and_numbers_are_masked_unless_asked_whole(clerk):
    _head, *rows = lines(take(clerk))
    count = "select count(*) as n from people_person where merged_into_id is null and area ^@ %(town)s"
    assert len(rows) == sql.query(count, town=TOWN)[0]["n"]
    assert {row[4][:9] for row in rows} == {TOWN}
    assert not any(row[10].isdecimal() for row in rows)
    _head, *whole = lines(take(clerk, what="persons-clear"))
    assert any(len(row[10]) == 18 and row[10][:17].isdecimal() for row in whole)


def test_a_spreadsheet_has_the_name_of_its_list(clerk):
    answer = take(clerk, what="gaps", format="xlsx")
    assert "%E7%BC%BA%E5%8F%A3.xlsx" in answer.headers["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert sheet["A1"].value == "事项"


def test_without_a_reason_or_elsewhere_nothing_leaves(clerk):
    refused = take(clerk, reason=" ")
    assert (refused.status_code, "请写明理由" in refused.content.decode()) == (422, True)
    assert take(clerk, area="990121200").status_code == 403
    assert take(clerk, what="nonsense").status_code == 404
    assert not Export.objects.exists()


@pytest.mark.parametrize("role", ["village_secretary", "inspector", "health_centre"])
def test_who_may_not_export_finds_no_way_there(county, signed_in, role):
    client = signed_in(role, TOWN)
    assert client.get("/exports/").status_code == 403
    assert take(client).status_code == 403
    assert "/exports/" not in client.get("/gaps/").content.decode()


def test_the_lists_lead_to_their_export(clerk):
    assert f'/exports/?what=gaps&amp;area={TOWN}"' in clerk.get("/gaps/").content.decode()
    assert '/exports/?what=persons"' in clerk.get("/people/").content.decode()


def test_the_command_writes_the_file_once_and_says_why_not(county, run_command, tmp_path, capsys):
    out = tmp_path / "人员.csv"
    assert run_command("people", "export", TOWN, "-o", str(out), "--reason", REASON) == 0
    assert "已导出" in capsys.readouterr().out
    assert out.stat().st_mode & 0o077 == 0
    assert run_command("people", "export", TOWN, "-o", str(out), "--reason", REASON) == 2
    other = tmp_path / "另.xlsx"
    assert run_command("people", "export", TOWN, "-o", str(other), "--reason", " ") == 3
    assert not other.exists()
    assert run_command("people", "export", TOWN, "-o", str(tmp_path / "a.pdf"), "--reason", REASON) == 2
    assert [one.reason for one in Export.objects.all()] == [REASON]


def test_the_command_keeps_to_its_scope(county, run_command, tmp_path, monkeypatch):
    monkeypatch.setenv("LIANFANG_SCOPE", TOWN)
    out = tmp_path / "人员.csv"
    assert run_command("people", "export", "990121200", "-o", str(out), "--reason", REASON) == 4
    assert not out.exists()
