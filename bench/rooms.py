"""Rooms: how fast are 2,000 people put into 3,000 rooms with all rules, against the bare solver?

1. A site of ten buildings with 15 floors of 20 rooms each, two of each floor double, some accessible; people
   under orders of central isolation, from 300 sources, one in ten a child with somebody who waits too.
2. Assign: parties, floors of sources, rooms, stays and their events written, in one transaction.
3. Floor: `scipy.optimize.linear_sum_assignment` on the same matrix of costs, nothing else.

It makes a database of its own (a temporary home) and deletes it.
"""

import argparse
import sys
import time
from collections import Counter
from datetime import datetime
from typing import Any, LiteralString

from bench.gaps import own_database

BAR_SECONDS = 5.0
PEOPLE, BUILDINGS = 2_000, 10
STEPS: dict[str, LiteralString] = {
    "unit": "insert into areas_unit (uid, kind, name, area) values"
    " (lianfang_uuid7(), 'isolation_site', '一号隔离点', '990121')",
    "households": "insert into people_household (area, address)"
    " select '990121100201', g::text from generate_series(1, %(n)s) g",
    "persons": """
insert into people_person
    (name, name_key, sex, birth_date, area, address, occupation, state, source, recorded_at, household_id)
select '测试', 'ce shi', '', case when g %% 10 = 1 then date '2015-01-01' else date '1985-01-01' end,
       '990121100201', '', '', 'present', '', timestamptz '2022-01-01',
       (select min(id) from people_household) + g / 2
from generate_series(1, %(n)s) g
""",
    "lists": """
insert into intake_batch
    (channel, area, file_name, file_hash, sheet, mapping_name, mapping, disease, state, received_at,
     recorded_at, by, rows, matched, created, review, rejected, forwarded, unchanged, ignored_lines)
select 'police_push', '990121', 'x', g::text, '', '', '{}', 'covid19', 'done', timestamptz '2022-07-09',
       timestamptz '2022-07-09', 'x', 0, 0, 0, 0, 0, 0, 0, '[]'
from generate_series(1, 1 + %(n)s / 6) g
""",
    "exposures": """
insert into intake_exposure
    (person_id, area, batch_id, row_no, disease, kind, level, origin, last_exposure, happened_at, recorded_at)
select p.id, p.area, (select min(id) from intake_batch) + (p.id * 7919) %% (1 + %(n)s / 6), p.id, 'covid19',
       'close_contact', '', '', date '2022-07-09', timestamptz '2022-07-09', timestamptz '2022-07-09'
from people_person p
""",
    "orders": """
insert into control_measure
    (series, step, last, person_id, person_uid, area, disease, exposure_id, rule_id, category, measure, place,
     strictness, readings_per_day, calls_per_day, test_dates, starts_on, ordered_until, issuer, issued_at,
     recorded_at, duties_from, ends_on, ends_by, end_ground)
select lianfang_uuid7(), 1, true, p.id, p.uid, p.area, 'covid19', e.id, 1, 'close_contact',
       'central_isolation', 'central', 8, 2, 0, '{}', date '2022-07-10', date '2022-07-17', 'x',
       timestamptz '2022-07-10',
       timestamptz '2022-07-10', date '2022-07-10', date '2022-07-17', date '2022-07-17', ''
from people_person p join intake_exposure e on e.person_id = p.id
where %(n)s > 0
""",
    "analyse": "analyze people_person, intake_exposure, control_measure",
}


def main(arguments: list[str]) -> int:
    """Build, assign, solve the same costs bare, print seconds and the ratio."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--small", action="store_true", help="100 people, one building, no bar")
    chosen = parser.parse_args(arguments)
    people, buildings = (100, 1) if chosen.small else (chosen.people, BUILDINGS)
    with own_database():
        seconds = measure(people, buildings)
    return int(seconds > BAR_SECONDS and not chosen.small)


def measure(people: int, buildings: int) -> float:
    """Print what was placed and how long it took; the seconds."""
    from lianfang.apps.facilities import operations
    from lianfang.apps.facilities.terms import WHY_NOT_NAMES
    from lianfang.core import sql
    from lianfang.core.access.permissions import EVERY
    from lianfang.core.access.terms import Actor
    from lianfang.kernel.clock import ZONE

    at, by = datetime(2022, 7, 10, 12, tzinfo=ZONE), Actor(name="bench", permissions=EVERY)
    for statement in STEPS.values():
        sql.execute(statement, name="bench", n=people)
    site = _site(buildings, by, at)
    began = (time.perf_counter(), time.process_time())
    done = operations.assign_rooms(site, by=by, at=at)
    wall, processor = time.perf_counter() - began[0], time.process_time() - began[1]
    floor = bare(people, buildings)
    split = f"{done.sources} sources, {done.split} of them on several floors"
    print(
        f"{done.waiting} people, {buildings * 300} rooms: {done.placed} placed in {done.rooms} rooms; {split}"
    )
    for why, count in Counter(one.why for one in done.not_placed).items():
        print(f"    {count} without a room: {WHY_NOT_NAMES[why]}")
    print(f"    {wall:.2f} s, {processor:.2f} s of its own processor time; {wall / floor:.1f} x the solver")
    return wall


def _site(buildings: int, by: Any, at: datetime) -> Any:
    from lianfang.apps.facilities import operations
    from lianfang.apps.facilities.terms import CHECKS, BuildingPlan, Readiness
    from lianfang.core import sql

    (unit,) = sql.query("select uid from areas_unit")
    site = operations.open_site(unit["uid"], capacity=300 * buildings, by=by, at=at)
    for place in range(buildings):
        plan = BuildingPlan(f"{place + 1}号楼", 15, 20, accessible=4, doubles=2, distance=50 * place)
        operations.add_building(site.uid, plan, by=by, at=at)
    told: Any = {
        "counted": 300 * buildings,
        "officers": ("甲", "乙"),
        "met": list(CHECKS),
        "by": by,
        "at": at,
    }
    operations.verify(site.uid, **told)
    operations.set_readiness(site.uid, Readiness.ACTIVE, by=by, at=at)
    return site.uid


def bare(people: int, buildings: int) -> float:
    """Seconds of the solver alone on costs of the same shape."""
    from scipy.optimize import linear_sum_assignment

    from lianfang.apps.facilities.rules.rooming import Asked, Vacancy, costs, floors_of

    rooms = [
        Vacancy(
            (f"{place}", floor),
            2 if room > 18 else 1,
            floor == 1 and room < 5,
            50 * place + 20 * floor + room,
        )
        for place in range(buildings)
        for floor in range(1, 16)
        for room in range(1, 21)
    ]
    asked = [
        Asked(1 + (one % 10 == 1), str(one * 7919 % (1 + people // 6))) for one in range(people * 9 // 10)
    ]
    cost = costs(asked, rooms, floors_of(asked, rooms))
    started = time.perf_counter()
    linear_sum_assignment(cost)
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
