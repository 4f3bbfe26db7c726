"""Strangers of a case: called by their number, said who they are, or why they can't be found."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST

from lianfang.apps.cases import operations, queries
from lianfang.apps.cases.web import typed
from lianfang.apps.cases.web.contacts import contacts_page
from lianfang.core.access.choosing import place_chosen
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest, told
from lianfang.core.refusals import sentence_of, status_of
from lianfang.kernel.errors import DomainError, NotFound, WrongCall


@require_POST
@needs(Permission.INVESTIGATE_CASE)
def stranger(request: PageRequest, uid: UUID, visitor: int) -> HttpResponse:
    """Call a stranger, say who it is, or why they can't be found; a refusal stands on the contacts page."""
    card = queries.case(uid, by=request.actor, known_at=request.moment)
    try:
        if request.POST.get("act") == "call":
            why = request.POST.get("reason", "")
            number = operations.call_stranger(uid, visitor, reason=why, **told(request))
            answer = contacts_page(request, card, called=(visitor, number))
            answer.headers["Cache-Control"] = "no-store"
            return answer
        _settle(request, uid, visitor)
    except DomainError as refusal:
        return contacts_page(request, card, problem=sentence_of(refusal), status=status_of(refusal))
    messages.success(request, _("已登记。"))
    return redirect("cases:contacts", uid)


def _settle(request: PageRequest, uid: UUID, visitor: int) -> None:
    given = request.POST.dict()
    if given.get("act") == "give_up":
        operations.give_up_stranger(uid, visitor, reason=given.get("reason", ""), **told(request))
        return
    if given.get("act") != "find":
        raise NotFound(what="办理事项", value=given.get("act", ""))
    place = place_chosen(request.POST, "area")
    if place.problem:
        raise WrongCall(problem=place.problem)
    operations.find_stranger(uid, visitor, typed.patient(given, place.code), **told(request))
