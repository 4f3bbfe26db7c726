"""What is observed of one person: a temperature, a call or visit, a laboratory result."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from lianfang.apps.control import queries
from lianfang.apps.control.models import Encounter, TestResult
from lianfang.apps.control.operations import alerting, taking
from lianfang.apps.control.operations.changing import append
from lianfang.apps.control.operations.taking import lock_observations
from lianfang.apps.control.rules import field_records, monitoring
from lianfang.apps.control.terms import (
    EncounterKind,
    EncounterOutcome,
    EventKind,
    Fate,
    Result,
    Slot,
)
from lianfang.apps.people import queries as people
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import NotFound

SAMPLED_AT: Final = time(12)


@dataclass(frozen=True, slots=True)
class Observed:
    """What became of an observation: whose it is, whether it was new, and whether it calls for transfer."""

    person: UUID
    fate: Fate
    alert: bool


@transaction.atomic
def add_reading(
    *,
    person: str | int,
    slot: Slot,
    celsius: Decimal | str,
    by: Actor,
    at: datetime,
    symptoms: str = "",
    day: date | None = None,
    happened_at: datetime | None = None,
) -> Observed:
    """Record a temperature in °C in a slot of a day (that of `at` by default).

    A second reading of the slot supersedes the value of the first; the same value again changes nothing.
    Raises NotFound, ReadingImpossible, NotYet, OtherDay.
    """
    sent = taking.read(
        person=people.as_uuid(str(person)) or people.kept_uid(person),
        slot=slot,
        celsius=celsius,
        symptoms=symptoms,
        day=day,
        happened_at=happened_at,
        at=at,
    )
    (taken,) = taking.take([sent], taking.columns_of([sent]), by=by, at=at)
    if taken is None or taken.fate is Fate.REFUSED:
        raise NotFound(what="人员", value=person)
    observed = Observed(taken.person_uid, taken.fate, sent.alerts)
    if taken.fate is not Fate.UNCHANGED:
        facts = {"day": sent.day, "slot": slot, "fate": taken.fate, "alert": observed.alert}
        audit.record(
            "reading.added",
            subject=f"people_person:{taken.person_id}",
            area=taken.area,
            by=by,
            at=at,
            **facts,
        )
    return observed


def _written(subject: queries.Subject, *, by: Actor, at: datetime, happened_at: datetime) -> dict[str, Any]:
    """The columns that every observation has."""
    return {
        "person_id": subject.person_id,
        "area": subject.area,
        "by": by.name,
        "happened_at": happened_at,
        "recorded_at": at,
    }


@transaction.atomic
def add_encounter(
    *,
    person: str | int,
    kind: EncounterKind,
    outcome: EncounterOutcome,
    by: Actor,
    at: datetime,
    happened_at: datetime | None = None,
    note: str = "",
) -> Observed:
    """Record a call, knock, visit or transfer with its outcome.

    Reaching a person is the contact of that half of the day; reaching them at the door is the first visit of
    an order at home that had none. Raises NotFound, OutcomeImpossible, NotYet.
    """
    field_records.check_outcome(kind, outcome)
    moment = happened_at or at
    monitoring.check_happened(moment, at=at)
    on_date = moment.astimezone(ZONE).date()
    lock_observations()
    subject = queries.subject(person, day=on_date, by=by)
    reached = kind is not EncounterKind.TRANSFER and outcome is EncounterOutcome.REACHED
    slot = monitoring.slot_of(moment) if reached else ""
    again = bool(slot) and queries.contacted(subject.person_id, day=on_date, slot=slot)
    facts = {"kind": kind, "outcome": outcome, "slot": slot, "repeats": again, "note": note}
    written = _written(subject, by=by, at=at, happened_at=moment)
    Encounter.objects.create(on_date=on_date, **facts, **written)
    if reached and kind in {EncounterKind.KNOCK, EncounterKind.VISIT}:
        for view in queries.unvisited(subject.person_id, day=on_date, happened_at=moment):
            append(view, EventKind.VISITED, by=by, at=at, happened_at=moment)
    _record("encounter.added", subject, by=by, at=at, kind=kind, outcome=outcome)
    return Observed(subject.person_uid, Fate.ADDED, alert=False)


@transaction.atomic
def add_result(
    *,
    person: str | int,
    result: Result,
    by: Actor,
    at: datetime,
    sampled_on: date | None = None,
    happened_at: datetime | None = None,
    ct: Decimal | None = None,
    laboratory: str = "",
    disease: str = "",
) -> Observed:
    """Record a laboratory result of a sample taken on a day (that of `at` by default).

    A `disease` that is not said is that of the person's order, else the one with a policy in force.

    Without a moment the sample counts as taken at noon, or now where noon is still ahead. The same result of
    the same laboratory again changes nothing. Raises NotFound, NotYet, DiseaseUnsaid, DiseaseUnknown.
    """
    on_date = sampled_on or at.astimezone(ZONE).date()
    moment = happened_at or min(datetime.combine(on_date, SAMPLED_AT, tzinfo=ZONE), at)
    monitoring.check_same_day(moment, day=on_date, at=at)
    lock_observations()
    subject, named = queries.tested(person, disease, day=on_date, by=by)
    observed = Observed(subject.person_uid, Fate.ADDED, alert=result is Result.POSITIVE)
    facts = {"disease": named, "sampled_on": on_date, "result": result, "ct": ct, "laboratory": laboratory}
    if TestResult.objects.filter(person_id=subject.person_id, **facts).exists():
        return replace(observed, fate=Fate.UNCHANGED)
    TestResult.objects.create(**facts, **_written(subject, by=by, at=at, happened_at=moment))
    if observed.alert:
        alerting.positive(subject, happened_at=moment, at=at)
    _record("test.added", subject, by=by, at=at, disease=named, sampled_on=on_date, result=result)
    return observed


def _record(action: str, subject: queries.Subject, *, by: Actor, at: datetime, **facts: object) -> None:
    audit.record(
        action, subject=f"people_person:{subject.person_id}", by=by, at=at, area=subject.area, **facts
    )
