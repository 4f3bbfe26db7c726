"""Fact sheets: rumours answered with facts."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from lianfang.apps.hotline import operations, queries
from lianfang.apps.hotline.web.desk import tabs
from lianfang.core import doors
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest, told
from lianfang.core.refusals import sentence_of, status_of
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import DomainError


@needs(Permission.WRITE_FACTS)
def facts(request: PageRequest) -> HttpResponse:
    """The sheets of the area, and the form of the next."""
    if request.method != "POST":
        return _facts(request)
    said = {name: request.POST.get(name, "") for name in ("question", "facts", "source")}
    try:
        on = doors.day(request.POST.get("on", ""))
        operations.write_fact_sheet(area=request.actor.scope, on=on, **said, **told(request))
    except DomainError as refusal:
        return _facts(request, sentence_of(refusal), status_of(refusal))
    return redirect("hotline:facts")


def _facts(request: PageRequest, problem: str = "", status: int = 200) -> HttpResponse:
    context = {
        "sheets": queries.fact_sheets(area=request.actor.scope),
        "typed": request.POST,
        "today": request.moment.astimezone(ZONE).date(),
        "problem": problem,
        "tabs": tabs(request, "hotline:facts"),
    }
    return render(request, "hotline/facts.html", context, status=status)
