"""The roll-up of a form on a place's page: figures, what came, the places below, the reports behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET

from lianfang.apps.areas import queries as areas
from lianfang.apps.forms import queries
from lianfang.apps.forms.terms import Completeness, FormRollup, Node, RolledField
from lianfang.apps.forms.web.sides import sides
from lianfang.apps.forms.web.status import day_of
from lianfang.apps.reporting.rules import heat
from lianfang.apps.reporting.terms import CHILDREN, SCALES
from lianfang.apps.reporting.web import maps
from lianfang.core import doors
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.forms.terms import ROLLUP_NAMES, Field
from lianfang.core.pages import PageRequest
from lianfang.core.paging import page_of
from lianfang.kernel import area_code
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.clock import ZONE, slot_time
from lianfang.kernel.errors import WrongCall

REPORTED: Final = "17:00"
NOTHING: Final = RolledField(None, 0)
MEASURES: Final = ("rate", "on_time_rate", "gap")


@dataclass(frozen=True)
class Asked:
    """What a page is asked: form, place, day, slot, moment of knowledge; against which day or moment."""

    form: str
    area: str
    on: date
    slot: str
    slots: tuple[str, ...]
    known_at: datetime
    at: str
    against: str

    def link(self, area: str, view: str = "forms:rollup", **given: str) -> str:
        """The address of another place, or of what is behind, asked the same."""
        told = {"on": f"{self.on}", "slot": self.slot, "at": self.at, "against": self.against, **given}
        query = urlencode({name: value for name, value in told.items() if value})
        return f"{reverse(view, args=[self.form, area])}?{query}"


def read(request: PageRequest, form: str, area: str) -> Asked:
    """What a request asks; raises NotFound, WrongCall."""
    given = request.GET
    at = given.get("at", "")
    known = min(doors.moment(at), request.moment) if at else request.moment
    on = day_of(given, default=known.astimezone(ZONE).date())
    slots = tuple(queries.slots_of(queries.in_force(form, on, on)))
    slot = given.get("slot", slots[-1])
    if slot not in {*slots, "all"}:
        raise WrongCall(problem=gettext("“{slot}”不是这张报表的一期").format(slot=slot))
    return Asked(form, area, on, slot, slots, known, at, given.get("against", ""))


@needs(Permission.VIEW_ROLLUP)
@require_GET
def own_rollup(request: PageRequest) -> HttpResponse:
    """The way to a roll-up: the form and place asked for, else the first form and one's own place."""
    codes = [one.form for one in queries.editions()]
    form = request.GET.get("form") or next(iter(codes), "")
    seats = [code for code in areas.headquarters(at=request.moment) if request.actor.may_see(code)]
    area = request.GET.get("area") or min(request.actor.scopes, default="") or next(iter(seats), "")
    if not form or not area:
        return redirect("forms:mine")
    kept = {name: value for name in ("on", "at", "against") if (value := request.GET.get(name))}
    return redirect(f"{reverse('forms:rollup', args=[form, area])}?{urlencode(kept)}")


@needs(Permission.VIEW_ROLLUP)
@require_GET
def rollup(request: PageRequest, form: str, area: str) -> HttpResponse:
    """The figures of a form in a place and the places below, with what came beside them."""
    asked = read(request, form, areas.require_area(area))
    found = _found(request, asked, on=asked.on, known_at=asked.known_at)
    other = _against(request, asked)
    here, before = found.nodes.get(area), other.nodes.get(area) if other else None
    section = _section(request, found.fields)
    below = _below(found, area)
    names = areas.names([area, *below])
    context = {
        "sides": sides(request.actor, "forms:own_rollup"),
        "asked": asked,
        "found": found,
        "place": names.get(area, area),
        "path": areas.path(area),
        "counts": here.counts if here else Completeness(),
        "figures": [_figure(asked, found, here, before, field) for field in found.fields],
        "compared": other,
        "filter": _filter(request, asked, section, found.fields),
        "forms": sorted(queries.form_names(one.form for one in queries.editions()).items()),
        "below": CHILDREN.get(area_code.level_of(area), ""),
        "columns": [field for field in found.fields if field.section == section],
        "lines": [_line(asked, found.nodes[code], names, found.fields, section) for code in below],
        "map": _map(request, asked, found, below, names),
        "status": reverse("forms:status", args=[area]) + f"?on={asked.on}&form={form}",
    }
    return render(request, "forms/rollup.html", context)


def _found(request: PageRequest, asked: Asked, *, on: date, known_at: datetime) -> FormRollup:
    level = area_code.level_of(asked.area)
    return queries.rollup(
        asked.form,
        area=asked.area,
        from_day=on,
        known_at=known_at,
        by=request.actor,
        slot=None if asked.slot == "all" else asked.slot,
        lowest=Level(min(level + 1, Level.GRID)),
    )


def _against(request: PageRequest, asked: Asked) -> FormRollup | None:
    """The other side of a comparison: another day as known now, or the same day as known at its close."""
    if not asked.against:
        return None
    if asked.against == "close":
        close = min(slot_time(asked.on, REPORTED), request.moment)
        return _found(request, asked, on=asked.on, known_at=close)
    try:
        day = date.fromisoformat(asked.against)
    except ValueError as problem:
        raise WrongCall(problem=gettext("“{text}”不是日期").format(text=asked.against)) from problem
    return _found(request, asked, on=day, known_at=asked.known_at)


def _below(found: FormRollup, area: str) -> list[str]:
    level = area_code.level_of(area)
    digits = LENGTHS[Level(level + 1)] if level < Level.GRID else 0
    return [code for code in found.nodes if len(code) == digits]


def _section(request: PageRequest, fields: Sequence[Field]) -> str:
    known = [field.section for field in fields]
    chosen = request.GET.get("section", "")
    return chosen if chosen in known else next(iter(known), "")


def _figure(
    asked: Asked, found: FormRollup, here: Node | None, before: Node | None, field: Field
) -> dict[str, Any]:
    """A field of the place: its value, by which rule, from how many reports; and on the other side."""
    now = here.figures.get(field.code, NOTHING) if here else NOTHING
    then = before.figures.get(field.code, NOTHING) if before else NOTHING
    known = now.value is not None and then.value is not None
    return {
        "field": field,
        "rule": ROLLUP_NAMES[field.rollup],
        "value": shown(now.value),
        "said": now.said,
        "twice": now.twice,
        "href": asked.link(asked.area, "forms:rollup_behind", field=field.code),
        "before": shown(then.value),
        "change": f"{(now.value or 0) - (then.value or 0):+g}" if known else "",
    }


def shown(value: float | None) -> str:
    """A figure as it is read; unknown is a dash, never nought."""
    return "—" if value is None else f"{value:,.1f}".removesuffix(".0")


def _line(
    asked: Asked, node: Node, names: dict[str, str], fields: Sequence[Field], section: str
) -> dict[str, Any]:
    deeper = node.level < Level.VILLAGE
    figures = node.figures
    cells = [
        (field.name, shown(figures[field.code].value), _behind(asked, node.area, field))
        for field in fields
        if field.section == section
    ]
    href = asked.link(node.area) if deeper else asked.link(node.area, "forms:rollup_behind")
    return {"name": names.get(node.area, node.area), "href": href, "counts": node.counts, "cells": cells}


def _behind(asked: Asked, area: str, field: Field) -> str:
    return asked.link(area, "forms:rollup_behind", field=field.code)


def _filter(
    request: PageRequest, asked: Asked, section: str, fields: Sequence[Field]
) -> list[dict[str, object]]:
    today = asked.on
    names = {one.code: one.name for one in queries.form_of(queries.edition_on(asked.form, today)).sections}
    sections = [(code, names.get(code, code)) for code in dict.fromkeys(field.section for field in fields)]
    days = [today - timedelta(days=back) for back in (1, 7)]
    close = slot_time(today, REPORTED)
    moments = [("", _("现在"))]
    moments += [(f"{close:%Y-%m-%dT%H:%M}", f"{close:%m-%d %H:%M}")] if close < request.moment else []
    moments += [(asked.at, asked.at.replace("T", " "))] if asked.at not in dict(moments) else []
    against = [
        ("", _("不比较")),
        ("close", _("当日17:00所知")),
        *((f"{day}", f"{day:%m-%d}") for day in days),
    ]
    against += [(asked.against, asked.against)] if asked.against not in dict(against) else []
    slots = [*((slot, slot) for slot in asked.slots)]
    slots += [("all", _("全天各期"))] if len(slots) > 1 else []
    asks: tuple[tuple[str, str, Sequence[tuple[str, str]], str], ...] = (
        (_("期次"), "slot", slots, asked.slot),
        (_("截至"), "at", moments, asked.at),
        (_("比较"), "against", against, asked.against),
        (_("栏目"), "section", sections, section),
        (_("地图按"), "scale", [(one, SCALES[one]) for one in MEASURES], _scale(request)),
    )
    return [
        {"label": label, "name": name, "choices": choices, "value": value}
        for label, name, choices, value in asks
        if len(choices) > 1
    ]


def _scale(request: PageRequest) -> str:
    chosen = request.GET.get("scale", "")
    return chosen if chosen in MEASURES else MEASURES[0]


def _map(
    request: PageRequest, asked: Asked, found: FormRollup, below: Sequence[str], names: dict[str, str]
) -> maps.Map:
    scale = _scale(request)
    sums = {code: _sums(found.nodes[code].counts) for code in below}
    heats = heat.heats(scale, sums)
    tiles = [(names.get(code, code), asked.link(code), heats[code]) for code in below]
    return maps.drawn(tiles, scale=SCALES[scale], legend=heat.legend(scale, sums))


def _sums(counts: Completeness) -> dict[str, int]:
    return {
        "due": counts.expected,
        "done": counts.received,
        "on_time": counts.on_time,
        "gap": counts.missing,
    }


@needs(Permission.VIEW_ROLLUP)
@require_GET
def rollup_behind(request: PageRequest, form: str, area: str) -> HttpResponse:
    """The reports behind the figures of a place, as they counted then; of one field where it is asked for."""
    asked = read(request, form, areas.require_area(area))
    fields = {field.code: field for field in queries.form_of(queries.edition_on(form, asked.on)).fields}
    field = fields.get(request.GET.get("field", ""))
    reports = queries.reports_within(
        form, area=area, from_day=asked.on, until_day=asked.on, by=request.actor, known_at=asked.known_at
    )
    told = [one for one in reports if asked.slot in {"all", one.slot}]
    values = [(one, queries.values(one).get(field.code) if field else None) for one in told]
    page = page_of([pair for pair in values if field is None or pair[1] is not None], request.GET)
    context = {
        "sides": sides(request.actor, "forms:own_rollup"),
        "asked": asked,
        "place": areas.names([area]).get(area, area),
        "field": field,
        "page": page,
        "names": queries.reporter_names(one.reporter for one, _value in page.rows),
        "back": asked.link(area),
    }
    return render(request, "forms/rollup_behind.html", context)
