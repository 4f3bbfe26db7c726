"""The page of rows handed over from elsewhere, and their acknowledgement."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from lianfang.apps.areas import queries as areas
from lianfang.apps.intake import operations, queries
from lianfang.apps.intake.rules.checks import ACKNOWLEDGE_WITHIN
from lianfang.apps.intake.terms import CHANNEL_NAMES
from lianfang.apps.intake.web import masking
from lianfang.apps.intake.web.tabs import tabs
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.core.paging import SIZE, Page, skipped_before
from lianfang.kernel.errors import WrongCall


@needs(Permission.ACKNOWLEDGE_FORWARD)
def forwards(request: PageRequest) -> HttpResponse:
    """Rows that wait for the receiving place to take them over, the oldest first."""
    view: dict[str, Any] = {"area": request.actor.scope, "known_at": request.moment}
    first = queries.forwards(**view, most=1)
    total = int(first[0]["total"]) if first else 0
    rows = queries.forwards(**view, most=SIZE, skipped=skipped_before(request.GET, total))
    named = areas.names(row[key] for row in rows for key in ("from_area", "area") if row[key])
    clear = queries.handed_over(map(_place, rows))
    shown = [_shown(row, named, clear.get(_place(row), {})) for row in rows]
    context = {"tabs": tabs(request), "page": Page.beside(shown, request.GET, total), "total": total}
    return render(request, "intake/forwards.html", context)


def _place(row: dict[str, Any]) -> tuple[int, tuple[int, int, int]]:
    return row["batch"], (row["sheet_no"], row["row"], row["part"])


def _shown(row: dict[str, Any], names: dict[str, str], clear: dict[str, Any]) -> dict[str, Any]:
    """A row handed over with names in place of codes; whom it is about, masked."""
    return row | {
        "who": row["name"] or clear.get("name") or "",
        "phone": masking.shown(clear.get("phones")),
        "from": names.get(row["from_area"], row["from_area"]),
        "to": names.get(row["area"], "") or row["to_name"],
        "channel": CHANNEL_NAMES.get(row["channel"], row["channel"]),
        "href": reverse("control:person", args=[row["person"]]) if row["person"] else "",
        "due_at": row["happened_at"] + ACKNOWLEDGE_WITHIN,
    }


@require_POST
@needs(Permission.ACKNOWLEDGE_FORWARD)
def acknowledge(request: PageRequest) -> HttpResponse:
    """Take over the rows that were ticked."""
    ticked = request.POST.getlist("forward")
    if not ticked:
        raise WrongCall(problem="请先勾选要签收的行。")
    operations.acknowledge_all(
        forwards=ticked, happened_at=request.moment, by=request.actor, at=request.moment
    )
    return HttpResponseRedirect(reverse("intake:forwards"))
