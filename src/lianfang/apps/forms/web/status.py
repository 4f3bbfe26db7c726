"""Where the reports of an area stand on a day: by form and state, the list, accept all that are clean."""

from collections import Counter
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.areas import queries as areas
from lianfang.apps.forms import operations, queries
from lianfang.apps.forms.terms import STATE_NAMES, Expected, State
from lianfang.apps.forms.web.sides import TONES, sides, to_own
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.core.paging import page_of
from lianfang.core.typed import day_or
from lianfang.kernel.clock import ZONE

ORDER: Final = {
    state: rank for rank, state in enumerate((State.MISSING, State.RETURNED, State.DUE, State.LATE))
}


@needs(Permission.VIEW_REPORTS)
@require_GET
def own_status(request: PageRequest) -> HttpResponse:
    """The status of one's own area; of the headquarters where one sees several."""
    return to_own(request, "forms:status")


@needs(Permission.VIEW_REPORTS)
@require_GET
def status(request: PageRequest, area: str) -> HttpResponse:
    """Every report expected in an area on a day, and where it stands."""
    on = day_or(request.GET.get("on", ""), request.moment.astimezone(ZONE).date())
    found = queries.expected(area=area, from_day=on, until_day=on, by=request.actor, at=request.moment)
    return render(request, "forms/status.html", _status(request, area, on, found))


def _status(request: PageRequest, area: str, on: date, found: list[Expected]) -> dict[str, Any]:
    form, state = request.GET.get("form", ""), request.GET.get("state", "")
    shown = [one for one in found if form in {"", one.form} and state in {"", one.state}]
    shown.sort(key=lambda one: (ORDER.get(one.state, len(ORDER)), one.due_at, one.area))
    names = {one.form: one.form_name for one in found}
    return {
        "sides": sides(request.actor, "forms:own_status"),
        "area": area,
        "place": areas.names([area]).get(area, area),
        "on": on,
        "summary": [_summed(code, name, found) for code, name in sorted(names.items())],
        "shown_states": list(STATE_NAMES.items()),
        "page": page_of([(one, queries.key(one)) for one in shown], request.GET),
        "forms": [("", gettext("全部报表")), *sorted(names.items())],
        "choices": [("", gettext("全部状态")), *STATE_NAMES.items()],
        "form": form,
        "state": state,
        "states": STATE_NAMES,
        "tones": TONES,
        "may_accept": request.actor.may(Permission.DECIDE_REPORT),
        "waiting": sum(one.state in {State.ON_TIME, State.ZERO, State.LATE} for one in found),
    }


def _summed(code: str, name: str, found: list[Expected]) -> dict[str, Any]:
    """One form's line: expected, handed in, on time, and how many in each state."""
    own = [one for one in found if one.form == code]
    states = Counter(one.state for one in own)
    due = [one for one in own if one.state is not State.NOT_DUE]
    handed = [one for one in due if one.report]
    return {
        "code": code,
        "name": name,
        "due": len(due),
        "handed": len(handed),
        "on_time": sum(not one.late for one in handed),
        "cells": [(state, states.get(State(state), 0), TONES[State(state)]) for state in STATE_NAMES],
    }


@needs(Permission.DECIDE_REPORT)
@require_POST
def accept_clean(request: PageRequest, area: str) -> HttpResponse:
    """Accept every report of a day against which nothing speaks."""
    on = day_or(request.POST.get("on", ""), request.moment.astimezone(ZONE).date())
    form = request.POST.get("form") or None
    count = operations.accept_clean(area=area, on=on, form=form, by=request.actor, at=request.moment)
    messages.success(request, gettext("接收了{count}份，其余请逐份看过再定。").format(count=count))
    return redirect("forms:status", area)
