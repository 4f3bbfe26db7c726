"""The visit on a phone: who is to be visited, the checklist, what comes back from the browser's queue."""

from functools import partial
from typing import Any, Final, cast
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.inspection import operations, queries
from lianfang.apps.inspection.rules import visit_form as forms
from lianfang.apps.inspection.terms import (
    ANSWER_NAMES,
    MODE_NAMES,
    SEVERITY_NAMES,
    VisitFate,
    VisitRecord,
)
from lianfang.apps.inspection.web.sides import sides
from lianfang.core import field_queue
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.field_queue import Photo
from lianfang.core.pages import PageRequest
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import NotFound

MOST: Final = 200
"""Visits that a queue sends at once."""
OWN: Final = {"id", "kind", "person", "over", "task", "csrfmiddlewaretoken"}
PHOTO: Final = "photo-"
SIGNATURE: Final = "signature"
"""What a photograph is about that is the signature of who was there."""


def owner_of(actor: Actor) -> str:
    """To whom visits on a phone belong: the account, apart from its records of other kinds."""
    return f"{actor.user or ''}:visits"


def _frame(request: PageRequest) -> dict[str, Any]:
    return field_queue.frame(owner_of(request.actor)) | {"sides": sides(request.actor, "inspection:visits")}


@needs(Permission.VISIT_TARGETS)
@require_GET
def visits(request: PageRequest) -> HttpResponse:
    """Who is to be visited in the campaigns that run now; first those of one's own team."""
    today = request.moment.astimezone(ZONE).date()
    running = [one for one in queries.campaigns(by=request.actor) if one.starts_on <= today <= one.ends_on]
    shown: list[dict[str, Any]] = [_running(request, one) for one in running]
    kept = [f"/today/visits/{target.uid}/" for one in shown for target in one["open"]]
    context = {"running": shown, "kept": " ".join(["/today/visits/", *kept]), **_frame(request)}
    return render(request, "inspection/field/visits.html", context)


def _running(request: PageRequest, one: Any) -> dict[str, Any]:
    sample = queries.sample_of(one, by=request.actor)
    targets = sample.targets if sample else ()
    mine = {team for team, members in one.teams.items() if request.actor.name in members}
    still = sorted(
        (target for target in targets if not target.visited_at),
        key=lambda target: (target.team not in mine, target.area),
    )
    done = [target for target in targets if target.visited_at]
    return {"campaign": one, "open": still, "done": done, "mine": mine}


@needs(Permission.VISIT_TARGETS)
def visit_form(request: PageRequest, uid: str) -> HttpResponse:
    """The checklist of one target; sent without a script it is taken, or comes back with its fault."""
    drawn, campaign = queries.drawn_target(uid, by=request.actor)
    context = {
        "drawn": drawn,
        "campaign": campaign,
        "checklist": campaign.checklist,
        "items": queries.items_of(campaign.checklist),
        "answers": list(ANSWER_NAMES.items()),
        "modes": [(code.value, name) for code, name in MODE_NAMES.items()],
        "severities": SEVERITY_NAMES,
        **_frame(request),
    }
    if request.method != "POST":
        return render(request, "inspection/field/visit.html", context)
    outcome = _sent(request, uid)
    if outcome.fate == VisitFate.REFUSED:
        context |= {"problem": outcome.sentence, "tried": request.POST}
        return render(request, "inspection/field/visit.html", context, status=422)
    return redirect("inspection:visit", outcome.id)


def _sent(request: PageRequest, uid: str) -> Any:
    """A form of a browser without script: the visit, then its photographs."""
    values = {name: str(value) for name, value in request.POST.items() if name not in OWN}
    record = VisitRecord(request.POST.get("id") or str(uuid4()), uid, request.moment, values)
    (outcome,) = operations.receive_visits([record], by=request.actor, at=request.moment)
    if outcome.fate == VisitFate.REFUSED:
        return outcome
    for name, file in request.FILES.items():
        photo = cast("UploadedFile[bytes]", file)
        about = f"{outcome.id}:{name.removeprefix(PHOTO)}"
        _keep(request, Photo(uuid4(), uid, about, photo.name or "", photo.read(), request.moment))
    return outcome


def _keep(request: PageRequest, photo: Photo) -> bool:
    """Keep a photograph: it names its visit and the item that it is about. Raises NotFound for neither."""
    named, _colon, item = photo.about.partition(":")
    try:
        visit = UUID(named)
    except ValueError as problem:
        raise NotFound(what=_("督查问题"), value=photo.about) from problem
    if item == SIGNATURE:
        return _keep_signature(request, visit, photo)
    finding = forms.finding_uid(visit, item)
    return operations.keep_evidence(
        client_id=photo.id,
        finding=finding,
        about="found",
        name=photo.name,
        content=photo.content,
        happened_at=photo.happened_at,
        by=request.actor,
        at=request.moment,
    )


def _keep_signature(request: PageRequest, visit: UUID, photo: Photo) -> bool:
    return operations.keep_signature(
        client_id=photo.id,
        visit=visit,
        name=photo.name,
        content=photo.content,
        happened_at=photo.happened_at,
        by=request.actor,
        at=request.moment,
    )


@needs(Permission.VISIT_TARGETS)
@require_POST
def records(request: PageRequest) -> HttpResponse:
    """Take the queue of a browser: one fate for each visit."""
    owner, queued = field_queue.read(request.body, most=MOST, at=request.moment)
    if owner != owner_of(request.actor):
        return field_queue.not_its_owner()
    made = [VisitRecord(one.id, one.person, one.entered_at, one.values) for one in queued]
    outcomes = operations.receive_visits(made, by=request.actor, at=request.moment)
    return field_queue.answered(field_queue.told(one.id, one.fate, one.sentence) for one in outcomes)


@needs(Permission.VISIT_TARGETS)
@require_POST
def photos(request: PageRequest) -> HttpResponse:
    """Take one photograph out of the queue of a browser."""
    return field_queue.take_photo(request, owner=owner_of(request.actor), keep=partial(_keep, request))
