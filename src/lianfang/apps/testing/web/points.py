"""Sampling points: their list, opened and closed."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.areas import queries as areas
from lianfang.apps.testing import operations, queries
from lianfang.apps.testing.terms import PointPlan
from lianfang.apps.testing.web.sides import sides
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest, done, told
from lianfang.core.typed import clock_time, number_or


@needs(Permission.VIEW_TESTING)
@require_GET
def points(request: PageRequest) -> HttpResponse:
    """Open sampling points: capacity, hours, where."""
    return points_page(request, {})


def points_page(request: PageRequest, more: dict[str, Any]) -> HttpResponse:
    """The page of all sampling points."""
    found = queries.point_states(by=request.actor, at=request.moment)
    context = {
        "sides": sides(request.actor, "testing:points"),
        "points": found,
        "names": areas.names(one.point.area for one in found),
        "own": request.actor.scope,
    }
    return render(request, "testing/points.html", context | more)


@needs(Permission.MANAGE_TESTING)
@require_POST
def open_point(request: PageRequest) -> HttpResponse:
    """Open a sampling point."""

    def work() -> object:
        form = request.POST
        plan = PointPlan(
            form.get("name", ""),
            form.get("address", ""),
            number_or(form.get("per_hour", ""), 0),
            number_or(form.get("samplers", ""), 0),
            clock_time(form.get("opens", "")),
            clock_time(form.get("closes", "")),
        )
        area = form.get("area", "").strip()
        return operations.open_point(plan, area=area, **told(request))

    return done(
        request,
        work,
        said=gettext("采样点已设立。"),
        then=("testing:points",),
        page=partial(points_page, request),
    )


@needs(Permission.MANAGE_TESTING)
@require_POST
def close_point(request: PageRequest, uid: str) -> HttpResponse:
    """Close a sampling point."""

    return done(
        request,
        partial(operations.close_point, uid, **told(request)),
        said=gettext("采样点已关闭。"),
        then=("testing:points",),
        page=partial(points_page, request),
    )
