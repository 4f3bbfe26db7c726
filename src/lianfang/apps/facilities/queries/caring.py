"""What people need who are held apart, which meals were brought, whose home would do."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from lianfang.apps.facilities.models import Lodging, MealRound, NeedEvent
from lianfang.apps.facilities.queries.references import area_range, uid_of
from lianfang.apps.facilities.rules import caring
from lianfang.apps.facilities.terms import (
    NEED_NAMES,
    Meal,
    NeedKind,
    NeedState,
    NeedView,
    SiteView,
)
from lianfang.apps.people import queries as people
from lianfang.core import sql
from lianfang.core.access.terms import Actor, bound_to
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import NotFound

APP: Final = "facilities"
SHOWN: Final = timedelta(days=2)
"""How long a need that was answered stays on the list."""


def needs(*, area: str = "", by: Actor, at: datetime, uid: UUID | None = None) -> list[NeedView]:
    """Needs in an actor's areas, the open ones by their clock first; a clerk sees those of the own site.

    Raises NotAllowed out of sight.
    """
    lo, hi = area_range(area, by=by)
    rows = sql.fetch(APP, "needs", lo=lo, hi=hi, own=bound_to(by), uid=uid, since=at - SHOWN)
    found = [_need(row) for row in rows if by.may_see(row["area"])]
    return sorted(found, key=lambda one: (not one.open, one.due_at or one.asked_at, one.id))


def _need(row: dict[str, Any]) -> NeedView:
    every = row.pop("every")
    acts = {name: row[name] for name in ("acknowledged_at", "answered_at", "ended_at")}
    answered, state = row["answered_at"], caring.state(**acts, every=every)
    due = row["due_at"] if answered is None else answered + every if every else None
    if state in {NeedState.ANSWERED, NeedState.ENDED}:
        due = None
    return NeedView(**row | {"due_at": due}, every_hours=every and every // timedelta(hours=1), state=state)


def need(uid: str | UUID, *, by: Actor, at: datetime) -> NeedView:
    """A need; raises NotFound, also out of sight."""
    found = needs(by=by, at=at, uid=uid_of(uid, what="照护需求"))
    if not found:
        raise NotFound(what="照护需求", value=uid)
    return found[0]


def need_steps(need: NeedView) -> list[NeedEvent]:
    """What was done about a need, one after the other."""
    return list(NeedEvent.objects.filter(need_id=need.id).order_by("id"))


def need_names(uids: Iterable[str]) -> dict[str, str]:
    """What is needed and where, by the uids of needs: a room, or who is at home; out of sight is absent."""
    rows = sql.fetch(APP, "need_names", uids=list(uids))
    names = people.names_by_uid(row["person"] for row in rows if not row["room"])
    places = {row["uid"]: row["room"] or names.get(row["person"], "") for row in rows}
    return {row["uid"]: f"{places[row['uid']]} {NEED_NAMES[NeedKind(row['kind'])]}".strip() for row in rows}


def present_stay(person: int) -> Lodging | None:
    """The stay of somebody who lives in a site, or is expected there."""
    stays = Lodging.objects.filter(person_id=person, during__endswith__isnull=True, during__isempty=False)
    return stays.select_related("site__unit").first()


def meals_served(site: SiteView, *, at: datetime) -> dict[Meal, MealRound]:
    """Meals that were brought to a site on the day of a moment."""
    day = at.astimezone(ZONE).date()
    rounds = MealRound.objects.filter(site_id=site.id, on_date=day, recorded_at__lte=at)
    return {Meal(one.meal): one for one in rounds}
