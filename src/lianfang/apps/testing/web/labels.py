"""Labels of tubes: asked for, printed in millimetres, and found again by a scanner."""

from functools import partial
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.testing import operations, queries
from lianfang.apps.testing.web.sides import sides
from lianfang.apps.testing.web.tubes import tubes_page
from lianfang.core import refusals
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest, told
from lianfang.core.typed import number
from lianfang.kernel.errors import DomainError

LAYOUTS: Final = {"sheet": _("A4不干胶，每页24张（70×37毫米）"), "single": _("标签机，单张（50×30毫米）")}


@needs(Permission.TAKE_SAMPLE)
@require_GET
def labels(request: PageRequest) -> HttpResponse:
    """How many labels, on which paper."""
    return _asked(request, {})


def _asked(request: PageRequest, more: dict[str, Any], status: int = 200) -> HttpResponse:
    context = {"sides": sides(request.actor, "testing:labels"), "layouts": list(LAYOUTS.items())}
    return render(request, "testing/labels.html", context | more, status=status)


@needs(Permission.TAKE_SAMPLE)
@require_POST
def print_labels(request: PageRequest) -> HttpResponse:
    """Take numbers for labels, and show them as they are printed."""
    try:
        made = operations.print_labels(number(request.POST.get("count", "")), **told(request))
    except DomainError as refusal:
        problem, status = refusals.told(refusal)
        return _asked(request, {"problem": problem, "tried": request.POST}, status)
    answer = redirect("testing:label_run", made.uid)
    if request.POST.get("layout") == "single":
        answer["Location"] += "?layout=single"
    return answer


@needs(Permission.TAKE_SAMPLE)
@require_GET
def label_run(request: PageRequest, uid: str) -> HttpResponse:
    """The labels of a run, in millimetres, on sheets or one by one."""
    layout = "single" if request.GET.get("layout") == "single" else "sheet"
    context = {
        "sides": sides(request.actor, "testing:labels"),
        "labels": queries.labels_of(uid, by=request.actor),
        "layout": layout,
        "layouts": list(LAYOUTS.items()),
    }
    return render(request, "testing/label_run.html", context)


@needs(Permission.VIEW_TESTING)
@require_GET
def scanned(request: PageRequest) -> HttpResponse:
    """The tube whose label was scanned or typed."""
    return _found(request, partial(tubes_page, request))


def _found(request: PageRequest, page: Any) -> HttpResponse:
    try:
        return redirect("testing:tube", queries.scanned(request.GET.get("code", ""), by=request.actor))
    except DomainError as refusal:
        problem, status = refusals.told(refusal)
        answer: HttpResponse = page({"problem": problem, "code": request.GET.get("code", "")})
        answer.status_code = status
        return answer
