"""Pages of lists received: their accounts, and what became of their rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lianfang.apps.areas import queries as areas
from lianfang.apps.intake import queries
from lianfang.apps.intake.models import Batch
from lianfang.apps.intake.rules import faults
from lianfang.apps.intake.terms import CHANNEL_NAMES, OUTCOME_NAMES, Outcome
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.core.paging import SIZE, Page, skipped_before
from lianfang.kernel.errors import WrongCall

ATTENTION = (Outcome.REJECTED, Outcome.REVIEW)
"""What a batch's page shows first: the rows at which somebody must look."""


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
    person: str
    href: str
    area: str


@needs(Permission.VIEW_LISTS)
def batches(request: PageRequest) -> HttpResponse:
    """Every list received, with its account."""
    found = [_listed(batch) for batch in queries.batches(area=request.actor.scope)]
    return render(
        request, "intake/batches.html", {"batches": found, "outcomes": list(OUTCOME_NAMES.values())}
    )


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
    }
    return render(request, "intake/row_list.html" if request.htmx else "intake/batch.html", context)


def _outcome(text: str) -> Outcome | None:
    if not text:
        return None
    if text not in OUTCOME_NAMES:
        raise WrongCall(problem=f"没有去向“{text}”。可用：{'、'.join(OUTCOME_NAMES)}。")
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
    return Page.beside([_row(row, names) for row in rows], request.GET, total)


def _row(row: dict[str, Any], names: dict[str, str]) -> ListedRow:
    return ListedRow(
        sheet=row["sheet"],
        row=row["row"],
        code=row["outcome"],
        outcome=OUTCOME_NAMES[row["outcome"]],
        reason="。".join(filter(None, (faults.sentence(row["reason"]), faults.remedy(row["reason"])))),
        person=row["name"] or "",
        href=reverse("control:person", args=[row["person"]]) if row["person"] else "",
        area=names.get(row["area"], row["area"] or ""),
    )
