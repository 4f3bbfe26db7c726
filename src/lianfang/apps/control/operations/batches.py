"""Many readings in one call, as another program sends them: each record has a fate of its own.

The steps and statements are those of files (see `loading`): *identify* by uid, *place*, *judge*, *write*;
here every record is told what became of it, and whether it alerts.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final

import polars as pl
from django.db import transaction

from lianfang.apps.control.operations import alerting, loading
from lianfang.apps.control.operations.observing import lock_observations
from lianfang.apps.control.rules import monitoring
from lianfang.apps.control.terms import Fate, ReadingRecord, RecordFate
from lianfang.core import sql
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import DomainError

APP: Final = "control"
FATES: Final = {"first": Fate.ADDED, "repeats": Fate.SUPERSEDING, "unchanged": Fate.UNCHANGED}
STAGED: Final = pl.Schema(
    {
        "k": pl.Int64(),
        "person_uid": pl.String(),
        "name": pl.String(),
        "on_date": pl.Date(),
        "slot": pl.String(),
        "celsius": pl.String(),
        "symptoms": pl.String(),
        "happened_at": pl.Datetime("us", "UTC"),
    }
)
"""What is staged of a reading; the temperature as text, which the table reads without loss."""


@transaction.atomic
def add_readings(records: Sequence[ReadingRecord], *, by: Actor, at: datetime) -> list[RecordFate]:
    """Take many temperatures; one fate for each, in their order.

    What can't be used is refused alone, with its sentence; the rest is written by one statement a step.
    """
    lock_observations()
    refused: dict[int, RecordFate] = {}
    staged = pl.DataFrame(list(_read(records, refused, at=at)), schema=STAGED, orient="row")
    fates = refused | _taken(staged, by=by, at=at)
    _record(fates, by=by, at=at)
    return [fates[place] for place in range(len(records))]


def _read(
    records: Sequence[ReadingRecord], refused: dict[int, RecordFate], *, at: datetime
) -> Iterator[tuple[Any, ...]]:
    today = at.astimezone(ZONE).date()
    for place, record in enumerate(records):
        try:
            yield place, str(record.person), "", *_values(record, today, at)
        except DomainError as problem:
            refused[place] = RecordFate(Fate.REFUSED, alert=False, problem=str(problem), code=problem.code)


def _values(record: ReadingRecord, today: date, at: datetime) -> tuple[Any, ...]:
    happened = record.happened_at
    day = record.day or (happened.astimezone(ZONE).date() if happened else today)
    value = monitoring.read_celsius(str(record.celsius))
    moment = monitoring.taken_at(day=day, slot=record.slot, happened_at=happened, at=at)
    return day, record.slot, str(value), monitoring.read_symptoms(record.symptoms), moment


def _taken(staged: pl.DataFrame, *, by: Actor, at: datetime) -> dict[int, RecordFate]:
    if staged.is_empty():
        return {}
    sql.run(APP, "make_observed")
    sql.copy_in("control_observed", staged)
    sql.run(APP, "identify_observed", nobody=loading.NOBODY, several=loading.SEVERAL, other_name="")
    sql.run(APP, "analyse_observed")
    sql.run(APP, "place_observed", scopes=list(by.scopes), outside=loading.OUTSIDE)
    sql.run(APP, "judge_readings")
    sql.run(APP, "write_readings", by=by.name, at=at)
    alerting.observed(at=at)
    rows = sql.tuples(sql.text(APP, "fates_of_observed"), fever=monitoring.FEVER_CELSIUS)
    return {place: _fate(fate, reason, alert=alert) for place, fate, reason, alert in rows}


def _fate(fate: str | None, reason: str | None, *, alert: bool) -> RecordFate:
    if reason is not None:
        return RecordFate(Fate.REFUSED, alert=False, problem=reason, code="control.not_identified")
    return RecordFate(FATES[fate or ""], alert=alert)


def _record(fates: dict[int, RecordFate], *, by: Actor, at: datetime) -> None:
    counts = {kind.value: sum(fate.fate is kind for fate in fates.values()) for kind in Fate}
    audit.record("readings.received", subject=f"area:{by.scope}", area=by.scope, by=by, at=at, **counts)
