"""Pages of tables: all of them, one table row by row, two side by side, a case tried."""

from datetime import date
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from lianfang.apps.policy import queries
from lianfang.apps.policy.rules import table_view, wording
from lianfang.apps.policy.terms import (
    CERTAINTIES,
    ISSUER_LEVELS,
    SHOWN_AS_LAW,
    Explanation,
    Pack,
)
from lianfang.apps.policy.web.asking import counts, today
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.kernel.errors import WrongCall

DIRECTIONS = (("", _("全部差异")), *((code, word) for code, word in table_view.VERDICTS.items()))


@needs(Permission.VIEW_POLICY)
def packs(request: PageRequest) -> HttpResponse:
    """Every table with its issuer, its period and how sure it is; those in force today first."""
    on = today(request)
    found = [row | {"current": _current(row, on)} for row in queries.list_packs()]
    found.sort(key=lambda row: not row["current"])
    return render(request, "policy/packs.html", {"packs": found, "certainties": CERTAINTIES})


@needs(Permission.VIEW_POLICY)
def table(request: PageRequest, number: int) -> HttpResponse:
    """A table: its dates and source, and every row with the certainty of its numbers."""
    pack = queries.read_pack(queries.require_pack(number))
    context = {
        "number": number,
        "pack": pack,
        "level": ISSUER_LEVELS[pack.issuer.level],
        "in_period": wording.in_period(pack, today(request)),
        "lines": table_view.lines(pack),
        "laws": [{**item, "sure": item["certainty"] in SHOWN_AS_LAW} for item in pack.legal_basis],
        "certainties": CERTAINTIES,
    }
    return render(request, "policy/table.html", context)


@needs(Permission.VIEW_POLICY)
def compare(request: PageRequest, number: int) -> HttpResponse:
    """A table beside another, by default the one above it: what is stricter is marked."""
    asked = request.GET
    other = _number(asked.get("upper", "")) or _above(request, number)
    context: dict[str, Any] = {
        "number": number,
        "packs": [(str(row["id"]), f"{row['title']} {row['version']}") for row in queries.list_packs()],
        "upper_number": str(other or ""),
        "directions": DIRECTIONS,
        "direction": asked.get("direction", ""),
        "pack": queries.read_pack(queries.require_pack(number)),
    }
    if other is not None:
        context |= _compared(number, other, direction=context["direction"])
    return render(request, "policy/compare.html", context)


def _compared(number: int, other: int, *, direction: str) -> dict[str, Any]:
    with transaction.atomic():
        found = queries.diff(upper_id=queries.require_pack(other), lower_id=number)
    lower, upper = queries.read_pack(number), queries.read_pack(other)
    return {
        "upper": upper,
        "same": found.same,
        "counts": counts(found),
        "differences": table_view.differences(found, lower, direction=direction),
    }


@needs(Permission.VIEW_POLICY)
def attempt(request: PageRequest, number: int) -> HttpResponse:
    """What a table would prescribe for one person: dates in, the row and its reasons out."""
    pack = queries.read_pack(queries.require_pack(number))
    asked = {"on": today(request).isoformat()} | request.GET.dict()
    found, errors = None, {}
    try:
        found = _tried(number, pack, asked) if "exposure" in asked else None
    except queries.CaseRefused as refused:
        errors = refused.fields
    context = {
        "number": number,
        "pack": pack,
        "fields": queries.case_fields(pack, asked, errors),
        "found": found,
        "wrong": len(errors),
    }
    return render(request, "policy/attempt.html", context, status=422 if errors else 200)


def _tried(number: int, pack: Pack, asked: dict[str, str]) -> Explanation:
    case, on = queries.typed_case(pack, asked)
    with transaction.atomic():
        return queries.explain_case(pack_id=number, case=case, on=on)


def _above(request: PageRequest, number: int) -> int | None:
    return queries.upper_pack(
        pack_id=queries.require_pack(number), area=request.actor.scope, on=today(request)
    )


def _current(row: dict[str, Any], on: date) -> bool:
    ends = [day for day in (row["valid_to"], row["closed_on"]) if day is not None]
    return bool(row["valid_from"] <= on and all(on < day for day in ends))


def _number(text: str) -> int | None:
    if text and not (text.isascii() and text.isdigit()):
        raise WrongCall(problem=gettext("政策包编号“{text}”不是数字。").format(text=text))
    return int(text) if text else None
