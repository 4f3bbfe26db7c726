"""Many readings in one call, as another program sends them: each record has a fate of its own.

What can't be used is refused alone, with its sentence; the rest is taken by one statement (`taking`).
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from lianfang.apps.control.operations import loading, taking
from lianfang.apps.control.operations.taking import Sent, Taken
from lianfang.apps.control.terms import Fate, ReadingRecord, RecordFate
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import DomainError

NOT_IDENTIFIED: Final = "control.not_identified"


@transaction.atomic
def add_readings(records: Sequence[ReadingRecord], *, by: Actor, at: datetime) -> list[RecordFate]:
    """Take many temperatures; one fate for each, in their order, and one line in the log for all."""
    refused: dict[int, RecordFate] = {}
    sent: dict[int, Sent] = {}
    for place, record in enumerate(records):
        try:
            sent[place] = _read(record, at)
        except DomainError as problem:
            refused[place] = RecordFate(Fate.REFUSED, alert=False, problem=str(problem), code=problem.code)
    columns = taking.columns_of(list(sent.values())) if sent else None
    fates = refused | (_taken(sent, columns, by=by, at=at) if columns else {})
    counts = Counter(fate.fate for fate in fates.values())
    facts = {kind.value: counts[kind] for kind in Fate} | {"digest": columns.digest() if columns else ""}
    audit.record("readings.received", subject=f"area:{by.scope}", area=by.scope, by=by, at=at, **facts)
    return [fates[place] for place in range(len(records))]


def _read(record: ReadingRecord, at: datetime) -> Sent:
    happened = record.happened_at
    return taking.read(
        person=record.person,
        slot=record.slot,
        celsius=record.celsius,
        symptoms=record.symptoms,
        day=record.day or (happened.astimezone(ZONE).date() if happened else None),
        happened_at=happened,
        at=at,
    )


def _taken(
    sent: dict[int, Sent], columns: taking.Columns, *, by: Actor, at: datetime
) -> dict[int, RecordFate]:
    taken = taking.take(list(sent.values()), columns, by=by, at=at)
    return {place: _fate(sent[place], one) for place, one in zip(sent, taken, strict=True)}


def _fate(sent: Sent, taken: Taken | None) -> RecordFate:
    if taken is None:
        return RecordFate(Fate.REFUSED, alert=False, problem=loading.NOBODY, code=NOT_IDENTIFIED)
    if taken.fate is Fate.REFUSED:
        return RecordFate(Fate.REFUSED, alert=False, problem=loading.OUTSIDE, code=NOT_IDENTIFIED)
    return RecordFate(taken.fate, sent.alerts)
