"""Roll-up of a form: 50,000 villages with 40 fields, one day, all levels, completeness beside every figure.

1. Ours: the statement of the program, rows in the program's hands: expected, received, on time, missing,
   zero, accepted, returned, distinct people, and how many reports gave each number.
2. The floor: one GROUP BY over the same reports that only sums the same 40 numbers at the same levels, rows
   in the program's hands too. `towns alone` is the same for one level, for information.
3. What people open: a county with its towns, a town with its villages.

`--grids` lets grids report, so that all six levels have places. It makes a database of its own and deletes
it. Medians; processor time of program and server beside the clock, since others may be at work.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path

from bench.gaps import own_database

DAY = date(2022, 7, 1)
BARS = {"ms": 2000.0, "ratio": 2.0}
FIELDS = 40
RULES = {7: "max", 19: "max", 11: "last", 23: "last", 31: "people", 37: "people"}
PROVINCE = """
insert into areas_area (code, level, name, name_key, from_edition_id)
select code, level, '区' || code, '', (select max(id) from areas_edition)
from (
    select distinct left(code, digits) as code, level
    from (
        select '99' || lpad((1 + n / 5000)::text, 2, '0') || lpad((1 + n / 500 %% 10)::text, 2, '0')
               || (100 + n / 15 %% 34) || lpad((1 + n %% 15)::text, 3, '0') || '001' as code
        from generate_series(0, %(villages)s - 1) n
    ) villages
    cross join (values (2, 1), (4, 2), (6, 3), (9, 4), (12, 5), (15, 6)) l (digits, level)
) places
on conflict do nothing
"""
REPORTS = """
insert into forms_report
    (edition_id, form, reporter, area, period_on, slot, sequence, reason, explanation, zero, numbers, texts,
     marks, happened_at, recorded_at, client, by)
select e.id, e.form, a.code, a.code, d.day, 'day', 1, '', '', abs(hashint8(a.id)) %% 10 = 0,
       array(select case when abs(hashint8(a.id * 64 + n)) %% 50 = 0 then null
                         when n = any (array[31, 37]) then 2 else abs(hashint8(a.id * 64 + n)) %% 90 end
             from generate_series(1, %(fields)s) n),
       '{}', '{}', moment, moment, gen_random_uuid(), 'bench'
from areas_area a
join forms_edition e on e.level = a.level
cross join (select (%(day)s::date - n)::date as day from generate_series(0, 2) n) d
cross join lateral (
    select d.day + time '04:00' + abs(hashint8(a.id)) %% 330 * interval '1 minute' as moment
) told
where abs(hashint8(a.id + extract(doy from d.day)::integer)) %% 20 > 0
order by d.day, moment
"""
PERSONS = """
insert into forms_reportperson (report_id, area, field, person)
select r.id, r.area, field, md5(case when r.id %% 49 = 0 then n::text else r.id || '/' || n end)::uuid
from forms_report r
cross join unnest(array['f31', 'f37']) field
cross join generate_series(1, 2) n
where r.numbers[31] = 2 and r.numbers[37] = 2 and %(fields)s > 0
"""
DECISIONS = """
insert into forms_decision (report_id, area, kind, reason, digest, happened_at, recorded_at, by)
select id, area, case when id %% 40 = 0 then 'returned' else 'accepted' end,
       case when id %% 40 = 0 then '请核对' else '' end, case when id %% 40 = 0 then '' else 'x' end,
       recorded_at, recorded_at + interval '1 hour', 'bench'
from forms_report
where id %% 2 = 0 and %(fields)s > 0
"""
CORRECTED = """
update forms_report
set superseded_at = recorded_at + interval '40 minutes'
where id %% 25 = 0 and %(fields)s > 0
"""
AGAIN = """
insert into forms_report
    (edition_id, form, reporter, area, period_on, slot, sequence, reason, explanation, zero, numbers, texts,
     marks, happened_at, recorded_at, client, by)
select edition_id, form, reporter, area, period_on, slot, 2, '更正', '', zero, numbers, texts, marks,
       superseded_at, superseded_at, gen_random_uuid(), by
from forms_report
where superseded_at is not null and %(fields)s > 0
"""


def form_text(level: str) -> str:
    """The form in YAML: 40 numbers by their rules."""
    lines = [
        "form: bench",
        "version: 1",
        "name: 试",
        "starts_on: 2022-01-01",
        f"reporters: {{level: {level}}}",
        "accepted_by: town",
        "source: {text: 试, certainty: C}",
        "zero: 无",
        'windows: [{slot: day, opens: "07:00", due: "17:00"}]',
        "sections:",
        "- code: all",
        "  name: 全部",
        "  fields:",
    ]
    for number in range(1, FIELDS + 1):
        rule = RULES.get(number, "sum")
        kind = "people" if rule == "people" else "count"
        lines.append(f"  - {{code: f{number}, name: 第{number}项, type: {kind}, rollup: {rule}}}")
    return "\n".join(lines) + "\n"


def build(villages: int, *, grids: bool) -> None:
    """Places, the form, three days of reports with persons, corrections and decisions."""
    from lianfang.apps.areas.models import Edition
    from lianfang.apps.forms import operations
    from lianfang.core import sql
    from lianfang.core.access.terms import SYSTEM
    from lianfang.kernel.clock import ZONE

    at = datetime(2022, 1, 1, tzinfo=ZONE)
    if not Edition.objects.exists():
        Edition.objects.create(label="bench", content_hash="bench", areas=villages, deepest=6, loaded_at=at)
    sql.execute(PROVINCE, name="province", villages=villages)
    operations.load_text(form_text("grid" if grids else "village"), by=SYSTEM, at=at)
    for name, statement in {
        "reports": REPORTS,
        "persons": PERSONS,
        "decisions": DECISIONS,
        "corrected": CORRECTED,
        "again": AGAIN,
    }.items():
        done = sql.execute(statement, name=name, fields=FIELDS, day=DAY)
        print(f"  {name:<12}{done.rows:>10,} rows {done.ms:>9,.0f} ms", flush=True)
    sql.execute(
        "analyze areas_area, forms_report, forms_reportperson, forms_decision, forms_edition", name="analyse"
    )


def floor_text(digits: list[int]) -> str:
    """One GROUP BY that only sums, at some levels."""
    sums = ", ".join(f"sum(numbers[{n}])" for n in range(1, FIELDS + 1))
    prefixes = ", ".join(f"left(area, {n})" for n in digits)
    return (
        f"select {prefixes}, {sums} from forms_report where form = 'bench' and period_on = %(day)s"
        f" and superseded_at is null group by rollup ({prefixes})"
    )


@dataclass(frozen=True)
class Took:
    """Milliseconds by the clock, and of processors: the program's and the server's together."""

    ms: float
    busy: float

    def __str__(self) -> str:
        return f"{self.ms:,.0f} ms (processors {self.busy:,.0f} ms)"


def timed(call: Callable[[], object], times: int) -> Took:
    """The median of some calls."""
    from lianfang.core import sql

    server = int(sql.tuples("select pg_backend_pid()")[0][0])
    clock, busy = [], []
    for _ in range(times):
        started, before = time.perf_counter(), time.process_time() + _of_server(server)
        call()
        clock.append((time.perf_counter() - started) * 1000)
        busy.append((time.process_time() + _of_server(server) - before) * 1000)
    return Took(statistics.median(clock), statistics.median(busy))


def _of_server(process: int) -> float:
    """Seconds that a process of this machine has been busy."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(times: int, *, grids: bool) -> dict[str, float]:
    """Print what was measured; the figures that have bars."""
    from lianfang.apps.forms import queries
    from lianfang.core import sql
    from lianfang.core.access.terms import SYSTEM
    from lianfang.kernel.clock import ZONE

    now = datetime(2022, 7, 2, 9, tzinfo=ZONE)
    ask = partial(queries.rollup, "bench", from_day=DAY, known_at=now, by=SYSTEM)
    digits = [2, 4, 6, 9, 12, *([15] if grids else [])]
    floor = partial(sql.tuples, floor_text(digits), day=DAY)
    whole = ask(area="99")
    province, rows = whole.nodes["99"], len(floor())
    print(f"  {len(whole.nodes):,} places, {rows:,} rows of the floor, province: {province.counts}")
    bare, one = timed(floor, times), timed(partial(sql.tuples, floor_text([9]), day=DAY), times)
    rolled = partial(queries.rolled_rows, "bench", area="99", from_day=DAY, known_at=now)
    ours, objects = timed(rolled, times), timed(partial(ask, area="99"), times)
    ratio = ours.busy / bare.busy
    print(f"  floor: all levels {bare}; towns alone {one}")
    print(f"  ours:  all levels {ours}, {ours.ms / bare.ms:.2f} x by the clock, {ratio:.2f} x of processors")
    print(f"  as objects {objects}")
    for area, lowest in (("990101", 4), ("990101100", 5)):
        took = timed(partial(ask, area=area, lowest=lowest), times)
        print(f"  page of {area}: {took}")
    yesterday = datetime(2022, 7, 1, 17, tzinfo=ZONE)
    then = timed(partial(queries.rolled_rows, "bench", area="99", from_day=DAY, known_at=yesterday), times)
    print(f"  as known at 17:00 {then}; load {os.getloadavg()[0]:.1f}")
    return {"ms": ours.busy, "ratio": ratio}


def main(arguments: list[str]) -> int:
    """Build, measure, delete."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--villages", type=int, default=50_000)
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--grids", action="store_true", help="grids report, so that six levels have places")
    parser.add_argument("--small", action="store_true", help="2,000 villages, no bars")
    parser.add_argument("--keep", default="", help="a folder whose database stays for the next run")
    chosen = parser.parse_args(arguments)
    with own_database(chosen.keep):
        from lianfang.apps.forms.models import Report

        print(f"{2_000 if chosen.small else chosen.villages:,} villages, {FIELDS} fields")
        if not Report.objects.exists():
            build(2_000 if chosen.small else chosen.villages, grids=chosen.grids)
        measured = measure(3 if chosen.small else chosen.times, grids=chosen.grids)
    missed = [name for name, bar in BARS.items() if measured[name] > bar]
    print("bars missed: " + (", ".join(missed) or "none"))
    return int(bool(missed) and not chosen.small)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
