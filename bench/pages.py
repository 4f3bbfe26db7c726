"""Pages under load: 20 people at once in a county of 1,000,000 persons, 100,000 of them under measure.

1. Roles: a village's secretary, a town's clerk, headquarters; each asks for their gaps, a person, the roll-up
   and the lists that they may see, in turn, 20 at once, without a pause, over HTTP from the server as
   `./start` runs it. The bar is 200 ms at the 95th percentile for every role and page, no role slower than
   twice another. For orientation: all roles together, and the same with a second between pages.
2. The page of gaps against a trivial page in the same run, that reads 50 rows and renders them: 40 %.

Who asks runs on the same processors as the server. The county is that of the benchmark of gaps, in a database
of its own: in a temporary home, deleted at the end, or in one that `--home` names, kept for the next run.
"""

import argparse
import http.client
import itertools
import os
import random
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from bench.gaps import build, own_database

COUNTY = "990121"
EVENING = "2022-03-10T17:00"
AT_ONCE = 20
BARS = {"p95_ms": 200, "role": 2, "throughput": 0.4}
ROLES = {"village": "village_secretary", "town": "town_clerk", "county": "headquarters"}
LONGEST_OF_LISTS = 9
"""Villages receive no lists."""
LONG_AGO = "2020-01-01T00:00:00+08:00"
OK = 200
WARM = 2.0
"""Seconds of each role before it is measured: processes connect, load and plan what they need."""
START_SECONDS = 60
SETTLE = 6.0
"""Seconds until the processes beside the first listen too."""
SERVE = """
import sys, django
django.setup()
from lianfang.project import serving
serving.serve(int(sys.argv[1]))
"""
Get = Callable[[str], int]
Ask = tuple[str, Get, Iterator[str]]


def places() -> None:
    """The county's table of areas, down to the grids; and the packs, whose first row orders."""
    import polars as pl

    from lianfang.apps.areas import operations as areas
    from lianfang.apps.policy import operations as policy
    from lianfang.core.access.terms import Actor

    told: dict[str, Any] = {"by": Actor.job("bench"), "at": datetime.fromisoformat(LONG_AGO)}
    towns = [f"{COUNTY}{town}" for town in range(100, 110)]
    villages = [f"{town}{village:03}" for town in towns for village in range(1, 13)]
    grids = [f"{village}{grid:03}" for village in villages for grid in range(1, 9)]
    codes = ["99", "9901", COUNTY, *towns, *villages, *grids]
    table = pl.DataFrame({"code": codes, "name": [f"第{code}区" for code in codes]})
    areas.load_areas(table, label="基准", **told)
    policy.ensure_builtin_packs(**told)


def populate(persons: int) -> None:
    """Persons under no measure, up to the number of the county."""
    from lianfang.core import sql

    sql.execute(
        "insert into people_person"
        " (name, name_key, sex, area, address, occupation, state, source, recorded_at)"
        " select '居民' || g %% 5000, 'ju min', '', '990121' || (100 + g %% 10)"
        " || lpad((1 + g / 10 %% 12)::text, 3, '0') || lpad((1 + g / 120 %% 8)::text, 3, '0'), '', '',"
        " 'present', '', timestamptz '2022-01-01' from generate_series(1, %(n)s) g",
        name="residents",
        n=persons,
    )
    sql.execute("analyze people_person", name="analyse")


def ensure_county(persons: int, under: int) -> None:
    """Build the county, unless a kept home has it."""
    from lianfang.core import sql

    print(f"a county of {persons:,} persons, {under:,} under measure")
    if not sql.query("select from people_person limit 1"):
        places()
        build(under)
        populate(persons)


def signed_in(role: str, area: str) -> str:
    """The session of somebody who holds a role in an area."""
    from django.contrib.auth import login
    from django.contrib.sessions.backends.db import SessionStore
    from django.http import HttpRequest

    from lianfang.core.access.models import Grant, User

    at = datetime.fromisoformat(LONG_AGO)
    name = {"name": f"{role} {area}", "created_at": at}
    user, _made = User.objects.get_or_create(username=f"{role}-{area}", defaults=name)
    period = {"begins_at": at, "ground": "基准", "granted_by": "基准", "recorded_at": at}
    Grant.objects.get_or_create(user=user, role=role, area=area, defaults=period)
    request = HttpRequest()
    request.session = SessionStore()
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    request.session.save()
    return str(request.session.session_key)


@contextmanager
def served() -> Iterator[int]:
    """The pages as `./start` serves them, in processes of their own; the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-c", SERVE, str(port)]
    server = subprocess.Popen(command, env=os.environ | {"DJANGO_SETTINGS_MODULE": "bench._pages_settings"})
    try:
        _wait_for(port)
        time.sleep(SETTLE)
        yield port
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int) -> None:
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(port)


def getter(port: int, session: str) -> Get:
    """Ask for pages with a session, over a connection that stays open; returns the status."""
    from django.conf import settings

    headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"}
    own = threading.local()

    def get(address: str) -> int:
        if not hasattr(own, "line"):
            own.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        own.line.request("GET", address, headers=headers)
        answer = own.line.getresponse()
        answer.read()
        return int(answer.status)

    return get


def pages(area: str) -> dict[str, Iterator[str]]:
    """Addresses of each kind of page of an area, without end."""
    from lianfang.core import sql
    from lianfang.kernel import area_code

    lo, hi = area_code.prefix_range(area)
    found = sql.query(
        "select person_uid from control_measure where area >= %(lo)s and area < %(hi)s limit 200",
        lo=lo,
        hi=hi,
    )
    people = [str(row["person_uid"]) for row in found]
    return {
        "gaps": itertools.repeat(f"/gaps/?area={area}"),
        "roll-up": itertools.repeat(f"/rollup/{area}/"),
        "person": (f"/people/{uid}/" for uid in itertools.cycle(random.sample(people, len(people)))),
    } | ({} if len(area) > LONGEST_OF_LISTS else {"lists": itertools.repeat("/batches/")})


def load(ask: Sequence[Ask], seconds: float, *, pause: float = 0.0) -> dict[str, list[float]]:
    """Milliseconds of every answer, by what was asked, by so many at once, pausing in between."""
    taken: dict[str, list[float]] = defaultdict(list)
    guard, until = threading.Lock(), time.perf_counter() + seconds
    turns = itertools.cycle(ask)

    def person() -> None:
        time.sleep(random.random() * pause)
        while time.perf_counter() < until:
            with guard:
                name, get, addresses = next(turns)
                address = next(addresses)
            started = time.perf_counter()
            status = get(address)
            spent = (time.perf_counter() - started) * 1000
            with guard:
                taken[name if status == OK else f"{name}: {status}"].append(spent)
            time.sleep(pause)

    threads = [threading.Thread(target=person) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def p95(times: Sequence[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


def measure(port: int, seconds: float) -> dict[str, float]:
    """Print p95 of every page and role, and throughput; returns what the bars ask."""
    areas = {"village": f"{COUNTY}100001", "town": f"{COUNTY}100", "county": COUNTY}
    asked: dict[str, list[Ask]] = {}
    throughput: dict[str, float] = {}
    for name, role in ROLES.items():
        get = getter(port, signed_in(role, areas[name]))
        asked[name] = [(page, get, addresses) for page, addresses in pages(areas[name]).items()]
        load(asked[name], WARM)
    worst = {name: told(name, load(asks, seconds)) for name, asks in asked.items()}
    anybody = [("any page", get, addresses) for asks in asked.values() for _page, get, addresses in asks]
    told("all roles", load(anybody, seconds))
    told("1 s pause", load(anybody, seconds, pause=1.0))
    for name, asks in asked.items():
        gaps, get = asks[0], asks[0][1]
        ours = len(load([gaps], seconds / 3)["gaps"])
        floor = len(load([("trivial", get, itertools.repeat("/trivial/"))], seconds / 3)["trivial"])
        throughput[name] = ours / floor
        each = seconds / 3
        print(f"{name:<10}gaps {ours / each:,.0f}/s, trivial {floor / each:,.0f}/s: {ours / floor:.2f}")
    slowest, fastest = max(worst.values()), min(worst.values())
    print(f"slowest p95 {slowest:,.0f} ms (bar 200), roles apart {slowest / fastest:.1f} times (bar 2)")
    return {"p95_ms": slowest, "role": slowest / fastest, "throughput": min(throughput.values())}


def told(name: str, taken: dict[str, list[float]]) -> float:
    """Print what was measured for a role; returns the worst of its pages at the 95th percentile."""
    for page, times in taken.items():
        found = f"{statistics.median(times):>7,.0f} ms median{p95(times):>7,.0f} ms p95"
        print(f"{name:<10}{page:<10}{len(times):>7,} pages{found}", flush=True)
    return max(p95(times) for times in taken.values())


def missed(measured: dict[str, float]) -> list[str]:
    """The bars that were missed."""
    over = [name for name in ("p95_ms", "role") if measured[name] > BARS[name]]
    return over + (["throughput"] if measured["throughput"] < BARS["throughput"] else [])


def main(arguments: list[str]) -> int:
    """Build, measure, delete."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--persons", type=int, default=1_000_000)
    parser.add_argument("--under-measure", type=int, default=100_000)
    parser.add_argument("--small", action="store_true", help="5,000 persons, 1,000 under measure, no bars")
    parser.add_argument("--home", default="", help="a home to keep, whose county the next run finds built")
    chosen = parser.parse_args(arguments)
    persons, under = (5_000, 1_000) if chosen.small else (chosen.persons, chosen.under_measure)
    os.environ["LIANFANG_NOW"] = EVENING
    with own_database(chosen.home):
        ensure_county(persons, under)
        print(f"load of the machine before: {os.getloadavg()[0]:.1f}")
        with served() as port:
            found = missed(measure(port, 2 if chosen.small else 15))
    print("\nbars missed: " + (", ".join(found) or "none"))
    return int(bool(found) and not chosen.small)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
