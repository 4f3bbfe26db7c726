"""The closed loop of a site, made for a phone."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.control.terms import RESULT_NAMES
from lianfang.apps.facilities import operations, queries
from lianfang.apps.facilities.terms import (
    STAFF_TESTS,
    STAFF_WORK_NAMES,
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
        person = people.meant(request.POST.get("person", ""), by=request.actor)
        return operations.enter_loop(uid, person, kind, **told(request))

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
