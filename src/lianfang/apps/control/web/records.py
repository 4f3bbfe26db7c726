"""What a phone sends, as records: from a form, from a page of readings, from the queue of the browser."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from django.http import QueryDict
from django.utils.translation import gettext

from lianfang.apps.control.rules import field_records
from lianfang.apps.control.terms import FieldKind, FieldOutcome, FieldRecord
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import WrongCall

OWN: Final = {"id", "kind", "person", "over", "csrfmiddlewaretoken", "next", "mine", "only"}
TYPED: Final = ("celsius", "symptoms", "slot", "day")
MOST: Final = 1000
OLDEST: Final = timedelta(days=30)


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


def of_queue(body: bytes, *, at: datetime) -> tuple[str, list[FieldRecord]]:
    """The owner of a browser's queue and its records; their moments are reckoned by age, not by its clock.

    Raises WrongCall for what is no queue.
    """
    try:
        sent = json.loads(body)
        records = [_queued(one, sent_at=sent["sent_at"], at=at) for one in sent["records"]]
        owner = str(sent["owner"])
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as problem:
        raise WrongCall(problem=gettext("不是现场记录：{problem}").format(problem=problem)) from problem
    if len(records) > MOST:
        raise WrongCall(
            problem=gettext("一次最多{most}条，收到{count}条。").format(most=MOST, count=len(records))
        )
    return owner, records


def _queued(one: Mapping[str, Any], *, sent_at: float, at: datetime) -> FieldRecord:
    values = {str(name): str(value) for name, value in one["values"].items()}
    return FieldRecord(
        id=str(one["id"]),
        kind=str(one["kind"]),
        person=str(one["person"]),
        happened_at=_happened(values, entered_at=entered(one["entered_at"], sent_at, at=at)),
        values=values,
        over=str(one.get("over") or ""),
    )


def entered(entered_at: float, sent_at: float, *, at: datetime) -> datetime:
    """The moment of an entry by this server's clock: as long before `at` as the phone says it lay back."""
    age = timedelta(milliseconds=max(float(sent_at) - float(entered_at), 0))
    return at - min(age, OLDEST)


def _happened(values: dict[str, str], *, entered_at: datetime) -> datetime:
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
    return {
        "id": outcome.id,
        "fate": outcome.fate,
        "sentence": outcome.sentence,
        "alert": outcome.alert,
        "other": {"by": other.by, "at": other.at.isoformat(), "value": other.value, "uid": other.uid}
        if other
        else None,
    }
