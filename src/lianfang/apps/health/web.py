"""The health centre's desk: fevers and transfers, one list to call, each call logged with what it brought."""

from typing import Any, Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.control.terms import OUTCOME_NAMES, SLOT_NAMES, EncounterOutcome, Slot
from lianfang.apps.health import operations, queries
from lianfang.apps.health.terms import TRANSFER_NAMES, TransferState
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.core.paging import page_of
from lianfang.kernel.errors import InputRefused, WrongCall

CALLED: Final = [
    (EncounterOutcome.REACHED, OUTCOME_NAMES[EncounterOutcome.REACHED]),
    (EncounterOutcome.NO_ANSWER, OUTCOME_NAMES[EncounterOutcome.NO_ANSWER]),
    (EncounterOutcome.WRONG_NUMBER, OUTCOME_NAMES[EncounterOutcome.WRONG_NUMBER]),
    (EncounterOutcome.REFUSED, OUTCOME_NAMES[EncounterOutcome.REFUSED]),
]
MOVED: Final = [
    (EncounterOutcome.DEPARTED, OUTCOME_NAMES[EncounterOutcome.DEPARTED]),
    (EncounterOutcome.ARRIVED, OUTCOME_NAMES[EncounterOutcome.ARRIVED]),
    (EncounterOutcome.REFUSED, OUTCOME_NAMES[EncounterOutcome.REFUSED]),
]
TONES: Final = {
    TransferState.REQUESTED: "bad",
    TransferState.UNDER_WAY: "late",
    TransferState.REFUSED: "bad",
}


@needs(Permission.VIEW_HEALTH_DESK)
@require_GET
def desk(request: PageRequest) -> HttpResponse:
    """Fevers now, transfers, and whom to call."""
    return _desk(request)


def _desk(request: PageRequest, status: int = 200, **more: Any) -> HttpResponse:
    found = queries.desk(by=request.actor, at=request.moment)
    context = {
        "desk": found,
        "slot": SLOT_NAMES[Slot(found.slot)],
        "states": {state.value: name for state, name in TRANSFER_NAMES.items()},
        "tones": {state.value: tone for state, tone in TONES.items()},
        "outcomes": {code.value: name for code, name in OUTCOME_NAMES.items()},
        "page": page_of(found.to_call, request.GET),
        "called": CALLED,
        "moved": MOVED,
        "may_log": request.actor.may(Permission.ADD_ENCOUNTER),
        "may_unmask": request.actor.may(Permission.UNMASK),
        **more,
    }
    return render(
        request, "health/desk_body.html" if request.htmx else "health/desk.html", context, status=status
    )


@needs(Permission.ADD_ENCOUNTER)
@require_POST
def call(request: PageRequest) -> HttpResponse:
    """Log a call with its outcome and the temperature it brought."""
    typed = {name: request.POST.get(name, "") for name in ("person", "outcome", "celsius", "symptoms")}
    try:
        fever = operations.log_call(
            person=typed["person"],
            outcome=_outcome(typed["outcome"]),
            celsius=typed["celsius"],
            symptoms=typed["symptoms"],
            by=request.actor,
            at=request.moment,
        )
    except (InputRefused, WrongCall) as refusal:
        return _desk(request, status=422, refused=str(refusal), typed=typed)
    return _done(request, fever=typed["person"] if fever else "")


@needs(Permission.ADD_ENCOUNTER)
@require_POST
def transfer(request: PageRequest) -> HttpResponse:
    """Log a step of a transfer."""
    try:
        operations.log_transfer(
            person=request.POST.get("person", ""),
            outcome=_outcome(request.POST.get("outcome", "")),
            by=request.actor,
            at=request.moment,
        )
    except (InputRefused, WrongCall) as refusal:
        return _desk(request, status=422, refused=str(refusal))
    return _done(request)


@needs(Permission.UNMASK)
@require_POST
def number(request: PageRequest) -> HttpResponse:
    """Show the telephones of one person, to call them now."""
    person = request.POST.get("person", "")
    numbers = operations.numbers(person=person, by=request.actor, at=request.moment)
    if request.htmx:
        return render(request, "health/numbers.html", {"numbers": numbers})
    return _desk(request, shown=person, numbers=numbers)


def _outcome(text: str) -> EncounterOutcome:
    try:
        return EncounterOutcome(text)
    except ValueError as problem:
        raise WrongCall(problem="请选择结果。") from problem


def _done(request: PageRequest, fever: str = "") -> HttpResponse:
    """The desk as it is now; without script, by a new address, so that a reload sends nothing twice."""
    if request.htmx:
        return _desk(request, risen=fever)
    return HttpResponseRedirect(reverse("health:desk") + ("#fevers" if fever else "#calls"))
