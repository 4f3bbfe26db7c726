"""The audit log: append-only, chained, verified; removing, altering, reordering or cutting off is found."""

import json
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from lianfang.core.access.terms import SYSTEM, Actor
from lianfang.core.audit import operations as audit
from lianfang.core.audit import queries
from lianfang.core.audit.models import AuditEvent
from lianfang.core.embedded.home import Home
from lianfang.project import database

DATABASE = pytest.mark.usefixtures("db")
OWNER = pytest.mark.usefixtures("as_owner", "db")  # only the owner could tamper
AT = datetime(2022, 7, 1, 8, tzinfo=UTC)
TABLE = AuditEvent._meta.db_table


@pytest.fixture(autouse=True)
def own_anchor(monkeypatch, tmp_path):
    """The anchor of these tests alone."""
    monkeypatch.setattr(settings, "HOME", Home(tmp_path))


@pytest.fixture
def write(django_capture_on_commit_callbacks):
    """Write some lines and commit them."""

    def lines(count: int = 3) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            for number in range(count):
                record(number)

    return lines


def record(number: int) -> None:
    audit.record("test.done", subject=f"thing:{number}", area="990121", by=SYSTEM, at=AT, number=number)


def tamper(statement: str) -> None:
    """What the owner of the table could do."""
    with connection.cursor() as cursor:
        cursor.execute(f"alter table {TABLE} disable trigger user")
        cursor.execute(statement)
        cursor.execute(f"alter table {TABLE} enable trigger user")


@DATABASE
def test_an_untouched_log_is_sound(write):
    write()
    verdict = queries.verify()
    assert (verdict.sound, verdict.lines, verdict.faults) == (True, 3, ())


@DATABASE
def test_an_empty_log_is_sound():
    assert queries.verify().sound


@OWNER
@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (f"update {TABLE} set actor = 'somebody' where id = 2", "第2号记录被改动"),
        (f"update {TABLE} set facts = '{{\"number\": 9}}' where id = 2", "第2号记录被改动"),
        (f"update {TABLE} set at = at + interval '1 hour' where id = 2", "第2号记录被改动"),
        (f"update {TABLE} set hash = '\\x00' where id = 2", "第2号记录被改动"),
        (f"delete from {TABLE} where id = 2", "第2至2号记录缺失"),
        (f"delete from {TABLE} where id = 3", "末尾记录被删除"),
        (f"delete from {TABLE}", "末尾记录被删除"),
        (
            f"update {TABLE} set subject = case id when 1 then 'thing:1' else 'thing:0' end where id < 3",
            "被改动",
        ),
    ],
)
def test_tampering_is_found(write, statement, words):
    write()
    tamper(statement)
    verdict = queries.verify()
    assert not verdict.sound
    assert any(words in fault for fault in verdict.faults), verdict.faults


@OWNER
def test_a_forged_last_line_does_not_match_the_anchor(write):
    write()
    anchor = settings.HOME.audit_anchor
    kept = json.loads(anchor.read_text())
    anchor.write_text(json.dumps(kept | {"hash": "00" * 32}))
    assert any("锚定不符" in fault for fault in queries.verify().faults)
    anchor.unlink()
    assert any("锚定文件缺失" in fault for fault in queries.verify().faults)


@DATABASE
def test_the_table_itself_refuses_to_alter_or_delete(write):
    write(1)
    for statement in (f"update {TABLE} set actor = 'x'", f"delete from {TABLE}"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(statement)
    assert queries.verify().sound


@DATABASE
def test_a_line_of_an_operation_that_fails_is_not_kept(write):
    write(1)

    def fail() -> None:
        with transaction.atomic():
            record(1)
            raise RuntimeError("the operation failed")

    with pytest.raises(RuntimeError, match="failed"):
        fail()
    verdict = queries.verify()
    assert (verdict.sound, verdict.lines) == (True, 1)


@DATABASE
def test_facts_in_every_form_survive_the_way_through_the_database(django_capture_on_commit_callbacks):
    actor = Actor(name="赵敏", scopes=("990121",), role="clerk")
    facts = {"text": "“引号”\\", "number": 1.5, "day": AT.date(), "none": None}
    with django_capture_on_commit_callbacks(execute=True):
        audit.record("test.done", subject="甲", by=actor, at=AT, **facts)
    event = AuditEvent.objects.get()
    assert (event.actor, event.role, event.facts["day"]) == ("赵敏", "clerk", "2022-07-01")
    assert queries.verify().sound


@OWNER
def test_the_command_says_sound_or_lists_the_faults(write, run_command, capsys, monkeypatch):
    monkeypatch.setattr(database, "prepare", lambda: None)  # it refuses to work as the owner
    write()
    assert run_command("audit", "verify", "--json") == 0
    assert json.loads(capsys.readouterr().out)["lines"] == 3
    tamper(f"update {TABLE} set actor = 'somebody' where id = 2")
    assert run_command("audit", "verify", "--json") == 3
    shown = capsys.readouterr()
    assert "第2号记录被改动" in json.dumps(json.loads(shown.out), ensure_ascii=False)
    assert run_command("audit", "verify") == 3
