"""Hours of care, kind by kind: what holds, since when, on what ground; and the form to set others."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.areas import queries as areas
from lianfang.apps.facilities import operations, queries
from lianfang.apps.facilities.terms import NEED_NAMES, NeedKind
from lianfang.apps.facilities.web.sides import sides
from lianfang.core import typed
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest, done, told

HOUR = timedelta(hours=1)


@needs(Permission.CARE)
@require_GET
def hours(request: PageRequest) -> HttpResponse:
    """The hours of every kind in one's own area."""
    return hours_page(request, {})


def hours_page(request: PageRequest, more: dict[str, Any]) -> HttpResponse:
    """The page of the hours of care."""
    area = _area(request)
    context = {
        "sides": sides(request.actor, "facilities:care"),
        "area": area,
        "hours": [_line(one) for one in queries.care_hours(area=area, **told(request)).values()],
        "kinds": [(kind.value, name) for kind, name in NEED_NAMES.items()],
    }
    return render(request, "facilities/hours.html", context | more)


def _line(one: Any) -> dict[str, Any]:
    return {
        "one": one,
        "name": NEED_NAMES[one.kind],
        "acknowledged": f"{one.acknowledged / HOUR:g}",
        "answered": f"{one.answered / HOUR:g}",
    }


def _area(request: PageRequest) -> str:
    return request.actor.scope or next(iter(areas.headquarters(at=request.moment)), "")


@needs(Permission.MANAGE_SITE)
@require_POST
def set_hours(request: PageRequest) -> HttpResponse:
    """Set the hours of a kind from a day on."""
    form = request.POST

    def work() -> object:
        return operations.set_hours(
            typed.one_of(form.get("kind", ""), NeedKind, wrong=gettext("“{text}”不是照护的种类")),
            area=_area(request),
            acknowledged=timedelta(minutes=typed.number(form.get("acknowledged", ""))),
            answered=typed.number(form.get("answered", "")) * HOUR,
            from_day=typed.day(form.get("from_day", "")),
            ground=form.get("ground", ""),
            **told(request),
        )

    page = partial(hours_page, request)
    return done(request, work, said=gettext("照护时限已设定。"), then=("facilities:hours",), page=page)
