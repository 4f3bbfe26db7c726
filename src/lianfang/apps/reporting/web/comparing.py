"""Places side by side: the day's account of each, and how the share done went over the last days."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from lianfang.apps.areas import queries as areas
from lianfang.apps.reporting import queries
from lianfang.apps.reporting.terms import CHILDREN, Rollup, RollupRow
from lianfang.apps.reporting.web import asking
from lianfang.apps.reporting.web.asking import Asked
from lianfang.apps.reporting.web.rollups import Sum, by_place, fields, total
from lianfang.core import charts
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.charts import Series
from lianfang.core.duty import registry
from lianfang.core.pages import PageRequest
from lianfang.kernel import area_code
from lianfang.kernel.rates import rate

HEADS: Final = (_("应办"), _("已办"), _("缺口"), _("超时"), _("完成率"), _("按时率"))
DAYS: Final = 7
USUAL: Final = "temperature"
"""The kind whose week is shown where none was asked for: the one that comes due every day."""
BARS: Final = ((_("按时"), "on_time", "var(--good)"), (_("逾期办结"), "late", "var(--late)"))
MISSING: Final = (_("缺口"), "gap", "var(--bad)")
LINES: Final = tuple(f"var(--series-{number})" for number in range(1, 7))
"""Colours of lines; a chart of more places would be a tangle, so it shows those with most due."""


@needs(Permission.VIEW_ROLLUP)
def compare(request: PageRequest, code: str) -> HttpResponse:
    """The places below, side by side."""
    asked = asking.read(request, code)
    found = queries.rollup(area=code, on=asked.on, as_known_at=asked.known_at)
    rows = [row for row in found.rows if asked.kind in {"", row.kind}]
    places = _ranked(found, rows)
    kind = registry.kind(asked.kind or USUAL)
    week = queries.daily_rates(area=code, kind=kind, on=asked.on, known_at=asked.known_at, days=DAYS)
    shown = [(area, name) for area, name, _sum in places if area != found.area]
    context = {
        "asked": asked,
        "found": found,
        "path": areas.path(code),
        "tabs": asking.tabs(request, asked, "reporting:compare"),
        "fields": [field for field in fields(request, asked, "") if field["name"] != "scale"],
        "heads": HEADS,
        "below": CHILDREN[area_code.level_of(code)],
        "places": [_place(asked, *each) for each in places],
        "bars": _bars(places),
        "kind": kind,
        "days": list(week),
        "week": [(name, [_share(week[day].get(area)) for day in week]) for area, name in shown],
        "lines": _lines(shown, week),
    }
    return render(request, "reporting/compare.html", context)


def _place(asked: Asked, area: str, name: str, own: Sum) -> dict[str, object]:
    return {
        "name": name,
        "sum": own,
        "href": asked.link("reporting:compare", area) if area != asked.area else "",
    } | {part: asked.behind(part, area=area) for part in ("due", "done", "gap", "overdue")}


Placed = tuple[str, str, Sum]
"""A place below: its code, its name, its account."""


def _ranked(found: Rollup, rows: Sequence[RollupRow]) -> list[Placed]:
    """Places by the share done, the worst first; those where nothing is due last."""
    places = [
        (area, own[0].name if area != found.area else gettext("（本级）"), total(own))
        for area, own in by_place(rows).items()
    ]
    return sorted(places, key=lambda each: (each[2].done / each[2].due if each[2].due else 2, each[0]))


def _bars(places: Sequence[Placed]) -> SafeString | None:
    parts = (*BARS, MISSING)
    rows = [
        (name, gettext(word), getattr(own, column))
        for _area, name, own in places
        for word, column, _c in parts
    ]
    if not rows:
        return None
    series = [Series(gettext(word), colour) for word, _column, colour in parts]
    return charts.stacked_bars(rows, series, label=gettext("各地完成情况"), unit=gettext("项"))


def _lines(
    places: Sequence[tuple[str, str]], week: dict[date, dict[str, tuple[int, int]]]
) -> SafeString | None:
    busiest = sorted(places, key=lambda place: -sum(day.get(place[0], (0, 0))[1] for day in week.values()))
    shown = busiest[: len(LINES)]
    rows = [
        (f"{day.month}-{day.day:02d}", name, round(done * 100 / due, 1))
        for day, counts in week.items()
        for area, name in shown
        for done, due in [counts.get(area, (0, 0))]
        if due
    ]
    if len({day for day, _name, _share in rows}) <= 1:  # a line needs two days
        return None
    series = [Series(name, colour) for (_area, name), colour in zip(shown, LINES, strict=False)]
    return charts.lines(rows, series, label=gettext("七日完成率"), unit="%")


def _share(counts: tuple[int, int] | None) -> str:
    return rate(*counts) if counts else "—"
