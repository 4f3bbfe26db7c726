"""Spreadsheets of forms: the blank one to take away, the filled one to hand in."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from lianfang.apps.forms import operations, queries
from lianfang.apps.forms.web.sides import sides
from lianfang.core import uploads
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.core.refusals import status_of
from lianfang.core.typed import day_or
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import DomainError, NotAllowed

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs(Permission.VIEW_REPORTS)
@require_GET
def template(request: PageRequest, area: str, form: str) -> HttpResponse:
    """The spreadsheet of a form for an area: one reporter with the ledger, or a row each."""
    on = day_or(request.GET.get("on", ""), request.moment.astimezone(ZONE).date())
    slot = request.GET.get("slot", "")
    content = queries.spreadsheet(form, area=area, on=on, slot=slot, by=request.actor, at=request.moment)
    name = f"{form}-{area}-{on}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=XLSX, headers=headers)


@needs(Permission.SUBMIT_REPORT)
@require_http_methods(["GET", "POST"])
def upload(request: PageRequest) -> HttpResponse:
    """Hand in a filled spreadsheet; what became of each reporter's part."""
    context: dict[str, Any] = {"sides": sides(request.actor, "forms:upload"), "sent": request.POST}
    if request.method != "POST":
        return render(request, "forms/upload.html", context)
    try:
        with uploads.kept(request.FILES.get("file")) as path:
            sheet = queries.read_spreadsheet(path)
        lines = operations.submit_spreadsheet(
            sheet,
            form=sheet.form,
            by=request.actor,
            at=request.moment,
            reason=request.POST.get("reason", ""),
            explanation=request.POST.get("explanation", ""),
        )
    except NotAllowed:
        raise
    except DomainError as refusal:
        told = context | {"problem": str(refusal)}
        return render(request, "forms/upload.html", told, status=status_of(refusal))
    names = queries.reporter_names(line.reporter for line in lines)
    told = context | {"lines": [(line, names.get(line.reporter, line.reporter)) for line in lines]}
    return render(request, "forms/upload.html", told)
