"""What is done with a matter from its page: one address an act, back to the page, refusals in their form."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST

from lianfang.apps.areas.terms import PostCode
from lianfang.apps.hotline import operations
from lianfang.apps.hotline.terms import LinkKind
from lianfang.apps.hotline.web.desk import back, matter_page
from lianfang.core import doors
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest, told
from lianfang.core.refusals import sentence_of, status_of
from lianfang.kernel.errors import DomainError, NotFound, WrongCall


def _answer(request: PageRequest, uid: str) -> None:
    happened = request.POST.get("happened", "")
    moment = doors.moment(happened) if happened else None
    operations.answer(uid, text=request.POST.get("text", ""), happened_at=moment, **told(request))


def _hand_on(request: PageRequest, uid: str) -> None:
    typed = request.POST
    if typed.get("post") not in set(PostCode):
        raise WrongCall(problem=_("请选择岗位。"))
    try:
        unit = UUID(typed["unit"].strip()) if typed.get("unit") else None
    except ValueError as problem:
        raise WrongCall(problem=_("单位编号有误。")) from problem
    operations.hand_on(
        uid,
        area=typed.get("area", "").strip(),
        post=PostCode(typed["post"]),
        unit=unit,
        reason=typed.get("reason", ""),
        **told(request),
    )


def _link(request: PageRequest, uid: str) -> None:
    if request.POST.get("kind") not in set(LinkKind):
        raise WrongCall(problem=_("请选择关联到什么。"))
    operations.link(uid, kind=LinkKind(request.POST["kind"]), to=request.POST.get("to", ""), **told(request))


def _decide(request: PageRequest, uid: str) -> None:
    typed = request.POST
    operations.decide_appeal(
        uid, text=typed.get("text", ""), upheld=typed.get("upheld") == "yes", **told(request)
    )


def _join(request: PageRequest, uid: str) -> None:
    operations.join_appeal(uid, measure=request.POST.get("measure", "").strip(), **told(request))


def _close(request: PageRequest, uid: str) -> None:
    operations.close(uid, reason=request.POST.get("reason", ""), **told(request))


ACTS: dict[str, Callable[[PageRequest, str], None]] = {
    "acknowledge": lambda request, uid: operations.acknowledge(uid, **told(request)),
    "answer": _answer,
    "hand_on": _hand_on,
    "link": _link,
    "join": _join,
    "decide": _decide,
    "close": lambda request, uid: operations.close(
        uid, reason=request.POST.get("reason", ""), **told(request)
    ),
}


@require_POST
@needs(Permission.ANSWER_MATTER)
def act(request: PageRequest, uid: str, act: str) -> HttpResponse:
    """Do something with a matter; what was refused stands in its form with what was typed."""
    work = ACTS.get(act)
    if work is None:
        raise NotFound(what="操作", value=act)
    try:
        work(request, uid)
    except DomainError as refusal:
        told_so = {"status": status_of(refusal), "problem": sentence_of(refusal)}
        return matter_page(request, uid, tried=act, **told_so)  # type: ignore[arg-type]
    if act == "hand_on":
        return _gone(request)
    return back(request, uid, _("已办理。"))


def _gone(request: PageRequest) -> HttpResponse:
    """A matter that was handed on may lie out of sight now."""
    messages.success(request, _("已转办，由对方负责。"))
    return redirect("hotline:desk")


@require_POST
@needs(Permission.ANSWER_MATTER)
def contact(request: PageRequest, uid: str) -> HttpResponse:
    """How to reach who asks for help, for a reason that is logged; shown on this answer alone."""
    try:
        reason = request.POST.get("reason", "")
        found = operations.show_contact(uid, reason=reason, **told(request))
    except DomainError as refusal:
        told_so = {"status": status_of(refusal), "problem": sentence_of(refusal)}
        return matter_page(request, uid, **told_so)  # type: ignore[arg-type]
    return matter_page(request, uid, contact=found)
