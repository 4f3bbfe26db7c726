"""Stays: whose order sends them to a place, who stays where."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from lianfang.apps.facilities.models import Lodging
from lianfang.apps.facilities.queries.references import area_range, uid_of
from lianfang.apps.people import queries as people
from lianfang.core import sql
from lianfang.core.access.terms import Actor, bound_to
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import NotFound

APP: Final = "facilities"
TO_A_PLACE: Final = ("central", "isolation", "central_or_home", "hospital")
"""Places of orders (policy.terms.PLACES) that are spent in a room of a site."""


def persons_to_lodge(references: Iterable[str], *, by: Actor) -> dict[str, int]:
    """Numbers of persons by the uid under which they stand; raises NotFound, also out of sight."""
    numbers = [people.person_id(reference, scope=by.scope) for reference in references]
    canonical = people.canonical_ids(numbers)
    labels = people.labels(canonical.values())
    return {str(labels[canonical[number]].person): canonical[number] for number in numbers}


def orders_to_lodge(persons: Iterable[int], *, at: datetime) -> dict[str, tuple[int, str]]:
    """Of those whom an order in force sends to a place: the order and the source, by the person's uid."""
    told = {"persons": list(persons), "places": list(TO_A_PLACE), "on": at.astimezone(ZONE).date()}
    rows = sql.fetch(APP, "orders_to_lodge", **told)
    return {row["person"]: (row["measure_id"], row["source"]) for row in rows}


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody whom an order in force sends to a place and who has no room.

    `accessible`: care for a disabled person was asked for and is not over.
    """

    person: str
    person_id: int
    measure_id: int
    area: str
    source: str
    household: int
    birth_date: date | None
    accessible: bool
    issued_at: datetime


def waiting(*, area: str, by: Actor, at: datetime) -> list[Waiting]:
    """Who of an area waits for a room, longest first; raises NotAllowed out of sight."""
    lo, hi = area_range(area, by=by)
    told = {"places": list(TO_A_PLACE), "on": at.astimezone(ZONE).date(), "at": at}
    found = [
        Waiting(**row) for row in sql.fetch(APP, "waiting", lo=lo, hi=hi, **told) if by.may_see(row["area"])
    ]
    return sorted(found, key=lambda one: (one.issued_at, one.person))


def lock_lodging(uid: str | UUID, *, by: Actor) -> Lodging:
    """A stay, locked until the end of the transaction; raises NotFound, also out of sight."""
    asked = Lodging.objects.filter(uid=uid_of(uid, what="入住"))
    found = asked.select_for_update(of=("self",)).first()
    if found is None or not by.may_see(found.area) or not _own(found, by):
        raise NotFound(what="入住", value=uid)
    return found


def _own(found: Lodging, by: Actor) -> bool:
    own = bound_to(by)
    return own is None or found.site.unit.uid == own
