"""Pages of people: finding, seeing without masks."""

from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from lianfang.apps.people import operations, queries
from lianfang.apps.people.terms import KEY_NAMES, STATE_NAMES, KeyKind, PersonCard
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.kernel.errors import InputRefused

SHOWN: Final = 50


@needs(Permission.FIND_PERSON)
def find(request: PageRequest) -> HttpResponse:
    """Whom a text means; the only one found is shown at once."""
    asked = request.GET.get("q", "").strip()
    found = queries.find(text=asked, scope=request.actor.scope, limit=SHOWN) if asked else []
    if len(found) == 1:
        return HttpResponseRedirect(reverse("control:person", args=[found[0].person]))
    context = {"asked": asked, "found": found, "most": SHOWN, "states": STATE_NAMES}
    return render(request, "people/find.html", context)


@needs(Permission.UNMASK)
def clear(request: PageRequest, uid: str) -> HttpResponse:
    """A person's whole numbers and address, once a reason is given; who looked and why is kept."""
    card, problem = None, ""
    if request.method == "POST":
        try:
            card = operations.unmask(
                person=uid, reason=request.POST.get("reason", ""), by=request.actor, at=request.moment
            )
        except InputRefused as refusal:
            problem = str(refusal)
    shown = card or queries.person(uid, scope=request.actor.scope)
    context = {"card": shown, "keys": _keys(shown), "clear": card is not None, "problem": problem}
    return render(request, "people/clear.html", context, status=422 if problem else 200)


def _keys(card: PersonCard) -> list[tuple[str, str]]:
    return [(KEY_NAMES[KeyKind(key.kind)], key.value) for key in card.keys]
