"""Pages of sealed identities: asked for by one, confirmed by another, shown once."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.hotline import operations, queries
from lianfang.apps.hotline.terms import OPENING_NAMES, OpeningState
from lianfang.apps.hotline.web.desk import back, matter_page, tabs
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.openly import NEVER
from lianfang.core.pages import PageRequest, told
from lianfang.core.refusals import sentence_of, status_of
from lianfang.kernel.errors import DomainError


@require_GET
@needs(Permission.OPEN_IDENTITY)
def openings(request: PageRequest) -> HttpResponse:
    """Requests of mine, and those that wait for my word."""
    return _openings(request)


def _openings(request: PageRequest, problem: str = "", status: int = 200) -> HttpResponse:
    found = queries.openings_for(request.actor, real=timezone.now())
    rows = [
        {
            "one": one,
            "state": OPENING_NAMES[OpeningState(one.state)],
            "may_confirm": one.state == OpeningState.ASKED and one.confirmer == request.actor.user,
            "may_open": one.state == OpeningState.CONFIRMED and one.asked_by == request.actor.user,
        }
        for one in found
    ]
    context = {"rows": rows, "problem": problem, "tabs": tabs(request, "hotline:openings")}
    return render(request, "hotline/openings.html", context, status=status)


@require_POST
@needs(Permission.OPEN_IDENTITY)
def ask_opening(request: PageRequest, uid: str) -> HttpResponse:
    """Ask for an identity, naming who shall confirm."""
    asked = {name: request.POST.get(name, "") for name in ("confirmer", "reason")}
    try:
        operations.ask_opening(uid, **asked, **told(request), real=timezone.now())
    except DomainError as refusal:
        told_so = {"status": status_of(refusal), "problem": sentence_of(refusal), "asked": asked}
        return matter_page(request, uid, **told_so)  # type: ignore[arg-type]
    return back(request, uid, _("已请求，待对方在“封存身份”中确认。"))


@require_POST
@needs(Permission.OPEN_IDENTITY)
def confirm(request: PageRequest, request_uid: UUID) -> HttpResponse:
    """The one named agrees, or does not."""
    agree = request.POST.get("agree") == "yes"
    try:
        operations.confirm_opening(request_uid, agree=agree, **told(request), real=timezone.now())
    except DomainError as refusal:
        return _openings(request, sentence_of(refusal), status_of(refusal))
    return redirect("hotline:openings")


@require_POST
@needs(Permission.OPEN_IDENTITY)
def reveal(request: PageRequest, request_uid: UUID) -> HttpResponse:
    """Who brought a matter, on this answer alone: a second time it is refused."""
    try:
        found = operations.open_identity(request_uid, **told(request), real=timezone.now())
    except DomainError as refusal:
        return _openings(request, sentence_of(refusal), status_of(refusal))
    context = {"found": found, "tabs": tabs(request, "hotline:openings")}
    answer = render(request, "hotline/revealed.html", context)
    answer.headers["Cache-Control"] = NEVER
    return answer
