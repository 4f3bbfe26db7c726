"""Programmes, sampling points, and whom a record means."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from lianfang.apps.testing.models import Point, Programme
from lianfang.core import sql
from lianfang.core.access.terms import Actor
from lianfang.kernel.errors import NotFound

APP: Final = "testing"


def programmes(*, by: Actor, on: date) -> list[Programme]:
    """Programmes that reach an actor's areas and have not ended, by name."""
    found = Programme.objects.exclude(ends_on__lte=on).order_by("name", "id")
    return [one for one in found if reaches(one.area, by)]


def programme(uid: str | UUID, *, by: Actor) -> Programme:
    """A programme of an actor's areas, or of one above; raises NotFound."""
    found = Programme.objects.filter(uid=as_uuid(uid, "检测项目")).first()
    if found is None or not reaches(found.area, by):
        raise NotFound(what="检测项目", value=uid)
    return found


def reaches(area: str, by: Actor) -> bool:
    """Whether what is set up for an area concerns an actor: it lies in their areas, or above them."""
    return by.may_see(area) or any(scope.startswith(area) for scope in by.scopes)


def points(*, by: Actor) -> list[Point]:
    """Open sampling points of an actor's areas, by place and name."""
    found = Point.objects.filter(closed_at=None).order_by("area", "name")
    return [one for one in found if reaches(one.area, by)]


def point(uid: str | UUID, *, by: Actor) -> Point:
    """A sampling point; raises NotFound, also out of reach."""
    found = Point.objects.filter(uid=as_uuid(uid, "采样点")).first()
    if found is None or not reaches(found.area, by):
        raise NotFound(what="采样点", value=uid)
    return found


def as_uuid(text: str | UUID, what: str) -> UUID:
    """A uid as typed; raises NotFound."""
    try:
        return UUID(str(text))
    except ValueError as problem:
        raise NotFound(what=what, value=text) from problem


@dataclass(frozen=True, slots=True)
class Whom:
    """Somebody whom a record means: number, uid, home, household; several where it is not plain."""

    k: int
    persons: int
    id: int
    uid: UUID
    area: str
    household_id: int | None
    visitor: bool


def persons_asked(*, visitors: str) -> dict[int, Whom]:
    """Whom the records at hand mean, by their place among them; `visitors` is the source of such persons."""
    return {row["k"]: Whom(**row) for row in sql.fetch(APP, "persons_asked", visitors=visitors)}


def round_open_at(area: str, at: datetime) -> tuple[int, str] | None:
    """The round that is open in an area at a moment, and its disease."""
    row = sql.fetch_one(APP, "rounds_open_at", area=area, at=at)
    return (int(row["id"]), row["disease"]) if row else None


def came_already(rounds: Iterable[int], persons: Iterable[int]) -> dict[tuple[int, int], str]:
    """The tube of each of some persons in each of some rounds."""
    rows = sql.fetch(APP, "came_already", rounds=list(rounds), persons=list(persons))
    return {(row["round_id"], row["person_id"]): row["code"] for row in rows}


def asked_for(rounds: Iterable[int], people: Sequence[Whom]) -> set[tuple[int, int]]:
    """Which of some persons some rounds ask for."""
    asked = {"persons": [one.id for one in people], "homes": [one.area for one in people]}
    rows = sql.fetch(APP, "asked_for", rounds=list(rounds), **asked)
    return {(row["round_id"], row["person_id"]) for row in rows}
