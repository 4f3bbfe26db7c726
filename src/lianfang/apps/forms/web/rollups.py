"""The roll-up of a form on a place's page: figures, what came, the places below."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.areas import queries as areas
from lianfang.apps.forms import operations, queries
from lianfang.apps.forms.operations import RollupAsked
from lianfang.apps.forms.terms import Completeness, FormRollup, Node, RolledField
from lianfang.apps.forms.web.rollup_asking import REPORTED, Asked, choices, read, scale_of, section_of
from lianfang.apps.forms.web.sides import sides, to_own
from lianfang.apps.reporting.terms import CHILDREN, SCALES
from lianfang.core import maps
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.exports.leaving import files_answered
from lianfang.core.exports.tables import TableFormat
from lianfang.core.forms.terms import ROLLUP_NAMES, Field
from lianfang.core.pages import PageRequest
from lianfang.core.refusals import sentence_of, status_of
from lianfang.core.typed import day
from lianfang.kernel import area_code
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.clock import slot_time
from lianfang.kernel.errors import DomainError

NOTHING: Final = RolledField(None, 0)


@needs(Permission.VIEW_ROLLUP)
@require_GET
def own_rollup(request: PageRequest) -> HttpResponse:
    """The way to a roll-up: the form and place asked for, else the first form and one's own place."""
    form = request.GET.get("form") or next((one.form for one in queries.editions()), "")
    return to_own(request, "forms:rollup", form) if form else redirect("forms:mine")


@needs(Permission.VIEW_ROLLUP)
@require_GET
def rollup(request: PageRequest, form: str, area: str) -> HttpResponse:
    """The figures of a form in a place and the places below, with what came beside them."""
    return _page(request, form, area)


def _page(request: PageRequest, form: str, area: str, problem: str = "", status: int = 200) -> HttpResponse:
    asked = read(request, form, areas.require_area(area))
    found = _found(request, asked, on=asked.on, known_at=asked.known_at)
    other = _against(request, asked)
    here, before = found.nodes.get(area), other.nodes.get(area) if other else None
    section = section_of(request, found.fields)
    below = _below(found, area)
    names = areas.names([area, *below])
    context = {
        "sides": sides(request.actor, "forms:own_rollup"),
        "problem": problem,
        "formats": [(one.value, one.value) for one in TableFormat],
        "may_export": request.actor.may(Permission.EXPORT),
        "asked": asked,
        "found": found,
        "place": names.get(area, area),
        "path": areas.path(area),
        "counts": here.counts if here else Completeness(),
        "arrived": _arrived(request, asked.on),
        "figures": [_figure(asked, found, here, before, field) for field in found.fields],
        "compared": other,
        "filter": choices(request, asked, section, found.fields),
        "forms": sorted(queries.form_names(one.form for one in queries.editions()).items()),
        "below": CHILDREN.get(area_code.level_of(area), ""),
        "columns": [field for field in found.fields if field.section == section],
        "lines": [_line(asked, found.nodes[code], names, found.fields, section) for code in below],
        "map": _map(request, asked, found, below, names),
        "status": reverse("forms:status", args=[area]) + f"?on={asked.on}&form={form}",
    }
    return render(request, "forms/rollup.html", context, status=status)


@needs(Permission.EXPORT)
@require_POST
def export_rollup(request: PageRequest, form: str, area: str) -> HttpResponse:
    """The roll-up as a file with its dictionary, as it was asked: every level in it."""
    asked, kind = read(request, form, areas.require_area(area)), request.POST.get("format", "")
    try:
        left = operations.export_rollup(
            RollupAsked(form, area, asked.on, asked.known_at, asked.slot),
            TableFormat(kind) if kind in set(TableFormat) else TableFormat.XLSX,
            reason=request.POST.get("reason", ""),
            by=request.actor,
            at=request.moment,
        )
    except DomainError as refusal:
        return _page(request, form, area, sentence_of(refusal), status_of(refusal))
    return files_answered(left.files, left.name)


def _arrived(request: PageRequest, on: date) -> str:
    """The way to who has handed in from below, and who has not."""
    may = request.actor.may(Permission.VIEW_EXCHANGE)
    return f"{reverse('exchange:arrived')}?{urlencode({'on': f'{on}'})}" if may else ""


def _found(request: PageRequest, asked: Asked, *, on: date, known_at: datetime) -> FormRollup:
    level = area_code.level_of(asked.area)
    return queries.rollup(
        asked.form,
        area=asked.area,
        from_day=on,
        known_at=known_at,
        by=request.actor,
        slot=asked.slot,
        lowest=Level(min(level + 1, Level.GRID)),
    )


def _against(request: PageRequest, asked: Asked) -> FormRollup | None:
    """The other side of a comparison: another day as known now, or the same day as known at its close."""
    if not asked.against:
        return None
    if asked.against == "close":
        close = min(slot_time(asked.on, REPORTED), request.moment)
        return _found(request, asked, on=asked.on, known_at=close)
    return _found(request, asked, on=day(asked.against), known_at=asked.known_at)


def _below(found: FormRollup, area: str) -> list[str]:
    level = area_code.level_of(area)
    digits = LENGTHS[Level(level + 1)] if level < Level.GRID else 0
    return [code for code in found.nodes if len(code) == digits]


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


def _map(
    request: PageRequest, asked: Asked, found: FormRollup, below: Sequence[str], names: dict[str, str]
) -> maps.Map:
    scale = scale_of(request)
    sums = {code: _sums(found.nodes[code].counts) for code in below}
    heats = maps.heats(scale, sums)
    early = {code for code in below if _is_early(found.nodes[code].counts)}
    tiles = [
        (
            names.get(code, code),
            asked.link(code),
            replace(heats[code], colour=0) if code in early else heats[code],
        )
        for code in below
    ]
    soon = [(0, gettext("还没到时限"))] if early else []
    return maps.drawn(tiles, scale=SCALES[scale], legend=[*soon, *maps.legend(scale, sums)])


def _is_early(counts: Completeness) -> bool:
    """Whether nothing is late and something not yet due: no colour blames before the clock does."""
    return not counts.missing and counts.received < counts.expected


def _sums(counts: Completeness) -> dict[str, int]:
    return {
        "due": counts.expected,
        "done": counts.received,
        "on_time": counts.on_time,
        "gap": counts.missing,
    }
