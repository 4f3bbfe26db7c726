"""Care: what is needed and how it stands, one need on a phone, meals."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.facilities import operations, queries
from lianfang.apps.facilities.terms import (
    NEED_NAMES,
    NEED_STATE_NAMES,
    NEED_STEP_NAMES,
    NEEDS,
    CareHours,
    Meal,
    NeedKind,
    NeedState,
    NeedStep,
)
from lianfang.apps.facilities.web.sides import sides
from lianfang.apps.facilities.web.sites import done_at_site
from lianfang.apps.people import queries as people
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest, done, told
from lianfang.core.typed import number_or, one_of


@needs(Permission.CARE)
@require_GET
def care(request: PageRequest) -> HttpResponse:
    """What people need who are held apart, by the clock; with the form to ask for something."""
    return care_page(request, {})


def care_page(request: PageRequest, more: dict[str, Any]) -> HttpResponse:
    """The page of all needs."""
    found = queries.needs(by=request.actor, at=request.moment)
    named = request.actor.may(Permission.VIEW_PERSON)
    context = {
        "sides": sides(request.actor, "facilities:care"),
        "needs": found,
        "named": named,
        "names": people.names_by_uid(one.person for one in found) if named else {},
        "kinds": NEED_NAMES,
        "states": NEED_STATE_NAMES,
        "clocks": [(kind.value, _clock(one)) for kind, one in _hours(request).items()],
        "person": request.GET.get("person", ""),
    }
    return render(request, "facilities/care.html", context | more)


def _hours(request: PageRequest) -> dict[NeedKind, CareHours]:
    return queries.care_hours(area=request.actor.scope, **told(request))


def _clock(one: CareHours) -> str:
    hours = f"{one.answered / timedelta(hours=1):g}"
    return gettext("{name}，{hours} 小时").format(name=gettext(NEED_NAMES[one.kind]), hours=hours)


@needs(Permission.CARE)
@require_POST
def ask_need(request: PageRequest) -> HttpResponse:
    """Somebody needs something."""

    def work() -> object:
        hours = number_or(request.POST.get("every", ""), 0)
        return operations.ask_need(
            people.meant(request.POST.get("person", ""), by=request.actor),
            one_of(request.POST.get("kind", ""), NeedKind, wrong=gettext("“{text}”不是照护的种类")),
            text=request.POST.get("text", ""),
            every=timedelta(hours=hours) if hours else None,
            **told(request),
        )

    said = gettext("已登记，时限从现在起算。")
    return done(request, work, said=said, then=("facilities:care",), page=partial(care_page, request))


@needs(Permission.CARE)
@require_GET
def need(request: PageRequest, uid: str) -> HttpResponse:
    """One need on a phone: how it stands, and the next step."""
    return need_page(request, uid, {})


def need_page(request: PageRequest, uid: str, more: dict[str, Any]) -> HttpResponse:
    """The page of one need."""
    found = queries.need(uid, by=request.actor, at=request.moment)
    named = request.actor.may(Permission.VIEW_PERSON)
    context = {
        "sides": sides(request.actor, "facilities:care"),
        "one": found,
        "name": people.names_by_uid([found.person]).get(found.person, "") if named else "",
        "kind": NEEDS[NeedKind(found.kind)],
        "state": NEED_STATE_NAMES[found.state],
        "asked": found.state is NeedState.ASKED,
        "steps": queries.need_steps(found),
        "step_names": NEED_STEP_NAMES,
    }
    return render(request, "facilities/need.html", context | more)


@needs(Permission.CARE)
@require_POST
def step_need(request: PageRequest, uid: str) -> HttpResponse:
    """Something was done about a need."""

    def work() -> object:
        step = one_of(request.POST.get("step", ""), NeedStep, wrong=gettext("没有“{text}”这一步"))
        return operations.step_need(uid, step, note=request.POST.get("note", ""), **told(request))

    page = partial(need_page, request, uid)
    return done(request, work, said=gettext("已登记。"), then=("facilities:need", uid), page=page)


@needs(Permission.RUN_SITE)
@require_POST
def bring_meal(request: PageRequest, uid: str) -> HttpResponse:
    """A meal was brought to the doors of a site."""

    def work() -> object:
        meal = one_of(request.POST.get("meal", ""), Meal, wrong=gettext("“{text}”不是一餐"))
        served = number_or(request.POST.get("served", ""), 0)
        return operations.bring_meal(uid, meal, served=served, **told(request))

    return done_at_site(request, uid, work, gettext("已登记送餐。"))
