"""Cases from a file, as a centre exports them: every row gets in, corrects, is known already, or comes back.

1. *read*: every sheet with a table that the mapping fits, every cell as text.
2. *report* or *correct*: row by row, each alone, so that one that is refused takes back no other.
3. *link*: where the file says from whom, once every row is in.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5

from django.db import transaction

from lianfang.apps.cases import queries
from lianfang.apps.cases.models import Case, Outbreak
from lianfang.apps.cases.operations.linking import link
from lianfang.apps.cases.operations.stating import open_outbreak, report, state
from lianfang.apps.cases.rules import case_file
from lianfang.apps.cases.rules.case_file import CaseMapping, CaseRow, NoCases
from lianfang.apps.cases.terms import (
    CaseCard,
    CaseLoad,
    Classification,
    Found,
    ReportCard,
    RowRefused,
    Statement,
)
from lianfang.apps.intake.reading import headed
from lianfang.core import keeping
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.core.exports import returned
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import DomainError

ADDED, CORRECTED, UNCHANGED, SKIPPED = "added", "corrected", "unchanged", "skipped"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a file: where it stands, and its cells by column."""

    sheet: str
    row: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Loading:
    """What all rows of a load share; `sheets` is how many tables the file has."""

    outbreak: Outbreak
    mapping: CaseMapping
    area: str
    sheets: int
    by: Actor
    at: datetime


def load(
    path: Path,
    *,
    area: str,
    by: Actor,
    at: datetime,
    mapping: str = "cdc-export",
    outbreak: str = "",
    disease: str = "",
    rejects: Path | None = None,
) -> CaseLoad:
    """Load a file of cases into an outbreak; `area` is where those live of whom the file does not say it.

    The same file again changes nothing. Raises FileMissing, MappingUnreadable, NoCases, DiseaseUnknown, and
    WrongCall for `rejects`.
    """
    check(by, Permission.REPORT_CASE)
    returned.check_target(rejects)
    content = keeping.hash_of(path)
    known = case_file.read_mapping(mapping)
    lines = _lines(path, known)
    opened = open_outbreak(
        disease=disease or known.disease, area=area, code=outbreak or _code(path, known), by=by, at=at
    )
    account = _taken(lines, Loading(opened, known, area, len({line.sheet for line in lines}), by, at))
    facts = {name: value for name, value in asdict(account).items() if name not in {"refusals", "outbreak"}}
    subject = f"cases_outbreak:{opened.pk}"
    audit.record("cases.loaded", subject=subject, by=by, at=at, area=area, file=content, **facts)
    if account.refused and rejects is not None:
        _write_rejects(rejects, lines, account.refusals, file=path.name)
        return replace(account, rejects_file=str(rejects))
    return account


def _code(path: Path, mapping: CaseMapping) -> str:
    return mapping.name if mapping.disease else path.stem


def _lines(path: Path, mapping: CaseMapping) -> list[Line]:
    """The rows of all tables that the mapping fits, each under the columns of the mapping."""
    tables = list(headed.chunks(path, case_file.sort_of(mapping)))
    if not tables:
        raise NoCases(file=path.name, mapping=mapping.name, columns="、".join(mapping.columns))
    return [
        Line(row.pop("sheet"), row.pop("row_no"), row)
        for table in tables
        for row in table.iter_rows(named=True)
    ]


def _taken(lines: Sequence[Line], loading: Loading) -> CaseLoad:
    """Take the rows one by one; the account of all."""
    counts = Counter[str]()
    refused: list[RowRefused] = []
    taken: dict[str, CaseRow] = {}
    for line in lines:
        try:
            row = _row(line, loading)
            counts[_take(row, loading)] += 1
        except DomainError as problem:
            refused.append(RowRefused(line.sheet, line.row, str(problem)))
        else:
            taken |= {row.key: row} if row else {}
    return CaseLoad(
        loading.outbreak.code,
        len(lines),
        added=counts[ADDED],
        corrected=counts[CORRECTED],
        unchanged=counts[UNCHANGED],
        skipped=counts[SKIPPED],
        refused=len(refused),
        refusals=tuple(refused),
        linked=_link(taken, loading),
    )


def _link(taken: Mapping[str, CaseRow], loading: Loading) -> int:
    """Link the rows that say from whom, unless that is believed already; how many were."""
    told = [(row, taken[row.infector]) for row in taken.values() if row.infector in taken]
    if not told:
        return 0
    outbreak = loading.outbreak
    uids = dict(Case.objects.filter(outbreak=outbreak).exclude(key="").values_list("key", "uid"))
    known = queries.chain(outbreak.code, by=loading.by, known_at=loading.at)
    sources = {one.uid: one.infector for one in known.cases}
    fresh = [(row, source) for row, source in told if sources[uids[row.key]] != uids[source.key]]
    for row, source in fresh:
        setting = case_file.setting_of(row, source, loading.mapping)
        facts = {"infector": uids[source.key], "setting": setting, "ground": "名单所列"}
        link(uids[row.key], by=loading.by, at=loading.at, **facts)
    return len(fresh)


def _row(line: Line, loading: Loading) -> CaseRow | None:
    on = loading.at.astimezone(ZONE).date()
    name = str(line.row) if loading.sheets == 1 else f"{line.sheet}!{line.row}"
    return case_file.row_of(name, line.cells, loading.mapping, area=loading.area, on=on)


@transaction.atomic
def _take(row: CaseRow | None, loading: Loading) -> str:
    if row is None:
        return SKIPPED
    known = _known(row, loading)
    if known is None:
        return _add(row, loading)
    return _correct(known, row.said, loading)


def _known(row: CaseRow, loading: Loading) -> CaseCard | None:
    found = Case.objects.filter(outbreak=loading.outbreak, key=row.key).exclude(key="").first()
    return queries.case(found.uid, by=loading.by, known_at=loading.at) if found else None


def _add(row: CaseRow, loading: Loading) -> str:
    code, disease = loading.outbreak.code, loading.outbreak.disease
    uid = uuid5(NAMESPACE_OID, f"cases:{code}:{row.key or row.line}")
    found = Found(disease=disease, outbreak=code, through=row.through, key=row.key)
    report(row.patient, row.said, found, by=loading.by, at=loading.at, uid=uid)
    return ADDED


def _correct(known: CaseCard, said: Statement, loading: Loading) -> str:
    before = Statement(
        classification=Classification(known.classification),
        onset_on=known.onset_on,
        sampled_on=known.sampled_on,
        diagnosed_at=known.diagnosed_at,
        died_on=known.died_on,
        card=ReportCard(**known.card),
    )
    if before == said:
        return UNCHANGED
    state(known.uid, said, by=loading.by, at=loading.at, reason="名单订正")
    return CORRECTED


def _write_rejects(path: Path, lines: Sequence[Line], refused: Sequence[RowRefused], *, file: str) -> None:
    """The rows that came back, as they stood, with the reason: to be mended and sent again."""
    columns = [name for name in lines[0].cells if any(line.cells[name] for line in lines)]
    stood = {(line.sheet, line.row): line.cells for line in lines}
    rows = [
        (one.sheet, str(one.row), *(stood[one.sheet, one.row][name] for name in columns), one.reason)
        for one in refused
    ]
    returned.write(path, [rows], head=(*columns, "退回原因"), file=file)
