"""The list of cases with their outbreaks, and entering a new one."""

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET, require_http_methods

from lianfang.apps.cases import operations, queries
from lianfang.apps.cases.web import typed
from lianfang.apps.cases.web.shown import clocks_of, shown, tabs
from lianfang.apps.policy import queries as policy
from lianfang.core.access.choosing import Chosen, place_chosen
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.core.paging import page_of
from lianfang.core.refusals import sentence_of, status_of
from lianfang.kernel.errors import DomainError, WrongCall

ANY: Final = ("", _("全部"))


@require_GET
@needs(Permission.VIEW_CASES)
def cases(request: PageRequest) -> HttpResponse:
    """Cases within sight, newest first, and the outbreaks that they belong to."""
    asked = {name: request.GET.get(name, "") for name in ("outbreak", "classification")}
    found = queries.cases(
        by=request.actor,
        known_at=request.moment,
        outbreak=asked["outbreak"],
        classification=asked["classification"],
    )
    outbreaks = queries.outbreaks(by=request.actor, known_at=request.moment)
    page = page_of(found, request.GET)
    rows = [{"one": one, "clocks": clocks_of(one.card)} for one in shown(page.rows)]
    context = {
        "rows": rows,
        "page": page,
        "outbreaks": outbreaks,
        "diseases": policy.diseases(),
        "fields": [
            _choice("outbreak", _("疫情"), [ANY, *((one.code, one.name) for one in outbreaks)], asked),
            _choice("classification", _("分类"), [ANY, *typed.CLASSIFICATIONS], asked),
        ],
        "tabs": tabs(request, "cases:cases"),
    }
    name = "cases/list.html" if request.headers.get("HX-Request") else "cases/cases.html"
    return render(request, name, context)


def _choice(name: str, label: str, choices: list[tuple[str, str]], asked: dict[str, str]) -> dict[str, Any]:
    return {"name": name, "label": label, "kind": "choice", "choices": choices, "value": asked[name]}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.REPORT_CASE)
def new(request: PageRequest) -> HttpResponse:
    """Enter a case; who is in the register is not entered again."""
    if request.method != "POST":
        return _new(request, Chosen())
    place = place_chosen(request.POST, "area")
    asked = request.POST.dict()
    try:
        if place.problem:
            raise WrongCall(problem=place.problem)
        told, said = typed.patient(asked, place.code), typed.statement(asked)
        card = operations.report(told, said, typed.found(asked), by=request.actor, at=request.moment)
    except DomainError as refusal:
        return _new(request, place, problem=sentence_of(refusal), status=status_of(refusal))
    return redirect("cases:case", card.uid)


def _new(request: PageRequest, place: Chosen, *, problem: str = "", status: int = 200) -> HttpResponse:
    context = {
        "place": place,
        "typed": request.GET.dict() | request.POST.dict(),
        "problem": problem,
        "diseases": list(policy.diseases().items()),
        "classifications": typed.BEGINNINGS,
        "found": typed.FOUND,
        "items": _items(request.POST.dict()),
        "outbreaks": queries.outbreaks(by=request.actor, known_at=request.moment),
        "tabs": tabs(request, "cases:new"),
    }
    return render(request, "cases/new.html", context, status=status)


def _items(known: dict[str, str]) -> list[dict[str, Any]]:
    return [
        dict(one) | {"kind": "choice" if "choices" in one else "", "value": known.get(str(one["name"]), "")}
        for one in typed.ITEMS
    ]
