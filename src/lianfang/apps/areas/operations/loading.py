"""Load a table of areas as an edition.

1. *check* (`checks`): codes, duplicates, orphans; every faulty row is listed, none is mended by guess.
2. *arrive*: COPY into the temporary table `area_arriving`.
3. *compare*: `area_change` holds what differs from the areas now current that the table speaks for.
4. *close* vanished and changed areas, with what lies below vanished ones; *open* new and changed ones.

A table speaks for everything below its roots, at the levels it contains: a national table closes neither the
grids of a village nor a province it does not name. A table that changes nothing makes no edition.
"""

import hashlib
from datetime import datetime

import polars as pl
from django.db import connection, transaction

from lianfang.apps.areas.models import Area, Edition
from lianfang.apps.areas.operations.checks import AreaTable, check
from lianfang.apps.areas.operations.permission import require_within
from lianfang.apps.areas.terms import AreaFault, AreaLoad
from lianfang.core import sql
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.core.sql.progress import Listener, Progress, silent
from lianfang.kernel.errors import InputRefused

LOCK = 4_712_011  # one load of areas at a time
ARRIVING = ("code", "level", "name", "name_key", "population", "households")


class AreaTableRefused(InputRefused):
    """A table of areas with rows that can't be used; nothing was written; `faults` lists them."""

    code = "areas.table_refused"
    sentence = (
        "区划表“{label}”有{refused}行不能使用，未写入任何内容。"
        "请按清单改正，或用 --skip-faulty 只装载其余各行。"
    )

    def __init__(self, *, label: str, faults: tuple[AreaFault, ...]) -> None:
        self.faults = faults
        super().__init__(label=label, refused=len(faults))


class EmptyAreaTable(InputRefused):
    """A table of areas without rows: it can't mean that all areas are gone."""

    code = "areas.table_empty"
    sentence = "区划表“{label}”没有任何行，未作改动。请核对文件。"


def load_areas(
    frame: pl.DataFrame,
    *,
    label: str,
    by: Actor,
    at: datetime,
    scope: str | None = None,
    skip_faulty: bool = False,
    listener: Listener = silent,
) -> AreaLoad:
    """Compare a table of areas with what is current and record the difference as an edition.

    Columns of text: `code`, `name`; optional `level` (1 province … 7 building), `population`, `households`,
    `file`, `line` (where the row stands). `scope` narrows the table to one area and makes it speak for all of
    it. Raises EmptyAreaTable, NotAllowed, and AreaTableRefused where rows are faulty, unless `skip_faulty`
    loads the others without them.
    """
    table = check(frame, scope=scope, known=_current_codes)
    if table.rows.is_empty() and not table.faults:
        raise EmptyAreaTable(label=label)
    if table.rows.is_empty() or (table.faults and not skip_faulty):
        raise AreaTableRefused(label=label, faults=table.faults)
    require_within(table.roots, by=by, action="装载区划")
    with transaction.atomic():
        return _apply(table, label=label, by=by, at=at, listener=listener)


def _current_codes(codes: list[str]) -> set[str]:
    return set(Area.objects.filter(code__in=codes, until_edition=None).values_list("code", flat=True))


def _apply(table: AreaTable, *, label: str, by: Actor, at: datetime, listener: Listener) -> AreaLoad:
    progress = Progress(listener)
    _compare(table, progress)
    changes = {row["change"]: row["areas"] for row in sql.fetch("areas", "area_changes")}
    if changes.keys() <= {"unchanged"}:
        return _account(table, label=label, unchanged=changes.get("unchanged", 0))
    edition = _open_edition(table, label=label, at=at)
    closed_below = _write(edition, progress)
    changes["closed"] = changes.get("closed", 0) + closed_below
    load = _account(table, label=label, edition=edition.pk, **changes)
    _record(load, by=by, at=at)
    return load


def _write(edition: Edition, progress: Progress) -> int:
    """Close, then open; returns how many areas below the table's levels were closed."""
    number, deepest = edition.pk, edition.deepest
    progress.note(sql.run("areas", "close_areas", edition=number))
    below = progress.note(sql.run("areas", "close_areas_below", edition=number, deepest=deepest))
    progress.note(sql.run("areas", "open_areas", edition=number))
    sql.run("areas", "analyse_areas")
    return below.rows


def _record(load: AreaLoad, *, by: Actor, at: datetime) -> None:
    counts = ("opened", "changed", "closed", "refused")
    facts = {"label": load.label} | {name: getattr(load, name) for name in counts}
    audit.record("areas.loaded", subject=f"edition:{load.edition}", area=load.scope, by=by, at=at, **facts)


def _compare(table: AreaTable, progress: Progress) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
    sql.run("areas", "make_area_arriving")
    sql.copy_in("area_arriving", table.rows, columns=ARRIVING)
    progress.note(
        sql.run(
            "areas",
            "compare_areas",
            roots=table.roots,
            root_length=len(table.roots[0]),
            levels=table.levels,
        )
    )


def _open_edition(table: AreaTable, *, label: str, at: datetime) -> Edition:
    return Edition.objects.create(
        label=label,
        scope=table.scope,
        content_hash=_content_hash(table.rows),
        areas=table.rows.height,
        deepest=max(table.levels),
        loaded_at=at,
    )


def _content_hash(rows: pl.DataFrame) -> str:
    """Hash of codes, names and counts in the order of the codes: the order of the file does not matter."""
    content = rows.select("code", "name", "population", "households").sort("code").write_csv()
    return hashlib.sha256(content.encode()).hexdigest()


def _account(table: AreaTable, *, label: str, edition: int | None = None, **changes: int) -> AreaLoad:
    return AreaLoad(
        label=label,
        scope=table.scope,
        edition=edition,
        rows=table.rows_read,
        refused=len(table.faults),
        faults=table.faults,
        **changes,
    )
