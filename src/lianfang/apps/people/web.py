"""Pages of people: finding."""

from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from lianfang.apps.people import queries
from lianfang.apps.people.terms import STATE_NAMES
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest

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
