"""Files of readings and results: every row gets in, is known already, or comes back with its reason.

1. *read*: every sheet with such a table, every cell as text, each value read once.
2. *identify*: by uid, document, or telephone and name; *place*: to the record under an order on that day.
3. *judge*: first of its slot, repeating with another value, unchanged; *write*: one statement.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Final

import polars as pl
from django.db import transaction

from lianfang.apps.control import queries
from lianfang.apps.control.operations import alerting
from lianfang.apps.control.operations.refusing import MEANINGS, refused_rows, write_refused
from lianfang.apps.control.operations.taking import lock_observations
from lianfang.apps.control.rules import monitoring, observed_files
from lianfang.apps.control.rules.observed_files import Column, Header, NotObservations
from lianfang.apps.control.terms import Loaded, Understood
from lianfang.apps.intake.reading import cells, files
from lianfang.apps.policy import queries as policy
from lianfang.core import keeping, sealing, sql
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.citizen_id import DocumentKind, classify, squeeze, upgrade
from lianfang.kernel.errors import DomainError
from lianfang.kernel.names import clean_name
from lianfang.kernel.phones import read_phones

APP: Final = "control"
NOBODY: Final = "登记中没有这个人。请核对身份证号，或姓名和电话。"
SEVERAL: Final = "这个号码在登记中不止一人。请改填身份证号。"
OTHER_NAME: Final = "号码与姓名不是同一个人。请核对。"
OUTSIDE: Final = "这个人不在你的辖区。请交给所在地登记。"
UNNAMED: Final = "没有填写人员：请填人员编号、身份证号，或姓名和电话。"
WHO: Final = (Column.PERSON, Column.ID_NUMBER, Column.NAME, Column.PHONE)
OLD_LENGTH: Final = 15

Reader = Callable[[pl.DataFrame, Header], pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: what to call it, the statements that judge and write its rows, its value columns."""

    what: str
    columns: str
    judge: str
    write: str
    values: tuple[str, ...]


READINGS: Final = Kind(
    "体温",
    "人员编号、身份证号或姓名和电话；日期；上午/下午；体温（或上午体温、下午体温）；症状",
    "judge_readings",
    "write_readings",
    ("on_date", "slot", "celsius", "symptoms", "happened_at"),
)
RESULTS: Final = Kind(
    "检测结果",
    "人员编号、身份证号或姓名和电话；采样日期；病种；结果；Ct值；检测机构",
    "judge_results",
    "write_results",
    ("on_date", "disease", "result", "ct", "laboratory", "happened_at"),
)


def load_readings(
    path: Path,
    *,
    by: Actor,
    at: datetime,
    day: date | None = None,
    slot: str = "",
    rejects: Path | None = None,
    dry_run: bool = False,
) -> Loaded:
    """Load a file of temperatures; `day` and `slot` stand in for columns that it has not.

    A dry run gives the same account and writes nothing.

    Rows that can't be used come back in `rejects` with their reason, so that the file can be mended and sent
    again. Raises a FileRefused or NotObservations, with nothing written.
    """

    def read(people: pl.DataFrame, header: Header) -> pl.DataFrame:
        return observed_files.readings_of(people, header, at=at, day=day, slot=slot)

    return _load(path, READINGS, read, by=by, at=at, rejects=rejects, dry_run=dry_run)


def load_results(
    path: Path,
    *,
    by: Actor,
    at: datetime,
    day: date | None = None,
    rejects: Path | None = None,
    dry_run: bool = False,
) -> Loaded:
    """Load a file of laboratory results; `day` stands in for a column of sampling days.

    Where the file has no column of diseases, each row is for the only disease that is possible.

    A dry run gives the same account and writes nothing.

    Rows that can't be used come back in `rejects`. Raises a FileRefused or NotObservations.
    """

    def read(people: pl.DataFrame, header: Header) -> pl.DataFrame:
        return observed_files.results_of(people, policy.disease_named, at=at, day=day)

    return _load(path, RESULTS, read, by=by, at=at, rejects=rejects, dry_run=dry_run)


def _load(
    path: Path,
    kind: Kind,
    read: Reader,
    *,
    by: Actor,
    at: datetime,
    rejects: Path | None,
    dry_run: bool,
) -> Loaded:
    content = keeping.hash_of(path)
    tables, understood = _tables(path, kind, read)
    observed = pl.concat(tables, how="vertical").with_row_index("k", offset=1)
    account, reasons = _store(observed, kind, content, by=by, at=at, dry_run=dry_run)
    account = replace(account, tables=understood, refusals=refused_rows(observed, reasons))
    if account.refused and rejects is not None:
        write_refused(rejects, observed, reasons)
        return replace(account, rejects_file=str(rejects))
    return account


def _tables(path: Path, kind: Kind, read: Reader) -> tuple[list[pl.DataFrame], tuple[Understood, ...]]:
    tables, understood = [], []
    for name, sheet in _sheets(path):
        header = observed_files.find_header(sheet)
        if header is not None:
            people = observed_files.people_of(sheet, header)
            tables.append(read(people, header).with_columns(pl.lit(name).alias("sheet")))
            understood.append(Understood(name, header.row, _columns(sheet, header), people.height))
    if not tables:
        raise NotObservations(file=path.name, what=kind.what, columns=kind.columns)
    return tables, tuple(understood)


def _columns(sheet: pl.DataFrame, header: Header) -> tuple[tuple[str, str], ...]:
    """Each column that was understood: its header in the file, and what it was read as."""
    (written,) = sheet.filter(pl.col("row_no") == header.row).iter_rows(named=True)
    return tuple((str(written[place]), MEANINGS[column]) for column, place in header.columns.items())


def _sheets(path: Path) -> Iterator[tuple[str, pl.DataFrame]]:
    for sheet in cells.open_workbook(files.identify(path)).sheets:
        yield sheet.label, pl.concat(list(sheet.blocks()), how="diagonal")


@transaction.atomic
def _store(
    observed: pl.DataFrame, kind: Kind, content: str, *, by: Actor, at: datetime, dry_run: bool
) -> tuple[Loaded, dict[int, str]]:
    """Write what can be used; the account, and why each other row can't. A dry run takes it all back."""
    lock_observations()
    sql.run(APP, "make_observed")
    sql.copy_in("control_observed", _arriving(observed, kind))
    sql.run(APP, "analyse_observed")
    sql.run(APP, "identify_observed", nobody=NOBODY, several=SEVERAL, other_name=OTHER_NAME)
    sql.run(APP, "analyse_observed")
    sql.run(APP, "place_observed", scopes=list(by.scopes), outside=OUTSIDE)
    if kind is RESULTS:
        queries.name_diseases()
    sql.run(APP, kind.judge)
    sql.run(APP, kind.write, by=by.name, at=at)
    alerting.observed(at=at)
    account = Loaded(**sql.fetch(APP, "account_of_observed", fever=monitoring.FEVER_CELSIUS)[0])
    audit.record(
        f"{kind.write.removeprefix('write_')}.loaded",
        subject=f"file:{content}",
        by=by,
        at=at,
        rows=account.rows,
        added=account.added,
        superseding=account.superseding,
        refused=account.refused,
        alerts=account.alerts,
    )
    reasons = {row["k"]: row["reason"] for row in sql.fetch(APP, "refused_observed")}
    transaction.set_rollback(dry_run)
    return account, reasons


def _arriving(observed: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    """The rows as the staging table has them: documents and telephones as digests only."""
    documents = [_document(text) for text in observed[Column.ID_NUMBER]]
    phones = [_phone(text) for text in observed[Column.PHONE]]
    named = pl.any_horizontal(pl.col(name) != "" for name in (Column.PERSON, Column.ID_NUMBER, Column.PHONE))
    return observed.select(
        "k",
        pl.col(Column.PERSON).str.extract(r"^([0-9a-fA-F-]{36})$").alias("person_uid"),
        pl.Series("id_digest", documents, dtype=pl.Binary),
        pl.Series("phone_digest", phones, dtype=pl.Binary),
        pl.Series("name", [clean_name(text) for text in observed[Column.NAME]], dtype=pl.String),
        *kind.values,
        pl.coalesce("reason", pl.when(~named).then(pl.lit(UNNAMED))).alias("reason"),
    )


def _document(text: str) -> bytes | None:
    number = squeeze(text)
    if not number:
        return None
    kind = classify(number)
    if kind is DocumentKind.NATIONAL_ID and len(number) == OLD_LENGTH:
        try:
            number = upgrade(number)
        except DomainError:
            return sealing.digest(kind, number)
    return sealing.digest("other_document" if kind is DocumentKind.UNKNOWN else kind, number)


def _phone(text: str) -> bytes | None:
    phones = read_phones(text)
    return sealing.digest("phone", phones[0]) if phones else None
