"""A finding: what it is, what happened to it, its photographs, and what may be done now."""

from collections.abc import Callable
from typing import Any, Final, cast
from uuid import uuid4

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.inspection import operations, queries
from lianfang.apps.inspection.models import FindingEvent
from lianfang.apps.inspection.terms import (
    EVENT_NAMES,
    MODE_NAMES,
    SEVERITY_NAMES,
    STATE_NAMES,
    FindingEventKind,
    FindingState,
    FindingView,
    Mode,
)
from lianfang.apps.inspection.web.sides import sides
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.core.refusals import status_of
from lianfang.kernel.errors import DomainError, NotAllowed, NotFound

TONES: Final = {
    FindingState.OPEN: "late",
    FindingState.REOPENED: "bad",
    FindingState.RECTIFIED: "",
    FindingState.CLOSED: "good",
    FindingState.WITHDRAWN: "",
}
OPEN: Final = frozenset({FindingState.OPEN, FindingState.REOPENED})


@needs(Permission.VIEW_FINDINGS)
@require_GET
def finding(request: PageRequest, uid: str) -> HttpResponse:
    """A finding, its course, and the forms for what may be done."""
    return render(request, "inspection/finding.html", _finding(request, uid))


def _finding(request: PageRequest, uid: str) -> dict[str, Any]:
    found = queries.finding(uid, by=request.actor, at=request.moment)
    actor, state = request.actor, FindingState(found.state)
    return {
        "sides": sides(actor, ""),
        "finding": found,
        "state": STATE_NAMES[state],
        "tone": TONES[state],
        "mode": MODE_NAMES[Mode(found.mode)],
        "severity": SEVERITY_NAMES[found.severity],  # type: ignore[index]
        "events": [_event(event) for event in queries.events(found.uid)],
        "photographs": queries.evidence(found.uid),
        "may_rectify": state in OPEN and actor.may(Permission.RECTIFY_FINDING),
        "may_recheck": state == FindingState.RECTIFIED and actor.may(Permission.RECHECK_FINDING),
        "may_withdraw": state in OPEN and actor.may(Permission.PLAN_INSPECTION),
        "levels": [(mode.value, MODE_NAMES[mode]) for mode in (Mode.COUNTY, Mode.CITY)],
    }


def _event(event: FindingEvent) -> dict[str, Any]:
    late = event.recorded_at if event.recorded_at != event.happened_at else None
    return {
        "at": event.happened_at,
        "what": EVENT_NAMES[FindingEventKind(event.kind)],
        "detail": event.text,
        "by": event.by,
        "recorded_at": late,
    }


def _done(
    request: PageRequest,
    uid: str,
    work: Callable[[], FindingView | None],
    said: str,
    template: str = "finding",
) -> HttpResponse:
    """Do something to a finding; what is refused comes back on its page."""
    try:
        work()
    except (NotAllowed, NotFound):
        raise
    except DomainError as refusal:
        context = _finding(request, uid) | {"problem": str(refusal), "tried": request.POST}
        return render(request, f"inspection/{template}.html", context, status=status_of(refusal))
    messages.success(request, said)
    return redirect("inspection:finding", uid)


@needs(Permission.RECTIFY_FINDING)
@require_POST
def rectify(request: PageRequest, uid: str) -> HttpResponse:
    """Report the finding rectified, with a photograph where there is one."""

    def work() -> FindingView:
        text = request.POST.get("text", "")
        found = operations.rectify(uid, text=text, by=request.actor, at=request.moment)
        _keep_photo(request, found)
        return found

    return _done(request, uid, work, gettext("已报告整改，等待回头看。"))


def _keep_photo(request: PageRequest, found: FindingView) -> None:
    if "photo" not in request.FILES:
        return
    photo = cast("UploadedFile[bytes]", request.FILES["photo"])
    operations.keep_evidence(
        client_id=uuid4(),
        finding=found.uid,
        about="rectified",
        name=photo.name or "",
        content=photo.read(),
        happened_at=request.moment,
        by=request.actor,
        at=request.moment,
    )


@needs(Permission.RECHECK_FINDING)
@require_POST
def recheck(request: PageRequest, uid: str) -> HttpResponse:
    """Close the finding, or open it again."""
    asked = request.POST

    def work() -> FindingView:
        return operations.recheck(
            uid,
            passed=asked.get("passed") == "1",
            text=asked.get("text", ""),
            due=asked.get("due", ""),
            by=request.actor,
            at=request.moment,
        )

    return _done(request, uid, work, gettext("回头看已登记。"))


@needs(Permission.RECTIFY_FINDING)
@require_POST
def raise_finding(request: PageRequest, uid: str) -> HttpResponse:
    """Ask the county or the city to solve it."""
    to = Mode.CITY if request.POST.get("to") == Mode.CITY else Mode.COUNTY

    def work() -> FindingView:
        text = request.POST.get("text", "")
        return operations.raise_finding(uid, to=to, text=text, by=request.actor, at=request.moment)

    return _done(request, uid, work, gettext("已提请上级解决。"))


@needs(Permission.PLAN_INSPECTION)
@require_POST
def withdraw(request: PageRequest, uid: str) -> HttpResponse:
    """Take back a finding made in error."""

    def work() -> FindingView:
        text = request.POST.get("text", "")
        return operations.withdraw(uid, text=text, by=request.actor, at=request.moment)

    return _done(request, uid, work, gettext("已撤销。"))


@needs(Permission.VIEW_FINDINGS)
@require_GET
def signature(request: PageRequest, visit: Any) -> HttpResponseBase:
    """The signature of who was there; that it was looked at stands in the log."""
    blocks = operations.signature(visit, by=request.actor, at=request.moment)
    return StreamingHttpResponse(blocks, content_type="image/png", headers={"Cache-Control": "no-store"})


@needs(Permission.VIEW_FINDINGS)
@require_GET
def evidence(request: PageRequest, client_id: Any) -> HttpResponseBase:
    """A photograph; that it was looked at stands in the log."""
    shown = operations.evidence(client_id, by=request.actor, at=request.moment)
    return StreamingHttpResponse(shown.blocks, content_type=shown.media_type)
