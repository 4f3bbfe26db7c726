"""Outcomes for officials: counts for many, names for few with a reason and a line in the log."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.areas import queries as areas
from lianfang.apps.inspection import operations, queries
from lianfang.apps.inspection.terms import OUTCOME_NAMES, OutcomeKind
from lianfang.apps.inspection.web.sides import sides
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.core.refusals import status_of
from lianfang.core.typed import day
from lianfang.kernel.errors import DomainError, NotAllowed, WrongCall


@needs(Permission.VIEW_OUTCOMES)
@require_GET
def outcomes(request: PageRequest) -> HttpResponse:
    """How many of each kind, by unit and basis."""
    return render(request, "inspection/outcomes.html", _outcomes(request))


def _outcomes(request: PageRequest) -> dict[str, Any]:
    actor = request.actor
    counts = queries.outcome_counts(area="", by=actor, at=request.moment)
    own = list(actor.scopes) if actor.scope else areas.headquarters(at=request.moment)
    below = [(place.code, place.name) for code in own for place in areas.area(code).children]
    return {
        "sides": sides(actor, "inspection:outcomes"),
        "counts": counts,
        "kinds": [(OUTCOME_NAMES[kind], number) for kind, number in queries.by_kind(counts).items()],
        "kind_names": OUTCOME_NAMES,
        "choices": [(kind.value, name) for kind, name in OUTCOME_NAMES.items()],
        "places": [*areas.names(own).items(), *below],
        "may_add": actor.may(Permission.ADD_OUTCOME),
        "may_name": actor.may(Permission.VIEW_OUTCOME_NAMES),
        "today": request.moment.date().isoformat(),
    }


@needs(Permission.ADD_OUTCOME)
@require_POST
def add_outcome(request: PageRequest) -> HttpResponse:
    """Write down an outcome."""
    asked = request.POST
    try:
        operations.add_outcome(
            area=asked.get("area", ""),
            unit=asked.get("unit", ""),
            name=asked.get("name", ""),
            kind=_kind(asked.get("kind", "")),
            basis=asked.get("basis", ""),
            issuer=asked.get("issuer", ""),
            decided_on=day(asked.get("decided_on", "")),
            by=request.actor,
            at=request.moment,
        )
    except NotAllowed:
        raise
    except DomainError as refusal:
        context = _outcomes(request) | {"problem": str(refusal), "tried": asked}
        return render(request, "inspection/outcomes.html", context, status=status_of(refusal))
    messages.success(request, gettext("已登记。"))
    return redirect("inspection:outcomes")


def _kind(text: str) -> OutcomeKind:
    if text not in set(OutcomeKind):
        raise WrongCall(problem=gettext("没有“{kind}”这种处理。").format(kind=text))
    return OutcomeKind(text)


@needs(Permission.VIEW_OUTCOME_NAMES)
@require_POST
def outcome_names(request: PageRequest) -> HttpResponse:
    """The names, for a reason that is logged."""
    told = {"sides": sides(request.actor, "inspection:outcomes"), "kind_names": OUTCOME_NAMES}
    reason = request.POST.get("reason", "")
    try:
        named = operations.outcome_names(area="", reason=reason, by=request.actor, at=request.moment)
    except NotAllowed:
        raise
    except DomainError as refusal:
        context = _outcomes(request) | {"problem": str(refusal)}
        return render(request, "inspection/outcomes.html", context, status=status_of(refusal))
    return render(request, "inspection/outcome_names.html", told | {"named": named})
