"""What is due goes, what is not stays; a dry run says the same numbers and deletes nothing."""

import json
from datetime import timedelta

import pytest

from lianfang.core import sql
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.access.terms import SYSTEM, Actor
from lianfang.core.audit.models import AuditEvent
from lianfang.core.retention import operations
from lianfang.core.retention.registry import purposes

LONG = timedelta(days=400)


def count(table: str) -> int:
    return sql.query(f"select count(*) as n from {table}")[0]["n"]


def rows_of(report) -> dict[str, int]:
    return {one.purpose.code: one.rows for one in report}


COPIES = {"sheaves", "presence_recent"}
"""What stands elsewhere as well, or is made again at any time."""


def test_every_purpose_names_law_term_and_certainty():
    assert {one.code for one in purposes()} >= {
        "readings",
        "encounters",
        "results",
        "cells",
        "sign_ins",
        "entries",
    }
    assert len({one.code for one in purposes()}) == len(purposes())
    for one in purposes():
        assert "法第" in one.ground
        assert one.certainty in {"A", "B", "C"}
        assert one.keep.days >= (1 if one.code in COPIES else 30)


def test_nothing_is_due_on_the_day_itself(county):
    assert set(rows_of(operations.run(by=SYSTEM, at=county.at, dry_run=True)).values()) == {0}


def test_a_dry_run_tells_what_a_run_deletes_and_deletes_nothing(county):
    later, before = county.at + LONG, count("control_reading")
    tried = rows_of(operations.run(by=SYSTEM, at=later, dry_run=True))
    assert count("control_reading") == before == tried["readings"] > 0
    assert not AuditEvent.objects.filter(action="retention.run").exists()
    done = rows_of(operations.run(by=SYSTEM, at=later, dry_run=False))
    assert done == tried
    assert count("control_reading") == 0
    assert AuditEvent.objects.get(action="retention.run").facts["rows"] == done
    assert set(rows_of(operations.run(by=SYSTEM, at=later, dry_run=False)).values()) == {0}


def test_whoever_is_still_under_a_measure_keeps_every_reading(county):
    person = sql.query("select person_id from control_reading order by id limit 1")[0]["person_id"]
    later = county.at + LONG
    sql.query(
        "update control_measure set ends_by = %(day)s where person_id = %(person)s returning id",
        day=later.date(),
        person=person,
    )
    operations.run(by=SYSTEM, at=later, dry_run=False)
    left = sql.query("select distinct person_id from control_reading")
    assert [row["person_id"] for row in left] == [person]


def test_facts_stay_append_only_for_everybody_else(county):
    with pytest.raises(Exception, match="append-only"):
        sql.query("delete from control_reading returning id")


def test_only_whoever_may_runs_it(county):
    with pytest.raises(PermissionMissing):
        operations.run(by=Actor("村书记"), at=county.at, dry_run=True)


def test_the_command_shows_and_tries(county, run_command, capsys):
    assert run_command("retention", "show", "--json") == 0
    assert {one["code"] for one in json.loads(capsys.readouterr().out)} >= {"readings", "cells"}
    assert run_command("retention", "run", "--dry-run", "--json") == 0
    assert json.loads(capsys.readouterr().out)["dry_run"] is True
