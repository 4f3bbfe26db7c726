"""Papers: the notice of a visit, the daily bulletin, a unit's report; and the records behind each figure."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.areas import queries as areas
from lianfang.apps.inspection import operations, queries
from lianfang.apps.inspection.operations import Written
from lianfang.apps.inspection.terms import DOCUMENT_NAMES, STATE_NAMES, DocumentKind
from lianfang.apps.inspection.web.findings import TONES
from lianfang.apps.inspection.web.sides import sides
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import bound_to
from lianfang.core.pages import PageRequest
from lianfang.core.refusals import status_of
from lianfang.core.typed import day
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import DomainError, NotAllowed, NotFound

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@needs(Permission.VIEW_FINDINGS)
@require_GET
def papers(request: PageRequest) -> HttpResponse:
    """Papers that were written, and the forms for new ones."""
    return render(request, "inspection/papers.html", _papers(request))


def _papers(request: PageRequest) -> dict[str, Any]:
    actor = request.actor
    own = list(actor.scopes) if actor.scope else areas.headquarters(at=request.moment)
    found = queries.findings(area="", by=actor, at=request.moment)
    return {
        "sides": sides(actor, "inspection:papers"),
        "papers": queries.papers(by=actor) if bound_to(actor) is None else [],
        "names": DOCUMENT_NAMES,
        "places": list(areas.names(own).items()),
        "units": sorted({(one.target, one.name) for one in found}, key=lambda pair: pair[1]),
        "today": request.moment.astimezone(ZONE).date().isoformat(),
    }


def _sent(written: Written) -> HttpResponse:
    answer = HttpResponse(written.docx, content_type=DOCX)
    name = quote(f"{written.title}.docx")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return answer


def _refused(request: PageRequest, refusal: DomainError) -> HttpResponse:
    if isinstance(refusal, (NotAllowed, NotFound)):
        raise refusal
    context = _papers(request) | {"problem": str(refusal)}
    return render(request, "inspection/papers.html", context, status=status_of(refusal))


@needs(Permission.VISIT_TARGETS)
@require_POST
def notice(request: PageRequest, uid: str) -> HttpResponse:
    """The notice of what a visit found, as a document."""
    try:
        return _sent(operations.write_notice(UUID(uid), by=request.actor, at=request.moment))
    except ValueError as problem:
        raise NotFound(what=_("督查"), value=uid) from problem
    except DomainError as refusal:
        return _refused(request, refusal)


@needs(Permission.RECHECK_FINDING)
@require_POST
def bulletin(request: PageRequest) -> HttpResponse:
    """The bulletin of a day, as a document."""
    on = day(request.POST.get("on", ""))
    area = areas.require_area(request.POST.get("area", ""))
    try:
        return _sent(operations.write_bulletin(area=area, on=on, by=request.actor, at=request.moment))
    except DomainError as refusal:
        return _refused(request, refusal)


@needs(Permission.RECTIFY_FINDING)
@require_POST
def report(request: PageRequest) -> HttpResponse:
    """A unit's report on its list, as a document."""
    target = request.POST.get("target", "")
    return _sent(operations.write_report(target=target, by=request.actor, at=request.moment))


@needs(Permission.VIEW_FINDINGS)
@require_GET
def paper(request: PageRequest, uid: str) -> HttpResponse:
    """A paper with its figures, each leading to what it counts."""
    found = queries.paper(uid, by=request.actor)
    context = {
        "sides": sides(request.actor, "inspection:papers"),
        "paper": found,
        "name": DOCUMENT_NAMES[DocumentKind(found.kind)],
    }
    return render(request, "inspection/paper.html", context)


@needs(Permission.VIEW_FINDINGS)
@require_GET
def behind(request: PageRequest, uid: str, key: str) -> HttpResponse:
    """The records that a figure counts, as known when its paper was written."""
    found = queries.paper(uid, by=request.actor)
    figure, records = queries.behind(found, key, by=request.actor)
    context = {
        "sides": sides(request.actor, "inspection:papers"),
        "paper": found,
        "figure": figure,
        "records": records,
        "states": STATE_NAMES,
        "tones": TONES,
    }
    return render(request, "inspection/behind.html", context)
