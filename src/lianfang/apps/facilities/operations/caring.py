"""Care: what somebody needs is asked, taken up, answered; meals are brought."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from lianfang.apps.areas.terms import PostCode, post_of_unit
from lianfang.apps.facilities import queries
from lianfang.apps.facilities.models import Lodging, MealRound, Need, NeedEvent
from lianfang.apps.facilities.operations.refusing import refusing
from lianfang.apps.facilities.rules import caring
from lianfang.apps.facilities.rules.caring import NeedImpossible
from lianfang.apps.facilities.terms import NEEDS, Meal, NeedKind, NeedStep, NeedView
from lianfang.apps.people import queries as people
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor, bound_to
from lianfang.core.audit import operations as audit
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import NotFound


@transaction.atomic
def ask_need(
    person: str, kind: NeedKind, *, text: str = "", every: timedelta | None = None, by: Actor, at: datetime
) -> NeedView:
    """Record what somebody needs who is held apart; the site answers, or at home the post of the kind.

    `every` makes it come back so long after each answer. Raises PermissionMissing, NotFound, NeedImpossible.
    """
    check(by, Permission.CARE)
    caring.check_every(every)
    ((uid, number),) = queries.persons_to_lodge([person], by=by).items()
    stay, care = queries.present_stay(number), NEEDS[kind]
    _check_own(stay, person, by=by)
    area = stay.area if stay else people.labels([number])[number].area
    hours = queries.care_hours(area=area, by=by, at=at)[kind]
    made = Need.objects.create(
        area=area,
        person_id=number,
        person_uid=UUID(uid),
        lodging_id=stay.pk if stay else None,
        kind=kind,
        text=text.strip(),
        post=post_of_unit(PostCode.UNIT_HEAD, stay.site.unit.uid) if stay else care.home_post,
        acknowledge_by=at + hours.acknowledged,
        due_at=at + hours.answered,
        every=every,
        by=by.name,
        happened_at=at,
        recorded_at=at,
    )
    made.refresh_from_db(fields=["uid"])
    return _need_recorded("need.asked", made, by=by, at=at, kind=kind)


def _check_own(stay: Lodging | None, person: str, *, by: Actor) -> None:
    """Raise NotFound for somebody who is not in the one site whose records an actor sees."""
    own = bound_to(by)
    if own is not None and (stay is None or stay.site.unit.uid != own):
        raise NotFound(what="人员", value=person)


@transaction.atomic
def step_need(need: str | UUID, step: NeedStep, *, note: str = "", by: Actor, at: datetime) -> NeedView:
    """Record that a need was taken up, answered, or is one no more.

    Raises PermissionMissing, NotFound, NeedImpossible.
    """
    check(by, Permission.CARE)
    seen = queries.need(need, by=by, at=at)
    made = Need.objects.select_for_update().get(pk=seen.id)
    caring.check_step(queries.need(need, by=by, at=at), step, note=note)
    told = {"note": note.strip(), "by": by.name, "happened_at": at, "recorded_at": at}
    NeedEvent.objects.create(need_id=made.pk, area=made.area, kind=step, **told)
    return _need_recorded(f"need.{step}", made, by=by, at=at, note=note.strip())


def _need_recorded(action: str, made: Need, *, by: Actor, at: datetime, **facts: object) -> NeedView:
    subject = f"need:{made.uid}"
    audit.record(action, subject=subject, by=by, at=at, area=made.area, person=made.person_uid, **facts)
    return queries.need(made.uid, by=by, at=at)


@transaction.atomic
def bring_meal(site: str | UUID, meal: Meal, *, served: int, by: Actor, at: datetime) -> UUID:
    """Record that a meal of the day was brought to the doors of a site, to so many people.

    Raises PermissionMissing, NotFound, MealBrought, NeedImpossible for a number below none.
    """
    check(by, Permission.RUN_SITE)
    found = queries.site(site, by=by, at=at)
    if served < 0:
        raise NeedImpossible(problem="送达的份数不能为负")
    told = {"by": by.name, "happened_at": at, "recorded_at": at, "on_date": at.astimezone(ZONE).date()}
    with refusing():
        made = MealRound.objects.create(site_id=found.id, area=found.area, meal=meal, served=served, **told)
    made.refresh_from_db(fields=["uid"])
    facts = {"meal": meal, "served": served, "present": found.persons}
    audit.record("meal.brought", subject=f"site:{found.uid}", by=by, at=at, area=found.area, **facts)
    return UUID(str(made.uid))
