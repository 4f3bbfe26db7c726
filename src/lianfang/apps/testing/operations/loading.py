"""Files of samples and of results: every row gets in, is known already, or comes back with its reason."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeVar
from uuid import NAMESPACE_OID, uuid5

from django.db import transaction

from lianfang.apps.intake.reading import headed
from lianfang.apps.intake.reading.headed import Sort
from lianfang.apps.testing import queries
from lianfang.apps.testing.operations.sampling import register
from lianfang.apps.testing.operations.tubes import give_results
from lianfang.apps.testing.rules import reading
from lianfang.apps.testing.rules.reading import Column
from lianfang.apps.testing.terms import (
    FAULT_NAMES,
    REMEDIES,
    RejectedTube,
    Swab,
    TubeAccount,
    TubeFault,
    TubeResult,
)
from lianfang.core import keeping, sealing
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.core.exports import returned
from lianfang.kernel.dates import read_moment

"""RejectedTube rows that an account shows; the file of rejects has all."""
COLUMN_OF: Final[dict[TubeFault, Column]] = {
    TubeFault.PERSON_MISSING: Column.ID_NUMBER,
    TubeFault.NUMBER_WRONG: Column.ID_NUMBER,
    TubeFault.NOBODY: Column.ID_NUMBER,
    TubeFault.SEVERAL: Column.PHONE,
    TubeFault.KIND_UNKNOWN: Column.KIND,
    TubeFault.KIND_OTHER: Column.KIND,
    TubeFault.POINT_UNKNOWN: Column.POINT,
    TubeFault.DISEASE_UNSAID: Column.DISEASE,
    TubeFault.DISEASE_OTHER: Column.DISEASE,
    TubeFault.TIME_UNREADABLE: Column.TIME,
    TubeFault.AHEAD: Column.TIME,
    TubeFault.BEFORE_SAMPLING: Column.TIME,
    TubeFault.RESULT_UNREADABLE: Column.RESULT,
    TubeFault.RESULT_OTHER: Column.RESULT,
    TubeFault.CT_UNREADABLE: Column.CT,
}
"""The column at fault; the tube's where nothing else is said."""
Row = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Fate:
    """What became of a row."""

    fresh: bool
    fault: TubeFault | None
    members: int = 0


def load_samples(path: Path, *, by: Actor, at: datetime, rejects: Path | None = None) -> TubeAccount:
    """Register the samples of a file. Raises PermissionMissing, WrongCall, a FileRefused, NotTubes."""
    points = {one.name: one.uid for one in queries.points(by=by)}

    def read(row: Row, number: int) -> Swab | TubeFault:
        kind, moment = reading.kind_of(row[Column.KIND]), read_moment(row[Column.TIME])
        if kind is None:
            return TubeFault.KIND_UNKNOWN
        if moment is None:
            return TubeFault.TIME_UNREADABLE
        if row[Column.POINT] and row[Column.POINT] not in points:
            return TubeFault.POINT_UNKNOWN
        who = "|".join(row[column] for column in (*reading.WHO, Column.NAME, Column.TIME))
        return Swab(
            client_id=uuid5(NAMESPACE_OID, f"{row[Column.TUBE]}|{who}"),
            tube=row[Column.TUBE],
            kind=kind,
            sampled_at=moment,
            person=row[Column.PERSON],
            document=row[Column.ID_NUMBER],
            phone=row[Column.PHONE],
            name=row[Column.NAME],
            point=points.get(row[Column.POINT]),
            disease=row[Column.DISEASE],
        )

    def take(swabs: Sequence[Swab]) -> list[_Fate]:
        return [_Fate(fate.fresh, fate.fault) for fate in register(swabs, by=by, at=at)]

    return _load(path, reading.SAMPLES, read, take, by=by, at=at, rejects=rejects)


def load_results(path: Path, *, by: Actor, at: datetime, rejects: Path | None = None) -> TubeAccount:
    """Record results of tubes from a file. Raises PermissionMissing, WrongCall, a FileRefused, NotTubes."""

    def read(row: Row, number: int) -> TubeResult | TubeFault:
        result = reading.result_of(row[Column.RESULT])
        moment = read_moment(row[Column.TIME]) if row[Column.TIME] else at
        if not row[Column.TUBE]:
            return TubeFault.TUBE_MISSING
        if result is None:
            return TubeFault.RESULT_UNREADABLE
        if moment is None:
            return TubeFault.TIME_UNREADABLE
        try:
            ct = reading.ct_of(row[Column.CT])
        except ValueError:
            return TubeFault.CT_UNREADABLE
        return TubeResult(
            tube=row[Column.TUBE],
            result=result,
            found_at=moment,
            ct=ct,
            laboratory=row[Column.LABORATORY],
            plate=row[Column.PLATE],
        )

    def take(found: Sequence[TubeResult]) -> list[_Fate]:
        return [_Fate(fate.fresh, fate.fault, fate.members) for fate in give_results(found, by=by, at=at)]

    return _load(path, reading.RESULTS, read, take, by=by, at=at, rejects=rejects)


@transaction.atomic
def _load(
    path: Path,
    sort: Sort,
    read: Callable[[Row, int], T | TubeFault],
    take: Callable[[Sequence[T]], list[_Fate]],
    *,
    by: Actor,
    at: datetime,
    rejects: Path | None,
) -> TubeAccount:
    returned.check_target(rejects)
    content = keeping.hash_of(path)
    rows = [row for chunk in headed.chunks(path, sort) for row in chunk.iter_rows(named=True)]
    if not rows:
        raise reading.NotTubes(file=path.name, columns=sort.told)
    said = [read(row, number) for number, row in enumerate(rows)]
    fates = iter(take([one for one in said if not isinstance(one, TubeFault)]))
    told = [_Fate(fresh=False, fault=one) if isinstance(one, TubeFault) else next(fates) for one in said]
    refused = [(row, fate.fault) for row, fate in zip(rows, told, strict=True) if fate.fault]
    account = TubeAccount(
        file=path.name,
        rows=len(rows),
        taken=sum(fate.fresh for fate in told),
        unchanged=sum(not fate.fresh and fate.fault is None for fate in told),
        rejected=len(refused),
        tubes=len({row[Column.TUBE] for row in rows if row[Column.TUBE]}),
        members=sum(fate.members for fate in told),
        rejects=str(rejects) if rejects and refused else "",
        first=tuple(_shown(row, fault) for row, fault in refused[: returned.SHOWN]),
    )
    if rejects and refused:
        returned.write(rejects, _chunks(refused, sort), head=(*sort.columns, *returned.TOLD), file=path.name)
    facts = {"rows": account.rows, "taken": account.taken, "rejected": account.rejected}
    audit.record("tubes.loaded", subject=f"file:{content}", by=by, at=at, area=by.scope, **facts)
    return account


def _shown(row: Row, fault: TubeFault) -> RejectedTube:
    column = COLUMN_OF.get(fault, Column.TUBE)
    value = sealing.mask_numbers(row.get(column, ""))
    return RejectedTube(row["sheet"], row["row_no"], column.value, value, fault)


def _chunks(refused: Sequence[tuple[Row, TubeFault]], sort: Sort) -> Iterator[list[tuple[str, ...]]]:
    yield [
        (
            row["sheet"],
            str(row["row_no"]),
            *(row[column] for column in sort.columns),
            COLUMN_OF.get(fault, Column.TUBE).value,
            FAULT_NAMES[fault],
            REMEDIES[fault],
        )
        for row, fault in refused
    ]
