"""Rosters: who is on duty now and next; plan, check in, swap, excuse, call."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.inspection import operations, queries
from lianfang.apps.inspection.rules.shifts import STATE_TONES
from lianfang.apps.inspection.terms import SHIFT_ROLE_NAMES, SHIFT_STATE_NAMES, PlannedShift, ShiftRole
from lianfang.apps.inspection.web.sides import sides
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.core.refusals import status_of
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import DomainError, NotAllowed, NotFound, WrongCall

BEFORE, AHEAD = timedelta(days=1), timedelta(days=2)
HOURS: Final = 24


@needs(Permission.VIEW_ROSTER)
@require_GET
def rosters(request: PageRequest) -> HttpResponse:
    """Shifts of yesterday, today and tomorrow, with what may be done to each."""
    return render(request, "inspection/rosters.html", _rosters(request))


def _rosters(request: PageRequest) -> dict[str, Any]:
    at, actor = request.moment, request.actor
    found = queries.shifts(area="", by=actor, at=at, since=at - BEFORE, until=at + AHEAD)
    may_manage = actor.may(Permission.MANAGE_ROSTER)
    counts = {state: sum(one.state == state for one in found) for state in ("came", "waited", "absent")}
    return {
        "sides": sides(actor, "inspection:rosters"),
        "shifts": found,
        "counts": [
            (SHIFT_STATE_NAMES[state], number, STATE_TONES[state]) for state, number in counts.items()
        ],
        "roles": SHIFT_ROLE_NAMES,
        "states": SHIFT_STATE_NAMES,
        "tones": STATE_TONES,
        "may_manage": may_manage,
        "may_call": actor.may(Permission.CHECK_PRESENCE),
        "units": queries.units_within(by=actor) if may_manage else [],
        "today": at.astimezone(ZONE).date().isoformat(),
    }


def _done(request: PageRequest, work: Callable[[], object], said: str) -> HttpResponse:
    """Do something to a roster; what is refused comes back on the page with what was typed."""
    try:
        work()
    except (NotAllowed, NotFound):
        raise
    except DomainError as refusal:
        context = _rosters(request) | {"problem": str(refusal), "tried": request.POST}
        return render(request, "inspection/rosters.html", context, status=status_of(refusal))
    messages.success(request, said)
    return redirect("inspection:rosters")


@needs(Permission.MANAGE_ROSTER)
@require_POST
def plan_shifts(request: PageRequest) -> HttpResponse:
    """Plan the shifts of one day of a unit: its leader and those on duty."""

    def work() -> int:
        planned = planned_of(request.POST)
        return operations.plan_shifts(planned, by=request.actor, at=request.moment)

    return _done(request, work, gettext("已排班。"))


def planned_of(form: QueryDict) -> list[PlannedShift]:
    """The shifts that a form names; raises WrongCall for what is no unit, day, clock or number of hours."""
    try:
        unit = UUID(form.get("unit", ""))
        day = datetime.strptime(form.get("on", ""), "%Y-%m-%d").date()  # noqa: DTZ007  made aware below
        begins = datetime.combine(day, time.fromisoformat(form.get("begins", "")), tzinfo=ZONE)
        ends = begins + timedelta(hours=int(form.get("hours", "") or HOURS))
    except (ValueError, OverflowError) as problem:
        raise WrongCall(
            problem=gettext("单位、日期、时间或时长无法识别：{problem}").format(problem=problem)
        ) from problem
    leaders = _names(form.get("leader", ""))
    duty = _names(form.get("duty", ""))
    people = [(ShiftRole.LEADER, name) for name in leaders] + [(ShiftRole.DUTY, name) for name in duty]
    return [PlannedShift(unit, role, name, begins, ends) for role, name in people or [(ShiftRole.DUTY, "")]]


def _names(text: str) -> list[str]:
    return text.replace("、", " ").replace("，", " ").replace(",", " ").split()


@needs(Permission.VIEW_ROSTER)
@require_POST
def check_in(request: PageRequest, uid: str) -> HttpResponse:
    """Whoever is on the shift came."""

    def work() -> object:
        return operations.check_in(uid, by=request.actor, at=request.moment)

    return _done(request, work, gettext("已签到。"))


@needs(Permission.MANAGE_ROSTER)
@require_POST
def swap(request: PageRequest, uid: str) -> HttpResponse:
    """Somebody else takes the shift."""

    def work() -> object:
        officer, note = request.POST.get("officer", ""), request.POST.get("note", "")
        return operations.swap(uid, officer=officer, note=note, by=request.actor, at=request.moment)

    return _done(request, work, gettext("已换班。"))


@needs(Permission.MANAGE_ROSTER)
@require_POST
def excuse(request: PageRequest, uid: str) -> HttpResponse:
    """Leave from the shift."""

    def work() -> object:
        return operations.excuse(uid, note=request.POST.get("note", ""), by=request.actor, at=request.moment)

    return _done(request, work, gettext("已准假。"))


@needs(Permission.CHECK_PRESENCE)
@require_POST
def spot_call(request: PageRequest, uid: str) -> HttpResponse:
    """A spot call: there, or not there, which is a finding."""

    def work() -> object:
        answered = request.POST.get("answered") == "1"
        note = request.POST.get("note", "")
        return operations.spot_call(uid, answered=answered, note=note, by=request.actor, at=request.moment)

    return _done(request, work, gettext("抽查已登记。"))
