"""The list of what is due and not done: by place, kind and holder, in the order of the clock."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.http import HttpResponse
from django.shortcuts import render

from lianfang.apps.areas import queries as areas
from lianfang.apps.control import queries as control
from lianfang.apps.reporting import queries
from lianfang.apps.reporting.web import asking
from lianfang.apps.reporting.web.asking import Asked
from lianfang.apps.reporting.web.showing import Context, shown
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.duty import registry
from lianfang.core.duty.terms import DutyKind, Gap
from lianfang.core.pages import PageRequest
from lianfang.core.paging import Page, page_of

HOLDERS_OFFERED = 40


@dataclass(frozen=True)
class Missing:
    """A gap as the list shows it, with names in place of codes."""

    kind: str
    subject: str
    href: str
    area: str
    holder: str
    post: str
    opens_at: datetime
    due_at: datetime


@needs(Permission.VIEW_GAPS)
def gaps(request: PageRequest) -> HttpResponse:
    """What is due and not done at a moment, now where none is asked."""
    asked = asking.read(request, _area_asked(request))
    context = partial(_context, request, asked)
    if request.htmx:
        return HttpResponse(shown(request, asked.area, "reporting/gap_list.html", context).html)
    found = shown(request, asked.area, "reporting/gaps_main.html", context)
    return render(request, "reporting/gaps.html", {"shown": found})


def _context(request: PageRequest, asked: Asked) -> Context:
    holder = request.GET.get("holder", "")
    listed = queries.gap_list(
        area=asked.area, at=asked.known_at, kind=asked.kind, now=not asked.at, user=request.actor.user
    )
    found = listed.held(queries.holding(holder)) if holder else listed
    place = queries.place_of(asked.area)
    context = {
        "asked": asked,
        "path": areas.path(asked.area),
        "place": place,
        "kinds": registry.kinds(),
        "kind": asked.kind,
        "holder": holder,
        "holders": Counter(found.holders).most_common(HOLDERS_OFFERED),
        "overdue": found.overdue,
        "page": _named(page_of(found, request.GET), request.actor),
    }
    return place.name, listed.at, context


def _area_asked(request: PageRequest) -> str:
    asked = request.GET.get("area")
    if asked:
        return areas.require_area(asked)
    seats = areas.headquarters(at=request.moment)
    return request.actor.scope or (seats[0] if seats else "")


def _named(page: Page, actor: Actor) -> Page:
    """The same page with names: one query for the persons, one for the places."""
    persons = control.subject_names_of(page.rows)
    names = areas.names(gap.area for gap in page.rows)
    kinds = {kind.code: kind for kind in registry.kinds()}
    rows = [_missing(gap, persons, names, kinds[gap.kind], actor) for gap in page.rows]
    return Page(rows, page.number, page.last, page.total, page.before, page.after)


def _missing(
    gap: Gap, persons: dict[str, str], names: dict[str, str], kind: DutyKind, actor: Actor
) -> Missing:
    subject, href = control.subject_shown(kind, gap.subject, gap.ref, gap.area, persons, by=actor)
    return Missing(
        kind=kind.name,
        subject=subject,
        href=href,
        area=names.get(gap.area, gap.area),
        holder=gap.holder or "",
        post=control.post_name(gap.holder_post),
        opens_at=gap.opens_at,
        due_at=gap.due_at,
    )
