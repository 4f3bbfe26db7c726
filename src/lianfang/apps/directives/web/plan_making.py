"""A received paper beside its items once more: phase and levels of each are chosen, and it becomes a plan."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from lianfang.apps.directives import operations, queries
from lianfang.apps.directives.models import Directive
from lianfang.apps.directives.operations import Placed
from lianfang.apps.directives.rules import plan_file
from lianfang.apps.directives.terms import LEVELS
from lianfang.apps.directives.web.papers import ShownItem, head_of, runs_of, shown_items
from lianfang.core import refusals
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.kernel.errors import InputRefused


@needs(Permission.VIEW_TASKS, post=Permission.RECEIVE_DIRECTIVE)
def make_plan(request: PageRequest, uid: str) -> HttpResponse:
    """Phases and levels of the items of a paper, as read until a person says otherwise."""
    found = queries.directive(uid, by=request.actor)
    if request.method == "POST":
        return _made(request, found)
    if queries.state_of(found) != "draft":
        return HttpResponseRedirect(reverse("directives:paper", args=[found.uid]))
    return _choosing(request, found)


def _choosing(request: PageRequest, found: Directive, refused: str = "", status: int = 200) -> HttpResponse:
    items = queries.items_of(found)
    typed = request.POST if request.method == "POST" else None
    context = {
        **head_of(request, found),
        "runs": list(runs_of(found, items)),
        "items": [_line(one, typed) for one in shown_items(found, items, "") if one.use == "task"],
        "code": request.POST.get("code", ""),
        "title": request.POST.get("title", found.title),
        "refused": refused,
    }
    return render(request, "directives/plan_making.html", context, status=status)


def _line(one: ShownItem, typed: Any) -> dict[str, Any]:
    """An item with its phase and levels: as typed, or as its limit and its headings say."""
    key, heading = one.item.uid, f"{one.item.area_of_work} {one.item.title}"
    if typed is not None:
        hours, chosen = typed.get(f"hours-{key}", ""), typed.getlist(f"levels-{key}")
    else:
        hours = plan_file.hours_of(one.item.within, heading)
        chosen = [str(level) for level in plan_file.levels_of(heading)]
    levels = [(str(level), str(level) in chosen) for level in LEVELS]
    return {"one": one, "hours": hours, "levels": levels}


def _made(request: PageRequest, found: Directive) -> HttpResponse:
    try:
        plan = operations.make_plan(
            found.uid,
            code=request.POST.get("code", ""),
            title=request.POST.get("title", ""),
            placed=dict(_placed(request, item.uid) for item in queries.items_of(found)),
            by=request.actor,
            at=request.moment,
        )
    except InputRefused as refusal:
        sentence, status = refusals.told(refusal)
        return _choosing(request, found, refused=sentence, status=status)
    return HttpResponseRedirect(reverse("directives:plan", args=[plan.code]))


def _placed(request: PageRequest, key: UUID) -> tuple[UUID, Placed]:
    hours = request.POST.get(f"hours-{key}", "")
    levels = [int(one) for one in request.POST.getlist(f"levels-{key}") if one in map(str, LEVELS)]
    return key, Placed(int(hours) if hours.isdecimal() else 0, tuple(levels))
