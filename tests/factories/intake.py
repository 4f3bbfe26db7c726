"""Small lists sent to a small county: written as files, received through the operations of intake."""

import csv
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import xlsxwriter
from django.db import connection
from tests.factories import people, places
from tests.factories.places import COUNTY, VILLAGE

from lianfang.apps.intake import operations, queries
from lianfang.apps.intake.models import Batch
from lianfang.apps.intake.terms import Account, Receipt
from lianfang.core.access.terms import Actor
from lianfang.kernel.clock import ZONE

BY = Actor(name="受理员")
NOW = datetime(2022, 7, 10, 9, tzinfo=ZONE)
TWIN = "990121200202"
WILLOW = "990121200201"
HERE = "城关镇北山村"
ROWS = (*places.ROWS, (TWIN, "北山村"))
Cells = Mapping[str, object]


def build_county() -> None:
    """The small county with its grids; 北山村 exists in both of its towns."""
    places.load(ROWS)
    places.load(places.GRIDS, label="网格", scope=VILLAGE)


def hours(count: float) -> datetime:
    """A moment so many hours after NOW."""
    return NOW + timedelta(hours=count)


def row(name: str, **cells: object) -> dict[str, object]:
    """A row under the usual headers; keywords in English stand for them."""
    headers = {"number": "身份证号", "phone": "联系电话", "address": "现住址", "born": "出生日期"}
    headers |= {"exposure": "人员类别", "contact": "末次接触日期", "outcome": "核查结果", "note": "备注"}
    return {"姓名": name} | {headers[word]: cell for word, cell in cells.items()}


def write(path: Path, *rows: Cells) -> Path:
    """A csv or xlsx file of the rows, as its ending says; columns in the order of their first use."""
    headers = list(dict.fromkeys(header for row in rows for header in row))
    lines = [headers, *([str(row.get(header, "")) for header in headers] for row in rows)]
    if path.suffix == ".xlsx":
        with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
            sheet = book.add_worksheet("名单")
            for at, line in enumerate(lines):
                for column, cell in enumerate(line):
                    sheet.write_string(at, column, cell)
    else:
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(lines)
    return path


def receive(
    path: Path,
    *rows: Cells,
    channel: str = "police_push",
    area: str = COUNTY,
    at: datetime = NOW,
    by: Actor = BY,
    dry_run: bool = False,
) -> Account:
    """Write the rows, if any are given, and receive the file."""
    if rows:
        write(path, *rows)
    receipt = Receipt(channel=channel, area=area, received_at=at)
    return operations.receive(path, receipt=receipt, by=by, at=at, dry_run=dry_run)


def batch(account: Account) -> Batch:
    """The batch of an account."""
    return Batch.objects.get(pk=account.batch)


def fates(account: Account) -> list[tuple[str, str]]:
    """Outcome and reason of each row in order."""
    return [(one["outcome"], one["reason"]) for one in queries.rows(account.batch)]


def rules(account: Account) -> list[str]:
    """The rule that matched each row in order."""
    return [one["rule"] for one in queries.rows(account.batch)]


def persons(account: Account) -> list[str | None]:
    """The person of each row in order."""
    return [one["person"] for one in queries.rows(account.batch)]


TABLES = (
    "select tablename from pg_tables where schemaname = 'public' and tablename ~ '^(intake|people|audit)_'"
)
STATE = "select count(*), coalesce(md5(string_agg(t::text, '|' order by t::text)), '') from {} t"


def everything() -> dict[str, tuple[int, str]]:
    """Number and digest of the rows of every table that a list may change."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        for (table,) in cursor.fetchall():
            cursor.execute(STATE.format(table))
            found[table] = cursor.fetchone()
    return found


def resident(name: str, *, sequence: int = 1, **facts: object) -> tuple[str, str]:
    """A registered person with a number and, where told, telephones: their uid and number."""
    number = people.citizen_number(sequence=sequence)
    known = {"document": number, "sex": "male", "birth_date": date(1990, 1, 1), "phones": []}
    return people.person(name, **(known | facts)), number
