"""Run the statements of `apps/<app>/sql/<name>.sql` and `core/<part>/sql/<name>.sql`.

A file is one statement (or a few that belong together, separated by semicolons, without parameters) under a
header of five lines: purpose, reads, writes, index, idempotency.
"""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, LiteralString, cast

import polars as pl
from django.db import DEFAULT_DB_ALIAS, connection, connections
from psycopg import ClientCursor, Connection, Cursor, RawCursor, sql
from psycopg.rows import RowFactory, dict_row
from psycopg.types.string import StrDumper

ROOT = Path(__file__).resolve().parents[2]
PARAMETER = re.compile(r"%\((\w+)\)s")
HEADER = ("purpose", "reads", "writes", "index", "idempotency")


@dataclass(frozen=True)
class StepResult:
    """What one statement did: its name, rows touched, milliseconds taken."""

    name: str
    rows: int
    ms: float


class HeaderMissing(Exception):
    """A statement file without its five header lines: a defect of the program."""


@lru_cache(maxsize=512)
def text(app: str, name: str) -> LiteralString:
    """The statement of a file, header included; raises HeaderMissing for an incomplete header."""
    found = _path(app, name).read_text()
    lines = [line for line in found.splitlines() if line.startswith("-- ")]
    missing = [word for word in HEADER if not any(line.startswith(f"-- {word}:") for line in lines)]
    if missing:
        raise HeaderMissing(f"{app}/{name}: {missing}")
    return found


def _path(app: str, name: str) -> Path:
    part, _, folder = app.rpartition(".")
    base = ROOT / "core" / folder if part == "core" else ROOT / "apps" / folder
    return base / "sql" / f"{name}.sql"


def run(app: str, name: str, **params: object) -> StepResult:
    """Execute a named statement; `app` is `intake`, or `core.audit` for a part of the core."""
    return execute(text(app, name), name=f"{app}.{name}", **params)


def execute(statement: LiteralString, *, name: str, **params: object) -> StepResult:
    """Execute a composed statement under a name of its own."""
    started = time.perf_counter()
    with _cursor() as cursor:
        cursor.execute(statement, params or None)
        rows = max(cursor.rowcount, 0)
    return StepResult(name, rows, (time.perf_counter() - started) * 1000)


def fetch(app: str, name: str, **params: object) -> list[dict[str, Any]]:
    """Rows of a named query as dictionaries."""
    return query(text(app, name), **params)


def query(statement: LiteralString, **params: object) -> list[dict[str, Any]]:
    """Rows of a composed query as dictionaries."""
    with _cursor() as cursor:
        cursor.row_factory = dict_row
        cursor.execute(statement, params or None)
        return cast(list[dict[str, Any]], cursor.fetchall())


def tuples(statement: LiteralString, **params: object) -> list[tuple[Any, ...]]:
    """Rows of a composed query as plain tuples, for results of many rows."""
    with _cursor() as cursor:
        cursor.execute(statement, params or None)
        return cursor.fetchall()


def numbers(statement: LiteralString, **params: object) -> list[tuple[Any, ...]]:
    """Rows of a composed query that holds many numbers: sent as they are, not written out and read again."""
    session = _session()
    bound = ClientCursor(session).mogrify(statement, params)
    with Cursor(session) as cursor:
        return cursor.execute(bound, binary=True).fetchall()


def ready(app: str, name: str, **params: object) -> list[tuple[Any, ...]]:
    """What a named statement returns, planned once a connection, as `lookup`; it may write."""
    return _planned(text(app, name), params, None)


def lock(number: int) -> None:
    """Wait for a lock that ends with the transaction: of all who ask for a number, one at a time goes on."""
    Cursor(_session()).execute("select pg_advisory_xact_lock(%s::bigint)", [number], prepare=True)


def _session() -> Connection[Any]:
    wrapper = connections[DEFAULT_DB_ALIAS]
    wrapper.ensure_connection()
    return cast("Connection[Any]", wrapper.connection)


def fetch_one(app: str, name: str, **params: object) -> dict[str, Any] | None:
    """First row of a named query, or None."""
    rows = fetch(app, name, **params)
    return rows[0] if rows else None


def lookup(app: str, name: str, **params: object) -> list[dict[str, Any]]:
    """Rows of a named query that looks up a few by a key, as dictionaries: planned once a connection.

    Planning costs more than such a query itself. The plan is made for any values (the connection says so):
    not for queries whose best way depends on how much is asked.
    """
    return lookup_of(text(app, name), **params)


def lookup_of(statement: LiteralString, **params: object) -> list[dict[str, Any]]:
    """The same of a composed query."""
    return cast(list[dict[str, Any]], _planned(statement, params, dict_row))


def planned(statement: LiteralString, **params: object) -> list[tuple[Any, ...]]:
    """Rows of a composed query as plain tuples, planned once a connection, as `lookup`."""
    return cast(list[tuple[Any, ...]], _planned(statement, params, None))


def _planned(statement: LiteralString, params: dict[str, object], shape: RowFactory[Any] | None) -> list[Any]:
    text, names = _numbered(statement)
    with RawCursor(_session()) as cursor:
        if shape is not None:
            cursor.row_factory = shape
        cursor.adapters.register_dumper(str, StrDumper)  # a text is a text wherever the statement uses it
        cursor.execute(text, [params[name] for name in names], prepare=True)
        return cursor.fetchall() if cursor.description else []


@lru_cache(maxsize=512)
def _numbered(statement: LiteralString) -> tuple[bytes, list[str]]:
    """A statement with its parameters numbered, as the server reads it, and the name of each number."""
    names = list(dict.fromkeys(PARAMETER.findall(statement)))
    numbered = PARAMETER.sub(lambda found: f"${names.index(found[1]) + 1}", statement)
    return numbered.replace("%%", "%").encode(), names


@dataclass(frozen=True, slots=True)
class CopyText:
    """Rows as COPY reads them, made before the database is asked to take them."""

    columns: tuple[str, ...]
    pieces: tuple[bytes, ...]
    height: int


def copy_text(frame: pl.DataFrame, *, columns: Sequence[str] | None = None) -> CopyText:
    """Shape a frame for `copy_in`; its names are the table's columns.

    Bytes become binary columns, lists of text become arrays.
    """
    names = tuple(columns or frame.columns)
    pieces = tuple(_as_csv(piece) for piece in frame.select(names).iter_slices(50_000))
    return CopyText(names, pieces, frame.height)


def copy_in(table: str, rows: pl.DataFrame | CopyText, *, columns: Sequence[str] | None = None) -> int:
    """COPY a frame, or what `copy_text` made of it, into a table; the number of rows."""
    shaped = rows if isinstance(rows, CopyText) else copy_text(rows, columns=columns)
    statement = sql.SQL("copy {} ({}) from stdin (format csv)").format(
        sql.Identifier(*table.split(".")), sql.SQL(", ").join(map(sql.Identifier, shaped.columns))
    )
    with _cursor() as cursor, cursor.copy(statement) as copy:
        for piece in shaped.pieces:
            copy.write(piece)
    return shaped.height


def pour_in(table: str, frame: pl.DataFrame) -> int:
    """Fill a table with locked rows, where COPY can't go: COPY beside it, then insert from there."""
    if frame.is_empty():
        return 0
    target, beside = sql.Identifier(table), sql.Identifier("pg_temp", f"pour_{table}")
    columns = sql.SQL(", ").join(map(sql.Identifier, frame.columns))
    with _cursor() as cursor:
        cursor.execute(
            sql.SQL("create temporary table {} on commit drop as select {} from {} with no data").format(
                sql.Identifier(f"pour_{table}"), columns, target
            )
        )
        copy_in(f"pg_temp.pour_{table}", frame)
        cursor.execute(
            sql.SQL("insert into {} ({}) select {} from {}").format(target, columns, columns, beside)
        )
        cursor.execute(sql.SQL("drop table {}").format(beside))
    return frame.height


def _as_csv(piece: pl.DataFrame) -> bytes:
    shaped = piece.select(_shaped(name, kind) for name, kind in piece.schema.items())
    return shaped.write_csv(include_header=False, null_value="", quote_style="necessary").encode()


def _shaped(name: str, kind: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if kind == pl.Binary:
        return pl.concat_str(pl.lit("\\x"), column.bin.encode("hex")).alias(name)
    if isinstance(kind, pl.List):
        quoted = column.list.eval(pl.element().cast(pl.String).str.replace_all(r'(["\\])', r"\$1"))
        joined = pl.concat_str(pl.lit('{"'), quoted.list.join('","'), pl.lit('"}'))
        return pl.when(column.list.len() == 0).then(pl.lit("{}")).otherwise(joined).alias(name)
    return column


def _cursor() -> Cursor[Any]:
    connection.ensure_connection()
    return cast("Cursor[Any]", connection.connection.cursor())
