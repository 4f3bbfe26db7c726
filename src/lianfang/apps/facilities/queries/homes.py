"""Whose home would do, and who lives there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from lianfang.apps.facilities.models import HomeCheck
from lianfang.apps.facilities.queries.lodgings import persons_to_lodge
from lianfang.apps.facilities.queries.references import area_range, uid_of
from lianfang.apps.facilities.rules import homes, parties
from lianfang.apps.facilities.terms import HomeCheckView, Housemate, LivesThere, NeedKind
from lianfang.core import sql
from lianfang.core.access.terms import Actor
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import NotFound

APP: Final = "facilities"
CHECKS_SHOWN: Final = 100
SPECIAL: Final = (
    NeedKind.CHILD,
    NeedKind.PREGNANT,
    NeedKind.DIALYSIS,
    NeedKind.ELDERLY,
    NeedKind.DISABLED,
)
"""Needs that make somebody of a household one to be looked after in particular."""


@dataclass(frozen=True, slots=True)
class Household:
    """Somebody and who else is registered in the household, as far as the one who asks may see them."""

    person: Housemate
    others: tuple[Housemate, ...]


def household_of(person: str, *, by: Actor, at: datetime) -> Household:
    """Who lives with somebody, by the register; raises NotFound, also out of sight."""
    (number,) = persons_to_lodge([person], by=by).values()
    on = at.astimezone(ZONE).date()
    rows = sql.fetch(APP, "household_of", person=number, on=on, special=list(SPECIAL))
    mates = [
        Housemate(
            person=row["person"],
            age=parties.age(row["birth_date"], on),
            state=row["state"],
            place=row["place"],
            needs=tuple(row["needs"]),
        )
        for row in rows
    ]
    return Household(mates[0], tuple(mates[1:]))


def home_checks(*, by: Actor, person: str = "") -> list[HomeCheckView]:
    """Checks of homes in an actor's areas, the latest first; of one person if asked."""
    lo, hi = area_range("", by=by)
    rows = HomeCheck.objects.filter(area__gte=lo, area__lt=hi)
    if person:
        rows = rows.filter(person_uid=uid_of(person, what="人员"))
    latest = rows.order_by("-happened_at", "-id")[:CHECKS_SHOWN]
    return [_check(one) for one in latest if by.may_see(one.area)]


def home_check(uid: str | UUID, *, by: Actor) -> HomeCheckView:
    """A check of a home; raises NotFound, also out of sight."""
    found = HomeCheck.objects.filter(uid=uid_of(uid, what="居家条件核查")).first()
    if found is None or not by.may_see(found.area):
        raise NotFound(what="居家条件核查", value=uid)
    return _check(found)


def _check(one: HomeCheck) -> HomeCheckView:
    return HomeCheckView(
        uid=one.uid,
        area=one.area,
        person=str(one.person_uid),
        answers=one.found,
        members=tuple(LivesThere(**said) for said in one.members["listed"]),
        unlisted=one.members["unlisted"],
        recommended=one.recommended,
        reasons=tuple(homes.reasons(one.found)),
        note=one.note,
        by=one.by,
        checked_at=one.happened_at,
    )
