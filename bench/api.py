"""Reading entry by the API: how many temperatures a second, one by one and a thousand at once?

1. One by one: a call each, over HTTP, from the server as `./start` runs it (its processes beside this one),
   by 20 callers at once over lines that stay open; the bar is 500 a second. Who calls runs on the same
   processors. Beside it one caller in the server's own process (WSGI, no network), and as many as a process
   has threads. Floors: the operation alone, without the API; a bare insert with its commit.
2. A thousand at once: each with a fate of its own; the bar is 20,000 a second. The floor is a bare insert of
   as many rows into the same table.

The county is that of the benchmark of gaps, in a database of its own (a temporary home), deleted at the end.
"""

import argparse
import http.client
import itertools
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from bench.gaps import build, own_database
from bench.pages import AT_ONCE, OK, WARM, served

BARS = {"single": 500, "bulk": 20_000}
EVENING = "2022-03-10T17:00"
THOUSAND = 1000
UNLIMITED = 10_000_000
Call = Callable[[str, dict[str, Any]], bytes]


def people() -> list[str]:
    """Everybody under measure on the day who has no afternoon reading, then the others."""
    from lianfang.core import sql

    rows = sql.query(
        "select m.person_uid from control_measure m"
        " where m.starts_on <= '2022-03-10' and m.ends_on > '2022-03-10' order by md5(m.id::text)"
    )
    return [str(row["person_uid"]) for row in rows]


def token() -> str:
    """The secret of a token of headquarters."""
    from django.utils import timezone

    from lianfang.core.access import operations
    from lianfang.core.access.models import Grant, User
    from lianfang.core.access.terms import SYSTEM

    real = timezone.now()
    long_ago = datetime.fromisoformat("2020-01-01T00:00:00+08:00")
    user = User.objects.create(username="bench", name="基准", created_at=long_ago)
    Grant.objects.create(
        user=user,
        role="headquarters",
        area="990121",
        begins_at=long_ago,
        ground="基准",
        granted_by="基准",
        recorded_at=long_ago,
    )
    told = {"label": "基准", "role": "headquarters", "area": "990121", "lifetime": timedelta(days=1)}
    return operations.issue_token(user, **told, by=SYSTEM, at=real, real=real, per_minute=UNLIMITED)


def caller(secret: str) -> Call:
    """Calls of the API in this process, as a server makes them."""
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()

    def call(address: str, told: dict[str, Any]) -> bytes:
        body = json.dumps(told).encode()
        surroundings = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": f"/api/{address}",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(body),
            "wsgi.errors": sys.stderr,
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_AUTHORIZATION": f"Bearer {secret}",
        }
        status: list[str] = []
        answer = application(surroundings, lambda told, headers: status.append(told))
        content = b"".join(answer)
        answer.close()
        if not status[0].startswith("200"):
            raise ArithmeticError(f"{address}: {status[0]} {content.decode()[:300]}")
        return content

    return call


def values() -> Iterator[str]:
    """Temperatures that differ from one call to the next."""
    return itertools.cycle(f"36.{tenth}" for tenth in range(10))


def single(call: Call, persons: list[str], seconds: float) -> float:
    """Readings a second, a call each."""
    given, count = values(), 0
    started = time.perf_counter()
    for person in itertools.cycle(persons):
        call("readings", {"person": person, "slot": "pm", "celsius": next(given)})
        count += 1
        if time.perf_counter() - started > seconds:
            break
    return count / (time.perf_counter() - started)


def over_http(secret: str, persons: list[str], seconds: float) -> float:
    """Readings a second of callers at once, each with a line of its own to the served program."""
    with served() as port, ThreadPoolExecutor(AT_ONCE) as pool:

        def all_at_once(whose: list[str], seconds: float) -> float:
            parts = [whose[place::AT_ONCE] for place in range(AT_ONCE)]
            return sum(pool.map(lambda part: single(line(port, secret), part, seconds), parts))

        for _ in range(3):  # the first calls of a process load what it needs
            all_at_once(persons[::2], WARM)
        return all_at_once(persons[1::2], seconds)


def line(port: int, secret: str) -> Call:
    """Calls of the served program, over a line that stays open."""
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    server = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def call(address: str, told: dict[str, Any]) -> bytes:
        server.request("POST", f"/api/{address}", json.dumps(told).encode(), headers)
        answer = server.getresponse()
        content = answer.read()
        if answer.status != OK:
            raise ArithmeticError(f"{address}: {answer.status} {content.decode()[:300]}")
        return content

    return call


def alone(persons: list[str], seconds: float) -> float:
    """Readings a second by the operation, without the API."""
    from lianfang.apps.control import operations
    from lianfang.apps.control.terms import Slot
    from lianfang.core.access.terms import SYSTEM
    from lianfang.core.doors import now

    given, count = values(), 0
    started = time.perf_counter()
    for person in itertools.cycle(persons):
        told = {"person": person, "slot": Slot.AM, "celsius": Decimal(next(given))}
        operations.add_reading(**told, by=SYSTEM, at=now())
        count += 1
        if time.perf_counter() - started > seconds:
            break
    return count / (time.perf_counter() - started)


def together(call: Call, persons: list[str], seconds: float) -> float:
    """Readings a second of as many callers at once as the server has threads."""
    from django.db import connections

    from lianfang.project.serving import THREADS

    def one(place: int) -> float:
        try:
            return single(call, persons[place::THREADS], seconds)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        return sum(pool.map(one, range(THREADS)))


def bare_insert(seconds: float) -> float:
    """Inserts a second into the table of readings, each with its commit, and nothing else."""
    from lianfang.core import sql

    statement = (
        "insert into control_reading (person_id, area, on_date, slot, celsius, symptoms, repeats, by,"
        " happened_at, recorded_at)"
        " select id, area, %(day)s, 'am', 36.5, '', true, 'x', now(), now() from people_person limit 1"
    )
    count, started = 0, time.perf_counter()
    while time.perf_counter() - started < seconds:
        sql.execute(statement, name="floor", day=date(2021, 1, 1))
        count += 1
    return count / (time.perf_counter() - started)


def bulk(call: Call, persons: list[str], rounds: int) -> float:
    """Readings a second, a thousand a call; the best of some rounds."""
    best = 0.0
    for number in range(rounds):
        chosen = persons[number * THOUSAND : (number + 1) * THOUSAND]
        readings = [{"person": person, "slot": "pm", "celsius": f"36.{number}"} for person in chosen]
        started = time.perf_counter()
        fates = json.loads(call("readings/bulk", {"readings": readings}))["fates"]
        best = max(best, len(chosen) / (time.perf_counter() - started))
        if any(fate["fate"] == "refused" for fate in fates):
            raise ArithmeticError("a reading was refused")
    return best


def bare_copy() -> float:
    """Rows a second of a bare COPY into the table of readings, taken back."""
    from django.db import transaction

    from lianfang.core import sql

    best = 0.0
    for day in range(3):
        with transaction.atomic():
            started = time.perf_counter()
            done = sql.execute(
                "insert into control_reading (person_id, area, on_date, slot, celsius, symptoms, repeats, by,"
                " happened_at, recorded_at) select id, area, date '2021-01-01' + %(day)s::int, 'am', 36.5,"
                " '', false, 'x', now(), now() from people_person order by id limit 1000",
                name="floor",
                day=day,
            )
            best = max(best, done.rows / (time.perf_counter() - started))
            transaction.set_rollback(True)
    return best


def measure(*, small: bool) -> list[str]:
    """Print the measurements; returns the bars that were missed."""
    persons, secret = people(), token()
    call = caller(secret)
    seconds = 1.0 if small else 8.0
    single(call, persons, 0.5)  # what a process keeps is kept before we count
    one, operation = single(call, persons, seconds), alone(persons, seconds)
    crowd, inserted = together(call, persons, seconds), bare_insert(seconds / 4)
    over = over_http(secret, persons[::-1], seconds)
    print(f"one by one, {AT_ONCE} callers at once, as served: {over:,.0f}/s   bar 500")
    print(f"  one caller in the server's process: {one:,.0f}/s; four at once: {crowd:,.0f}/s")
    print(f"  the operation alone: {operation:,.0f}/s, ratio {one / operation:.2f}")
    print(f"  a bare insert and its commit: {inserted:,.0f}/s, ratio {one / inserted:.2f}")
    many, copied = bulk(call, persons, 3 if small else 8), bare_copy()
    print(f"a thousand at once: {many:,.0f}/s   bar 20,000")
    print(f"  a bare insert: {copied:,.0f}/s, ratio {many / copied:.2f}")
    measured = {"single": over, "bulk": many}
    return [name for name, bar in BARS.items() if measured[name] < bar]


def main(arguments: list[str]) -> int:
    """Build, measure, delete."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--small", action="store_true", help="5,000 persons, no bars")
    chosen = parser.parse_args(arguments)
    persons = 5_000 if chosen.small else chosen.persons
    os.environ["LIANFANG_NOW"] = EVENING
    with own_database():
        print(f"a county with {persons:,} people under measure")
        build(persons)
        missed = measure(small=chosen.small)
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print("\nbars missed: " + (", ".join(missed) or "none"))
    return int(bool(missed) and not chosen.small)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
