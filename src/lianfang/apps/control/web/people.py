"""Pages of persons under control."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render

from lianfang.apps.areas import queries as areas
from lianfang.apps.control import queries
from lianfang.apps.people import queries as people
from lianfang.apps.people.terms import KEY_NAMES, STATE_NAMES, KeyKind, PersonCard, PersonState
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.duty import engine, registry
from lianfang.core.pages import PageRequest
from lianfang.kernel.clock import ZONE


@dataclass(frozen=True)
class Duty:
    """Something open about a person: what, who holds it, by when."""

    kind: str
    holder: str
    due_at: datetime


@needs(Permission.VIEW_PERSON)
def person(request: PageRequest, uid: str) -> HttpResponse:
    """A person: orders and why, temperatures, what happened, what is to be done now."""
    card = people.person(uid, scope=request.actor.scope)
    on = request.moment.astimezone(ZONE).date()
    context = {
        "card": card,
        "state": STATE_NAMES[PersonState(card.state)],
        "keys": [{"name": KEY_NAMES[KeyKind(key.kind)], "value": key.value} for key in card.keys],
        "path": areas.path(card.area),
        "duties": sorted(_duties(card, request.moment), key=lambda duty: duty.due_at),
        "portrait": queries.portrait(person_id=card.id, at=request.moment, on=on),
    }
    return render(request, "control/person.html", context)


def _duties(card: PersonCard, at: datetime) -> Iterator[Duty]:
    """Open duties about the person, among those of the place where the person is."""
    names = {kind.code: kind.name for kind in registry.kinds()}
    own = {str(card.person), *(str(one.person) for one in card.merged)}
    for gap in engine.gaps(view=engine.at_moment(area=card.area, at=at)):
        if gap.subject in own:
            yield Duty(names[gap.kind], gap.holder or "", gap.due_at)
