"""Pages under load: 20 people at once in a county of 1,000,000 persons, 100,000 of them under measure.

1. Roles: a village's secretary, a town's clerk, headquarters; each asks for their gaps, a person, the roll-up
   and the lists that they may see, in turn, 20 at once, in the server's own process (WSGI, no network). The
   bar is 200 ms at the 95th percentile for every role and page, and no role slower than twice another.
2. The page of gaps against a trivial page in the same run, that reads 50 rows and renders them: 40 %.

The county is that of the benchmark of gaps, in a database of its own (a temporary home), deleted at the end.
"""

import argparse
import itertools
import os
import random
import statistics
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from io import BytesIO
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
Get = Callable[[str], int]


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


def signed_in(role: str, area: str) -> str:
    """The session of somebody who holds a role in an area."""
    from django.contrib.auth import login
    from django.contrib.sessions.backends.db import SessionStore
    from django.http import HttpRequest

    from lianfang.core.access.models import Grant, User

    at = datetime.fromisoformat(LONG_AGO)
    user = User.objects.create(username=f"{role}-{area}", name=f"{role} {area}", created_at=at)
    Grant.objects.create(
        user=user, role=role, area=area, begins_at=at, ground="基准", granted_by="基准", recorded_at=at
    )
    request = HttpRequest()
    request.session = SessionStore()
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    request.session.save()
    return str(request.session.session_key)


def getter(session: str) -> Get:
    """Ask for pages in this process with a session; returns the status."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    application, cookie = get_wsgi_application(), f"{settings.SESSION_COOKIE_NAME}={session}"

    def get(address: str) -> int:
        path, _, query = address.partition("?")
        status: list[str] = []
        surroundings = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            "wsgi.errors": sys.stderr,
            "HTTP_COOKIE": cookie,
        }
        answer = application(surroundings, lambda told, headers: status.append(told))
        b"".join(answer)
        answer.close()
        return int(status[0][:3])

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


def load(ask: Sequence[tuple[str, Get, Iterator[str]]], seconds: float) -> dict[str, list[float]]:
    """Milliseconds of every answer, by what was asked, with so many asking at once."""
    taken: dict[str, list[float]] = defaultdict(list)
    guard, until = threading.Lock(), time.perf_counter() + seconds
    turns = itertools.cycle(ask)

    def person() -> None:
        from django.db import connection

        while time.perf_counter() < until:
            with guard:
                name, get, addresses = next(turns)
                address = next(addresses)
            started = time.perf_counter()
            status = get(address)
            spent = (time.perf_counter() - started) * 1000
            with guard:
                taken[name if status == 200 else f"{name}: {status}"].append(spent)
        connection.close()

    threads = [threading.Thread(target=person) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def p95(times: Sequence[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


def trivial(request: Any) -> Any:
    """A page that reads 50 rows and renders them: the floor."""
    from django.http import HttpResponse
    from django.template import engines

    from lianfang.core import sql

    rows = sql.query(
        "select uid, name, area from people_person where area >= '990121' order by area limit 50"
    )
    text = "<table>{% for row in rows %}<tr><td>{{ row.uid }}<td>{{ row.name }}<td>{{ row.area }}{% endfor %}"
    return HttpResponse(engines["django"].from_string(text).render({"rows": rows}, request))


def add_trivial() -> None:
    """Give the trivial page an address."""
    from django.urls import clear_url_caches, path

    from lianfang.core.access.doors import public
    from lianfang.project import urls

    urls.urlpatterns.insert(0, path("trivial/", public(trivial)))
    clear_url_caches()


def measure(seconds: float) -> dict[str, float]:
    """Print p95 of every page and role, and throughput; returns what the bars ask."""
    areas = {"village": f"{COUNTY}100001", "town": f"{COUNTY}100", "county": COUNTY}
    worst: dict[str, float] = {}
    throughput: dict[str, float] = {}
    for name, role in ROLES.items():
        get = getter(signed_in(role, areas[name]))
        asked = pages(areas[name])
        for addresses in asked.values():
            get(next(addresses))
        taken = load([(page, get, addresses) for page, addresses in asked.items()], seconds)
        for page, times in taken.items():
            print(f"{name:<10}{page:<16}{len(times):>7,} pages{p95(times):>10,.0f} ms p95")
        worst[name] = max(p95(times) for times in taken.values())
        gaps = load([("gaps", get, itertools.repeat(f"/gaps/?area={areas[name]}"))], seconds)["gaps"]
        floor = load([("trivial", get, itertools.repeat("/trivial/"))], seconds)["trivial"]
        throughput[name] = len(gaps) / len(floor)
        print(f"{name:<10}gaps against trivial: {len(gaps) / seconds:,.0f}/s, ratio {throughput[name]:.2f}")
    slowest, fastest = max(worst.values()), min(worst.values())
    print(f"slowest p95 {slowest:,.0f} ms (bar 200), roles apart {slowest / fastest:.1f} times (bar 2)")
    return {"p95_ms": slowest, "role": slowest / fastest, "throughput": min(throughput.values())}


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
    chosen = parser.parse_args(arguments)
    persons, under = (5_000, 1_000) if chosen.small else (chosen.persons, chosen.under_measure)
    os.environ["LIANFANG_NOW"] = EVENING
    with own_database():
        print(f"a county of {persons:,} persons, {under:,} under measure")
        places()
        build(under)
        populate(persons)
        add_trivial()
        found = missed(measure(2 if chosen.small else 15))
    print("\nbars missed: " + (", ".join(found) or "none"))
    return int(bool(found) and not chosen.small)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
