"""Programmes with their frequencies and sources; the weekly bulletin of each group, and turnaround."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.areas import queries as areas
from lianfang.apps.control import queries as orders
from lianfang.apps.people import queries as people
from lianfang.apps.testing import operations, queries
from lianfang.apps.testing.terms import FREQUENCIES, PROGRAMME_KIND_NAMES, ProgrammeKind, ProgrammePlan
from lianfang.apps.testing.web.sides import sides
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest, done, told
from lianfang.core.typed import day, number_or, one_of


@needs(Permission.VIEW_TESTING)
@require_GET
def programmes(request: PageRequest) -> HttpResponse:
    """Who is tested every how many days, on whose word."""
    return programmes_page(request, {})


def programmes_page(request: PageRequest, more: dict[str, Any]) -> HttpResponse:
    """The page of all programmes."""
    found = queries.programmes(by=request.actor, on=request.moment.date())
    diseases = orders.disease_choices()
    context = {
        "sides": sides(request.actor, "testing:programmes"),
        "programmes": found,
        "names": areas.names(one.area for one in found),
        "diseases": diseases,
        "disease_names": dict(diseases),
        "kind_names": PROGRAMME_KIND_NAMES,
        "kinds": [(kind.value, name) for kind, name in PROGRAMME_KIND_NAMES.items()],
        "certainties": [(mark, mark) for mark in "ABCM"],
        "frequencies": FREQUENCIES,
        "own": request.actor.scope,
    }
    return render(request, "testing/programmes.html", context | more)


@needs(Permission.MANAGE_TESTING)
@require_POST
def start_programme(request: PageRequest) -> HttpResponse:
    """Set up a programme."""

    def work() -> object:
        form = request.POST
        plan = ProgrammePlan(
            name=form.get("name", ""),
            kind=one_of(request.POST.get("kind", ""), ProgrammeKind),
            every_days=number_or(request.POST.get("every_days", ""), 0),
            source=form.get("source", ""),
            certainty=form.get("certainty", ""),
            disease=form.get("disease", ""),
            words=tuple(form.get("words", "").replace("，", " ").replace("、", " ").split()),
        )
        area = form.get("area", "").strip()
        return operations.start_programme(plan, area=area, **told(request))

    return _done(request, work, gettext("检测项目已建立。"))


@needs(Permission.MANAGE_TESTING)
@require_POST
def enlist(request: PageRequest, uid: str) -> HttpResponse:
    """Put persons on a programme's list."""

    def work() -> object:
        persons = people.all_meant(request.POST.get("persons", ""), by=request.actor)
        return operations.enlist(uid, persons, **told(request))

    return _done(request, work, gettext("已列入名单。"))


@needs(Permission.MANAGE_TESTING)
@require_POST
def end_programme(request: PageRequest, uid: str) -> HttpResponse:
    """End a programme from tomorrow on."""

    return _done(
        request, partial(operations.end_programme, uid, **told(request)), gettext("检测项目从明天起结束。")
    )


def _done(request: PageRequest, work: Any, said: str) -> HttpResponse:
    return done(
        request, work, said=said, then=("testing:programmes",), page=partial(programmes_page, request)
    )


@needs(Permission.VIEW_TESTING)
@require_GET
def bulletin(request: PageRequest) -> HttpResponse:
    """The bulletin of a week: each group's coverage, positives, who is overdue; and how long results took."""
    actor, at = request.actor, request.moment
    text = request.GET.get("week", "")
    on = day(text) if text else at.date()
    monday, following = queries.week_of(on)
    context = {
        "sides": sides(actor, "testing:bulletin"),
        "lines": queries.bulletin(area="", on=on, by=actor, at=at),
        "monday": monday,
        "sunday": following - timedelta(days=1),
        "before": monday - timedelta(days=7),
        "after": following if following <= at.date() else None,
        "turnaround": queries.turnaround(by=actor, at=at),
    }
    return render(request, "testing/bulletin.html", context)
