"""Alerts: a county with 100,000 people under measure, at 17:00; how long until everybody is told?

1. First run: nobody was told of anything. The floor is the SQL that a good hand would write to find the gaps
   of each kind, and the same escalations written by one bare statement into an equal table.
2. Next run, five minutes later: nearly nothing is new, and every open slot must be seen to have been told.
   The floor is the finding alone.

It makes a database of its own (a temporary home) and deletes it. The bars are ratios to the floor.
"""

import argparse
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from bench._gaps_county import HAND_WRITTEN
from bench.gaps import COUNTY, build, own_database

BARS = {"first": 4.0, "next": 4.0}
EQUAL_TABLE = "create temporary table floor_escalation (like alerts_escalation including all)"
WRITE = "insert into floor_escalation select * from alerts_escalation order by id"


def measure() -> list[str]:
    """Print both runs against their floors; returns the bars that were missed."""
    from lianfang.apps.alerts import operations
    from lianfang.core import sql
    from lianfang.core.access.terms import Actor
    from lianfang.kernel.clock import ZONE

    job, at = Actor.job("alerts.tell", scopes=(COUNTY,)), datetime(2022, 3, 10, 17, tzinfo=ZONE)
    finding = min(_timed(_find)[0] for _ in range(2))
    first, told = _timed(lambda: operations.tell(area=COUNTY, by=job, at=at))
    sql.execute("analyze alerts_escalation, alerts_notice", name="analyze")
    later = at + timedelta(minutes=5)
    following, again = _timed(lambda: operations.tell(area=COUNTY, by=job, at=later))
    sql.execute(EQUAL_TABLE, name="equal table")  # temporary: the program's role makes no others
    writing, _ = _timed(lambda: sql.execute(WRITE, name="bare write"))
    print(f"told {told.slots:,} slots to {told.officers:,} officers; then {again.slots:,} more")
    print(f"{'run':<8}{'ours ms':>10}{'floor ms':>10}{'ratio':>8}{'bar':>6}")
    ratios = {"first": first / (finding + writing), "next": following / finding}
    for name, ours, floor in (("first", first, finding + writing), ("next", following, finding)):
        print(f"{name:<8}{ours:>10.0f}{floor:>10.0f}{ratios[name]:>8.2f}{BARS[name]:>6.1f}")
    return [name for name, bar in BARS.items() if ratios[name] > bar]


def _find() -> None:
    """Every kind's gaps as a good hand finds them, counted where they lie."""
    from lianfang.core import sql

    for statement in HAND_WRITTEN.values():
        sql.query("select count(*) from (" + statement + ") found")


def _timed(call: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    found = call()
    return (time.perf_counter() - started) * 1000, found


def main() -> int:
    """Build, measure, judge; small runs are not judged."""
    parser = argparse.ArgumentParser(prog="python -m bench alerts", description=__doc__)
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--small", action="store_true", help="1,000 persons, no bars")
    asked = parser.parse_args()
    persons = 1_000 if asked.small else asked.persons
    with own_database():
        build(persons)
        missed = measure()
    if missed and not asked.small:
        print(f"missed: {', '.join(missed)}")
    return int(bool(missed) and not asked.small)


if __name__ == "__main__":
    sys.exit(main())
