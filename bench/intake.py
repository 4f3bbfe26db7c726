"""The whole chain of a list: how many rows a second, how far from a bare COPY, how much memory?

1. A register of the demonstration's people and a list of so many rows, broken as usual, are made first.
2. Chain: the list is received: read, cleaned, resolved, located, written, accounted for, rejects returned.
3. Floor: a bare COPY of the same output rows into empty tables with the same indexes, in the same run.

Nothing is left behind: chain and floor happen in one transaction that is rolled back.
"""

import argparse
import csv
import os
import resource
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianfang.project.settings")
django.setup()

from bench._floor import scratch  # noqa: E402
from django.conf import settings  # noqa: E402  Django must be set up before
from django.db import connection, transaction  # noqa: E402

from lianfang.apps.intake import operations  # noqa: E402
from lianfang.apps.intake.terms import Account, Receipt  # noqa: E402
from lianfang.core.access import rows as locks  # noqa: E402
from lianfang.core.access.terms import SYSTEM  # noqa: E402
from lianfang.core.sql import StepResult  # noqa: E402
from lianfang.demo.county import RESIDENTS  # noqa: E402
from lianfang.project import database  # noqa: E402

FILE_BAR = {".csv": 20_000, ".xlsx": 15_000}  # rows a second
FLOOR_BAR, MEMORY_BAR = 6.0, 1.5  # times a bare COPY; GiB
SEED = 2022
MIB = 1024
WRITTEN = {
    "people_person": "id > {person}",
    "people_identitykey": "recorded_at = '{at}'",
    "intake_row": "batch_id = {batch}",
    "intake_exposure": "batch_id = {batch}",
    "intake_groupfact": "batch_id = {batch}",
    "intake_forward": "batch_id = {batch}",
    "intake_candidate": "batch_id = {batch}",
}


def lianfang(*words: str) -> None:
    """Run a command in a process of its own, so that its memory is not counted here."""
    command = Path(sys.executable).with_name("lianfang")
    subprocess.run([command, *words], check=True, stdout=sys.stderr)


def prepared(rows: int, people: int, kind: str, suffix: str) -> tuple[Path, dict[str, str]]:
    """The register and the list, made once a home; the list's file and its line in lists.csv."""
    scale = f"{people / RESIDENTS:.6g}"
    lianfang("demo", "build", "--scale", scale, "--seed", str(SEED))
    folder = settings.HOME.root / "bench" / f"{kind}-{rows}-{scale}{suffix}"
    listed = folder / "lists.csv"
    if not listed.exists():
        size = ("--rows", str(rows), "--kind", kind, "--format", suffix[1:])
        lianfang("demo", "lists", "--out", str(folder), "--scale", scale, "--seed", str(SEED), *size)
    with listed.open(encoding="utf-8-sig") as stream:
        line = next(csv.DictReader(stream))
    return folder / line["file"], line


def chain(file: Path, line: dict[str, str]) -> tuple[Account, float]:
    """Receive the list; its account and the seconds it took."""
    at = datetime.fromisoformat(line["received"])
    receipt = Receipt(channel=line["channel"], area=line["area"], received_at=at)
    started = time.perf_counter()
    account = operations.receive(file, receipt=receipt, by=SYSTEM, at=at, listener=told)
    return account, time.perf_counter() - started


def told(step: StepResult) -> None:
    """Print the steps that take time."""
    if step.ms >= 100:
        print(f"   {step.name:<34}{step.rows:>10,} rows {step.ms:>9,.0f} ms")


def floor(facts: dict[str, Any]) -> tuple[int, float]:
    """Rows and seconds of a bare COPY of what the chain wrote into empty tables with the same indexes."""
    rows, seconds = 0, 0.0
    with connection.cursor() as cursor:
        for table, condition in WRITTEN.items():
            cursor.execute(f"create table bench.{table} (like {table} including all)")
            with cursor.copy(
                f"copy (select * from {table} where {condition.format(**facts)}) to stdout"
            ) as out:
                blocks = [bytes(block) for block in out]
            started = time.perf_counter()
            with cursor.copy(f"copy bench.{table} from stdin") as into:
                for block in blocks:
                    into.write(block)
            took = time.perf_counter() - started
            print(f"   bare COPY {table:<24}{len(blocks):>10,} rows {took * 1000:>9,.0f} ms")
            seconds, rows = seconds + took, rows + len(blocks)
    return rows, seconds


def last_person() -> int:
    """The highest number of a person."""
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(max(id), 0) from people_person")
        return int(cursor.fetchone()[0])


def children_peak() -> int:
    """Most memory of any process started so far, in KiB."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


def peak_gib(children_before: int) -> float:
    """Most memory that this process held, or one started since that held more than those before."""
    own, children = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, children_peak()
    return max(own, children if children > children_before else 0) / MIB / MIB


def main() -> int:
    """Measure and print; 1 if a bar is missed at full size."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--kind", default="police")
    parser.add_argument("--format", choices=("csv", "xlsx"), default="csv")
    parser.add_argument("--small", action="store_true", help="20,000 rows against 30,000 people, no bars")
    asked = parser.parse_args()
    rows, people = (20_000, 30_000) if asked.small else (asked.rows, asked.people)
    database.prepare()
    file, line = prepared(rows, people, asked.kind, f".{asked.format}")
    with scratch(), locks.acting(SYSTEM), transaction.atomic():
        before, children = last_person(), children_peak()
        account, seconds = chain(file, line)
        memory = peak_gib(children)
        copied, bare = floor({"person": before, "batch": account.batch, "at": line["received"]})
        transaction.set_rollback(True)
    return judged(account, seconds, copied, bare, memory, suffix=file.suffix, full=not asked.small)


def judged(
    account: Account, seconds: float, copied: int, bare: float, memory: float, *, suffix: str, full: bool
) -> int:
    """Print the three measures beside their bars."""
    speed, ratio = account.rows / seconds, seconds / bare
    print(f"   {account}")
    print(f"chain: {account.rows:,} rows in {seconds:.1f} s = {speed:,.0f} rows/s (bar {FILE_BAR[suffix]:,})")
    print(
        f"floor: bare COPY of the {copied:,} output rows {bare:.1f} s; chain {ratio:.1f} x (bar {FLOOR_BAR})"
    )
    print(f"memory: peak of Python {memory:.2f} GiB (bar {MEMORY_BAR})")
    missed = speed < FILE_BAR[suffix] or ratio > FLOOR_BAR or memory > MEMORY_BAR
    return int(full and missed)


if __name__ == "__main__":
    sys.exit(main())
