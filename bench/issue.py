"""Orders: how fast are a list's exposures turned into orders, against a bare COPY of the same order rows?

1. A county with as many persons as exposures (1,000,000 by default), one list, every exposure covered by the
   table in force; 5 in 100 persons stand on the list twice, 2 in 100 are under an order already.
2. Issue: candidates, assessment, orders, contests, account, in one transaction, as the program does it.
3. Floor: the same order rows by COPY into the same table with the same indexes.

It makes a database of its own (a temporary home) and deletes it.
"""

import argparse
import sys
import time
from datetime import datetime
from typing import TYPE_CHECKING, Any, LiteralString

from bench.gaps import own_database

if TYPE_CHECKING:
    from lianfang.core.sql import StepResult

COPIES = 3  # the bar: issuing takes at most so many times as long as the COPY
STEPS: dict[str, LiteralString] = {
    "persons": """
insert into people_person (name, name_key, sex, area, address, occupation, state, source, recorded_at)
select '测试', 'ce shi', '', '990121' || (100 + g %% 10) || lpad((1 + g / 10 %% 12)::text, 3, '0')
                                     || lpad((1 + g / 120 %% 8)::text, 3, '0'),
       '', '', 'present', '', timestamptz '2022-01-01'
from generate_series(1, %(n)s) g
""",
    "list": """
insert into intake_batch
    (channel, area, file_name, file_hash, sheet, mapping_name, mapping, disease, state, received_at,
     recorded_at, by, rows, matched, created, review, rejected, forwarded, unchanged, ignored_lines)
select 'police_push', '990121', 'x', n::text, '', '', '{}', 'covid19', 'done', at, at, 'x',
       0, 0, 0, 0, 0, 0, 0, '[]'
from (values (1, timestamptz '2022-07-09'), (2, timestamptz '2022-07-10')) list(n, at)
where %(n)s > 0
""",
    "exposures": """
insert into intake_exposure
    (person_id, area, batch_id, row_no, disease, kind, level, origin, last_exposure, happened_at, recorded_at)
select p.id, p.area, e.batch, p.id, 'covid19', e.kind, '', '', date '2022-07-10' - (p.id %% 5)::int,
       timestamptz '2022-07-09', timestamptz '2022-07-09'
from people_person p
cross join lateral (
    select 2 as batch,
           (array['secondary_contact', 'medium_risk_area', 'close_contact'])[1 + p.id %% 3] as kind
    union all select 2, 'low_risk_area' where p.id %% 20 = 0
    union all select 1, 'close_contact' where p.id %% 50 = 1
) e
where %(n)s > 0
order by p.id, e.kind
""",
    "analyse": "analyze people_person, intake_exposure, intake_batch",
}


def main(arguments: list[str]) -> int:
    """Build, issue, copy the same rows, print the ratio."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--exposures", type=int, default=1_000_000)
    parser.add_argument("--small", action="store_true", help="20,000 exposures, no bar")
    chosen = parser.parse_args(arguments)
    with own_database():
        ratio = measure(20_000 if chosen.small else chosen.exposures)
    return int(ratio > COPIES and not chosen.small)


def measure(exposures: int) -> float:
    """Seconds of the issue and of the COPY, printed; returns their ratio."""
    from lianfang.apps.control.operations import issue_for_batch
    from lianfang.apps.policy.operations import load_builtin_packs
    from lianfang.core import sql
    from lianfang.core.access.terms import SYSTEM
    from lianfang.kernel.clock import ZONE

    at = datetime(2022, 7, 10, 9, tzinfo=ZONE)
    load_builtin_packs(by=SYSTEM, at=at)
    for name, statement in STEPS.items():
        done = sql.execute(statement, name=name, n=exposures)
        _tell(done)
    earlier = datetime(2022, 7, 9, 9, tzinfo=ZONE)
    issue_for_batch(1, by=SYSTEM, at=earlier, issuer="县疾控中心")
    before = sql.tuples("select max(id) from control_measure")[0][0]
    issued = issue_for_batch(2, by=SYSTEM, at=at, issuer="县疾控中心", listener=_tell)
    print(issued)
    rows, copied = copy_floor(before)
    ratio = issued.seconds / copied
    pace = f"{issued.exposures / issued.seconds:,.0f} exposures/s, {rows / issued.seconds:,.0f} orders/s"
    print(f"issue: {issued.exposures:,} exposures, {rows:,} orders in {issued.seconds:.1f} s = {pace}")
    print(
        f"floor: COPY of the same orders into the same table {copied:.1f} s; ratio {ratio:.2f}, bar {COPIES}"
    )
    return ratio


def _tell(step: "StepResult") -> None:
    print(f"  {step.name:<28}{step.rows:>10,} rows {step.ms:>9,.0f} ms", flush=True)


def copy_floor(after: int) -> tuple[int, float]:
    """Take the issued rows out, and COPY them in again: rows, seconds."""
    from django.db import connection

    from lianfang.core.access import rows
    from lianfang.core.access.terms import SYSTEM

    with connection.as_owner(), rows.acting(SYSTEM):
        return _copied(connection.connection.cursor(), after)


def _copied(cursor: Any, after: int) -> tuple[int, float]:
    """Rows and seconds of the COPY, by the owner, who alone may lay the lock of the table aside for it."""
    cursor.execute("select set_config('lianfang.retention', 'on', false)")
    cursor.execute("alter table control_measure no force row level security")
    with cursor.copy(
        f"copy (select * from control_measure where id > {after}) to stdout (format binary)"
    ) as out:
        blocks = [bytes(block) for block in out]
    cursor.execute("delete from control_measure where id > %s", [after])
    cursor.execute("vacuum control_measure")
    started = time.perf_counter()
    with cursor.copy("copy control_measure from stdin (format binary)") as into:
        for block in blocks:
            into.write(block)
    seconds = time.perf_counter() - started
    rows = cursor.execute("select count(*) from control_measure where id > %s", [after]).fetchone()[0]
    return rows, seconds


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
