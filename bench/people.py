"""Registering people in bulk: how many a second, and how far is that from a bare COPY?

1. Register: made-up people, each with a document, a telephone and a household of three, through
   `people.operations.register`: keys in pinyin, digests and seals included. 2. Again: nothing changes.
3. Floor: a bare COPY of the same finished rows into the same indexed tables, emptied, in the same run.

Nothing is left behind: all of it happens in one transaction that is rolled back.
"""

import argparse
import os
import sys
import time
from datetime import datetime
from typing import Any
from uuid import UUID

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianfang.project.settings")
django.setup()

import numpy as np  # noqa: E402  Django must be set up before
import polars as pl  # noqa: E402
from bench._floor import scratch  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from lianfang.apps.people import operations  # noqa: E402
from lianfang.core.access import rows  # noqa: E402
from lianfang.core.access.terms import SYSTEM  # noqa: E402
from lianfang.kernel.clock import ZONE  # noqa: E402
from lianfang.kernel.names import name_key  # noqa: E402
from lianfang.project import database  # noqa: E402

AT = datetime(2022, 7, 1, 8, tzinfo=ZONE)
FIRST_MS, HOUSEHOLD = 1_656_000_000_000, 3
SURNAMES, GIVEN = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英"
TABLES = ("people_household", "people_person", "people_identitykey")


def uids(count: int, *, kind: int) -> list[str]:
    """Time-ordered uids."""
    return [
        str(UUID(int=(FIRST_MS + n << 80) | (7 << 76) | (2 << 62) | (kind << 32) | n)) for n in range(count)
    ]


def made_up(count: int) -> pl.DataFrame:
    """People in the order of their grids, three to a household."""
    rng = np.random.default_rng(count)
    letters = [rng.integers(0, len(of), count) for of in (SURNAMES, GIVEN, GIVEN)]
    homes = uids(count // HOUSEHOLD + 1, kind=2)
    grid = np.arange(count) // 130
    return pl.DataFrame(
        {
            "uid": uids(count, kind=1),
            "name": [SURNAMES[a] + GIVEN[b] + GIVEN[c] for a, b, c in zip(*letters, strict=True)],
            "sex": np.where(rng.random(count) < 0.5, "male", "female").tolist(),
            "birth_date": pl.Series(rng.integers(-7000, 18_000, count).astype(np.int32)).cast(pl.Date),
            "area": [f"990121{g // 100:03d}{g // 10 % 10:03d}{g % 10:03d}" for g in grid],
            "address": "北山村一组12号",
            "household_uid": [homes[n // HOUSEHOLD] for n in range(count)],
            "occupation": "农民",
            "document_kind": "national_id",
            "document": [f"990121{n:012d}" for n in rng.permutation(count)],
            "phones": [[f"154{n:08d}"] for n in rng.permutation(count)],
        }
    )


def timed(frame: pl.DataFrame) -> float:
    """Seconds of one registration."""
    started = time.perf_counter()
    print("  ", operations.register(frame, by=SYSTEM, at=AT, source="bench"))
    return time.perf_counter() - started


def floor() -> float:
    """Seconds of a bare COPY of the rows just written into empty tables with all their indexes."""
    seconds = 0.0
    with connection.cursor() as cursor:
        blocks = {table: _taken_out(cursor, table) for table in TABLES}
        for table, block in blocks.items():
            cursor.execute(f"create table bench.{table} (like {table} including all)")
            started = time.perf_counter()
            with cursor.cursor.copy(f"copy bench.{table} from stdin") as copy:
                copy.write(block)
            seconds += time.perf_counter() - started
    return seconds


def _taken_out(cursor: Any, table: str) -> bytes:
    with cursor.cursor.copy(f"copy (select * from {table}) to stdout") as copy:
        return b"".join(bytes(piece) for piece in copy)


def empty(cursor: Any) -> None:
    """Empty the tables, for this transaction."""
    for table in ("people_identitykey", "people_merge", "people_person", "people_household"):
        cursor.execute(f"delete from {table}")


def main() -> int:
    """Run all three parts on a database that keeps nothing of them."""
    parser = argparse.ArgumentParser(prog="bench.people", description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--small", action="store_true", help="5,000 people")
    chosen = parser.parse_args()
    count = 5_000 if chosen.small else chosen.people
    database.prepare()
    frame = made_up(count)
    name_key("甲")  # the table of readings is laid out once a process
    with scratch(), rows.acting(SYSTEM), transaction.atomic():
        with connection.cursor() as cursor:
            empty(cursor)
        seconds, again = timed(frame), timed(frame)
        bare = floor()
        transaction.set_rollback(True)
    print(f"{count:,} people in {seconds:.2f} s = {count / seconds:,.0f}/s; again, unchanged: {again:.2f} s")
    print(
        f"floor: bare COPY of the same rows into the indexed tables {bare:.2f} s; ratio {seconds / bare:.2f}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
