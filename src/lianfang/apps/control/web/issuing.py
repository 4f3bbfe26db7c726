"""Orders are issued: for a list, after a look at what that would do, beside the pages; or for one person."""

from datetime import date, datetime
from functools import partial
from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_noop as _

from lianfang.apps.control import operations, queries
from lianfang.apps.control.queries import Footing
from lianfang.apps.control.terms import ISSUE_STEP_NAMES, Approval, BatchOfIssue, Issued
from lianfang.apps.intake import queries as lists
from lianfang.apps.people import queries as people
from lianfang.apps.people.terms import PersonCard
from lianfang.apps.policy import queries as policy
from lianfang.apps.policy.terms import MEASURES, PLACES, Explanation
from lianfang.core import background, doors, refusals
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import queries as audit
from lianfang.core.pages import PageRequest
from lianfang.core.sql import live
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import DomainError, NotAllowed, NotFound, WrongCall

WAIT: Final = 1.5
"""Seconds that a page waits for work that is soon done."""
SHOWN: Final = 20
IN_FORCE: Final = ("", _("当地当日有效的政策"))
DISEASE: Final = "covid19"
LEFT: Final = (
    ("ordered", _("作出决定")),
    ("ordered_before", _("以前已决定")),
    ("already_under", _("已在同等或更严管控中")),
    ("not_covered", _("政策不作要求")),
    ("over", _("期限已过")),
    ("deceased", _("已故")),
)
"""What becomes of each exposure, by its name in the account."""


@needs(Permission.ISSUE_MEASURE)
def issue_batch(request: PageRequest, reference: str) -> HttpResponse:
    """What orders for a list would be, who issues them, how far that is, and what became of each exposure."""
    found = lists.find_batch(reference, scope=request.actor.scope)
    batch = queries.batch_of_issue(found.pk)
    if request.htmx and not background.is_busy(_key(batch)):
        return HttpResponse(headers={"HX-Refresh": "true"})
    if request.method != "POST":
        return _batch_page(request, batch, found.file_name, request.GET.dict())
    try:
        return _begin(request, batch)
    except (NotFound, NotAllowed):
        raise
    except DomainError as refusal:
        return _batch_page(request, batch, found.file_name, request.POST.dict(), refusal)


def _begin(request: PageRequest, batch: BatchOfIssue) -> HttpResponse:
    """Begin to issue beside the pages; raises what would refuse it."""
    asked, by = _decided(request), request.actor
    table = queries.footing(area=batch.area, disease=batch.disease, on=asked["on"], pack=asked["pack"])
    _require_approval(table, asked)
    if not background.is_busy(_key(batch)):
        work = partial(_carry_out, batch.id, asked, by=by, at=doors.now())
        background.start(_key(batch), work, by=by, wait=WAIT)
    return HttpResponseRedirect(reverse("control:issue_batch", args=[batch.id]))


def _carry_out(batch: int, asked: dict[str, Any], *, by: Actor, at: datetime) -> None:
    with live.told(job=operations.JOB, window=str(batch), at=at) as listener:
        operations.issue_for_batch(batch, by=by, at=at, listener=listener, **asked)


def _decided(request: PageRequest) -> dict[str, Any]:
    """What a form says of a decision: who issues, on which day, by which table, with whose approval."""
    typed = request.POST
    issuer = typed.get("issuer", "").strip()
    if not issuer:
        raise WrongCall(problem="请填写决定机关。")
    return {
        "issuer": issuer,
        "on": doors.day(typed.get("on") or _today(request).isoformat()),
        "pack": typed.get("pack") or None,
        "approval": Approval(typed.get("approved_by", "").strip(), typed.get("reason", "").strip()),
    }


def _require_approval(table: Footing, decided: dict[str, Any]) -> None:
    """Raise ApprovalMissing in a sentence for the page, which lists the cells itself."""
    if table.lacks(decided["approval"]):
        raise operations.ApprovalMissing(count=len(table.cells))


def _batch_page(
    request: PageRequest,
    batch: BatchOfIssue,
    file_name: str,
    asked: dict[str, str],
    refusal: DomainError | None = None,
) -> HttpResponse:
    busy = background.is_busy(_key(batch))
    context = {
        "batch": batch,
        "file_name": file_name,
        "busy": busy,
        "steps": _steps(batch) if busy else (),
        "refused": refusals.sentence_of(refusal) if refusal else "",
        "broken": not busy and live.state_of(job=operations.JOB, window=str(batch.id)) in BROKEN,
    }
    if request.htmx:
        return render(request, "control/issue_work.html", context)
    if batch.done and not busy:
        context |= _ahead(request, batch, asked) | {"account": _account(batch)}
    status = refusals.status_of(refusal) if refusal else 200
    return render(request, "control/issue_batch.html", context, status=status)


BROKEN: Final = {"running", "failed"}
"""What the run row of work says that nobody does any more."""


def _ahead(request: PageRequest, batch: BatchOfIssue, asked: dict[str, str]) -> dict[str, Any]:
    """What lies ahead by the table and day asked for, and the form with what was typed."""
    typed = {"issuer": queries.issuer_of(batch.area), "on": _today(request).isoformat()} | asked
    context = {"typed": typed, "packs": _packs(batch.disease)}
    try:
        on, pack = doors.day(typed["on"]), typed.get("pack") or None
        table = queries.footing(area=batch.area, disease=batch.disease, on=on, pack=pack)
    except DomainError as problem:
        return context | {"problem": refusals.sentence_of(problem)}
    ahead = queries.ahead_of_batch(batch, by_table=table, on=on)
    lines = [
        {"line": one, "measure": MEASURES.get(one.measure, ""), "place": PLACES.get(one.place, "")}
        for one in ahead.lines
    ]
    return context | {"ahead": ahead, "lines": lines, **_stricter(table)}


def _stricter(table: Footing) -> dict[str, Any]:
    """Where the table is stricter than the one above, and who has approved that."""
    cells = [cell.sentence for cell in table.cells[:SHOWN]]
    more = max(len(table.cells) - SHOWN, 0)
    return {"cells": cells, "more": more, "approval": table.approval}


def _account(batch: BatchOfIssue) -> dict[str, Any] | None:
    """What the last issue for a list did, as the log tells it."""
    told = [one for one in audit.about(f"intake_batch:{batch.id}") if one.action == "measures.issued"]
    if not told:
        return None
    last = told[-1]
    counts = [(name, last.facts[code]) for code, name in LEFT]
    return {"by": last.actor, "at": last.at, "counts": counts, **last.facts}


def _steps(batch: BatchOfIssue) -> list[tuple[str, int]]:
    steps = live.steps_of(job=operations.JOB, window=str(batch.id))
    return [(ISSUE_STEP_NAMES[step.name], step.rows) for step in steps if step.name in ISSUE_STEP_NAMES]


def _key(batch: BatchOfIssue) -> str:
    return f"issue-{batch.id}"


def _packs(disease: str) -> list[tuple[str, str]]:
    rows = [row for row in policy.list_packs() if disease in row["diseases"]]
    return [
        IN_FORCE,
        *((f"{row['name']}@{row['version']}", f"{row['title']} {row['version']}") for row in rows),
    ]


def _today(request: PageRequest) -> date:
    return request.moment.astimezone(ZONE).date()


@needs(Permission.ISSUE_MEASURE)
def issue_person(request: PageRequest, uid: str) -> HttpResponse:
    """An order for one person who stands on no list: the case is tried first, then decided."""
    card = people.person(uid, scope=request.actor.scope)
    if request.method != "POST":
        return _person_page(request, card, _known(request, card))
    asked = request.POST.dict()
    try:
        if asked.get("work") == "issue":
            return _issued(request, card, asked)
        return _person_page(request, card, asked, found=_tried(card, asked))
    except policy.CaseRefused as refused:
        return _person_page(request, card, asked, errors=refused.fields, status=422)
    except (NotFound, NotAllowed):
        raise
    except DomainError as refusal:
        status = refusals.status_of(refusal)
        return _person_page(request, card, asked, refused=refusals.sentence_of(refusal), status=status)


def _known(request: PageRequest, card: PersonCard) -> dict[str, str]:
    """What a form begins with; age and what else is left empty the issue takes from the register."""
    known = {"occupation": card.occupation, "issuer": queries.issuer_of(card.area)}
    return {"on": _today(request).isoformat(), "disease": DISEASE} | known | request.GET.dict()


def _tried(card: PersonCard, asked: dict[str, str]) -> Explanation:
    table = _table(card, asked)
    case, on = policy.typed_case(policy.read_pack(table.pack_id), asked)
    with transaction.atomic():
        return policy.explain_case(pack_id=table.pack_id, case=case, on=on)


def _table(card: PersonCard, asked: dict[str, str]) -> Footing:
    on, pack = doors.day(asked.get("on")), asked.get("pack") or None
    return queries.footing(area=card.area, disease=asked.get("disease", DISEASE), on=on, pack=pack)


def _issued(request: PageRequest, card: PersonCard, asked: dict[str, str]) -> HttpResponse:
    decided = _decided(request)
    table = _table(card, asked)
    case, _on = policy.typed_case(policy.read_pack(table.pack_id), asked)
    _require_approval(table, decided)
    account = operations.issue(
        person=str(card.person),
        case=case,
        disease=asked.get("disease", DISEASE),
        by=request.actor,
        at=request.moment,
        **decided,
    )
    if not account.ordered:
        return _person_page(request, card, asked, found=_tried(card, asked), nothing=_why_nothing(account))
    messages.success(request, _("已作出决定。"))
    return HttpResponseRedirect(reverse("control:person", args=[card.person]))


def _why_nothing(account: Issued) -> str:
    """Why an issue for one person gave no order."""
    return next((name for code, name in LEFT if code != "ordered" and getattr(account, code)), "")


def _person_page(
    request: PageRequest,
    card: PersonCard,
    asked: dict[str, str],
    *,
    errors: dict[str, str] | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The form of an order for one person, with what was typed and what that would bring."""
    disease = asked.get("disease", DISEASE)
    context = {"card": card, "typed": asked, "packs": _packs(disease), "disease": disease, **more}
    try:
        table = _table(card, asked)
    except DomainError as problem:
        context["refused"] = context.get("refused") or refusals.sentence_of(problem)
    else:
        pack = policy.read_pack(table.pack_id)
        context |= {"pack": pack, "fields": policy.case_fields(pack, asked, errors or {}), **_stricter(table)}
    return render(request, "control/issue_person.html", context, status=status)
