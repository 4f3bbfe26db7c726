"""Pages of plans: those at hand, one with its sheets, activated from there; a response stepped down from."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from lianfang.apps.areas import queries as areas
from lianfang.apps.areas.terms import POST_NAMES, UNIT_KIND_NAMES, PostCode, UnitKind
from lianfang.apps.directives import operations, queries
from lianfang.apps.directives.terms import LEVEL_NAMES, LEVELS, PlanItem, PlanText
from lianfang.apps.directives.web.papers import own_places
from lianfang.apps.directives.web.wording import rhythm_told
from lianfang.core import refusals
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.kernel.errors import InputRefused, WrongCall


@needs(Permission.VIEW_TASKS, post=Permission.RECEIVE_DIRECTIVE)
def plans(request: PageRequest) -> HttpResponse:
    """Plans at hand here, and responses that run or ran; one more is brought in."""
    if request.method == "POST":
        return _brought_in(request)
    return _plans(request)


def _plans(request: PageRequest, refused: str = "", status: int = 200) -> HttpResponse:
    found = {plan.code: plan for area in _areas(request) for plan in queries.plans(area=area)}
    names = areas.names([plan.area for plan in found.values() if plan.area])
    context = {
        "plans": [
            {
                "plan": plan,
                "place": names.get(plan.area, plan.area),
                "items": sum(len(one.items) for one in plan.phases),
            }
            for plan in found.values()
        ],
        "activations": [_running(one) for one in queries.activations(by=request.actor)],
        "places": own_places(request),
        "typed": request.POST,
        "refused": refused,
    }
    return render(request, "directives/plans.html", context, status=status)


def _areas(request: PageRequest) -> list[str]:
    return [area for area, _ in own_places(request)] or [""]


def _running(activation: Any) -> dict[str, Any]:
    return {
        "activation": activation,
        "level": LEVEL_NAMES[activation.level],
        "runs": queries.is_active(activation),
        "place": areas.names([activation.area]).get(activation.area, activation.area),
    }


def _brought_in(request: PageRequest) -> HttpResponse:
    """A plan file is a plan at once; a paper is read and corrected beside its text first."""
    try:
        return HttpResponseRedirect(_next_of(request))
    except (InputRefused, WrongCall) as refusal:
        sentence, status = refusals.told(refusal)
        return _plans(request, refused=sentence, status=status)


def _next_of(request: PageRequest) -> str:
    """Bring in what was sent; where to go on."""
    file, typed = request.FILES.get("file"), request.POST
    if file is None:
        raise WrongCall(problem=gettext("请选择文件。"))
    name, content, area = file.name or "", file.read(), typed.get("area", "")
    title, by, at = typed.get("title", "").strip(), request.actor, request.moment
    if name.lower().endswith((".yaml", ".yml")):
        plan = operations.bring_in_plan(name, content, code="", area=area, title=title, by=by, at=at)
        return reverse("directives:plan", args=[plan.code])
    uid = operations.receive(name, content, area=area, title=title, by=by, at=at)
    return reverse("directives:paper", args=[uid])


@needs(Permission.VIEW_TASKS, post=Permission.ACTIVATE_PLAN)
def plan(request: PageRequest, plan: str) -> HttpResponse:
    """A plan with its sheets at a level; activated from here."""
    found = queries.plan(plan, area=_areas(request)[0])
    if request.method == "POST":
        return _activated(request, found)
    return _plan(request, found)


def _plan(request: PageRequest, found: PlanText, refused: str = "", status: int = 200) -> HttpResponse:
    level = _level(request.POST.get("level") or request.GET.get("level", ""))
    context = {
        "plan": found,
        "level": level,
        "level_name": LEVEL_NAMES[level],
        "tabs": [
            {"name": name, "href": f"?level={one}", "current": one == level, "count": found.count(one)}
            for one, name in LEVEL_NAMES.items()
        ],
        "phases": [(phase, [_item(item) for item in phase.at_level(level)]) for phase in found.phases],
        "places": own_places(request),
        "typed": request.POST,
        "refused": refused,
    }
    return render(request, "directives/plan.html", context, status=status)


def _level(text: str) -> int:
    return int(text) if text.isdecimal() and int(text) in LEVELS else LEVELS[0]


def _item(item: PlanItem) -> dict[str, Any]:
    posts = [POST_NAMES[PostCode(code)] for code in item.posts]
    kinds = [UNIT_KIND_NAMES[UnitKind(code)] for code in item.unit_kinds]
    rhythm = rhythm_told(item.times, item.days, item.clocks) if item.times else ""
    return {"text": item.text, "who": [*posts, *kinds], "rhythm": rhythm}


def _activated(request: PageRequest, found: PlanText) -> HttpResponse:
    try:
        uid, _ = operations.activate(
            found.code,
            area=request.POST.get("area", ""),
            level=_level(request.POST.get("level", "")),
            ground=request.POST.get("ground", ""),
            by=request.actor,
            at=request.moment,
        )
    except InputRefused as refusal:
        sentence, status = refusals.told(refusal)
        return _plan(request, found, refused=sentence, status=status)
    return HttpResponseRedirect(reverse("directives:directive", args=[uid]))


@needs(Permission.ACTIVATE_PLAN)
@require_POST
def step_down(request: PageRequest, uid: str) -> HttpResponse:
    """End a response: what is open is closed, with the reason."""
    operations.step_down(uid, request.POST.get("reason", ""), by=request.actor, at=request.moment)
    return HttpResponseRedirect(reverse("directives:directive", args=[uid]))
