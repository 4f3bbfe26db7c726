"""应解尽解: who is to be let go today, what each still lacks, and letting many go at once."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_noop as _

from lianfang.apps.areas import queries as areas
from lianfang.apps.control import operations, queries
from lianfang.apps.control.queries import Release
from lianfang.apps.control.rules import workflow
from lianfang.apps.control.terms import STATE_NAMES
from lianfang.apps.people import queries as people
from lianfang.apps.policy.terms import MEASURES
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.core.paging import page_of
from lianfang.kernel.errors import WrongCall

NOTHING = _("请先勾选要解除的人。")


@needs(Permission.VIEW_GAPS, post=Permission.CHANGE_MEASURE)
def releases(request: PageRequest) -> HttpResponse:
    """Whose period is over, those who may go first; those that are ticked go together."""
    if request.method != "POST":
        return _page(request)
    chosen = _chosen(request)
    if not chosen:
        return _page(request, status=422, problem=NOTHING)
    fates = operations.release_all(chosen, by=request.actor, at=request.moment)
    refused = [fate for fate in fates if not fate.released]
    labels = people.labels_by_uid(str(fate.person) for fate in refused if fate.person)
    told = [(fate, labels.get(str(fate.person))) for fate in refused]
    return _page(request, status=422 if refused else 200, released=len(fates) - len(refused), refused=told)


def _chosen(request: PageRequest) -> list[int]:
    """The orders that were ticked, or all whose rule asks for nothing more."""
    if "all" in request.POST:
        found = queries.releases(by=request.actor, at=request.moment)
        return [one.view.id for one in found if not one.missing]
    ticked = request.POST.getlist("measure")
    if not all(number.isdecimal() for number in ticked):
        raise WrongCall(problem=NOTHING)
    return [int(number) for number in ticked]


def _page(request: PageRequest, status: int = 200, **more: Any) -> HttpResponse:
    found = queries.releases(by=request.actor, at=request.moment)
    page = page_of(found, request.GET)
    context = {
        "page": page,
        "rows": _rows(page.rows),
        "total": len(found),
        "ready": sum(not one.missing for one in found),
        "may_release": request.actor.may(Permission.CHANGE_MEASURE),
        **more,
    }
    return render(request, "control/releases.html", context, status=status)


def _rows(found: Iterable[Release]) -> list[dict[str, Any]]:
    """Releases with names in place of codes."""
    rows = list(found)
    labels = people.labels_by_uid(str(one.view.person_uid) for one in rows)
    names = {uid: label.name for uid, label in labels.items()}
    places = areas.names(one.view.area for one in rows)
    return [
        {
            "measure": one.view.id,
            "person": one.view.person_uid,
            "name": names.get(str(one.view.person_uid), "—"),
            "place": places.get(one.view.area, one.view.area),
            "order": MEASURES.get(one.view.measure, one.view.measure),
            "state": STATE_NAMES[workflow.state_of(one.view)],
            "ends_on": one.view.ends_on,
            "due_at": one.due_at,
            "holder": one.holder,
            "missing": one.missing,
        }
        for one in rows
    ]
