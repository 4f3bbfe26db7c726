"""Rounds: whom a round of a million asks for, and how far 2,000 grids have come, against bare statements.

1. A county of so many people in households of three, one in twenty away, some exempt.
2. Build: `start_round` writes whom it asks for and the account of each grid, in one transaction.
   Floor: the same people, counted bare, into a table without locks, keys or account.
3. Come: samples of most of them in tubes of ten. Show: `coverage` of all grids, to the county.
   Floor: the samples counted by grid, nothing else.

It makes a database of its own (a temporary home) and deletes it.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, LiteralString

import polars as pl
from bench._floor import scratch
from bench.gaps import own_database

BUILD_SECONDS, SHOW_MS = 5.0, 300.0
PEOPLE, GRIDS, TIMES = 1_000_000, 2_000, 7
COUNTY = "990121"
AT: Final = datetime.fromisoformat("2022-07-10T08:00:00+08:00")
STEPS: dict[str, LiteralString] = {
    "persons": """
insert into people_person
    (name, name_key, sex, birth_date, area, address, occupation, state, source, recorded_at, household_id)
select '测试', 'ce shi', '', date '1985-01-01',
       '990121' || lpad((1 + grid / 100)::text, 3, '0') || lpad((1 + grid / 10 %% 10)::text, 3, '0')
                || lpad((1 + grid %% 10)::text, 3, '0'),
       '', '', case when g %% 20 = 0 then 'away' else 'present' end, '', timestamptz '2022-01-01', 1 + g / 3
from (select g, (g::bigint * %(grids)s / (%(n)s + 1))::integer as grid from generate_series(1, %(n)s) g) one
order by grid
""",
    "exempt": """
insert into testing_exemption (area, person_id, person_uid, reason, note, until_on, by, recorded_at)
select area, id, uid, 'infant', '', date '2022-12-31', 'x', timestamptz '2022-01-01'
from people_person where id %% 100 = 7 and %(n)s + %(grids)s > 0
""",
    "analyse": "analyze people_person, testing_exemption",
}
COME: dict[str, LiteralString] = {
    "tubes": """
insert into testing_tube (area, disease, code, kind, size, round_id, state, step, by, recorded_at)
select '990121', 'covid19', 'B' || g, 'pool10', 10, %(round)s, 'open', 0, 'x', timestamptz '2022-07-10'
from generate_series(0, %(n)s / 10) g
""",
    "samples": """
insert into testing_sample
    (client_id, tube_id, place, person_id, person_uid, area, home, round_id, asked, visitor, by,
     happened_at, recorded_at)
select gen_random_uuid(), first.id + k / 10, 1 + k %% 10, person_id, uid, '990121', area, %(round)s, true,
       false, 'x', timestamptz '2022-07-10', timestamptz '2022-07-10'
from (
    select t.person_id, t.area, p.uid, (row_number() over () - 1)::integer as k
    from testing_target t join people_person p on p.id = t.person_id
    where t.round_id = %(round)s and t.person_id %% 8 <> 0 and %(n)s > 0
) come, (select min(id) as id from testing_tube) first
""",
}
BARE_BUILD: LiteralString = """
create table bench.target as
select id, area, household_id from people_person
where area >= '990121' and area < '990121:' and state = 'present'
"""
BARE_SHOW: LiteralString = "select left(home, 15), count(*) from testing_sample group by 1"


def main(arguments: list[str]) -> int:
    """Build, let them come, show; print each beside its floor."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--small", action="store_true", help="5,000 people, 20 grids, no bars")
    chosen = parser.parse_args(arguments)
    people, grids = (5_000, 20) if chosen.small else (chosen.people, GRIDS)
    with own_database():
        built, shown = measure(people, grids)
    return int((built > BUILD_SECONDS or shown > SHOW_MS) and not chosen.small)


def measure(people: int, grids: int) -> tuple[float, float]:
    """Seconds to build, milliseconds to show."""
    from django.db import connection

    from lianfang.core import sql
    from lianfang.core.access import rows

    for name, statement in STEPS.items():
        told = {} if name == "analyse" else {"n": people, "grids": grids}
        sql.execute(statement, name=f"bench.{name}", **told)
    with scratch(), rows.acting(office()):
        floor = seconds(lambda: sql.execute(BARE_BUILD, name="bench.floor"))
    lay_out()
    one, built = build()
    print(f"{people:,} people, {grids:,} grids: a round asks for {one.targets:,} of {one.residents:,}")
    print(f"    build {built:.2f} s, {built / floor:.1f} x the bare copy of {floor:.2f} s")
    with rows.acting(office()):
        for name, statement in COME.items():
            sql.execute(statement, name=f"bench.{name}", n=people, round=one.id)
    with connection.as_owner(), connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("vacuum analyze testing_sample, testing_roundgrid, testing_tube")
    found, shown = show(one)
    with rows.acting(office()):
        bare = statistics.median(seconds(lambda: sql.query(BARE_SHOW)) for _ in range(TIMES)) * 1000
    missing = sum(line.missing for line in found)
    print(f"    coverage of {len(found):,} grids, {missing:,} have not come: {shown:.0f} ms")
    print(f"    {shown / bare:.1f} x the bare count of {bare:.0f} ms")
    return built, shown


def seconds(work: Callable[[], object]) -> float:
    """How long something takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def office() -> Any:
    """Whoever leads the county, and sees it alone."""
    from lianfang.core.access.permissions import EVERY
    from lianfang.core.access.terms import Actor

    return Actor(name="bench", scopes=(COUNTY,), permissions=EVERY)


def lay_out() -> None:
    """The county itself, and the table of policy that provides for rounds."""
    from lianfang.apps.areas import operations as areas
    from lianfang.apps.policy import operations as policy
    from lianfang.core.access.terms import SYSTEM

    packs = Path(policy.__file__).parents[1] / "packs"
    frame = pl.DataFrame({"code": ["99", "9901", COUNTY], "name": ["虚岭省", "虚安市", "澜砚县"]})
    areas.load_areas(frame, label="试", by=SYSTEM, at=AT - timedelta(days=9))
    told = {"by": SYSTEM, "at": AT - timedelta(days=9)}
    policy.load_pack(text=(packs / "covid19-v9.yaml").read_text(), **told)


def build() -> tuple[Any, float]:
    """A round that began; how long it took."""
    from lianfang.apps.testing import operations
    from lianfang.core.access import rows

    by = office()
    with rows.acting(by):
        began = time.perf_counter()
        one = operations.start_round(COUNTY, by=by, at=AT)
        return one, time.perf_counter() - began


def show(one: Any) -> tuple[Any, float]:
    """Coverage of all grids, as the county sees it; milliseconds, the middle of some."""
    from lianfang.apps.testing import queries
    from lianfang.core.access import rows

    by = office()
    with rows.acting(by):
        took = [seconds(lambda: queries.coverage(one, by=by)) for _ in range(TIMES)]
        return queries.coverage(one, by=by), statistics.median(took) * 1000


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
