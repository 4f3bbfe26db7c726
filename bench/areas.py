"""The national table of areas: how long does loading it take, and how far is that from a bare COPY?

1. Load: the table (argument or environment `LIANFANG_NATIONAL_TABLE`) is read, checked, compared and written
   as a first edition. 2. Again: the same table changes nothing. 3. Floor: a bare COPY of the same rows into
   the same indexed table, emptied, in the same run.

Without the file, or `--small`, a made-up table of the same layout is used. Nothing is left behind: all of it
happens in one transaction that is rolled back.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianfang.project.settings")
django.setup()

import polars as pl  # noqa: E402  Django must be set up before
from django.db import connection, transaction  # noqa: E402

from lianfang.apps.areas import operations  # noqa: E402
from lianfang.core import sql  # noqa: E402
from lianfang.core.access import rows  # noqa: E402
from lianfang.core.access.terms import SYSTEM  # noqa: E402
from lianfang.kernel.clock import ZONE  # noqa: E402
from lianfang.project import database  # noqa: E402

AT = datetime(2022, 7, 1, 8, tzinfo=ZONE)
LIMIT_SECONDS, FULL_ROWS = 20, 600_000
COLUMNS = "code, level, name, name_key, population, households, from_edition_id"
COPIED = ("code", "level", "name", "name_key", "from_edition_id")


def timed(work: Callable[[], object]) -> tuple[float, object]:
    """Seconds that some work takes, and what it returns."""
    started = time.perf_counter()
    done = work()
    return time.perf_counter() - started, done


def made_up(counties: int) -> pl.DataFrame:
    """A fictional province with counties of ten towns and twenty villages each."""
    rows = [("99", "虚岭省"), ("9901", "虚安市")]
    for county in range(100, 100 + counties):
        code = f"99{county // 10:02d}{county % 10 + 1:02d}"
        rows.append((code[:4], f"第{code[:4]}市"))
        rows.append((code, f"第{county}县"))
        towns = [f"{code}{town:03d}" for town in range(100, 110)]
        rows += [(town, f"{town[6:]}镇") for town in towns]
        rows += [(f"{town}{village:03d}", f"{village}村") for town in towns for village in range(200, 220)]
    codes = dict(reversed(rows))
    return pl.DataFrame({"code": list(codes), "name": list(codes.values())})


def read(table: Path | None, *, small: bool) -> pl.DataFrame:
    """The national table, or a made-up one that says so."""
    if table is not None and table.exists() and not small:
        return operations.read_area_table(table)
    print("a made-up table takes the place of the national one", flush=True)
    return made_up(40 if small else 800)


def floor() -> float:
    """Seconds of a bare COPY of the current areas into the emptied table with all its indexes."""
    with connection.cursor() as cursor:
        cursor.execute(f"select {COLUMNS} from areas_area where until_edition_id is null order by code")
        names = [column.name for column in cursor.description]
        frame = pl.DataFrame(cursor.fetchall(), schema=names, orient="row", infer_schema_length=None)
        cursor.execute("truncate areas_area")
    return timed(lambda: sql.copy_in("areas_area", frame, columns=COPIED))[0]


def measure(table: Path | None, *, small: bool) -> int:
    """Print the three numbers; 1 when the whole national table takes longer than promised."""
    with connection.cursor() as cursor:
        cursor.execute("truncate areas_area, areas_recoding, areas_edition cascade")
    reading, frame = timed(lambda: read(table, small=small))
    assert isinstance(frame, pl.DataFrame)
    writing, load = timed(lambda: operations.load_areas(frame, label="bench", by=SYSTEM, at=AT))
    again, _ = timed(lambda: operations.load_areas(frame, label="bench", by=SYSTEM, at=AT))
    seconds, bare = reading + writing, floor()
    rate = frame.height / seconds
    print(f"read {reading:.2f} s, checked and written {writing:.2f} s: {load}")
    print(f"{frame.height:,} rows in {seconds:.2f} s = {rate:,.0f} rows/s; again, unchanged: {again:.2f} s")
    print(
        f"floor: bare COPY of the same rows into the indexed table {bare:.2f} s; ratio {seconds / bare:.2f}"
    )
    late = frame.height >= FULL_ROWS and seconds > LIMIT_SECONDS
    if late:
        print(f"LATE: more than the promised {LIMIT_SECONDS} s", file=sys.stderr)
    return int(late)


def main() -> int:
    """Run all three parts on a database that keeps nothing of them."""
    given = os.environ.get("LIANFANG_NATIONAL_TABLE")
    parser = argparse.ArgumentParser(prog="bench.areas", description=__doc__)
    parser.add_argument("table", nargs="?", type=Path, default=Path(given) if given else None)
    parser.add_argument("--small", action="store_true", help="8,000 made-up rows")
    chosen = parser.parse_args()
    database.prepare()
    with connection.as_owner(), rows.acting(SYSTEM), transaction.atomic():  # only the owner empties a table
        code = measure(chosen.table, small=chosen.small)
        transaction.set_rollback(True)
    return code


if __name__ == "__main__":
    sys.exit(main())
