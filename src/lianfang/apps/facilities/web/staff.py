"""The closed loop of a site, and the fever clinic, made for a phone."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.control.terms import RESULT_NAMES, Result
from lianfang.apps.facilities import operations, queries
from lianfang.apps.facilities.terms import (
    HOLD_END_NAMES,
    HOLD_GROUND_NAMES,
    STAFF_TESTS,
    STAFF_WORK_NAMES,
    HoldGround,
    StaffWork,
)
from lianfang.apps.facilities.web.sides import sides
from lianfang.apps.people import queries as people
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest, done, told
from lianfang.core.typed import one_of
from lianfang.kernel.clock import ZONE


@needs(Permission.RUN_SITE)
@require_GET
def staff(request: PageRequest, uid: str) -> HttpResponse:
    """Who works inside a site: tests, temperatures, entering and leaving."""
    return staff_page(request, uid, {})


def staff_page(request: PageRequest, uid: str, more: dict[str, Any]) -> HttpResponse:
    """The page of a site's closed loop."""
    found = queries.site(uid, by=request.actor, at=request.moment)
    members = queries.staff(found, at=request.moment)
    context = {
        "sides": sides(request.actor, "facilities:sites"),
        "site": found,
        "staff": members,
        "names": people.names_by_uid(one.person for one in members),
        "works": STAFF_WORK_NAMES,
        "tests": STAFF_TESTS,
        "work_choices": [(work.value, name) for work, name in STAFF_WORK_NAMES.items()],
        "results": RESULT_NAMES,
        "on": request.moment.astimezone(ZONE).date(),
    }
    return render(request, "facilities/staff.html", context | more)


def _done(request: PageRequest, uid: str, work: Any, said: str) -> HttpResponse:
    page = partial(staff_page, request, uid)
    return done(request, work, said=said, then=("facilities:staff", uid), page=page)


@needs(Permission.RUN_SITE)
@require_POST
def enter_loop(request: PageRequest, uid: str) -> HttpResponse:
    """Somebody enters the closed loop."""

    def work() -> object:
        kind = one_of(request.POST.get("work", ""), StaffWork, wrong=gettext("“{text}”不是闭环内的工作"))
        return operations.enter_loop(uid, request.POST.get("person", ""), kind, **told(request))

    return _done(request, uid, work, gettext("已登记进入闭环。"))


@needs(Permission.RUN_SITE)
@require_POST
def leave_loop(request: PageRequest, uid: str, period: str) -> HttpResponse:
    """Somebody leaves the closed loop."""
    work = partial(operations.leave_loop, period, **told(request))
    return _done(request, uid, work, gettext("已登记离开闭环。"))


@needs(Permission.RUN_SITE)
@require_POST
def staff_temperature(request: PageRequest, uid: str, period: str) -> HttpResponse:
    """The temperature of somebody in the closed loop."""
    work = partial(operations.take_temperature, period, request.POST.get("celsius", ""), **told(request))
    return _done(request, uid, work, gettext("体温已登记；发热的已列入2小时转运。"))


@needs(Permission.RUN_CLINIC)
@require_GET
def clinic(request: PageRequest) -> HttpResponse:
    """Who waits at the fever clinics for a result, by the clock."""
    return clinic_page(request, {})


def clinic_page(request: PageRequest, more: dict[str, Any]) -> HttpResponse:
    """The page of all who wait."""
    found = queries.holds(by=request.actor, at=request.moment)
    named = request.actor.may(Permission.VIEW_PERSON)
    context = {
        "sides": sides(request.actor, "facilities:clinic"),
        "holds": found,
        "named": named,
        "names": people.names_by_uid(one.person for one in found) if named else {},
        "clinics": queries.clinics(by=request.actor),
        "grounds": HOLD_GROUND_NAMES,
        "ground_choices": [
            (ground.value, name)
            for ground, name in HOLD_GROUND_NAMES.items()
            if ground is not HoldGround.RETEST
        ],
        "ends": HOLD_END_NAMES,
        "results": RESULT_NAMES,
        "person": request.GET.get("person", ""),
    }
    return render(request, "facilities/clinic.html", context | more)


@needs(Permission.RUN_CLINIC)
@require_POST
def hold_at_clinic(request: PageRequest) -> HttpResponse:
    """Somebody was tested and waits."""

    def work() -> object:
        return operations.hold_at_clinic(
            request.POST.get("person", ""),
            request.POST.get("clinic", ""),
            one_of(request.POST.get("ground", ""), HoldGround, wrong=gettext("“{text}”不是留观的原因")),
            note=request.POST.get("note", ""),
            **told(request),
        )

    said = gettext("已登记采样，6小时内出结果。")
    return done(request, work, said=said, then=("facilities:clinic",), page=partial(clinic_page, request))


@needs(Permission.RUN_CLINIC)
@require_GET
def hold_card(request: PageRequest, uid: str) -> HttpResponse:
    """One who waits: since when, for how long at most, and the result."""
    return hold_page(request, uid, {})


def hold_page(request: PageRequest, uid: str, more: dict[str, Any]) -> HttpResponse:
    """The page of one who waits."""
    found = queries.hold(uid, by=request.actor, at=request.moment)
    named = request.actor.may(Permission.VIEW_PERSON)
    context = {
        "sides": sides(request.actor, "facilities:clinic"),
        "one": found,
        "name": people.names_by_uid([found.person]).get(found.person, "") if named else "",
        "grounds": HOLD_GROUND_NAMES,
        "ends": HOLD_END_NAMES,
        "results": RESULT_NAMES,
        "result_choices": [(result.value, name) for result, name in RESULT_NAMES.items()],
    }
    return render(request, "facilities/hold.html", context | more)


@needs(Permission.RUN_CLINIC)
@require_POST
def tell_result(request: PageRequest, uid: str) -> HttpResponse:
    """The result that somebody waited for."""

    def work() -> object:
        result = one_of(request.POST.get("result", ""), Result, wrong=gettext("“{text}”不是检测结果"))
        return operations.tell_result(uid, result, to_place=request.POST.get("to_place", ""), **told(request))

    said, page = gettext("结果已登记，留观结束。"), partial(hold_page, request, uid)
    return done(request, work, said=said, then=("facilities:clinic",), page=page)


@needs(Permission.RUN_CLINIC)
@require_POST
def free(request: PageRequest, uid: str) -> HttpResponse:
    """Somebody goes."""
    work = partial(operations.free, uid, note=request.POST.get("note", ""), **told(request))
    page = partial(hold_page, request, uid)
    return done(request, work, said=gettext("已登记离开。"), then=("facilities:clinic",), page=page)
