"""The chains of an outbreak: its indicators, who infected whom as a tree, files to take along."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.cases import operations, queries
from lianfang.apps.cases.operations import ChainFormat
from lianfang.apps.cases.terms import (
    CLASSIFICATION_NAMES,
    FOUND_NAMES,
    SETTING_NAMES,
    Chain,
    Classification,
    FoundThrough,
    Linked,
    Setting,
)
from lianfang.apps.cases.web.shown import tabs
from lianfang.core import charts
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest, told
from lianfang.core.refusals import sentence_of, status_of
from lianfang.kernel.errors import DomainError, WrongCall

DRAWN: Final = 80
"""So many cases stand in one picture; of more the tree alone is told."""
COLOURS: Final = {
    Classification.CONFIRMED: "var(--bad)",
    Classification.ASYMPTOMATIC: "var(--accent)",
    Classification.SUSPECTED: "var(--late)",
}
OTHER: Final = "var(--quiet)"
SHAPES: Final = [
    (ChainFormat.GRAPHML.value, "GraphML"),
    (ChainFormat.EPICONTACTS.value, "R epicontacts"),
    (ChainFormat.GODATA.value, "Go.Data"),
    (ChainFormat.SORMAS.value, "SORMAS"),
]


@require_GET
@needs(Permission.VIEW_CASES)
def chains(request: PageRequest, code: str) -> HttpResponse:
    """The page of the chains of an outbreak."""
    return _page(request, code)


@require_POST
@needs(Permission.EXPORT)
def chain_files(request: PageRequest, code: str) -> HttpResponse:
    """Its files, together in one; a refusal stands on the page."""
    try:
        if request.POST.get("shape") not in set(ChainFormat):
            raise WrongCall(problem=_("请选择格式。"))
        shape = ChainFormat(request.POST["shape"])
        files = operations.export_chain(code, shape, reason=request.POST.get("reason", ""), **told(request))
    except DomainError as refusal:
        return _page(request, code, problem=sentence_of(refusal), status=status_of(refusal))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    answer = HttpResponse(packed.getvalue(), content_type="application/zip")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{code}-{shape}.zip')}"
    return answer


def _page(request: PageRequest, code: str, *, problem: str = "", status: int = 200) -> HttpResponse:
    outbreak = queries.outbreak(code, by=request.actor, known_at=request.moment)
    found = queries.chain(code, by=request.actor, known_at=request.moment)
    rows = list(_tree(found))
    context = {
        "outbreak": outbreak,
        "chain": found,
        "share": None if found.found_in_control_share is None else round(100 * found.found_in_control_share),
        "settings": [(SETTING_NAMES[Setting(one.setting)], one.cases) for one in found.settings],
        "attacked": [
            (SETTING_NAMES[Setting(one.setting)], one, round(100 * one.rate, 1)) for one in found.attack_rates
        ],
        "rows": rows,
        "timeline": _timeline(rows),
        "shapes": SHAPES,
        "may_export": request.actor.may(Permission.EXPORT),
        "problem": problem,
        "tabs": tabs(request, "cases:cases"),
    }
    return render(request, "cases/chains.html", context, status=status)


def _tree(found: Chain) -> Iterator[dict[str, Any]]:
    """The cases as a tree laid out in lines: whoever was infected stands below, further in."""
    below: dict[UUID | None, list[Linked]] = {}
    for one in found.cases:
        below.setdefault(one.infector, []).append(one)
    days = [day for one in found.cases if (day := one.onset_on or one.sampled_on)]
    first = min(days, default=None)
    waiting = [(one, 0) for one in reversed(below.get(None, []))]
    while waiting:
        one, depth = waiting.pop()
        waiting += [(child, depth + 1) for child in reversed(below.get(one.uid, []))]
        day = one.onset_on or one.sampled_on
        yield {
            "one": one,
            "indent": range(depth),
            "classification": CLASSIFICATION_NAMES[Classification(one.classification)],
            "found": FOUND_NAMES[FoundThrough(one.found_through)],
            "setting": SETTING_NAMES[Setting(one.setting)] if one.setting else "",
            "day": day,
            "since": (day - first).days if day and first else None,
        }


def _timeline(rows: Sequence[dict[str, Any]]) -> SafeString | None:
    """The same cases at their days, each joined to whom it was infected by."""
    dated = {row["one"].uid: row for row in rows if row["day"]}
    if not 1 < len(dated) <= DRAWN:
        return None
    drawn = [
        (
            _short(row["one"]),
            row["day"],
            gettext(row["classification"]),
            _source(dated.get(row["one"].infector)),
        )
        for row in dated.values()
    ]
    said = {Classification(row["one"].classification) for row in dated.values()}
    series = [
        charts.Series(gettext(name), COLOURS.get(one, OTHER))
        for one, name in CLASSIFICATION_NAMES.items()
        if one in said
    ]
    return charts.tree_over_days(drawn, series, label=gettext("时间线"))


def _source(row: dict[str, Any] | None) -> tuple[str, date] | None:
    return (_short(row["one"]), row["day"]) if row else None


def _short(one: Linked) -> str:
    """What a case is called in the picture: the end of its number, which no other has, and the name."""
    return f"{one.number.rpartition('-')[2]} {one.name}".strip()
