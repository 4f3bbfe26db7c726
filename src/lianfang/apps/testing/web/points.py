"""Sampling points: their list, and the page of one on a phone: who is sampled into which tube."""

from functools import partial
from typing import Any, Final
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.areas import queries as areas
from lianfang.apps.testing import operations, queries
from lianfang.apps.testing.terms import (
    FAULT_NAMES,
    REMEDIES,
    TUBE_KIND_NAMES,
    TUBE_STATE_NAMES,
    PointPlan,
    Swab,
    TubeKind,
    TubeState,
)
from lianfang.apps.testing.web.sides import sides
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest, done, told
from lianfang.core.typed import clock_time, number_or, one_of
from lianfang.kernel.citizen_id import squeeze
from lianfang.kernel.errors import InputRefused

KEPT: Final = ("tube", "kind")
"""What stays in the form for the next person."""
SHOWN: Final = 12


class NotSampled(InputRefused):
    """A sample that could not be registered."""

    code = "testing.not_sampled"
    sentence = "没有登记：{problem}。{remedy}。"


@needs(Permission.VIEW_TESTING)
@require_GET
def points(request: PageRequest) -> HttpResponse:
    """Open sampling points: capacity, hours, where."""
    return points_page(request, {})


def points_page(request: PageRequest, more: dict[str, Any]) -> HttpResponse:
    """The page of all sampling points."""
    found = queries.points(by=request.actor)
    context = {
        "sides": sides(request.actor, "testing:points"),
        "points": found,
        "names": areas.names(one.area for one in found),
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


@needs(Permission.TAKE_SAMPLE)
@require_GET
def point(request: PageRequest, uid: str) -> HttpResponse:
    """A sampling point on a phone: the form of the next person, the tubes that are open."""
    return point_page(request, uid, {})


def point_page(request: PageRequest, uid: str, more: dict[str, Any]) -> HttpResponse:
    """The page of one sampling point; tube and kind stay for the next person."""
    found = queries.point(uid, by=request.actor)
    tubes = queries.tubes(by=request.actor, point=found.uid, limit=SHOWN)
    kept = {name: request.GET[name] for name in KEPT if name in request.GET}
    context = {
        "sides": sides(request.actor, "testing:points"),
        "point": found,
        "tubes": tubes,
        "states": TUBE_STATE_NAMES,
        "kind_names": TUBE_KIND_NAMES,
        "kinds": [(kind.value, name) for kind, name in TUBE_KIND_NAMES.items()],
        "tried": {"kind": TubeKind.POOL10.value} | kept,
        "fresh": uuid4(),
        "is_open": found.opens <= request.moment.time() < found.closes,
    }
    return render(request, "testing/point.html", context | more)


@needs(Permission.TAKE_SAMPLE)
@require_POST
def sample(request: PageRequest, uid: str) -> HttpResponse:
    """Register the sample of one person; the form comes back for the next with the same tube."""
    found = queries.point(uid, by=request.actor)
    form = request.POST

    def work() -> object:
        document = squeeze(form.get("document", ""))
        swab = Swab(
            client_id=queries.as_uuid(form.get("client_id", ""), gettext("登记")),
            tube=form.get("tube", ""),
            kind=one_of(request.POST.get("kind", ""), TubeKind),
            sampled_at=request.moment,
            document=document,
            phone=form.get("phone", ""),
            name=form.get("name", ""),
            point=found.uid,
        )
        (fate,) = operations.register([swab], **told(request))
        if fate.fault:
            problem, remedy = gettext(FAULT_NAMES[fate.fault]), gettext(REMEDIES[fate.fault])
            raise NotSampled(problem=problem, remedy=remedy)
        return fate

    answer = done(
        request,
        work,
        said=gettext("已登记。"),
        then=("testing:point", uid),
        page=partial(point_page, request, uid),
    )
    if answer.status_code == 302:  # noqa: PLR2004  on to the next person
        answer["Location"] += "?" + "&".join(f"{name}={form.get(name, '')}" for name in KEPT)
    return answer


@needs(Permission.TAKE_SAMPLE)
@require_POST
def seal(request: PageRequest, uid: str) -> HttpResponse:
    """Seal a tube."""

    def work() -> object:
        codes = [request.POST.get("tube", "")]
        return operations.pass_on(codes, TubeState.SEALED, **told(request))

    def page(more: dict[str, Any]) -> HttpResponse:
        return point_page(request, uid, {"problem": more["problem"]})

    return done(request, work, said=gettext("已封管。"), then=("testing:point", uid), page=page)
