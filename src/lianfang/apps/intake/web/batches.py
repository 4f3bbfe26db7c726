"""Pages of lists received: their accounts, and what became of their rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from lianfang.apps.areas import queries as areas
from lianfang.apps.intake import operations, queries
from lianfang.apps.intake.models import Batch
from lianfang.apps.intake.reading.synonyms import LABELS
from lianfang.apps.intake.rules import faults
from lianfang.apps.intake.terms import CHANNEL_NAMES, OUTCOME_NAMES, Outcome
from lianfang.apps.intake.web import masking
from lianfang.apps.intake.web.submissions import handed_in
from lianfang.apps.intake.web.tabs import tabs
from lianfang.core import kept
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.core.paging import SIZE, Page, skipped_before
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import NotFound

ATTENTION = (Outcome.REJECTED, Outcome.REVIEW)
"""What a batch's page shows first: the rows at which somebody must look."""
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Listed:
    """A list as the page of lists shows it, its counts in the order of the outcomes."""

    id: int
    file_name: str
    channel: str
    received_at: datetime
    rows: int
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Part:
    """One outcome of a list's account, with the address of its rows."""

    name: str
    count: int
    href: str
    chosen: bool


@dataclass(frozen=True)
class ListedRow:
    """A row of a list with names in place of codes, and what to do about it."""

    sheet: str
    row: int
    code: str
    outcome: str
    reason: str
    remedy: str
    column: str
    value: str
    person: str
    href: str
    area: str
    decide: str


@needs(Permission.VIEW_LISTS)
def batches(request: PageRequest) -> HttpResponse:
    """Every list received, with its account."""
    return render(request, "intake/batches.html", listing(request))


def listing(request: PageRequest) -> dict[str, Any]:
    """What the page of lists shows: the way to hand one in, what was handed in, what was received."""
    area = request.actor.scope
    return {
        "tabs": tabs(request),
        "table": _table(request, area),
        "may_submit": request.actor.may(Permission.RECEIVE_LIST),
        "submissions": [handed_in(one) for one in queries.open_submissions(area=area)],
        "places": places(request),
        "channels": [("", _("请选择")), *CHANNEL_NAMES.items()],
        "now": request.moment.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M"),
    }


def _table(request: PageRequest, area: str) -> SafeString:
    """The accounts of all lists received, made once for all who see the same."""

    def make() -> SafeString:
        listed = [_listed(batch) for batch in queries.batches(area=area)]
        context = {"batches": listed, "outcomes": list(OUTCOME_NAMES.values()), "moment": request.moment}
        return render_to_string("intake/batch_table.html", context)

    key = ("batches", area, get_language(), request.moment.astimezone(ZONE).date())
    return kept.answer(key, make, area=area, user=request.actor.user)


def places(request: PageRequest) -> list[tuple[str, str]]:
    """The areas that the actor may receive lists for: those of the hat, or the headquarters' of all."""
    own = [scope for scope in request.actor.scopes if scope]
    codes = own or areas.headquarters(at=request.moment)
    names = areas.names(codes)
    return [(code, names.get(code, code)) for code in codes]


def _listed(batch: Batch) -> Listed:
    channel = CHANNEL_NAMES.get(batch.channel, batch.channel)
    return Listed(batch.pk, batch.file_name, channel, batch.received_at, batch.rows, _counts(batch))


def _counts(batch: Batch) -> tuple[int, ...]:
    return tuple(getattr(batch, code) for code in OUTCOME_NAMES)


@needs(Permission.VIEW_LISTS)
def batch(request: PageRequest, reference: str) -> HttpResponse:
    """A list: its account, and the rows of an outcome; at first those at which somebody must look."""
    found = queries.find_batch(reference, scope=request.actor.scope)
    asked = _outcome(request.GET.get("outcome", ""))
    outcomes = (asked,) if asked else ATTENTION
    context = {
        "batch": _listed(found),
        "parts": _parts(found, asked),
        "sum": " + ".join(f"{count:,}" for count in _counts(found)),
        "chosen": "、".join(OUTCOME_NAMES[outcome] for outcome in outcomes),
        "page": _rows(request, found, outcomes),
        "waiting": _waiting(request, found),
        "may_issue": request.actor.may(Permission.ISSUE_MEASURE),
        "may_download": request.actor.may(Permission.RECEIVE_LIST) and (found.rejected or found.review),
    }
    return render(request, "intake/row_list.html" if request.htmx else "intake/batch.html", context)


def _waiting(request: PageRequest, found: Batch) -> int:
    """How many rows the actor may still decide."""
    if not found.review or not request.actor.may(Permission.REVIEW_ROWS):
        return 0
    rows = queries.waiting_rows(area=request.actor.scope, batch=found.pk, most=1)
    return int(rows[0]["total"]) if rows else 0


@needs(Permission.RECEIVE_LIST)
def rejects(request: PageRequest, reference: str) -> HttpResponse:
    """The file that goes back to the sender; who took it stands in the log."""
    found = queries.find_batch(reference, scope=request.actor.scope)
    content = operations.rejects_file(found, by=request.actor, at=request.moment)
    answer = HttpResponse(content, content_type=XLSX)
    name = quote(gettext("{name}-退回.xlsx").format(name=Path(found.file_name).stem))
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _outcome(text: str) -> Outcome | None:
    if not text:
        return None
    if text not in OUTCOME_NAMES:
        raise NotFound(what=_("去向"), value=text)
    return Outcome(text)


def _parts(found: Batch, asked: Outcome | None) -> list[Part]:
    address = reverse("intake:batch", args=[found.pk])
    return [
        Part(name, getattr(found, code), f"{address}?outcome={code}", chosen=code == asked)
        for code, name in OUTCOME_NAMES.items()
    ]


def _rows(request: PageRequest, found: Batch, outcomes: Sequence[Outcome]) -> Page:
    total = sum(getattr(found, outcome) for outcome in outcomes)
    skipped = skipped_before(request.GET, total)
    rows = queries.rows(found.pk, outcomes=outcomes, most=SIZE, skipped=skipped)
    names = areas.names(row["area"] for row in rows if row["area"])
    looked_at = [_place(row) for row in rows if row["outcome"] in ATTENTION]
    clear = queries.contents(found.pk, looked_at) if looked_at else {}
    may = request.actor.may(Permission.REVIEW_ROWS)
    shown = [_row(found, row, names, clear.get(_place(row), {}), may_decide=may) for row in rows]
    return Page.beside(shown, request.GET, total)


def _place(row: dict[str, Any]) -> tuple[int, int, int]:
    return (row["sheet_no"], row["row"], row["part"])


def _row(
    found: Batch, row: dict[str, Any], names: dict[str, str], clear: dict[str, Any], *, may_decide: bool
) -> ListedRow:
    field = faults.field_at_fault(row["reason"])
    in_review = may_decide and (row["outcome"] == Outcome.REVIEW or row["reason"] == "decided")
    return ListedRow(
        sheet=row["sheet"],
        row=row["row"],
        code=row["outcome"],
        outcome=OUTCOME_NAMES[row["outcome"]],
        reason=faults.sentence(row["reason"]),
        remedy=faults.remedy(row["reason"]),
        column=LABELS[field] if field else "",
        value=masking.shown(queries.cell(found, row["sheet_no"], field, clear)) if field else "",
        person=row["name"] or "",
        href=reverse("control:person", args=[row["person"]]) if row["person"] else "",
        area=names.get(row["area"], row["area"] or ""),
        decide=reverse("intake:review", args=[found.pk, *_place(row)]) if in_review else "",
    )
