"""Notices of 10,000 persons as one printable file: seconds, and the most memory that writing them took.

The floor is as many notices at hand in memory, each rendered as a file of its own. It makes a database of
its own (a temporary home) and deletes it.
"""

import argparse
import resource
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from bench.export import COUNTY, register
from bench.gaps import own_database

BARS = {"seconds": 60, "megabytes": 150}
"""For 10,000 notices; memory is what the file added to the process."""
FULL = 10_000
SAMPLE = 100


def order_everybody(day: date) -> None:
    """An order for each person, by the first rule of a table."""
    from django.db import connection

    from lianfang.apps.control.models import Measure
    from lianfang.apps.people.models import Person
    from lianfang.apps.policy import operations as policy
    from lianfang.core.access.terms import SYSTEM
    from lianfang.kernel.clock import ZONE

    at = datetime(day.year, day.month, day.day, 8, tzinfo=ZONE)
    policy.load_builtin_packs(by=SYSTEM, at=at)
    with connection.cursor() as cursor:
        cursor.execute("select min(id) from policy_rule")
        rule = cursor.fetchone()[0]
    same = {
        "step": 1,
        "last": True,
        "disease": "covid19",
        "rule_id": rule,
        "category": "high_risk_area",
        "measure": "home_isolation",
        "place": "home",
        "strictness": 5,
        "readings_per_day": 2,
        "calls_per_day": 2,
        "test_dates": [day],
        "starts_on": day,
        "ordered_until": day + timedelta(days=7),
        "issuer": "县疫情防控指挥部",
        "issued_at": at,
        "recorded_at": at,
        "duties_from": day,
        "ends_on": day + timedelta(days=7),
        "ends_by": day + timedelta(days=7),
    }
    persons = Person.objects.values_list("pk", "uid", "area").iterator()
    made = (
        Measure(series=uuid4(), person_id=number, person_uid=uid, area=area, **same)
        for number, uid, area in persons
    )
    Measure.objects.bulk_create(made, batch_size=2000)


def write(target: Path, day: date) -> tuple[int, float, float, float]:
    """How many notices, in how many seconds, of which this process's own, and megabytes added."""
    from lianfang.apps.control import operations, queries
    from lianfang.core.access.terms import SYSTEM
    from lianfang.kernel.clock import ZONE

    at = datetime(day.year, day.month, day.day, 9, tzinfo=ZONE)
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    busy = time.process_time()
    wanted = queries.Wanted(area=COUNTY, since=at - timedelta(hours=9))
    count = operations.write_notices(target, wanted, reason="基准测试", by=SYSTEM, at=at)
    seconds = time.perf_counter() - started
    busy = time.process_time() - busy
    return count, seconds, busy, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def floor(persons: int) -> float:
    """Seconds of as many notices, each rendered as a file of its own, from a sample."""
    from lianfang.core.documents import Notice, render_notice

    day = date(2022, 3, 5)
    started = time.perf_counter()
    for number in range(SAMPLE):
        render_notice(
            Notice(
                written_at=datetime(2022, 3, 5).astimezone(),
                author="基准",
                title="告知书",
                person=f"测试{number}",
                reasons="经核查，" * 10,
                decision="决定" * 30,
                terms=[("措施", "居家")] * 3,
                remedies=["可以申诉" * 10] * 4,
                signature="指挥部",
                signed_on=day,
            )
        )
    return (time.perf_counter() - started) * persons / SAMPLE


def main(arguments: list[str] | None = None) -> int:
    """Print the account; the exit code says whether the bars hold."""
    parser = argparse.ArgumentParser(prog="bench.notices")
    parser.add_argument("--persons", type=int, default=FULL)
    parser.add_argument("--small", action="store_true")
    options = parser.parse_args(arguments)
    persons = 500 if options.small else options.persons
    day = date(2022, 3, 5)
    with own_database(), tempfile.TemporaryDirectory() as folder:
        register(persons)
        order_everybody(day)
        target = Path(folder, "notices.docx")
        count, seconds, busy, added = write(target, day)
        size = target.stat().st_size / 1_000_000
        alone = floor(count)
    bar = BARS["seconds"] * max(count / FULL, 0.2)
    print(f"{count} notices in {seconds:.1f} s (bar {bar:.0f} s), of which {busy:.1f} s of this process")
    print(f"file {size:.1f} MB, memory +{added:.0f} MB (bar {BARS['megabytes']} MB)")
    print(f"floor, each a file of its own: {alone:.1f} s; ratio {seconds / alone:.2f}")
    return 0 if seconds <= bar and added <= BARS["megabytes"] else 1


if __name__ == "__main__":
    sys.exit(main())
