"""Transfers: who is moved from where to where, and who answers for them at any moment."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from lianfang.apps.facilities.models import HandOver, Lodging, StaffPeriod, Transfer
from lianfang.apps.facilities.queries.references import area_range, uid_of
from lianfang.apps.facilities.terms import TransferView
from lianfang.apps.people import queries as people
from lianfang.core import sql
from lianfang.core.access.terms import Actor, bound_to
from lianfang.kernel.errors import NotFound

APP: Final = "facilities"
SHOWN: Final = timedelta(days=2)
"""How long a transfer that ended stays on the list."""


def transfers(*, by: Actor, at: datetime, uid: UUID | None = None) -> list[TransferView]:
    """Transfers of an actor's areas: the open ones by their clock, then those that ended lately.

    The clerk of a unit sees those that leave it or come to it.
    """
    lo, hi = area_range("", by=by)
    rows = sql.fetch(APP, "transfers", lo=lo, hi=hi, own=bound_to(by), uid=uid, since=at - SHOWN)
    return [TransferView(**row) for row in rows if by.may_see(row["area"])]


def transfer(uid: str | UUID, *, by: Actor, at: datetime) -> TransferView:
    """A transfer; raises NotFound, also out of sight."""
    found = transfers(by=by, at=at, uid=uid_of(uid, what="转运"))
    if not found:
        raise NotFound(what="转运", value=uid)
    return found[0]


def unit_held_by(person: int, *, at: datetime) -> UUID | None:
    """The unit in whose rooms somebody lives at a moment, or in whose closed loop they work."""
    lived = Lodging.objects.filter(person_id=person, during__contains=at, arrived_at__lte=at)
    worked = StaffPeriod.objects.filter(person_id=person, during__contains=at)
    for kept in (lived, worked):
        found = kept.select_related("site__unit").first()
        if found is not None:
            return UUID(str(found.site.unit.uid))
    return None


def unit_number(uid: UUID) -> int | None:
    """The number of a unit; None where it is out of sight."""
    return next((row["id"] for row in sql.fetch(APP, "unit", uid=uid)), None)


def hand_overs(transfer: TransferView) -> list[HandOver]:
    """Who answered one after the other, from the request on, as it happened."""
    return list(HandOver.objects.filter(transfer_id=transfer.id).order_by("happened_at"))


def custodians(person: UUID, *, at: datetime) -> list[tuple[str, str]]:
    """Who answers for a person who is moved at a moment, over all transfers: role and name; never two."""
    rows = sql.fetch(APP, "custodians", person=person, at=at)
    return [(row["custodian"], row["name"]) for row in rows]


def transfer_names(uids: Iterable[str]) -> dict[str, str]:
    """Names of those who are moved, by the uids of transfers; those out of sight are absent."""
    persons = {str(uid): str(person) for uid, person in _persons(uids)}
    names = people.names_by_uid(persons.values())
    return {uid: names[person] for uid, person in persons.items() if person in names}


def _persons(uids: Iterable[str]) -> Iterable[tuple[UUID, UUID]]:
    return Transfer.objects.filter(uid__in=list(uids)).values_list("uid", "person_uid")
