"""To whom an observation belongs, and what is known of the slot it fills."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from lianfang.apps.control.models import Encounter, TestResult
from lianfang.apps.control.queries.diseases import disease_of_result
from lianfang.apps.control.queries.orders import view_of
from lianfang.apps.control.rules import monitoring
from lianfang.apps.control.terms import MeasureView, Result
from lianfang.apps.people import queries as people
from lianfang.apps.policy import queries as policy
from lianfang.core import sql
from lianfang.core.access.terms import Actor
from lianfang.kernel import area_code
from lianfang.kernel.errors import NotFound

APP: Final = "control"


@dataclass(frozen=True, slots=True)
class Subject:
    """The record an observation is written to, and the order it falls under."""

    person_id: int
    person_uid: UUID
    area: str
    measure_id: int | None


def subject(person: str | int, *, day: date, by: Actor, disease: str = "") -> Subject:
    """The record under an order on a day (of a disease first) among those of a person.

    Raises NotFound outside the scope.
    """
    uid, told = people.as_uuid(str(person)), {"on_date": day, "disease": disease}
    found = uid and sql.ready(APP, "subject_of_evidence", uid=uid, **told)
    if not found:  # a number, or a record merged into another
        found = sql.ready(APP, "subject_of_evidence", uid=people.kept_uid(person), **told)
    subject = Subject(*found[0])
    if not by.may_see(subject.area):
        raise NotFound(what="人员", value=person)
    return subject


def contacted(person_id: int, *, day: date, slot: str) -> bool:
    """Whether a person was reached in a half of a day."""
    return Encounter.objects.filter(person_id=person_id, on_date=day, slot=slot).exists()


def unvisited(person_id: int, *, day: date, happened_at: datetime) -> list[MeasureView]:
    """Orders at home in force over a person that still wait for the first visit, locked."""
    rows: list[dict[str, Any]] = sql.fetch(
        APP,
        "unvisited_orders",
        person_id=person_id,
        on_date=day,
        happened_at=happened_at,
        places_at_home=list(monitoring.AT_HOME),
    )
    return [view_of(row) for row in rows]


def visited_by_field() -> list[tuple[MeasureView, datetime]]:
    """Orders at home whose person the records at hand first met at the door, and when; locked."""
    rows = sql.fetch(APP, "visited_orders", places_at_home=list(monitoring.AT_HOME))
    return [(view_of(row), met_at) for row in rows for met_at in (row.pop("met_at"),)]


def tested(person: str | int, disease: str, *, day: date, by: Actor) -> tuple[Subject, str]:
    """The record that a result of a day belongs to, and for which disease; see `disease_of_result`."""
    said = policy.disease_named(disease) if disease.strip() else ""
    own = subject(person, day=day, by=by, disease=said)
    return own, said or disease_of_result("", person=own.person_id, area=own.area, on=day)


def result_met(person: str | int, *, result: Result, disease: str, day: date, by: Actor) -> TestResult | None:
    """The last result for a disease of a sampling day that somebody else recorded, and otherwise."""
    own, named = tested(person, disease, day=day, by=by)
    known = TestResult.objects.filter(person_id=own.person_id, disease=named, sampled_on=day, sample=None)
    return known.exclude(result=result).exclude(by=by.name).order_by("-id").first()


def list_readings(*, area: str, on: date, after: int, limit: int) -> list[dict[str, Any]]:
    """Readings of an area on a day, in the order in which they were recorded, after a number."""
    lo, hi = area_code.prefix_range(area)
    return sql.fetch(APP, "readings_of_area", lo=lo, hi=hi, on=on, after=after, limit=limit)


def photographs_of(person_id: int) -> list[dict[str, Any]]:
    """Photographs taken about a person, the newest first; only that they exist: looking at one is logged."""
    return sql.lookup(APP, "photographs_of", person=person_id)
