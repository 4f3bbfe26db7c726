"""The visit on a phone: who is to be visited, the checklist, what comes back from the browser's queue."""

import json
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, cast
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
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
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.doors import as_json
from lianfang.core.pages import PageRequest
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import DomainError, WrongCall

MOST: Final = 200
OLDEST: Final = timedelta(days=30)
OTHER_OWNER: Final = _("这些记录属于另一位登录者，没有接收。请由本人登录后发送。")
KEY_SALT: Final = "lianfang.field"
OWN: Final = {"id", "kind", "person", "over", "task", "csrfmiddlewaretoken"}
PHOTO: Final = "photo-"


def owner_of(actor: Actor) -> str:
    """To whom visits on a phone belong: the account, apart from its records of other kinds."""
    return f"{actor.user or ''}:visits"


def _frame(request: PageRequest) -> dict[str, Any]:
    owner = owner_of(request.actor)
    return {
        "owner": owner,
        "key": salted_hmac(KEY_SALT, owner, algorithm="sha256").hexdigest(),
        "rendered": int(time.time() * 1000),
        "sides": sides(request.actor, "inspection:visits"),
    }


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
    for name, photo in request.FILES.items():
        item = name.removeprefix(PHOTO)
        sent = cast("UploadedFile[bytes]", photo)
        _keep(request, uuid4(), UUID(outcome.id), item, sent, happened_at=request.moment)
    return outcome


def _keep(
    request: PageRequest,
    photo_id: UUID,
    visit: UUID,
    item: str,
    photo: "UploadedFile[bytes]",
    *,
    happened_at: datetime,
) -> bool:
    return operations.keep_evidence(
        client_id=photo_id,
        finding=forms.finding_uid(visit, item),
        about="found",
        name=photo.name or "",
        content=photo.read(),
        happened_at=happened_at,
        by=request.actor,
        at=request.moment,
    )


@needs(Permission.VISIT_TARGETS)
@require_POST
def records(request: PageRequest) -> HttpResponse:
    """Take the queue of a browser: one fate for each visit."""
    owner, made = _queue(request.body, at=request.moment)
    if owner != owner_of(request.actor):
        return JsonResponse({"problem": gettext(OTHER_OWNER)}, status=409)
    outcomes = operations.receive_visits(made, by=request.actor, at=request.moment)
    told = [
        {"id": one.id, "fate": one.fate, "sentence": one.sentence, "alert": False, "other": None}
        for one in outcomes
    ]
    answer = as_json({"outcomes": told, "answered": int(time.time() * 1000)})
    return HttpResponse(answer, content_type="application/json")


def _queue(body: bytes, *, at: datetime) -> tuple[str, list[VisitRecord]]:
    """The owner of a queue and its visits; their moments are reckoned by age, not by the phone's clock."""
    try:
        sent = json.loads(body)
        made = [_queued(one, sent_at=float(sent["sent_at"]), at=at) for one in sent["records"]]
        owner = str(sent["owner"])
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as problem:
        raise WrongCall(problem=gettext("不是现场记录：{problem}").format(problem=problem)) from problem
    if len(made) > MOST:
        raise WrongCall(
            problem=gettext("一次最多{most}条，收到{count}条。").format(most=MOST, count=len(made))
        )
    return owner, made


def _queued(one: Mapping[str, Any], *, sent_at: float, at: datetime) -> VisitRecord:
    values = {str(name): str(value) for name, value in one["values"].items()}
    moment = _entered(float(one["entered_at"]), sent_at, at=at)
    return VisitRecord(str(one["id"]), str(one["person"]), moment, values)


def _entered(entered_at: float, sent_at: float, *, at: datetime) -> datetime:
    age = timedelta(milliseconds=max(sent_at - entered_at, 0))
    return at - min(age, OLDEST)


@needs(Permission.VISIT_TARGETS)
@require_POST
def photos(request: PageRequest) -> HttpResponse:
    """Take one photograph out of the queue: it names its visit and the item that it is about."""
    if request.POST.get("owner") != owner_of(request.actor):
        return JsonResponse({"problem": gettext(OTHER_OWNER)}, status=409)
    outcome: dict[str, Any] = {"id": request.POST.get("id", ""), "alert": False, "other": None}
    try:
        entered_at, sent_at = (float(request.POST.get(name) or 0) for name in ("entered_at", "sent_at"))
        visit, _colon, item = request.POST.get("about", "").partition(":")
        photo = cast("UploadedFile[bytes]", request.FILES["photo"])
        happened_at = _entered(entered_at, sent_at, at=request.moment)
        identity = UUID(request.POST["id"])
        new = _keep(request, identity, UUID(visit), item, photo, happened_at=happened_at)
    except (ValueError, KeyError) as problem:
        raise WrongCall(problem=gettext("不是现场记录：{problem}").format(problem=problem)) from problem
    except DomainError as refusal:
        outcome |= {"fate": VisitFate.REFUSED, "sentence": str(refusal)}
    else:
        fate = VisitFate.ACCEPTED if new else VisitFate.KNOWN
        outcome |= {"fate": fate, "sentence": gettext("照片已收下")}
    return JsonResponse({"outcomes": [outcome], "answered": int(time.time() * 1000)})
