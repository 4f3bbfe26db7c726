"""Gaps: a county with 100,000 people under measure, at 17:00 of its tenth day; how long until all are known?

1. County: every kind of duty, gap lists with holders as the program gives them; the bar is 2 s for all.
2. Kinds: each against the SQL that a good hand would write for that one kind alone, for now alone: no other
   moment of knowledge, no holders, no objects. The bar is 3 times.
3. Villages: all gaps of one village, every village once; the bar is 50 ms at the 95th percentile.
4. The roll-up of the day by town, and all gaps at 9:00, when nearly everything is still to be done.

It makes a database of its own (a temporary home) and deletes it; as many people again were under measure
last month, so that history is there to be passed over.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from bench._gaps_county import HAND_WRITTEN, STEPS

COUNTY = "990121"
DAY = date(2022, 3, 10)
BARS = {"county_ms": 2000, "village_ms": 50, "ratio": 3}
Timed = Callable[[], object]


@contextmanager
def own_database(kept: str = "") -> Iterator[None]:
    """A home that lives as long as this benchmark, or one that is kept for its next runs."""
    folder = Path(kept or tempfile.mkdtemp(prefix="lianfang-bench-")).absolute()
    os.environ["LIANFANG_HOME"] = str(folder)
    os.environ.pop("LIANFANG_DATABASE_URL", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianfang.project.settings")
    import django

    django.setup()
    from django.conf import settings

    from lianfang.core.access import rows
    from lianfang.core.access.terms import Actor
    from lianfang.core.embedded import server
    from lianfang.project import database

    try:
        database.prepare()
        with rows.acting(Actor.job("bench")):
            yield
    finally:
        server.stop(settings.HOME)
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)


def build(persons: int) -> None:
    """The county: places, posts, people, orders, what was observed under them, and statistics of it all."""
    from lianfang.core import sql

    for name, statement in STEPS.items():
        done = sql.execute(statement, name=name, n=persons)
        print(f"  {name:<14}{done.rows:>10,} rows {done.ms:>9,.0f} ms", flush=True)


def best(call: Timed, *, times: int = 3) -> float:
    """Milliseconds of the fastest of some calls."""
    return min(_once(call) for _ in range(times))


def _once(call: Timed) -> float:
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000


def measure() -> list[str]:
    """Print the four measurements; returns the bars that were missed."""
    from lianfang.core.duty import engine, registry
    from lianfang.kernel.clock import ZONE

    evening = engine.at_moment(area=COUNTY, at=datetime(2022, 3, 10, 17, tzinfo=ZONE))
    found, together, worst = 0, 0.0, 0.0
    print(f"\n{'kind':<26}{'gap':>9}{'ours ms':>10}{'hand ms':>10}{'ratio':>8}")
    for kind in registry.kinds():
        ask = partial(_listed, evening, kind)
        gaps = ask()
        ours, hand = (
            best(ask),
            by_hand(kind.code, len(gaps)),
        )
        found, together, worst = (
            found + len(gaps),
            together + ours,
            max(worst, ours / hand if ours > 10 else 0),
        )
        print(f"{kind.code:<26}{len(gaps):>9,}{ours:>10.1f}{hand:>10.1f}{ours / hand:>8.2f}")
    print(f"{'all, one by one':<26}{found:>9,}{together:>10.1f}")
    at_once = best(partial(_listed, evening))
    print(f"{'all, in one call':<26}{found:>9,}{at_once:>10.1f}   bar {BARS['county_ms']}")
    village = villages()
    more()
    measured = {"county_ms": at_once, "village_ms": village, "ratio": worst}
    return [name for name, bar in BARS.items() if measured[name] > bar]


def _listed(view: Any, *kinds: Any) -> list[Any]:
    from lianfang.core.duty import engine

    return list(engine.gaps(view=view, kinds=kinds or None))


NOTHING_TO_COMPARE = 1.0  # milliseconds


def by_hand(kind: str, expected: int) -> float:
    """Milliseconds of the hand-written statement, which must find the same number of gaps."""
    from lianfang.core import sql

    if kind not in HAND_WRITTEN and not expected:
        return NOTHING_TO_COMPARE
    rows = sql.tuples(HAND_WRITTEN[kind])
    if len(rows) != expected:
        raise ArithmeticError(f"{kind}: the engine finds {expected} gaps, the hand {len(rows)}")
    return best(lambda: sql.tuples(HAND_WRITTEN[kind]))


def villages() -> float:
    """Milliseconds at the 95th percentile for all gaps of a village, in a session that sees the village."""
    from lianfang.core.access import rows
    from lianfang.core.access.terms import Actor
    from lianfang.core.duty import engine
    from lianfang.kernel.clock import ZONE

    at = datetime(2022, 3, 10, 17, tzinfo=ZONE)
    areas = [f"{COUNTY}{100 + town}{village:03}" for town in range(10) for village in range(1, 13)]
    views = [engine.at_moment(area=area, at=at) for area in areas]
    times = []
    for view in views:
        with rows.acting(Actor(name="bench", scopes=(view.area,))):
            times.append(_once(partial(_listed, view)))
    p95 = statistics.quantiles(times, n=20)[-1]
    print(
        f"\nvillages: {len(times)}, median {statistics.median(times):.1f} ms, p95 {p95:.1f} ms"
        f"   bar {BARS['village_ms']}"
    )
    return p95


def more() -> None:
    """What has no bar: the roll-up, and a morning on which nearly everything is open."""
    from lianfang.core.duty import engine
    from lianfang.kernel.clock import ZONE

    day = engine.on_day(area=COUNTY, day=DAY, known_at=datetime(2022, 3, 10, 17, tzinfo=ZONE))
    print(f"roll-up of the day by town: {best(lambda: engine.tallies(view=day, digits=9)):.0f} ms")
    past = engine.on_day(area=COUNTY, day=date(2022, 3, 8), known_at=datetime(2022, 3, 8, 17, tzinfo=ZONE))
    print(
        f"roll-up of two days ago, as known then: {best(lambda: engine.tallies(view=past, digits=9)):.0f} ms"
    )
    morning = engine.at_moment(area=COUNTY, at=datetime(2022, 3, 10, 9, tzinfo=ZONE))
    number = len(_listed(morning))
    print(f"all gaps at 9:00: {number:,} in {best(partial(_listed, morning)):.0f} ms")


def main(arguments: list[str]) -> int:
    """Build, measure, delete."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--small", action="store_true", help="5,000 persons, no bars")
    chosen = parser.parse_args(arguments)
    persons = 5_000 if chosen.small else chosen.persons
    with own_database():
        print(f"a county with {persons:,} people under measure")
        build(persons)
        missed = measure()
    print("\nbars missed: " + (", ".join(missed) or "none"))
    return int(bool(missed) and not chosen.small)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
