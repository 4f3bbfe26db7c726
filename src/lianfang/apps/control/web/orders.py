"""What is done with an order from the page of its person: its notice, its changes, an appeal, the answer."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import quote

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST

from lianfang.apps.control import operations, queries
from lianfang.apps.control.terms import Approval, ReleaseGround
from lianfang.apps.control.web.order_forms import Tried
from lianfang.apps.control.web.people import shown
from lianfang.apps.people import queries as people
from lianfang.core import doors, refusals
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.kernel.errors import InputRefused, NotFound, WrongCall

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_POST
@needs(Permission.SERVE_NOTICE)
def notice(request: PageRequest, uid: str, measure: int) -> HttpResponse:
    """The notice that the order's state asks for, to be printed and served; who took it stands in the log."""
    _check(request, uid, measure)
    with TemporaryDirectory(dir=settings.HOME.root) as folder:
        target = Path(folder) / "notice.docx"
        title = operations.write_notice(
            measure,
            target,
            by=request.actor,
            at=request.moment,
            help_phone=request.POST.get("help_phone", "").strip(),
        )
        answer = HttpResponse(target.read_bytes(), content_type=DOCX)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{title}-{measure}.docx')}"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_POST
@needs(Permission.CHANGE_MEASURE)
def release(request: PageRequest, uid: str, measure: int) -> HttpResponse:
    """Let the person go; what the rule still asks for is listed beside the form."""
    typed = request.POST

    def change() -> None:
        happened = typed.get("happened", "")
        operations.release(
            measure,
            ground=_ground(typed.get("ground", "")),
            reason=typed.get("reason", ""),
            happened_at=doors.moment(happened) if happened else None,
            by=request.actor,
            at=request.moment,
        )

    return _changed(request, uid, measure, "release", change)


@require_POST
@needs(Permission.CHANGE_MEASURE)
def extend(request: PageRequest, uid: str, measure: int) -> HttpResponse:
    """Move the end to a later day; beyond the rule it needs an approver."""
    typed = request.POST

    def change() -> None:
        reason = typed.get("reason", "")
        operations.extend(
            measure,
            until=_day(typed.get("until", "")),
            reason=reason,
            approval=Approval(typed.get("approved_by", ""), reason),
            by=request.actor,
            at=request.moment,
        )

    return _changed(request, uid, measure, "extend", change)


@require_POST
@needs(Permission.CHANGE_MEASURE)
def shorten(request: PageRequest, uid: str, measure: int) -> HttpResponse:
    """Move the end to an earlier day still ahead."""
    typed = request.POST

    def change() -> None:
        until, reason = _day(typed.get("until", "")), typed.get("reason", "")
        operations.shorten(measure, until=until, reason=reason, by=request.actor, at=request.moment)

    return _changed(request, uid, measure, "shorten", change)


@require_POST
@needs(Permission.CHANGE_MEASURE)
def revoke(request: PageRequest, uid: str, measure: int) -> HttpResponse:
    """Take the decision back."""

    def change() -> None:
        reason = request.POST.get("reason", "")
        operations.revoke(measure, reason=reason, by=request.actor, at=request.moment)

    return _changed(request, uid, measure, "revoke", change)


@require_POST
@needs(Permission.LODGE_APPEAL)
def appeal(request: PageRequest, uid: str, measure: int) -> HttpResponse:
    """Record what the person objects; the clock of the answer begins."""

    def change() -> None:
        text = request.POST.get("text", "")
        operations.appeal(measure, text=text, by=request.actor, at=request.moment)

    return _changed(request, uid, measure, "appeal", change)


@require_POST
@needs(Permission.ANSWER_APPEAL)
def answer_appeal(request: PageRequest, uid: str, measure: int) -> HttpResponse:
    """Answer the oldest appeal that waits."""

    def change() -> None:
        text, upheld = request.POST.get("text", ""), request.POST.get("upheld") == "yes"
        operations.answer_appeal(measure, text=text, upheld=upheld, by=request.actor, at=request.moment)

    return _changed(request, uid, measure, "answer", change)


def _changed(
    request: PageRequest, uid: str, measure: int, act: str, change: Callable[[], None]
) -> HttpResponse:
    """The person's page as it is now; a refusal stands in its form, with what was typed."""
    _check(request, uid, measure)
    try:
        change()
    except (InputRefused, WrongCall) as refusal:
        tried = Tried.refused(measure, act, request.POST.dict(), refusal)
        card = people.person(uid, scope=request.actor.scope)
        context = shown(request, card, tried)
        return render(request, "control/person.html", context, status=refusals.status_of(refusal))
    return HttpResponseRedirect(f"{reverse('control:person', args=[uid])}#order-{measure}")


def _check(request: PageRequest, uid: str, measure: int) -> None:
    """Raise NotFound for an order that is not this person's, or out of sight."""
    view = queries.measure(measure, scope=request.actor.scope)
    if str(view.person_uid) != uid:
        raise NotFound(what="决定", value=measure)


def _ground(text: str) -> ReleaseGround:
    if text not in set(ReleaseGround):
        raise WrongCall(problem=_("请选择解除原因。"))
    return ReleaseGround(text)


def _day(text: str) -> date:
    if not text:
        raise WrongCall(problem=_("请填写新的解除日。"))
    return doors.day(text)
