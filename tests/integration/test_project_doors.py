"""The command line: what goes to standard output, and which exit code stands for what."""

import json

import pytest
from django.conf import settings
from django.db import connection

from lianfang.core.access.terms import SYSTEM
from lianfang.core.audit.operations import record
from lianfang.core.doors import now
from lianfang.project import database


@pytest.mark.django_db
def test_json_is_one_document_and_nothing_else(capsys, run_command):
    assert run_command("audit", "verify", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"lines": 0, "sound": True, "faults": []}


@pytest.mark.django_db
def test_a_wrong_call_is_2_and_says_so_on_standard_error(capsys, run_command):
    assert run_command("audit", "verify", "--never") == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "--never" in shown.err


@pytest.mark.usefixtures("as_owner", "db")  # only the owner could tamper
def test_a_refusal_is_3_with_its_sentence(capsys, run_command, monkeypatch):
    monkeypatch.setattr(database, "prepare", lambda: None)  # it refuses to work as the owner
    record("thing.done", subject="thing:1", by=SYSTEM, at=now())
    with connection.cursor() as cursor:
        cursor.execute("alter table audit_auditevent disable trigger user")
        cursor.execute("update audit_auditevent set action = 'thing.undone'")
    assert run_command("audit", "verify") == 3
    assert "第1号记录被改动" in capsys.readouterr().err


@pytest.mark.django_db
def test_an_unforeseen_error_is_70_with_a_number_whose_trace_is_kept(capsys, monkeypatch, run_command):
    def broken(**_: object) -> None:
        raise ZeroDivisionError("of the test")

    monkeypatch.setattr("lianfang.core.audit.queries.verify", broken)
    assert run_command("audit", "verify") == 70
    said = capsys.readouterr().err
    number = said.partition("编号 ")[2].partition("。")[0].strip()
    kept = settings.HOME.root / "incidents" / f"{number}.txt"
    assert "of the test" in kept.read_text()
    assert kept.stat().st_mode & 0o077 == 0
    assert "Traceback" not in said
