"""How units report, with the rule beside it; and the reports, doubts and findings behind every figure."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.areas import queries as areas
from lianfang.apps.forms import queries
from lianfang.apps.forms.queries import Span
from lianfang.apps.forms.rules.rating import MEANT
from lianfang.apps.forms.terms import CHECK_NAMES, GRADE_NAMES, Evaluated, Grade
from lianfang.apps.forms.web.sides import sides, to_own
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.access.ways import way
from lianfang.core.exports.leaving import answer
from lianfang.core.exports.sheets import Format
from lianfang.core.forms.terms import SLOT_NAMES
from lianfang.core.pages import PageRequest
from lianfang.core.paging import page_of
from lianfang.core.typed import day_or
from lianfang.kernel import area_code
from lianfang.kernel.area_code import Level
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused

USUAL: Final = timedelta(days=6)
"""How long before the last day a page begins where nothing was asked."""
TONES: Final = {Grade.STEADY: "good", Grade.UNEVEN: "late", Grade.HELP: "bad", Grade.NOT_RATED: ""}
PART_NAMES: Final = {
    "expected": _("应报的报表"),
    "received": _("已报的报表"),
    "missing": _("未报的报表"),
    "on_time": _("按时的报表"),
    "late": _("迟报的报表"),
    "returned": _("被退回过的报表"),
    "repeats": _("重复出现的问题"),
}


@needs(Permission.VIEW_ROLLUP)
@require_GET
def own_evaluation(request: PageRequest) -> HttpResponse:
    """The evaluation of one's own area; of the headquarters where one sees several."""
    return to_own(request, "forms:evaluation")


@needs(Permission.VIEW_ROLLUP)
@require_GET
def evaluation(request: PageRequest, area: str) -> HttpResponse:
    """The places below an area, or its units: what was due, what came, and what the rule says of it."""
    return _page(request, area)


def _page(request: PageRequest, area: str, problem: str = "", status: int = 200) -> HttpResponse:
    span = _span(request, area)
    by_unit = _by_unit(request, area)
    found = queries.evaluation(span, by=request.actor, by_unit=by_unit)
    lines = sorted(found.lines, key=_need) if request.GET.get("order") == "need" else found.lines
    page = page_of(lines, request.GET)
    context = {
        "sides": sides(request.actor, "forms:own_evaluation"),
        "problem": problem,
        "asked": request.GET.urlencode(),
        "span": span,
        "found": found,
        "meant": MEANT,
        "total": _line(span, found.total, by_unit=False),
        "page": page,
        "lines": [_line(span, one, by_unit=by_unit) for one in page.rows],
        "by_unit": by_unit,
        "path": areas.path(area),
        "fields": _fields(request, span, by_unit=by_unit),
        "grades": [(GRADE_NAMES[grade], floor, TONES[grade]) for grade, floor in found.rule.grades.items()],
        "may_export": request.actor.may(Permission.EXPORT),
    }
    return render(request, "forms/evaluation.html", context, status=status)


def _need(one: Evaluated) -> tuple[bool, float, str]:
    """The lowest first; what is not rated last."""
    score = one.rating.score
    return score is None, score or 0.0, one.code


def _span(request: PageRequest, area: str) -> Span:
    asked = request.GET
    until = day_or(asked.get("until", ""), request.moment.astimezone(ZONE).date())
    begins = day_or(asked.get("from", ""), until - USUAL)
    return Span(areas.require_area(area), begins, until, request.moment, asked.get("form", ""))


def _by_unit(request: PageRequest, area: str) -> bool:
    """Whether lines are units: as asked, and always where places have none below."""
    return request.GET.get("lines") == "units" or area_code.level_of(area) >= Level.TOWN


def _line(span: Span, one: Evaluated, *, by_unit: bool) -> dict[str, Any]:
    told = {"from": f"{span.from_day}", "until": f"{span.until_day}", "form": span.form}
    asked = {name: value for name, value in told.items() if value}
    behind = asked | ({"unit": one.code} if by_unit else {})
    address = reverse("forms:evaluation_behind", args=[one.area])
    deeper = not by_unit and area_code.level_of(one.code) < Level.VILLAGE and one.code != span.area
    page = reverse("forms:evaluation", args=[one.code]) if deeper else ""
    return {
        "one": one,
        "href": f"{page}?{urlencode(asked)}" if page else "",
        "behind": {part: f"{address}?{urlencode({**behind, 'part': part})}" for part in PART_NAMES},
        "again": one.counts.repeats + one.counts.findings,
        "grade": GRADE_NAMES[one.rating.grade],
        "tone": TONES[one.rating.grade],
    }


def _fields(request: PageRequest, span: Span, *, by_unit: bool) -> list[dict[str, Any]]:
    forms = sorted(queries.form_names({one.form for one in queries.editions()}).items())
    lines = [("places", _("下级地区")), ("units", _("填报单位"))]
    order = [("", _("按代码")), ("need", _("先看需要帮助的"))]
    deep = area_code.level_of(span.area) >= Level.TOWN
    asked: list[tuple[str, str, str, Any, Any]] = [
        (_("从"), "from", "date", f"{span.from_day}", None),
        (_("到"), "until", "date", f"{span.until_day}", None),
        (_("报表"), "form", "choice", span.form, [("", _("全部报表")), *forms]),
        *([] if deep else [(_("逐行列"), "lines", "choice", "units" if by_unit else "places", lines)]),
        (_("次序"), "order", "choice", request.GET.get("order", ""), order),
    ]
    return [
        {"label": label, "name": name, "kind": kind, "value": value, "choices": choices}
        for label, name, kind, value, choices in asked
    ]


@needs(Permission.VIEW_ROLLUP)
@require_GET
def evaluation_behind(request: PageRequest, area: str) -> HttpResponse:
    """What is behind a figure of an evaluation: reports with their clock, or what came again."""
    span = replace(_span(request, area), reporter=request.GET.get("unit", ""))
    part = request.GET.get("part", "expected")
    again = part == "repeats"
    rows = [] if again else queries.periods(span, part, by=request.actor)
    page = page_of(rows, request.GET)
    doubts = queries.repeated_doubts(span, by=request.actor) if again else []
    named = {one.reporter for one in (*page.rows, *doubts)} | ({span.reporter} - {""})
    names = queries.reporter_names(named)
    place = areas.names([area]).get(area, area)
    context = {
        "sides": sides(request.actor, "forms:own_evaluation"),
        "span": span,
        "title": PART_NAMES.get(part, part),
        "place": names.get(span.reporter, place),
        "again": again,
        "page": page,
        "names": names,
        "slots": SLOT_NAMES,
        "forms": queries.form_names({one.form for one in (*page.rows, *doubts)}),
        "doubts": doubts,
        "checks": CHECK_NAMES,
        "findings": [
            (one, way(request.actor, "inspection:finding", str(one.uid)))
            for one in (queries.repeated_findings(span, by=request.actor) if again else ())
        ],
    }
    return render(request, "forms/evaluation_behind.html", context)


@needs(Permission.EXPORT)
@require_POST
def export_evaluation(request: PageRequest, area: str) -> HttpResponseBase:
    """The evaluation as a file, as it was asked; the address carries what was asked."""
    kind = request.POST.get("format", "")
    leaving = queries.evaluation_leaving(
        _span(request, area), by=request.actor, by_unit=_by_unit(request, area)
    )
    try:
        return answer(
            Format(kind) if kind in set(Format) else Format.XLSX,
            leaving,
            area=area,
            reason=request.POST.get("reason", ""),
            by=request.actor,
            at=request.moment,
        )
    except InputRefused as refusal:
        return _page(request, area, str(refusal), 422)
