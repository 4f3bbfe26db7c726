"""Who was with whom, over millions of check-ins: against the bare join of DuckDB on the same files.

1. Check-ins of 14 days at 20,000 places, a twentieth of the rows as many persons, written as the lake holds
   them; the rows that name the files in a database of its own, which is deleted.
2. The program: `venues.operations.together` for 1,000 cases and a window of 2 hours: permission, records,
   the expression by Ibis, ranking, the line in the log.
3. Floor: the same join in plain SQL by DuckDB on the same files, ranked alike, in the same process.
4. One person, interactive: `venues.operations.ask` by the recent days in the database, with its log line,
   after a restart that brings to the disk what was just poured in.

Seconds of the processor are given beside those of the clock: neighbours stretch the clock alone.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final

import numpy as np
import polars as pl
from bench.gaps import own_database

BAR: Final = 2.0  # times the bare join
INTERACTIVE: Final = 20.0  # ms at the 95th percentile
AT: Final = datetime.fromisoformat("2022-07-15T08:00:00+08:00")
DAYS: Final = 14
PLACES: Final = 20_000
CASES: Final = 1_000
WINDOW: Final = 7200
DAY: Final = 86_400
ASKED: Final = 200
BARE: Final = """
with seen as (select * from read_parquet({files})),
stays as (
    select c."case", s.* from seen s join cases c
    on s.person = c.person and s.ends >= c.since and s.begins < c.until
)
select a."case", b.person, b.place, b.kind,
       least(greatest(a.begins, b.begins), least(a.ends, b.ends)) as begins,
       greatest(greatest(a.begins, b.begins), least(a.ends, b.ends)) as ends,
       greatest(least(a.ends, b.ends) - greatest(a.begins, b.begins), 0) as overlap,
       greatest(b.begins - a.ends, 0) - greatest(a.begins - b.ends, 0) as apart,
       a.seat, b.seat as other_seat
from stays a join seen b
on a.place = b.place and a.person <> b.person
and b.begins <= a.ends + {window} and b.ends >= a.begins - {window}
order by "case", overlap desc, abs(apart), b.person, b.place, 5, 6, b.kind, a.seat, b.seat
"""


def main(arguments: list[str]) -> int:
    """Write the lake, ask, join barely, print seconds and ratio."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--small", action="store_true", help="100,000 rows, no bar")
    chosen = parser.parse_args(arguments)
    rows = 100_000 if chosen.small else chosen.rows
    with own_database():
        ratio, p95 = measure(rows)
    return int((ratio > BAR or p95 > INTERACTIVE) and not chosen.small)


def measure(rows: int) -> tuple[float, float]:
    """The ratio to the floor, and the 95th percentile of the interactive question in ms."""
    frame = check_ins(rows)
    files = write(frame)
    persons = register(CASES)
    ours, bare = [], []
    for _ in range(4):
        bare.append(timed(lambda: joined_barely(files, persons)))
        ours.append(timed(lambda: asked(persons)))
    told("bare DuckDB join", bare)
    told("the program", ours)
    assert ours[-1][2] == bare[-1][2], "the answers differ"
    clock, processor = (median(one[at] for one in ours) / median(one[at] for one in bare) for at in (0, 1))
    print(f"ratio: {clock:.2f} by the clock, {processor:.2f} by the processor; bar {BAR}")
    return clock, interactive(frame, persons)


def check_ins(rows: int) -> pl.DataFrame:
    """Drawn check-ins: most are a moment, some last; by day as a county's phones scan them."""
    draws = np.random.default_rng(2022)
    first = int((AT - timedelta(days=DAYS)).replace(hour=0).timestamp())
    begins = first + draws.integers(0, DAYS, rows) * DAY + draws.integers(6 * 3600, 22 * 3600, rows)
    return pl.DataFrame(
        {
            "person": draws.integers(1, max(rows // 20, CASES) + 1, rows),
            "place": draws.integers(1, PLACES + 1, rows),
            "kind": pl.repeat("check_in", rows, eager=True),
            "begins": begins,
            "ends": begins + draws.choice([0, 0, 0, 1800, 3600], rows),
            "seat": pl.repeat("", rows, eager=True),
        }
    ).with_columns(((pl.col("begins") - first) // DAY).alias("day"))


def write(frame: pl.DataFrame) -> list[Path]:
    """The files of the lake, each named by its row."""
    from lianfang.apps.venues.models import Load, Part
    from lianfang.apps.venues.operations import loading
    from lianfang.apps.venues.queries import lake

    load = Load.objects.create(rows=0, taken=0, unchanged=0, rejected=0, loaded_at=AT)
    first = (AT - timedelta(days=DAYS)).date()
    for (number,), rows in frame.sort("day", "place", "begins").group_by("day", maintain_order=True):
        day = first + timedelta(days=int(str(number)))
        name = loading.write_part(rows, day, "check_in")
        Part.objects.create(load=load, day=day, kind="check_in", name=name, rows=rows.height)
    return lake.parts(first, AT.date())


def register(count: int) -> list[int]:
    """So many persons, the first of those that check in."""
    from lianfang.apps.people.models import Person

    made = Person.objects.bulk_create(
        Person(name=f"员{at}", name_key="yuan", area="990121100201001", recorded_at=AT) for at in range(count)
    )
    return [one.pk for one in made]


def asked(persons: list[int]) -> pl.DataFrame:
    """The question as the program answers it."""
    from lianfang.apps.venues import operations
    from lianfang.apps.venues.terms import Asked
    from lianfang.core.access.terms import SYSTEM

    since = AT - timedelta(days=DAYS)
    whom = [Asked(f"{person:06}", person, since, AT) for person in persons]
    return operations.together(whom, timedelta(seconds=WINDOW), ground="bench", by=SYSTEM, at=AT).frame


def joined_barely(files: list[Path], persons: list[int]) -> pl.DataFrame:
    """The floor."""
    import duckdb

    since = int((AT - timedelta(days=DAYS)).timestamp())
    cases = pl.DataFrame({"case": [f"{one:06}" for one in persons], "person": persons}).with_columns(
        since=pl.lit(since), until=pl.lit(int(AT.timestamp()))
    )
    with duckdb.connect() as connection:
        connection.register("cases", cases.to_arrow())
        found = connection.sql(BARE.format(files=list(map(str, files)), window=WINDOW))
        return pl.DataFrame(found.to_arrow_table())


def timed(work: Callable[[], pl.DataFrame]) -> tuple[float, float, int]:
    """Seconds by the clock and of the processor, and a digest of the rows."""
    clock, processor = time.perf_counter(), time.process_time()
    found = work()
    spent = time.perf_counter() - clock, time.process_time() - processor
    return *spent, hash(tuple(found.hash_rows().to_list()))


def told(what: str, runs: list[tuple[float, float, int]]) -> None:
    """Print the median and the runs."""
    clock, processor = (median(one[at] for one in runs) for at in (0, 1))
    print(
        f"{what}: {clock:.2f} s ({', '.join(f'{one[0]:.2f}' for one in runs)}), processor {processor:.2f} s"
    )


def interactive(frame: pl.DataFrame, persons: list[int]) -> float:
    """The 95th percentile of one person's question, in ms, after a restart."""
    from django.conf import settings
    from django.db import connection

    from lianfang.core.access import rows
    from lianfang.core.access.terms import Actor
    from lianfang.core.embedded import server

    pour(frame)
    connection.close()
    server.stop(settings.HOME)
    with rows.acting(Actor.job("bench")):
        spent = [question(one) for one in persons[:ASKED]]
    p95 = quantiles(spent, n=20)[18]
    print(f"one person: median {median(spent):.1f} ms, p95 {p95:.1f} ms; bar {INTERACTIVE:.0f} ms")
    return p95


def pour(frame: pl.DataFrame) -> None:
    """The venues and the check-ins, into the tables of the recent days."""
    from lianfang.apps.venues.models import Venue
    from lianfang.apps.venues.rules import limits
    from lianfang.core import sql

    Venue.objects.bulk_create(
        Venue(id=at, area="990121", code=f"{at}", name=f"店{at}", kind="shop", by="x", recorded_at=AT)
        for at in range(1, PLACES + 1)
    )
    slotted = frame.with_columns(slot=pl.col("day") % limits.SLOTS).drop("day")
    with in_one():
        sql.pour_in("venues_presence", slotted.rename({"place": "place_id"}).unique())
    sql.execute("analyze venues_presence", name="bench.analyse")


def question(person: int) -> float:
    """Ask about one person; how many ms it took."""
    from lianfang.apps.venues import operations
    from lianfang.apps.venues.terms import Asked
    from lianfang.core.access.terms import SYSTEM

    one = Asked("", person, AT - timedelta(days=DAYS), AT)
    started = time.perf_counter()
    answer = operations.ask([one], timedelta(seconds=WINDOW), ground="bench", by=SYSTEM, at=AT)
    assert answer.engine == "database"
    return (time.perf_counter() - started) * 1000


@contextmanager
def in_one() -> Iterator[Any]:
    """One transaction."""
    from django.db import transaction

    with transaction.atomic():
        yield


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
