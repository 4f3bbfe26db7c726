"""The second lock: which rows a session of the database sees, whoever wrote the statement.

1. The program connects as a role that owns no table and can't bypass policies; the owner only migrates.
2. A table's lock is declared as `lock` of its model; one with a column `area` has a lock without words.
   A model that `lends` lets whoever sees its row also read the row it points to.
3. A session sees the rows of the scopes that `lianfang.scopes` holds. `acting` sets them from the actor for
   one request, command or transaction, `acting_for` for a named work that must see more. Unset, nothing is
   seen.

The setting is read once a statement (an initplan). A scope of everything answers before any row is compared.
Estimates stay those of the query itself, for every scope, and so does the index of its own range on `area`.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, Final, LiteralString

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from psycopg import Connection, Cursor, sql
from psycopg.pq import TransactionStatus

from lianfang.core.access.terms import Actor, Work

SETTING: Final = "lianfang.scopes"
MAINTAIN_SINCE: Final = 170000  # the right to analyse what was loaded; older servers do it in their own time
NOWHERE: Final = "{}"
WHOLE: Final = "(select lianfang_reach()) <> 0"  # a form that the planner takes for nearly always true
FUNCTIONS: Final = (  # with bodies bound to their meaning when made: a search path can't bend them
    """
create or replace function lianfang_scopes() returns text[] language sql stable parallel safe
    return nullif(current_setting('lianfang.scopes', true), '')::text[]""",
    """
create or replace function lianfang_scope() returns text language sql stable parallel safe
    return (lianfang_scopes())[1]""",
    """
create or replace function lianfang_reach() returns integer language sql stable parallel safe
    return case when current_setting('lianfang.scopes', true) = '{""}' then 1 else 0 end""",
    """
create or replace function lianfang_above() returns text[] language sql stable parallel safe
    return array(
        select distinct left(scope, n) from unnest(lianfang_scopes()) scope, generate_series(2, 15) n
        where n < length(scope)
    )""",
)


ASKED_OF_ALL: Final = """
create or replace function {} language plpgsql volatile as $$
declare
    before constant text := current_setting('lianfang.scopes', true);
begin
    perform set_config('lianfang.scopes', '{{""}}', true);
    {}
    perform set_config('lianfang.scopes', before, true);
end $$"""
LENT: Final = """
create or replace function {}(bigint) returns boolean language sql stable parallel safe cost 1 as $$
    select {}
$$"""
LENDING: Final = "exists (select from {} lending where lending.{} = $1)"


@dataclass(frozen=True)
class Lock:
    """Conditions on a row: `within` to see and write it; `readable` also to see, `written` also to add it."""

    within: str
    readable: str = ""
    written: str = ""


@dataclass(frozen=True)
class Unlocked:
    """A table that anybody may read and write by the door's lock alone, and why."""

    reason: str


@dataclass(frozen=True)
class Loan:
    """Rows of a table that whoever sees a row whose `column` holds their number may read."""

    table: str
    column: str


@dataclass(frozen=True)
class Answer:
    """A question that a model answers from all its rows, whoever asks: a function, and its statements.

    Declared as `answers` of the model. It sees everything, and tells no more than it returns.
    """

    function: str
    statements: str

    def definition(self) -> sql.Composed:
        """The function, which sees all rows while it runs."""
        return sql.SQL(ASKED_OF_ALL).format(sql.SQL(self.function), sql.SQL(self.statements))


def in_scope(*columns: str) -> Lock:
    """A row belongs to the areas of these columns; one of them in scope suffices."""
    return Lock(_in_scope(columns or ("area",)))


def in_scope_or_above(*others: str) -> Lock:
    """A row of an area above the scope may be read too: the line of command, a list from above; or others."""
    above = "area = any ((select lianfang_above())::text[])"
    return Lock(_in_scope(("area",)), readable=" or ".join((above, *others)))


def readable_by_all() -> Lock:
    """A row may be read by everybody, and written in its area."""
    return Lock(_in_scope(("area",)), readable="true")


def written_by_all() -> Lock:
    """A row is seen in its area, and may be written by everybody: a log refuses nobody."""
    return Lock(_in_scope(("area",)), written="true")


def following(parent: str, *, written: str = "", **columns: str) -> Lock:
    """A row is seen by whoever sees the row of the parent table that it belongs to (its column = ours)."""
    same = " and ".join(f"parent.{theirs} = {{table}}.{own}" for theirs, own in columns.items())
    return Lock(f"{WHOLE} or exists (select from {parent} parent where {same})", written=written)


def lends(table: str, *, by: str) -> Loan:
    """Whoever sees a row of this model may also read the row of `table` whose number its column `by` holds.

    Declared as `lends` of the model that points: the table lent need not know who lends it.
    """
    return Loan(table, by)


def _in_scope(columns: Iterable[str]) -> str:
    first = (
        f"{column} ^@ (select lianfang_scope())" for column in columns
    )  # the usual case, and the cheaper one
    others = (f"{column} ^@ any ((select lianfang_scopes())::text[])" for column in columns)
    return " or ".join((WHOLE, *first, *others))


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """Let the session see what the actor may see, until the end of the block or of its transaction."""
    with seeing(as_setting(actor.scopes)):
        yield


@contextmanager
def acting_as_found(work: Work, find: Callable[[], Actor]) -> Iterator[Actor]:
    """Let the session see what a work needs to find who acts; then what that actor may see."""
    with seeing(as_setting(work.scopes)):
        actor = find()
        _exchange(connection.connection, as_setting(actor.scopes), local=connection.in_atomic_block)
        yield actor


@contextmanager
def acting_for(work: Work) -> Iterator[None]:
    """Let the session see what a named work needs, more than its actor may see."""
    with seeing(as_setting(work.scopes)):
        yield


@contextmanager
def seeing(sight: str) -> Iterator[None]:
    """Let the session see what another one sees: its setting."""
    wrapper = connections[DEFAULT_DB_ALIAS]
    wrapper.ensure_connection()
    session: Connection[Any] = wrapper.connection
    local = wrapper.in_atomic_block
    before = _exchange(session, sight, local=local)
    try:
        yield
    finally:
        if not session.closed and session.info.transaction_status != TransactionStatus.INERROR:
            _exchange(session, before, local=local)  # a failed transaction puts it back by its rollback


def _exchange(session: Connection[Any], scopes: str, *, local: bool) -> str:
    """Set the scopes of a session and return those before."""
    statement: LiteralString = "select current_setting(%s, true), set_config(%s, %s, %s)"
    asked = [SETTING, SETTING, scopes, local]
    row = Cursor(session).execute(statement, asked, prepare=True).fetchone()
    return (row[0] if row else None) or NOWHERE


def as_setting(scopes: Iterable[str]) -> str:
    """Scopes as the setting holds them: an array; everything is the one empty prefix."""
    known = set(scopes)
    if "" in known:
        return '{""}'
    return "{" + ",".join(sorted(known)) + "}"


def lock_of(model: type[models.Model]) -> Lock | Unlocked | None:
    """The lock of a table; None where the model says nothing and has no area."""
    said: Lock | Unlocked | None = getattr(model, "lock", None)
    if said is None and any(field.column == "area" for field in model._meta.local_fields):
        return in_scope()
    return said


def locks() -> dict[str, Lock]:
    """Every locked table with its lock; rows that another table lends may be read besides."""
    found = {model._meta.db_table: lock_of(model) for model in apps.get_models(include_auto_created=True)}
    lent = {table: f"{_lent(table)}({{table}}.id)" for table in loans()}
    return {
        table: replace(lock, readable=" or ".join(filter(None, (lock.readable, lent.get(table)))))
        for table, lock in sorted(found.items())
        if isinstance(lock, Lock)
    }


def loans() -> dict[str, list[tuple[str, str]]]:
    """Which tables are lent, each with its lenders: a table and the column that holds the number."""
    found: dict[str, list[tuple[str, str]]] = {}
    for model in sorted(apps.get_models(include_auto_created=True), key=lambda one: one._meta.db_table):
        loan: Loan | None = getattr(model, "lends", None)
        if loan:
            found.setdefault(loan.table, []).append((model._meta.db_table, loan.column))
    return found


def _lent(table: str) -> str:
    return f"lianfang_lent_{table}"


def _lending(table: str, lenders: list[tuple[str, str]]) -> sql.Composed:
    """The function that tells whether a number is lent by anybody; asked for rows outside the scope alone,
    and said to be cheap, so that no plan bends to it."""
    conditions = [
        sql.SQL(LENDING).format(sql.Identifier("public", lender), sql.Identifier(column))
        for lender, column in lenders
    ]
    return sql.SQL(LENT).format(sql.Identifier(_lent(table)), sql.SQL(" or ").join(conditions))


def close_locks(role: str) -> None:
    """Bring policies and rights of the database in line with the models; the caller owns the tables.

    Repeating changes nothing; whoever works meanwhile waits for the moment that the change takes.
    """
    connection.ensure_connection()
    session: Connection[Any] = connection.connection
    with session.transaction():
        for statement in _statements(role):
            session.execute(statement)
        session.execute(_note(_edition(role)))


def are_closed(role: str) -> bool:
    """Whether the database has the locks of this edition of the program for a role."""
    with connection.cursor() as cursor:
        cursor.execute("select obj_description(to_regprocedure('lianfang_scopes()'), 'pg_proc')")
        (noted,) = cursor.fetchone()
    return bool(noted == _edition(role))


def _edition(role: str) -> str:
    told = "\n".join(statement.as_string() for statement in _statements(role))
    return sha256(told.encode()).hexdigest()


def _note(edition: str) -> sql.Composed:
    return sql.SQL("comment on function lianfang_scopes() is {}").format(sql.Literal(edition))


def _statements(role: str) -> Iterator[sql.Composed]:
    for function in FUNCTIONS:
        yield sql.Composed([sql.SQL(function)])
    for table, lenders in loans().items():
        yield _lending(table, lenders)
    for model in apps.get_models():
        yield from (answer.definition() for answer in getattr(model, "answers", ()))
    for table, lock in locks().items():
        yield from _table_statements(table, lock)
    yield from _rights(role)


def _table_statements(table: str, lock: Lock) -> Iterator[sql.Composed]:
    name = sql.Identifier(table)
    for line in (
        "alter table {} enable row level security",
        "alter table {} force row level security",
        "drop policy if exists in_scope on {}",
        "drop policy if exists readable on {}",  # its name in earlier editions
        "drop policy if exists also_readable on {}",
        "drop policy if exists written on {}",
    ):
        yield sql.SQL(line).format(name)
    for policy, command, condition in _policies(lock):
        text = f"create policy {policy} on {{}} {command}".replace(
            "(…)", f"({condition.format(table=table)})"
        )
        yield sql.SQL(text).format(name)


def _policies(lock: Lock) -> Iterator[tuple[str, str, str]]:
    """Names are chosen so that the cheap condition comes first: the server tries them from the last name."""
    yield "in_scope", "using (…) with check (…)", lock.within
    if lock.readable:
        yield "also_readable", "for select using (…)", lock.readable
    if lock.written:
        yield "written", "for insert with check (…)", lock.written


def _rights(role: str) -> Iterator[sql.Composed]:
    maintain = ", maintain" if connection.connection.info.server_version >= MAINTAIN_SINCE else ""
    for line in (
        "grant usage on schema public to {}",
        f"grant select, insert, update, delete{maintain} on all tables in schema public to {{}}",
        "revoke insert, update, delete on django_migrations from {}",
        "grant usage, select on all sequences in schema public to {}",
    ):
        yield sql.SQL(line).format(sql.Identifier(role))
