"""Of whom nothing is expected for a time, and which days are off: looked at, said and taken back."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from lianfang.apps.forms import operations, queries
from lianfang.apps.forms.web.sides import sides
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.core.paging import page_of
from lianfang.core.refusals import status_of
from lianfang.core.typed import day_or
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import DomainError, NotAllowed, WrongCall


@needs(Permission.VIEW_REPORTS, post=Permission.DECIDE_REPORT)
@require_http_methods(["GET", "POST"])
def closings(request: PageRequest) -> HttpResponse:
    """Who is closed, why and until when; sent, somebody is closed."""
    if request.method != "POST":
        return render(request, "forms/closings.html", _closings(request))
    given = request.POST
    try:
        reporter = queries.reporter_of(given.get("reporter", ""), by=request.actor)
        operations.close_reporter(
            reporter,
            from_on=day_or(given.get("on", ""), _today(request)),
            until_on=day_or(given.get("until", ""), None),
            reason=given.get("reason", ""),
            form=given.get("form", ""),
            by=request.actor,
            at=request.moment,
        )
    except NotAllowed:
        raise
    except DomainError as refusal:
        told = _closings(request) | {"problem": str(refusal), "sent": given}
        return render(request, "forms/closings.html", told, status=status_of(refusal))
    messages.success(request, gettext("已登记停报。"))
    return redirect("forms:closings")


def _closings(request: PageRequest) -> dict[str, Any]:
    found = queries.closings(by=request.actor)
    names = queries.reporter_names(one.reporter for one in found)
    forms = queries.form_names(one.form for one in queries.editions())
    today = _today(request)
    rows = [(one, names.get(one.reporter, one.reporter), _now(one, today)) for one in found]
    return {
        "sides": sides(request.actor, "forms:closings"),
        "page": page_of(rows, request.GET),
        "forms": forms,
        "choices": [("", gettext("全部报表")), *sorted(forms.items())],
        "sent": request.GET,
        "today": today,
        "may_close": _may_close(request),
    }


def _may_close(request: PageRequest) -> bool:
    above = any(len(scope) <= LENGTHS[Level.TOWN] for scope in request.actor.scopes)
    return above and request.actor.may(Permission.DECIDE_REPORT)


def _now(one: Any, today: date) -> str:
    """Where a closing stands on a day."""
    if one.from_on > today:
        return "coming"
    return "over" if one.until_on is not None and one.until_on < today else "now"


@needs(Permission.DECIDE_REPORT)
@require_POST
def end_closing(request: PageRequest, uid: str) -> HttpResponse:
    """Say on which day a closing ends."""
    until = day_or(request.POST.get("until", ""), _today(request))
    try:
        operations.end_closing(uid, until_on=until, by=request.actor, at=request.moment)
    except operations.ClosingImpossible as refusal:
        told = _closings(request) | {"problem": str(refusal)}
        return render(request, "forms/closings.html", told, status=status_of(refusal))
    messages.success(request, gettext("已登记恢复填报。"))
    return redirect("forms:closings")


@needs(Permission.VIEW_REPORTS, post=Permission.MANAGE_FORMS)
@require_http_methods(["GET", "POST"])
def days_off(request: PageRequest) -> HttpResponse:
    """The days of a year that are unlike their weekday; sent, one more, or one said otherwise."""
    given = request.POST if request.method == "POST" else request.GET
    year = _year(given.get("year", "") or given.get("on", "")[:4], default=_today(request).year)
    context: dict[str, Any] = {"sides": sides(request.actor, "forms:closings"), "year": year, "sent": given}
    context["may_set"] = request.actor.may(Permission.MANAGE_FORMS)
    if request.method == "POST":
        try:
            _set_day(request)
        except DomainError as refusal:
            told = context | {"days": queries.days_off(year), "problem": str(refusal)}
            return render(request, "forms/days_off.html", told, status=status_of(refusal))
        messages.success(request, gettext("已登记。"))
        return redirect(f"{request.path}?year={year}")
    return render(request, "forms/days_off.html", context | {"days": queries.days_off(year)})


def _set_day(request: PageRequest) -> None:
    given = request.POST
    on, kind = day_or(given.get("on", ""), None), given.get("kind", "")
    if on is None or kind not in {"off", "worked"}:
        raise WrongCall(problem=gettext("请填写日期，选放假或上班"))
    name = given.get("name", "")
    operations.set_day(on, holiday=kind == "off", name=name, by=request.actor, at=request.moment)


def _today(request: PageRequest) -> date:
    return request.moment.astimezone(ZONE).date()


def _year(text: str, *, default: int) -> int:
    return int(text) if text.isdecimal() and date.min.year < int(text) < date.max.year else default
