"""The list behind a figure of the roll-up: every slot it counts, each with its person."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_noop as _

from lianfang.apps.areas import queries as areas
from lianfang.apps.control import queries as control
from lianfang.apps.reporting import queries
from lianfang.apps.reporting.terms import COLUMNS, Behind
from lianfang.apps.reporting.web import asking
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.duty import registry
from lianfang.core.duty.terms import DutyKind
from lianfang.core.pages import PageRequest
from lianfang.core.paging import SIZE, Page, skipped_before
from lianfang.kernel.errors import NotFound

PARTS = {**COLUMNS, "overdue": _("超时")}


@dataclass(frozen=True)
class Shown:
    """A slot as the list shows it."""

    kind: str
    subject: str
    href: str
    area: str
    due_at: datetime | None
    done_at: datetime | None


@needs(Permission.VIEW_GAPS)
def behind(request: PageRequest, code: str) -> HttpResponse:
    """Which slots a column of the account of a place counts."""
    asked = asking.read(request, code)
    part = request.GET.get("part", "gap")
    if part not in PARTS:
        raise NotFound(what=_("数字"), value=part)
    view = {
        "area": code,
        "on": asked.on,
        "known_at": asked.known_at,
        "part": part,
        "own": bool(request.GET.get("own")),
    }
    counts = queries.count_behind(**view, kinds=asked.kinds)  # type: ignore[arg-type]  # as named above
    total = sum(counts.values())
    skipped = skipped_before(request.GET, total)
    rows = queries.behind(**view, kinds=list(counts), skipped=skipped, most=SIZE)  # type: ignore[arg-type]
    context = {
        "asked": asked,
        "path": areas.path(code),
        "place": queries.place_of(code),
        "part": PARTS[part],
        "kind": registry.kind(asked.kind).name if asked.kind else "",
        "page": Page.beside(_named(rows, request.actor), request.GET, total),
    }
    return render(request, "reporting/behind.html", context)


def _named(rows: list[Behind], actor: Actor) -> list[Shown]:
    persons = control.subject_names_of(rows)
    names = areas.names(row.area for row in rows)
    kinds = {kind.code: kind for kind in registry.kinds()}
    return [_shown(row, kinds[row.kind], persons, names, actor) for row in rows]


def _shown(
    row: Behind, kind: DutyKind, persons: dict[str, str], names: dict[str, str], actor: Actor
) -> Shown:
    subject, href = control.subject_shown(kind, row.subject, row.ref, row.area, persons, by=actor)
    return Shown(kind.name, subject, href, names.get(row.area, row.area), row.due_at, row.done_at)
