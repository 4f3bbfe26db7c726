"""What is held on a person, to be printed for them: everything in clear, and who has looked at it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_noop as _

from lianfang.apps.areas import queries as areas
from lianfang.apps.control import queries
from lianfang.apps.people import operations as people
from lianfang.apps.people.terms import KEY_NAMES, STATE_NAMES, KeyKind, PersonState
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.access.roles import ROLE_NAMES
from lianfang.core.audit import queries as audit
from lianfang.core.pages import PageRequest
from lianfang.kernel.clock import ZONE

GROUND = _("应本人要求打印其个人信息（个人信息保护法第四十五条）")


@needs(Permission.PRINT_PERSON)
def held(request: PageRequest, uid: str) -> HttpResponse:
    """Everything that is held on a person, without masks, for the person; it leaves a line like any look."""
    if request.method != "POST":
        return render(request, "control/held_ask.html", {"uid": uid})
    card = people.unmask(person=uid, reason=GROUND, by=request.actor, at=request.moment)
    on = request.moment.astimezone(ZONE).date()
    acts = audit.about(f"person:{card.person}")
    context = {
        "card": card,
        "state": STATE_NAMES[PersonState(card.state)],
        "keys": [(KEY_NAMES[KeyKind(key.kind)], key.value) for key in card.keys],
        "path": areas.path(card.area),
        "portrait": queries.portrait(person_id=card.id, at=request.moment, on=on),
        "looks": [(act.at, act.action, ROLE_NAMES.get(act.role, act.role)) for act in acts],
    }
    return render(request, "control/held.html", context)
