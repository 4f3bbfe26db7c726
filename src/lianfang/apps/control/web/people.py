"""The page of a person: what is to be done, orders and why, what happened; identity masked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_noop as _

from lianfang.apps.areas import queries as areas
from lianfang.apps.control import queries
from lianfang.apps.control.duties import RELEASE_ON_TIME, TEST_TAKEN
from lianfang.apps.control.web.order_forms import Tried, offered
from lianfang.apps.people import queries as people
from lianfang.apps.people.terms import KEY_NAMES, STATE_NAMES, KeyKind, PersonCard, PersonState
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.duty import engine, registry
from lianfang.core.duty.terms import DutyKind
from lianfang.core.pages import PageRequest
from lianfang.kernel.clock import ZONE

AHEAD = 4
"""Days of what comes that are shown."""


@dataclass(frozen=True)
class Duty:
    """Something open about a person: what, who holds it, by when."""

    kind: str
    holder: str
    due_at: datetime


@dataclass(frozen=True)
class Ahead:
    """Something that will be due: what, on which day, and who holds it now."""

    kind: str
    on: date
    holder: str


@needs(Permission.VIEW_PERSON)
def person(request: PageRequest, uid: str) -> HttpResponse:
    """A person: what is to be done, orders and why, temperatures, what happened; identity masked."""
    card = people.person(uid, scope=request.actor.scope)
    return render(request, "control/person.html", shown(request, card))


def shown(request: PageRequest, card: PersonCard, tried: Tried | None = None) -> dict[str, Any]:
    """What the page of a person shows; `tried` is what was just asked of an order and refused."""
    on = request.moment.astimezone(ZONE).date()
    portrait = queries.portrait(person_id=card.id, at=request.moment, on=on)
    return {
        "card": card,
        "state": STATE_NAMES[PersonState(card.state)],
        "keys": [{"name": KEY_NAMES[KeyKind(key.kind)], "value": key.value} for key in card.keys],
        "path": areas.path(card.area),
        "duties": sorted(_duties(card, request.moment), key=lambda duty: duty.due_at),
        "ahead": _ahead(portrait, request.moment),
        "portrait": portrait,
        "merges": people.merge_history(card.id),
        "photographs": queries.photographs_of(card.id),
        "may_serve": request.actor.may(Permission.SERVE_NOTICE),
        "forms": {one.view.id: list(offered(one, by=request.actor, tried=tried)) for one in portrait.orders},
    }


def _duties(card: PersonCard, at: datetime) -> Iterator[Duty]:
    """Open duties about the person, among those of the place where the person is."""
    names = {kind.code: kind.name for kind in registry.kinds()}
    own = [str(card.person), *(str(one.person) for one in card.merged)]
    view = engine.at_moment(area=card.area, at=at)
    for gap in engine.gaps_about(view=view, subjects=own, of="person"):
        yield Duty(names[gap.kind], gap.holder or _("岗位空缺"), gap.due_at)


def _ahead(portrait: queries.Portrait, at: datetime) -> list[Ahead]:
    """Tests and releases to come under the orders in force, the first ones, with who holds them now."""
    today = at.astimezone(ZONE).date()
    found = sorted(_coming(portrait, today), key=lambda one: one[1])[:AHEAD]
    places = {(area, kind.post) for kind, _on, area in found}
    holders = areas.holders_of_duties(places=places, at=at) if places else []
    names = {(one.area, one.post): one.holder for one in holders}
    return [Ahead(kind.name, on, names.get((area, kind.post), _("岗位空缺"))) for kind, on, area in found]


def _coming(portrait: queries.Portrait, today: date) -> Iterator[tuple[DutyKind, date, str]]:
    for order in portrait.orders:
        if order.in_force:
            view = order.view
            yield from ((TEST_TAKEN, on, view.area) for on in view.test_dates if today < on < view.ends_on)
            if view.ends_on > today:
                yield RELEASE_ON_TIME, view.ends_on, view.area
