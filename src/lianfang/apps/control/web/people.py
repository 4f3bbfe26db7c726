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


def shown(request: PageRequest, card: PersonCard) -> dict[str, Any]:
    """What the page of a person shows."""
    on = request.moment.astimezone(ZONE).date()
    portrait = queries.portrait(person_id=card.id, at=request.moment, on=on)
    return {
        "card": card,
        "state": STATE_NAMES[PersonState(card.state)],
        "keys": [{"name": KEY_NAMES[KeyKind(key.kind)], "value": key.value} for key in card.keys],
        "path": areas.path(card.area),
        "duties": sorted(_duties(card, request.moment), key=lambda duty: duty.due_at),
        "ahead": sorted(_ahead(portrait, request.moment), key=lambda one: one.on)[:AHEAD],
        "portrait": portrait,
        "merges": people.merge_history(card.id),
        "photographs": queries.photographs_of(card.id),
        **_allowed(request),
    }


def _allowed(request: PageRequest) -> dict[str, bool]:
    """What the actor may do on the page."""
    may = request.actor.may
    return {
        "may_serve": may(Permission.SERVE_NOTICE),
        "may_appeal": may(Permission.LODGE_APPEAL),
        "may_answer": may(Permission.ANSWER_APPEAL),
    }


def _duties(card: PersonCard, at: datetime) -> Iterator[Duty]:
    """Open duties about the person, among those of the place where the person is."""
    names = {kind.code: kind.name for kind in registry.kinds()}
    own = {str(card.person), *(str(one.person) for one in card.merged)}
    for gap in engine.gaps(view=engine.at_moment(area=card.area, at=at)):
        if gap.subject in own:
            yield Duty(names[gap.kind], gap.holder or _("岗位空缺"), gap.due_at)


def _ahead(portrait: queries.Portrait, at: datetime) -> Iterator[Ahead]:
    """Tests and releases to come under the orders in force, with who holds them now."""
    today = at.astimezone(ZONE).date()
    for order in portrait.orders:
        if not order.in_force:
            continue
        days = [(TEST_TAKEN, on) for on in order.view.test_dates if today < on < order.view.ends_on]
        for kind, on in [*days, (RELEASE_ON_TIME, order.view.ends_on)]:
            if on > today:
                yield Ahead(kind.name, on, _holder(kind, order.view.area, at))


def _holder(kind: DutyKind, area: str, at: datetime) -> str:
    found = areas.responsible(area=area, post=kind.post, at=at)
    return found.holder if found else _("岗位空缺")
