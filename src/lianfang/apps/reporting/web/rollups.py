"""The roll-up of a place: the day's account of the places below, as a map and as a table."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_noop as _

from lianfang.apps.areas import queries as areas
from lianfang.apps.reporting import queries
from lianfang.apps.reporting.terms import CHILDREN, SCALES, Rollup, RollupRow
from lianfang.apps.reporting.web import asking
from lianfang.apps.reporting.web.asking import Asked
from lianfang.apps.reporting.web.showing import Context, shown
from lianfang.core import maps
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import NOWHERE, Actor
from lianfang.core.access.ways import way
from lianfang.core.duty import registry
from lianfang.core.duty.terms import DutyKind
from lianfang.core.pages import PageRequest
from lianfang.kernel import area_code
from lianfang.kernel.area_code import Level

BEGINNINGS = ("control:today", "access:accounts", "access:audit", "access:account")
"""Where the day begins for who sees no roll-up: the first of these that they may open."""
SUMMED = ("due", "done", "on_time", "late", "gap", "overdue")


@dataclass(frozen=True)
class Sum:
    """An account as a page shows it, with the address of what is missing."""

    due: int
    done: int
    on_time: int
    late: int
    gap: int
    overdue: int
    href: str = ""


@dataclass(frozen=True)
class Line:
    """A place of the table: its account of each kind, and of all."""

    name: str
    href: str
    cells: tuple[Sum, ...]
    total: Sum


COLUMNS: Final = 14
"""So many kinds are columns of the table; the others are told below it."""


@needs(Permission.OWN_ACCOUNT)
def overview(request: PageRequest) -> HttpResponse:
    """Go where this person's day begins: one's own list, place or log; else the headquarters."""
    beginning = _beginning(request.actor)
    if beginning:
        return HttpResponseRedirect(beginning)
    seats = [code for code in areas.headquarters(at=request.moment) if request.actor.may_see(code)]
    if len(seats) == 1:
        return HttpResponseRedirect(reverse("reporting:rollup", args=seats))
    names = areas.names(seats)
    context = {"seats": [{"code": code, "name": names.get(code, code)} for code in seats]}
    return render(request, "reporting/overview.html", context)


@needs(Permission.VIEW_ROLLUP)
def own_rollup(request: PageRequest) -> HttpResponse:
    """The way to the account of one's own area; of the headquarters where one sees several."""
    seats = [code for code in areas.headquarters(at=request.moment) if request.actor.may_see(code)]
    area = request.actor.scope or next(iter(seats), "")
    return HttpResponseRedirect(
        reverse("reporting:rollup", args=[area]) if area else reverse("reporting:overview")
    )


def _beginning(actor: Actor) -> str:
    if not actor.may(Permission.VIEW_ROLLUP):
        return next(filter(None, (way(actor, view) for view in BEGINNINGS)))
    if actor.scope in {"", NOWHERE} or area_code.level_of(actor.scope) < Level.TOWN:
        return ""
    if actor.may(Permission.ADD_READING) and not actor.may(Permission.RECEIVE_LIST):
        return reverse("control:today")
    return reverse("reporting:rollup", args=[actor.scope])


@needs(Permission.VIEW_ROLLUP)
def rollup(request: PageRequest, code: str) -> HttpResponse:
    """The day's account of a place: the places below by kind of duty, on a map and in a table."""
    asked = asking.read(request, code)
    found = shown(request, code, "reporting/rollup_main.html", partial(_context, request, asked))
    return render(request, "reporting/rollup.html", {"shown": found})


def _context(request: PageRequest, asked: Asked) -> Context:
    found = _account(request, asked)
    rows = [row for row in found.rows if asked.kind in {"", row.kind}]
    chosen = request.GET.get("scale", "gap")
    scale = chosen if chosen in SCALES else "gap"
    kinds, beside = _columns(rows)
    context = {
        "asked": asked,
        "found": found,
        "path": areas.path(asked.area),
        "tabs": asking.tabs(request, asked, "reporting:rollup"),
        "fields": fields(request, asked, scale),
        "below": CHILDREN[area_code.level_of(asked.area)],
        "kinds": [kind.name for kind in kinds],
        "beside": [_beside(asked, kind, rows) for kind in beside],
        "lines": _lines(asked, found, rows, [kind.code for kind in kinds]),
        "map": _map(asked, found, rows, scale),
        "total": total(rows),
        "links": {part: asked.behind(part) for part in SUMMED},
    }
    return found.name, found.as_known_at, context


def _account(request: PageRequest, asked: Asked) -> Rollup:
    if asked.at:
        return queries.rollup(area=asked.area, on=asked.on, as_known_at=asked.known_at)
    return queries.rollup_now(area=asked.area, at=asked.known_at, user=request.actor.user)


def fields(request: PageRequest, asked: Asked, scale: str) -> list[dict[str, object]]:
    """The filter of a roll-up: kind, measure of the map, moment of knowledge."""
    kinds = [("", _("全部")), *((kind.code, kind.name) for kind in registry.kinds())]
    asks = (
        (_("事项"), "kind", kinds, asked.kind),
        (_("地图按"), "scale", list(SCALES.items()), scale),
        (_("截至"), "at", asking.moments(request, asked), asked.at),
    )
    return [
        {"label": label, "name": name, "kind": "choice", "choices": choices, "value": value}
        for label, name, choices, value in asks
    ]


def _columns(rows: Sequence[RollupRow]) -> tuple[list[DutyKind], list[DutyKind]]:
    """The kinds of which most is missing, each a column, and the others of which something is due."""
    gaps: Counter[str] = Counter()
    for row in rows:
        if row.due:
            gaps[row.kind] += row.gap
    busy = [kind for kind in registry.kinds() if kind.code in gaps]
    wide = {code for code, gap in gaps.most_common(COLUMNS) if gap}
    return [kind for kind in busy if kind.code in wide], [kind for kind in busy if kind.code not in wide]


def _beside(asked: Asked, kind: DutyKind, rows: Sequence[RollupRow]) -> dict[str, object]:
    """A kind that is no column: what is missing and done of it, the way to that."""
    own = total([row for row in rows if row.kind == kind.code])
    href = asked.behind("gap" if own.gap else "done", kind=kind.code)
    return {"name": kind.name, "gap": own.gap, "done": own.done, "due": own.due, "href": href}


def by_place(rows: Sequence[RollupRow]) -> dict[str, list[RollupRow]]:
    """The rows of each place."""
    found: dict[str, list[RollupRow]] = {}
    for row in rows:
        found.setdefault(row.area, []).append(row)
    return found


def total(rows: Sequence[RollupRow], href: str = "") -> Sum:
    """The sum of some rows."""
    return Sum(**{name: sum(getattr(row, name) for row in rows) for name in SUMMED}, href=href)


def _lines(asked: Asked, found: Rollup, rows: Sequence[RollupRow], kinds: Sequence[str]) -> list[Line]:
    """One line a place, those with most missing first."""
    lines = [_line(asked, found, own, kinds) for own in by_place(rows).values()]
    return sorted(lines, key=lambda line: (-line.total.gap, line.href))


def _line(asked: Asked, found: Rollup, rows: Sequence[RollupRow], kinds: Sequence[str]) -> Line:
    area = rows[0].area
    of_kind = {row.kind: row for row in rows}
    cells = (total([of_kind[kind]], asked.behind("gap", area=area, kind=kind)) for kind in kinds)
    name = rows[0].name if area != found.area else _("（本级）")
    return Line(name, _place_address(asked, area), tuple(cells), total(rows, asked.behind("gap", area=area)))


def _place_address(asked: Asked, area: str) -> str:
    deeper = area != asked.area and area_code.level_of(area) < Level.GRID
    return asked.link("reporting:rollup", area) if deeper else reverse("areas:show", args=[area])


def _map(asked: Asked, found: Rollup, rows: Sequence[RollupRow], scale: str) -> maps.Map:
    """The places below, in the order of their codes, coloured by a measure; the place itself is no tile."""
    places = {area: own for area, own in by_place(rows).items() if area != found.area}
    sums: Mapping[str, dict[str, int]] = {area: vars(total(own)) for area, own in places.items()}
    heats = maps.heats(scale, sums)
    tiles = [(places[area][0].name, _place_address(asked, area), heats[area]) for area in sorted(places)]
    return maps.drawn(tiles, scale=SCALES[scale], legend=maps.legend(scale, sums))
