"""Exports: 100,000 persons with their numbers to xlsx, and back: how fast, and does anything change?

1. Export through the API's own operation, file and all; the bar is 10,000 rows a second.
2. The floor: the same rows, at hand in memory, written by the usual library (XlsxWriter, constant memory).
3. The same file comes back: every row is known, nothing is created, no key is added.

It makes a database of its own (a temporary home) and deletes it.
"""

import argparse
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from bench.gaps import own_database

COUNTY = "990121"
BARS = {"rows_per_second": 10_000}


def register(persons: int) -> None:
    """People with a document and a telephone each, spread over the villages of a county."""
    import polars as pl

    from lianfang.apps.people import operations
    from lianfang.core.access.terms import SYSTEM
    from lianfang.kernel.clock import ZONE

    born = date(1950, 1, 1)
    frame = pl.DataFrame(
        {
            "uid": [str(UUID(int=n + 1)) for n in range(persons)],
            "name": [f"测试{'甲乙丙丁戊己庚辛'[n % 8]}" for n in range(persons)],
            "area": [
                f"{COUNTY}{100 + n % 10}{1 + n // 10 % 12:03}{1 + n // 120 % 8:03}" for n in range(persons)
            ],
            "sex": [("male", "female")[n % 2] for n in range(persons)],
            "birth_date": [born + timedelta(days=n % 20_000) for n in range(persons)],
            "address": [f"和平路{n % 300}号<{n % 7}> & {n % 90}室" for n in range(persons)],
            "document_kind": ["passport"] * persons,
            "document": [f"E{n:08}" for n in range(persons)],
            "phones": [[f"139{n:08}"] for n in range(persons)],
        }
    )
    operations.register(frame, by=SYSTEM, at=datetime(2022, 3, 1, tzinfo=ZONE), source="bench")


def export(target: Path) -> tuple[int, float]:
    """Rows and seconds of an export with clear numbers."""
    from lianfang.apps.people import queries
    from lianfang.core.exports import sheets

    started = time.perf_counter()
    chunks = queries.export_persons(area=COUNTY, clear=True)
    with target.open("wb") as stream:
        head = queries.exporting.HEAD
        rows = sheets.write(stream, sheets.Format.XLSX, head=head, chunks=chunks, mark="基准测试")
    return rows, time.perf_counter() - started


def floor(target: Path) -> float:
    """Seconds of the usual library for the same rows, already in memory."""
    import xlsxwriter

    from lianfang.apps.people import queries

    rows = [row for chunk in queries.export_persons(area=COUNTY, clear=True) for row in chunk]
    started = time.perf_counter()
    with xlsxwriter.Workbook(str(target), {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell)
    return time.perf_counter() - started


def come_back(target: Path) -> str:
    """Take the file back; returns what changed, "" for nothing."""
    from lianfang.apps.people import operations
    from lianfang.core.access.terms import SYSTEM
    from lianfang.kernel.clock import ZONE

    started = time.perf_counter()
    account = operations.take_back(target, by=SYSTEM, at=datetime(2022, 3, 2, tzinfo=ZONE))
    print(f"back: {account.unchanged:,} unchanged in {time.perf_counter() - started:.1f} s")
    return f"{account.created} created, {account.keys} keys" if account.created or account.keys else ""


def measure() -> list[str]:
    """Print the measurements; returns the bars that were missed."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "persons.xlsx")
        rows, seconds = export(target)
        print(f"export: {rows:,} rows in {seconds:.2f} s, {rows / seconds:,.0f} rows/s   bar 10,000")
        usual = floor(Path(folder, "floor.xlsx"))
        print(f"the usual library, rows at hand: {usual:.2f} s; ratio {seconds / usual:.2f}")
        changed = come_back(target)
    missed = [] if rows / seconds >= BARS["rows_per_second"] else ["rows_per_second"]
    return missed + ([f"round trip: {changed}"] if changed else [])


def main(arguments: list[str]) -> int:
    """Build, measure, delete."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--small", action="store_true", help="3,000 persons, no bars")
    chosen = parser.parse_args(arguments)
    persons = 3_000 if chosen.small else chosen.persons
    with own_database():
        register(persons)
        missed = measure()
    print("\nbars missed: " + (", ".join(missed) or "none"))
    return int(bool(missed) and not chosen.small)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
