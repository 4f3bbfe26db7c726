"""Whoever is positive and no case: the centre makes a case of them, or says why not."""

from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_http_methods

from lianfang.apps.areas import queries as areas
from lianfang.apps.cases import operations, queries
from lianfang.apps.cases.duties import POSITIVE_REPORTED
from lianfang.apps.cases.web.shown import tabs
from lianfang.apps.people import queries as people
from lianfang.apps.policy import queries as policy
from lianfang.core import typed
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.access.ways import way
from lianfang.core.duty import engine
from lianfang.core.duty.terms import Gap
from lianfang.core.pages import PageRequest, told
from lianfang.core.refusals import sentence_of, status_of
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import DomainError

LONGEST: Final = 400


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.VIEW_CASES, post=Permission.REPORT_CASE)
def positives(request: PageRequest) -> HttpResponse:
    """Positive persons without a case, by their clocks; saying why one is none."""
    if request.method != "POST":
        return _page(request)
    try:
        result = typed.uid(request.POST.get("result", ""))
        operations.set_aside(result, reason=request.POST.get("reason", "")[:LONGEST], **told(request))
    except DomainError as refusal:
        return _page(request, problem=sentence_of(refusal), status=status_of(refusal))
    messages.success(request, _("已写明，不再催报。"))
    return redirect("cases:positives")


def _page(request: PageRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    view = engine.at_moment(area=request.actor.scope, at=request.moment)
    gaps = list(engine.gaps(view=view, kinds=[POSITIVE_REPORTED]))
    labels = people.labels_by_uid(gap.subject for gap in gaps)
    village = LENGTHS[Level.VILLAGE]
    places = areas.names({label.area[:village] for label in labels.values()})
    diseases, words = queries.diseases_of_positives(map(_result, gaps), by=request.actor), policy.diseases()
    rows = []
    for gap in gaps:
        label = labels.get(gap.subject)
        place = places.get(label.area[:village], "") if label else ""
        disease = diseases.get(_result(gap), "")
        row = _row(request, gap, label.name if label else "—", place, disease)
        rows.append(row | {"disease": words.get(disease, disease)})
    context = {
        "rows": rows,
        "source": POSITIVE_REPORTED.source,
        "may_report": request.actor.may(Permission.REPORT_CASE),
        "problem": problem,
        "tabs": tabs(request, "cases:positives"),
    }
    return render(request, "cases/positives.html", context, status=status)


def _row(request: PageRequest, gap: Gap, name: str, place: str, disease: str) -> dict[str, Any]:
    found = gap.opens_at.astimezone(ZONE)
    known = {
        "person": gap.subject,
        "classification": "suspected",
        "disease": disease,
        "diagnosed": f"{found:%Y-%m-%dT%H:%M}",
    }
    return {
        "gap": gap,
        "result": _result(gap),
        "name": name,
        "place": place,
        "href": way(request.actor, "control:person", gap.subject),
        "report": f"{way(request.actor, 'cases:new')}?{urlencode(known)}",
    }


def _result(gap: Gap) -> UUID:
    return UUID(gap.ref.partition(":")[2])
