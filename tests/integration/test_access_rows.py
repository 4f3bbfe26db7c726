"""The second lock: what a session of the database sees and may write, whoever wrote the statement."""

import re
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from psycopg.errors import InsufficientPrivilege
from pytest_django import DjangoDbBlocker

from lianfang.core.access import rows
from lianfang.core.access.rows import Lock, Unlocked
from lianfang.core.access.terms import SYSTEM, Actor, Work
from lianfang.core.sql import runner
from lianfang.project import database, env

LOCKED = sorted(rows.locks())
ABOVE = {
    "areas_post",
    "areas_assignment",
    "intake_batch",
    "cases_outbreak",
    "testing_programme",
    "directives_plan",
}  # what is above may be read: the line of command
FOR_ALL = {"areas_unit", "policy_adoption", "policy_deviation", "bulletin_publication"}
LENT = {"directives_directive", "directives_directiveevent", "directives_item", "directives_activation"}
"""What comes from above is read by who holds tasks of it, and by nobody else below."""
FOREIGN = {"account", "auth", "axes", "contenttypes", "mfa", "procrastinate", "sessions"}
"""Apps of others: accounts and jobs, reached by the doors alone; none of their tables belongs to a place."""
EVERYTHING = Work("test.everything", "the test compares with the whole")


def ask(statement: str) -> list[tuple[Any, ...]]:
    """What a statement typed by hand shows; `area` and the names of tables are ours."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def count(table: str, condition: str = "true") -> int:
    return int(ask(f"select count(*) from {table} where {condition}")[0][0])


def with_area() -> list[str]:
    return [name for (name,) in ask(
        "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " join pg_attribute a on a.attrelid = c.oid and a.attname = 'area'"
        " where n.nspname = 'public' and c.relkind in ('r', 'p') order by 1"
    )]  # fmt: skip


@pytest.fixture
def village(county: object) -> Iterator[str]:
    """The village with most people under measure, in a session of its secretary."""
    with rows.acting_for(EVERYTHING):
        ((code,),) = ask(
            "select left(area, 12) from control_measure group by 1 order by count(*) desc, 1 limit 1"
        )
    with rows.acting(Actor(name="村支书", scopes=(code,))):
        yield code


def held_by(place):
    """Registered in a place, or under an order there."""
    return f"(area ^@ '{place}' or id in (select person_id from control_measure where area ^@ '{place}'))"


@pytest.mark.django_db
def test_every_table_of_a_place_is_locked_and_binds_its_owner_too():
    states = dict(
        ask(
            "select relname, relrowsecurity and relforcerowsecurity from pg_class where relkind in ('r', 'p')"
        )
    )
    assert [name for name in with_area() if not states[name]] == []
    assert [name for name in LOCKED if not states[name]] == []
    policies = {name for (name,) in ask("select tablename from pg_policies where schemaname = 'public'")}
    assert policies == set(LOCKED)


def test_every_table_without_a_lock_says_why():
    models = apps.get_models(include_auto_created=True)
    own = [model for model in models if model._meta.app_label not in FOREIGN]
    silent = [model._meta.label for model in own if not isinstance(rows.lock_of(model), Lock | Unlocked)]
    assert silent == []


@pytest.mark.django_db
def test_the_program_is_no_owner_and_can_bypass_nothing():
    (role,) = ask(
        "select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,"
        " exists (select from pg_auth_members m where m.member = r.oid) from pg_roles r"
        " where rolname = current_user"
    )
    assert role == ("lianfang_app", False, False, False, False, False)
    assert count("pg_tables", "tableowner = current_user and schemaname = 'public'") == 0


@pytest.mark.usefixtures("as_owner", "db")
def test_the_program_refuses_to_work_as_the_owner():
    with pytest.raises(database.RoleTooStrong):
        database.check_role()


@pytest.mark.parametrize("table", LOCKED)
def test_a_session_of_nobody_sees_nothing(county, table):
    with rows.acting(Actor(name="无岗位", scopes=())):
        seen = count(table)
    assert seen == 0 or table in FOR_ALL
    with connection.cursor() as cursor:
        cursor.execute("select set_config('lianfang.scopes', '', true)")
    assert table in FOR_ALL or count(table) == 0


@pytest.mark.parametrize("table", LOCKED)
def test_raw_sql_of_a_village_secretary_sees_the_village(village, table):
    if table not in with_area() or table in FOR_ALL:
        return
    areas = {area for (area,) in ask(f"select distinct area from {table}")}
    if table == "intake_forward":  # handed on from here, or to here
        assert (
            count(table, f"from_area !~ '^{village}' and area !~ '^{village}' and held_in !~ '^{village}'")
            == 0
        )
    elif table == "people_person":
        assert count(table, f"not {held_by(village)}") == 0
    elif table in LENT:
        column = "id" if table == "directives_directive" else "directive_id"
        own = f"{column} in (select directive_id from directives_task where area ^@ '{village}')"
        assert count(table, f"area !~ '^{village}' and not {own}") == 0
        assert table == "directives_activation" or count(table, own) > 0
    elif table in ABOVE:
        assert [area for area in areas if not (area.startswith(village) or village.startswith(area))] == []
    else:
        assert [area for area in areas if not area.startswith(village)] == []


@pytest.mark.parametrize("table", ["people_person", "people_household", "control_measure", "control_reading"])
def test_a_village_secretary_sees_all_of_the_village(village, table):
    seen = count(table)
    with rows.acting_for(EVERYTHING):
        assert seen == count(table, held_by(village) if table == "people_person" else f"area ^@ '{village}'")
        assert 0 < seen < count(table)


def test_numbers_and_officers_follow_the_people_they_belong_to(village):
    keys, officers = count("people_identitykey"), count("areas_officer")
    with rows.acting_for(EVERYTHING):
        own = f"person_id in (select id from people_person where {held_by(village)})"
        assert keys == count("people_identitykey", own) < count("people_identitykey")
        line = "(select officer_id from areas_assignment where area ^@ '{0}' or '{0}' ^@ area)"
        assert officers == count("areas_officer", f"id in {line.format(village)}") < count("areas_officer")


def test_two_villages_are_seen_together_and_nothing_between_them(county):
    with rows.acting_for(EVERYTHING):
        two = tuple(
            code for (code,) in ask("select distinct left(area, 12) from people_person order by 1 limit 2")
        )
        wanted = count("people_person", " or ".join(held_by(code) for code in two))
    with rows.acting(Actor(name="包片干部", scopes=two)):
        assert count("people_person") == wanted > 0


def test_nothing_outside_is_written(village):
    with rows.acting_for(EVERYTHING):
        outside = f"area !~ '^{village}'"
        before = count("people_person", f"{outside} and name = '改'"), count("people_person", outside)
    with connection.cursor() as cursor:
        cursor.execute("update people_person set name = '改'")
        assert cursor.rowcount == count("people_person", f"area ^@ '{village}'")
        cursor.execute(f"delete from people_household where {outside}")
        assert cursor.rowcount == 0
    with rows.acting_for(EVERYTHING):
        assert (
            count("people_person", f"{outside} and name = '改'"),
            count("people_person", outside),
        ) == before


@pytest.mark.parametrize("statement", [
    "update people_person set area = '990121'",
    "insert into people_household (area, address) values ('990121', '别处1号')",
    "insert into people_household (area, address) values ('', '无处')",
    "alter table people_person no force row level security",
    "drop policy in_scope on people_person",
    "set role lianfang",
    "truncate people_person cascade",
    "update django_migrations set name = ''",
])  # fmt: skip
def test_what_reaches_beyond_is_refused(village, statement):
    with pytest.raises(Exception, match=r"row-level security|must be|denied"), transaction.atomic():
        connection.cursor().execute(statement)


def test_the_log_is_written_by_everybody_and_read_in_its_area(village):
    statement = (
        "insert into audit_auditevent (id, at, recorded_at, actor, role, action, subject, area, facts, hash)"
        " select 900000, now(), now(), '', '', '', '', '990121', '{}', ''"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert count("audit_auditevent", "id = 900000") == 0


@pytest.mark.django_db
def test_a_block_ends_with_what_was_before_it_however_it_ends():
    def failing() -> None:
        with transaction.atomic(), rows.acting(Actor(name="甲", scopes=("990121",))):
            connection.cursor().execute("select 1 / 0")

    with rows.acting(Actor(name="乙", scopes=("990122",))):
        with rows.acting(SYSTEM):
            assert ask("select lianfang_reach()") == [(1,)]
        with pytest.raises(Exception, match="zero"):
            failing()
        assert ask("select lianfang_scopes()") == [(["990122"],)]


def test_outside_a_transaction_a_block_holds_until_it_ends(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
):
    with django_db_blocker.unblock():
        with rows.acting(Actor(name="甲", scopes=("990121", "990122"))):
            assert ask("select lianfang_scopes()") == [(["990121", "990122"],)]
            with transaction.atomic():
                assert ask("select lianfang_scopes()") == [(["990121", "990122"],)]
        assert ask("select lianfang_reach()") == [(1,)]  # as the tests' sessions begin
        connection.close()


@pytest.mark.django_db
def test_a_session_begins_blind():
    usual = settings.DATABASES["default"]
    place = {"host": usual["HOST"], "port": usual["PORT"], "dbname": connection.settings_dict["NAME"]}
    with psycopg.connect(user=usual["USER"], password=usual["PASSWORD"], **place) as session:
        row = session.execute("select lianfang_scopes(), lianfang_reach()").fetchone()
        assert row == (None, 0)
        with pytest.raises(InsufficientPrivilege):
            session.execute("insert into people_household (area, address) values ('990121', '1号')")


def test_every_work_that_sees_more_than_its_actor_is_listed():
    declared = re.compile(r"\bWork\(\s*\"([a-z_.]+)\"")
    sources = (path.read_text() for path in runner.ROOT.rglob("*.py"))
    named = {name for source in sources for name in declared.findall(source)}
    listed = set(re.findall(r"`([a-z_.]+)`", (env.CHECKOUT / "SECURITY.md").read_text()))
    assert named
    assert named - listed == set()
