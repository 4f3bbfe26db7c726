"""The ledger of findings by its filters, a visit that was made, and the ledger as a file."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.areas import queries as areas
from lianfang.apps.inspection import queries
from lianfang.apps.inspection.terms import ANSWER_NAMES, SEVERITY_NAMES, STATE_NAMES, FindingView
from lianfang.apps.inspection.web.campaigns import KIND_NAMES
from lianfang.apps.inspection.web.findings import TONES
from lianfang.apps.inspection.web.sides import sides
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.exports.leaving import answer
from lianfang.core.exports.sheets import Format
from lianfang.core.pages import PageRequest
from lianfang.core.paging import page_of
from lianfang.kernel.errors import InputRefused, NotFound

ANY: Final = ("", _("全部"))
UNCLOSED: Final = ("unclosed", _("未销号"))


@needs(Permission.VIEW_FINDINGS)
@require_GET
def ledger(request: PageRequest) -> HttpResponse:
    """Findings of one's area by unit, kind, state, repeats, time limit."""
    return _ledger(request, request.GET)


def _ledger(request: PageRequest, asked: QueryDict, problem: str = "", status: int = 200) -> HttpResponse:
    within: dict[str, Any] = {"area": asked.get("area", ""), "by": request.actor, "at": request.moment}
    read = queries.ledger(**within, **filters_of(asked))
    context = {
        "sides": sides(request.actor, "inspection:ledger"),
        "found": page_of(read.found, request.GET),
        "figures": _figures(read.every),
        "fields": _fields(request, asked, read.every),
        "states": STATE_NAMES,
        "tones": TONES,
        "kind_names": KIND_NAMES,
        "severities": SEVERITY_NAMES,
        "asked": asked.urlencode(),
        "problem": problem,
        "may_export": request.actor.may(Permission.EXPORT),
    }
    return render(request, "inspection/ledger.html", context, status=status)


def filters_of(asked: QueryDict) -> dict[str, Any]:
    """Filters of the ledger as an address names them."""
    plain = {
        name: asked[name] for name in ("kind", "state", "target", "category", "severity") if asked.get(name)
    }
    return plain | {"repeated": asked.get("repeated") == "1", "late": asked.get("late") == "1"}


def _figures(every: list[FindingView]) -> list[dict[str, Any]]:
    unclosed = [one for one in every if one.state not in {"closed", "withdrawn"}]
    counts: tuple[tuple[str, int, str, str], ...] = (
        (_("问题"), len(every), "", ""),
        (_("未销号"), len(unclosed), "state=unclosed", "late"),
        (_("待回头看"), sum(one.state == "rectified" for one in every), "state=rectified", ""),
        (_("逾期"), sum(one.overdue for one in every), "late=1", "bad"),
        (_("重复出现"), sum(one.times > 1 for one in every), "repeated=1", "late"),
    )
    return [
        {"label": label, "value": value, "href": f"?{query}", "tone": tone if value else ""}
        for label, value, query, tone in counts
    ]


def _fields(request: PageRequest, asked: QueryDict, every: list[FindingView]) -> list[dict[str, Any]]:
    kinds = sorted({one.kind for one in every})
    units = sorted({(one.target, one.name) for one in every}, key=lambda pair: pair[1])
    categories = sorted({one.category for one in every})
    yes = [ANY, ("1", _("是"))]
    choices: dict[str, tuple[str, list[tuple[str, str]]]] = {
        "area": (_("辖区"), [ANY, *_places(request)]),
        "target": (_("单位"), [ANY, *units]),
        "kind": (_("种类"), [ANY, *((kind, KIND_NAMES.get(kind, kind)) for kind in kinds)]),
        "category": (_("方面"), [ANY, *((one, one) for one in categories)]),
        "state": (_("状态"), [ANY, UNCLOSED, *((code.value, name) for code, name in STATE_NAMES.items())]),
        "repeated": (_("重复出现"), yes),
        "late": (_("逾期"), yes),
    }
    return [
        {
            "label": label,
            "name": name,
            "kind": "choice",
            "choices": given,
            "value": asked.get(name, ""),
            "id": name,
        }
        for name, (label, given) in choices.items()
    ]


def _places(request: PageRequest) -> list[tuple[str, str]]:
    own = list(request.actor.scopes) if request.actor.scope else areas.headquarters(at=request.moment)
    return [(place.code, place.name) for code in own for place in areas.area(code).children]


@needs(Permission.EXPORT)
@require_POST
def export(request: PageRequest) -> HttpResponseBase:
    """The ledger as a file, by the filters that were on."""
    asked = QueryDict(request.POST.get("asked", ""))
    leaving = queries.ledger_leaving(by=request.actor, at=request.moment, **filters_of(asked))
    kind = request.POST.get("format", "")
    try:
        return answer(
            Format(kind) if kind in set(Format) else Format.XLSX,
            leaving,
            area=asked.get("area", ""),
            reason=request.POST.get("reason", ""),
            by=request.actor,
            at=request.moment,
        )
    except InputRefused as refusal:
        return _ledger(request, asked, str(refusal), 422)


@needs(Permission.VIEW_FINDINGS)
@require_GET
def visit(request: PageRequest, uid: str) -> HttpResponse:
    """A visit that was made: answers, findings, who was there."""
    try:
        asked = UUID(uid)
    except ValueError as problem:
        raise NotFound(what=_("督查"), value=uid) from problem
    made = queries.visit(asked, by=request.actor, at=request.moment)
    row, given = queries.answers(asked)
    items = queries.items_of(row.checklist)
    context = {
        "sides": sides(request.actor, ""),
        "visit": made,
        "is_signed": queries.is_signed(asked),
        "kind": KIND_NAMES.get(made.kind, made.kind),
        "answers": [(item, ANSWER_NAMES[given[item.code][0]], given[item.code][1]) for item in items],  # type: ignore[index]
        "findings": queries.findings(area="", by=request.actor, at=request.moment, visit=asked),
        "states": STATE_NAMES,
        "tones": TONES,
    }
    return render(request, "inspection/visit.html", context)
