"""One case: what is known, its clocks, the report card, what happened; and what can be done with it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.cases import operations, queries
from lianfang.apps.cases.rules import report_card
from lianfang.apps.cases.terms import (
    CLASSIFICATION_NAMES,
    LINK_CERTAINTY_NAMES,
    SETTING_NAMES,
    STEP_NAMES,
    CaseCard,
    CaseHappened,
    CaseStep,
    Classification,
    LinkCertainty,
    Setting,
)
from lianfang.apps.cases.web import typed
from lianfang.apps.cases.web.shown import clocks_of, shown, tabs
from lianfang.core import doors
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.access.ways import way
from lianfang.core.pages import PageRequest, told
from lianfang.core.refusals import sentence_of, status_of
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import DomainError, NotFound, WrongCall

STEPS: Final = (CaseStep.REPORTED, CaseStep.TRAJECTORY, CaseStep.INVESTIGATED)


@require_GET
@needs(Permission.VIEW_CASES)
def case(request: PageRequest, uid: str) -> HttpResponse:
    """A case whole."""
    return case_page(request, queries.case(uid, by=request.actor, known_at=request.moment))


@require_POST
@needs(Permission.VIEW_CASES)
def act(request: PageRequest, uid: UUID, act: str) -> HttpResponse:
    """Do something with a case; a refusal stands on its page."""
    card = queries.case(uid, by=request.actor, known_at=request.moment)
    try:
        said = ACTS.get(act, _step)(request, card, act)
    except DomainError as refusal:
        return case_page(request, card, problem=sentence_of(refusal), status=status_of(refusal))
    messages.success(request, said)
    return redirect("cases:case", uid)


def _state(request: PageRequest, card: CaseCard, _act: str) -> str:
    said = typed.statement(request.POST.dict())
    operations.state(card.uid, said, reason=request.POST.get("reason", ""), **told(request))
    return _("已订正，之前的说法仍然保留。")


def _step(request: PageRequest, card: CaseCard, act: str) -> str:
    if act not in {step.value for step in STEPS}:
        raise NotFound(what="办理事项", value=act)
    at = request.POST.get("at", "")
    moment = doors.moment(at) if at else None
    operations.note_step(card.uid, CaseStep(act), happened_at=moment, **told(request))
    return _("已登记。")


def _link(request: PageRequest, card: CaseCard, _act: str) -> str:
    typed_in = request.POST
    if typed_in.get("setting") not in set(Setting) or typed_in.get("certainty") not in set(LinkCertainty):
        raise WrongCall(problem=_("请选择场合和把握。"))
    operations.link(
        card.uid,
        infector=typed_in.get("infector", ""),
        setting=Setting(typed_in["setting"]),
        certainty=LinkCertainty(typed_in["certainty"]),
        ground=typed_in.get("ground", ""),
        **told(request),
    )
    return _("已登记传染来源。")


def _unlink(request: PageRequest, card: CaseCard, _act: str) -> str:
    operations.unlink(card.uid, ground=request.POST.get("ground", ""), **told(request))
    return _("已撤回，之前的判断仍然保留。")


ACTS: Final[dict[str, Callable[[PageRequest, CaseCard, str], str]]] = {
    "state": _state,
    "link": _link,
    "unlink": _unlink,
}


def case_page(request: PageRequest, card: CaseCard, *, problem: str = "", status: int = 200) -> HttpResponse:
    """The page of a case."""
    one = shown([card])[0]
    events = queries.events_of(card, known_at=request.moment)
    context = {
        "one": one,
        "clocks": clocks_of(card),
        "taken_back": _taken_back(request, card, events),
        "missing": report_card.missing(card),
        "events": [_event(event) for event in events],
        "person_href": way(request.actor, "control:person", str(card.person)) if card.name else "",
        "may_report": request.actor.may(Permission.REPORT_CASE),
        "steps": _steps(request, card),
        "classifications": typed.CLASSIFICATIONS,
        "known": _known(card),
        "items": [
            dict(item) | {"kind": "choice" if "choices" in item else "", "value": card.card.get(item["name"])}
            for item in typed.ITEMS
        ],
        "link": queries.link_of(card, by=request.actor, known_at=request.moment),
        "settings": [(one.value, name) for one, name in SETTING_NAMES.items()],
        "certainties": [(one.value, name) for one, name in LINK_CERTAINTY_NAMES.items()],
        "may_investigate": request.actor.may(Permission.INVESTIGATE_CASE),
        "problem": problem,
        "tabs": tabs(request, "cases:cases"),
    }
    return render(request, "cases/case.html", context, status=status)


def _taken_back(request: PageRequest, card: CaseCard, events: list[CaseHappened]) -> datetime | None:
    """When the positive result under a case was corrected, while doctors have said nothing since."""
    found = queries.corrected_positive(card, known_at=request.moment)
    said = max(event.recorded_at for event in events if event.kind == CaseStep.STATED)
    return found if found and found > said else None


def _steps(request: PageRequest, card: CaseCard) -> list[dict[str, Any]]:
    """What is still to be done about a case and may be noted by the actor."""
    needed = {CaseStep.REPORTED: Permission.REPORT_CASE}
    return [
        {"code": step.value, "name": STEP_NAMES[step]}
        for step in STEPS
        if getattr(card, f"{step}_at") is None
        and request.actor.may(needed.get(step, Permission.INVESTIGATE_CASE))
    ]


def _known(card: CaseCard) -> dict[str, str]:
    diagnosed = card.diagnosed_at.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M") if card.diagnosed_at else ""
    days = {"onset": card.onset_on, "sampled": card.sampled_on, "died": card.died_on}
    told = {name: day.isoformat() if day else "" for name, day in days.items()}
    return told | {"diagnosed": diagnosed, "classification": card.classification}


def _event(event: CaseHappened) -> dict[str, Any]:
    fields = []
    if event.classification:
        fields.append(CLASSIFICATION_NAMES[Classification(event.classification)])
    detail = f"{event.onset_on}" if event.onset_on else ""
    return {
        "at": event.happened_at,
        "what": STEP_NAMES[CaseStep(event.kind)],
        "fields": fields,
        "detail": event.note or detail,
        "by": event.by,
        "recorded_at": event.recorded_at if event.recorded_at > event.happened_at else None,
    }
