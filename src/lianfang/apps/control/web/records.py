"""What a phone sends, as records: from a form, from a page of readings, from the queue of the browser."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from django.http import QueryDict

from lianfang.apps.control.rules import field_records
from lianfang.apps.control.terms import FieldKind, FieldOutcome, FieldRecord
from lianfang.core import field_queue
from lianfang.core.field_queue import Queued
from lianfang.kernel.clock import ZONE

OWN: Final = {"id", "kind", "person", "over", "csrfmiddlewaretoken", "next", "mine", "only"}
TYPED: Final = ("celsius", "symptoms", "slot", "day")
MOST: Final = 1000
"""Records that a queue sends at once."""


def of_form(form: QueryDict, *, at: datetime) -> FieldRecord:
    """The record of one form; what it says happened now, or at the time of today that it names."""
    values = {name: str(value) for name, value in form.items() if name not in OWN}
    return FieldRecord(
        id=form.get("id") or str(uuid4()),
        kind=form.get("kind", ""),
        person=form.get("person", ""),
        happened_at=_happened(values, entered_at=at),
        values=values,
        over=form.get("over", ""),
    )


def of_readings(form: QueryDict, *, at: datetime) -> Iterator[tuple[str, FieldRecord]]:
    """The records of a page of readings, each with the key of its row; rows left empty are none."""
    for key in form.getlist("row"):
        values = {
            name: form.get(f"{name}-{key}", "").strip() for name in ("celsius", "symptoms", "slot", "day")
        }
        if values["celsius"]:
            record_id, person = form.get(f"id-{key}", ""), form.get(f"person-{key}", "")
            yield key, FieldRecord(record_id, FieldKind.READING, person, at, values)


def of_queued(queued: Queued) -> FieldRecord:
    """The record of what waited in a browser's queue."""
    return FieldRecord(
        id=queued.id,
        kind=queued.kind,
        person=queued.person,
        happened_at=_happened(queued.values, entered_at=queued.entered_at),
        values=queued.values,
        over=queued.over,
    )


def _happened(values: Mapping[str, str], *, entered_at: datetime) -> datetime:
    """The moment that a record names by a wall clock of the day it was entered, else that of the entry.

    A clock that can't be read is refused with its record, by the operation.
    """
    wall = field_records.wall_clock(values.get("clock", ""))
    if wall is None:
        return entered_at
    return datetime.combine(entered_at.astimezone(ZONE).date(), wall, tzinfo=ZONE)


def told(outcome: FieldOutcome) -> dict[str, Any]:
    """What became of a record, as the queue of the browser reads it."""
    other = outcome.other
    met = {"by": other.by, "at": other.at, "value": other.value, "uid": other.uid} if other else None
    return field_queue.told(outcome.id, outcome.fate, outcome.sentence, alert=outcome.alert, other=met)
