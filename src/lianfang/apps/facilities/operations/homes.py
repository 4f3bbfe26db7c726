"""A home is looked at: its conditions, and each who lives there."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lianfang.apps.facilities import queries
from lianfang.apps.facilities.models import HomeCheck
from lianfang.apps.facilities.rules import homes
from lianfang.apps.facilities.terms import HomeCheckView, LivesThere
from lianfang.apps.people import queries as people
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit


@transaction.atomic
def check_home(
    person: str,
    answers: Mapping[str, bool],
    *,
    members: Sequence[LivesThere] = (),
    unlisted: int = 0,
    note: str = "",
    by: Actor,
    at: datetime,
) -> HomeCheckView:
    """Record how the home of somebody was found, condition by condition and person by person.

    `members` speaks of each who is registered there, `unlisted` counts who else lives there. Raises
    PermissionMissing, NotFound, AnswerUnknown, HouseholdIncomplete.
    """
    check(by, Permission.CHECK_HOME)
    homes.check_answers(answers)
    ((uid, number),) = queries.persons_to_lodge([person], by=by).items()
    card, lived = people.person(uid, scope=by.scope), queries.household_of(uid, by=by, at=at)
    ages = {one.person: one.age for one in lived.others}
    homes.check_members(members, ages, unlisted=unlisted)
    follows = homes.of_members(members, ages, unlisted=unlisted, own_age=lived.person.age)
    found = {**answers, **follows}
    made = HomeCheck.objects.create(
        area=card.area,
        person_id=number,
        person_uid=UUID(uid),
        household=card.household,
        found=found,
        members={"listed": [asdict(one) for one in members], "unlisted": unlisted},
        recommended=homes.recommended(found),
        note=note.strip(),
        by=by.name,
        happened_at=at,
        recorded_at=at,
    )
    made.refresh_from_db(fields=["uid"])
    facts = {"person": uid, "recommended": made.recommended, "unmet": homes.unmet(found)}
    audit.record("home.checked", subject=f"home_check:{made.uid}", by=by, at=at, area=made.area, **facts)
    return queries.home_check(made.uid, by=by)
