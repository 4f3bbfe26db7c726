"""Pages of the account: what is due, done and missing, by place and kind; and the list of what is missing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from lianfang.apps.areas import queries as areas
from lianfang.apps.areas.terms import POST_NAMES, PostCode
from lianfang.apps.people import queries as people
from lianfang.apps.people.terms import PersonLabel
from lianfang.apps.reporting import queries
from lianfang.apps.reporting.terms import CHILDREN, Rollup, RollupRow
from lianfang.core import doors
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.duty import engine, registry
from lianfang.core.duty.terms import DutyKind, Gap
from lianfang.core.pages import PageRequest
from lianfang.core.paging import Page, page_of
from lianfang.kernel import area_code
from lianfang.kernel.area_code import Level
from lianfang.kernel.clock import ZONE

HOLDERS_OFFERED = 40


@dataclass(frozen=True)
class Sum:
    """An account as a page shows it, with the address of what is missing."""

    due: int
    done: int
    on_time: int
    gap: int
    href: str = ""


@dataclass(frozen=True)
class Line:
    """A place of the table: its account of each kind, and of all."""

    name: str
    href: str
    cells: tuple[Sum, ...]
    total: Sum


@needs(Permission.OWN_ACCOUNT)
def overview(request: PageRequest) -> HttpResponse:
    """Go to the headquarters of this installation; where there are several or none, say so."""
    seats = [code for code in areas.headquarters(at=request.moment) if request.actor.may_see(code)]
    if len(seats) == 1:
        return HttpResponseRedirect(reverse("reporting:rollup", args=seats))
    names = areas.names(seats)
    context = {"seats": [{"code": code, "name": names.get(code, code)} for code in seats]}
    return render(request, "reporting/overview.html", context)


@needs(Permission.VIEW_ROLLUP)
def rollup(request: PageRequest, code: str) -> HttpResponse:
    """The day's account of a place: the places below by kind of duty."""
    queries.check_sight(code, by=request.actor)
    known = doors.moment(request.GET.get("at")) if request.GET.get("at") else request.moment
    found = queries.rollup(area=code, on=known.astimezone(ZONE).date(), as_known_at=known)
    kinds = _kinds_with_dues(found.rows)
    context = {
        "found": found,
        "path": areas.path(code),
        "below": CHILDREN[area_code.level_of(code)],
        "kinds": [kind.name for kind in kinds],
        "lines": _lines(found, [kind.code for kind in kinds]),
        "total": _sum(found.rows, _gaps_address(code, known=found.as_known_at)),
    }
    return render(request, "reporting/rollup.html", context)


def _kinds_with_dues(rows: Sequence[RollupRow]) -> list[Any]:
    busy = {row.kind for row in rows if row.due}
    return [kind for kind in registry.kinds() if kind.code in busy]


def _lines(found: Rollup, kinds: Sequence[str]) -> list[Line]:
    """One line a place, those with most missing first."""
    by_place: dict[str, list[RollupRow]] = {}
    for row in found.rows:
        by_place.setdefault(row.area, []).append(row)
    lines = [_line(found, rows, kinds) for rows in by_place.values()]
    return sorted(lines, key=lambda line: (-line.total.gap, line.href))


def _line(found: Rollup, rows: Sequence[RollupRow], kinds: Sequence[str]) -> Line:
    area, known = rows[0].area, found.as_known_at
    of_kind = {row.kind: row for row in rows}
    cells = (_sum([of_kind[kind]], _gaps_address(area, kind, known=known)) for kind in kinds)
    total = _sum(rows, _gaps_address(area, known=known))
    name = rows[0].name if area != found.area else _("（本级）")
    return Line(name, _place_address(area, found), tuple(cells), total)


def _sum(rows: Sequence[RollupRow], href: str) -> Sum:
    due, done, on_time, gap = (
        sum(getattr(row, name) for row in rows) for name in ("due", "done", "on_time", "gap")
    )
    return Sum(due, done, on_time, gap, href)


def _place_address(area: str, found: Rollup) -> str:
    deeper = area != found.area and area_code.level_of(area) < Level.GRID
    return reverse("reporting:rollup", args=[area]) if deeper else reverse("areas:show", args=[area])


def _gaps_address(area: str, kind: str = "", *, known: datetime) -> str:
    asked = {"area": area, "kind": kind} if kind else {"area": area}
    return f"{reverse('reporting:gaps')}?{urlencode(asked)}"


@needs(Permission.VIEW_GAPS)
def gaps(request: PageRequest) -> HttpResponse:
    """What is due and not done: by place, kind and holder, in the order of the clock."""
    area = _area_asked(request)
    queries.check_sight(area, by=request.actor)
    kind, holder = request.GET.get("kind", ""), request.GET.get("holder", "")
    kinds = [registry.kind(kind)] if kind else None
    view = engine.at_moment(area=area, at=request.moment)
    found = sorted(engine.gaps(view=view, kinds=kinds, holder=holder or None), key=lambda gap: gap.due_at)
    context = {
        "path": areas.path(area),
        "place": queries.place_of(area),
        "kinds": registry.kinds(),
        "kind": kind,
        "holder": holder,
        "holders": _holders(found),
        "overdue": sum(gap.due_at < request.moment for gap in found),
        "page": _named(page_of(found, request.GET)),
    }
    return render(request, "reporting/gap_list.html" if request.htmx else "reporting/gaps.html", context)


def _area_asked(request: PageRequest) -> str:
    asked = request.GET.get("area")
    if asked:
        return areas.require_area(asked)
    seats = areas.headquarters(at=request.moment)
    return request.actor.scope or (seats[0] if seats else "")


def _holders(found: Sequence[Gap]) -> list[tuple[str, int]]:
    counted = Counter(gap.holder for gap in found if gap.holder)
    return counted.most_common(HOLDERS_OFFERED)


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


def _named(page: Page) -> Page:
    """The same page with names: one query for the persons, one for the places."""
    persons = people.labels_by_uid(gap.subject for gap in page.rows)
    names = areas.names(gap.area for gap in page.rows)
    kinds = {kind.code: kind for kind in registry.kinds()}
    rows = [_missing(gap, persons, names, kinds[gap.kind]) for gap in page.rows]
    return Page(rows, page.number, page.last, page.total, page.before, page.after)


def _missing(gap: Gap, persons: dict[str, PersonLabel], names: dict[str, str], kind: DutyKind) -> Missing:
    subject, href = _subject(gap, kind, persons)
    return Missing(
        kind=kind.name,
        subject=subject,
        href=href,
        area=names.get(gap.area, gap.area),
        holder=gap.holder or "",
        post=_post_name(gap.holder_post),
        opens_at=gap.opens_at,
        due_at=gap.due_at,
    )


def _subject(gap: Gap, kind: DutyKind, persons: dict[str, PersonLabel]) -> tuple[str, str]:
    """Whom or what a duty is about: its name, and the address of its page where it has one."""
    if gap.subject in persons:
        return persons[gap.subject].name, reverse("control:person", args=[gap.subject])
    if kind.subject == "row":
        batch, _, row = gap.subject.split(":")
        return gettext("名单第 {row} 行").format(row=row), reverse(
            "intake:batch", args=[batch]
        ) + "?outcome=review"
    return _post_name(gap.ref.partition(" ")[0]) or gap.ref or "—", ""


def _post_name(code: str | None) -> str:
    return POST_NAMES[PostCode(code)] if code in set(PostCode) else ""
