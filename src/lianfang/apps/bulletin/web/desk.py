"""The desk of the bulletin: written, looked at as the public would, approved by two, corrected, withdrawn."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lianfang.apps.areas import queries as areas
from lianfang.apps.bulletin import operations, queries
from lianfang.apps.bulletin.queries import Draft
from lianfang.apps.bulletin.terms import (
    LISTED,
    PUBLICATION_KIND_NAMES,
    PUBLICATION_STATE_NAMES,
    STEP_NAMES,
    Entry,
    PublicationKind,
    PublicationState,
    StepKind,
    Wording,
)
from lianfang.apps.documents.terms import SMALLEST_SHOWN
from lianfang.apps.hotline import queries as hotline
from lianfang.core import doors
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest, told
from lianfang.core.refusals import sentence_of, status_of
from lianfang.kernel.errors import DomainError, WrongCall

TONES: Final = {
    PublicationState.WRITTEN: "late",
    PublicationState.HALF_APPROVED: "late",
    PublicationState.DECLINED: "bad",
    PublicationState.PUBLISHED: "good",
}
WAITING: Final = frozenset({PublicationState.WRITTEN, PublicationState.HALF_APPROVED})
KINDS: Final = [(kind.value, name) for kind, name in PUBLICATION_KIND_NAMES.items()]
BAR: Final = "|"


@require_GET
@needs(Permission.WRITE_PUBLICATION)
def desk(request: PageRequest) -> HttpResponse:
    """Every version of the area, the newest first."""
    found = queries.drafts(area=request.actor.scope)
    rows = [
        {"one": one, "name": _kind(one), "state": _state(one), "tone": TONES.get(one.state, "")}
        for one in found
    ]
    context = {"rows": rows, "sheets": hotline.fact_sheets(area=request.actor.scope)}
    return render(request, "bulletin/desk.html", context)


def _kind(one: Draft) -> str:
    return PUBLICATION_KIND_NAMES[PublicationKind(one.row.kind)]


def _state(one: Draft) -> str:
    return PUBLICATION_STATE_NAMES[one.state]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.WRITE_PUBLICATION)
def new(request: PageRequest) -> HttpResponse:
    """Write something new."""
    if request.method != "POST":
        return _form(request, {"kind": PublicationKind.NOTICE.value})
    try:
        uid = operations.write(_wording(request.POST.dict()), area=_county(request), **told(request))
    except DomainError as refusal:
        return _form(request, request.POST.dict(), refusal)
    return redirect("bulletin:draft", uid)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.WRITE_PUBLICATION)
def correct(request: PageRequest, version: UUID) -> HttpResponse:
    """Write a corrected version; the one before stays to be read, marked as corrected."""
    before = queries.draft(version, by=request.actor)
    if request.method != "POST":
        return _form(request, _typed(before), before=before)
    typed = request.POST.dict() | {"kind": before.row.kind}
    try:
        uid = operations.write(
            _wording(typed),
            area=before.row.area,
            corrects=version,
            correction=typed.get("correction", ""),
            source=before.row.source,
            **told(request),
        )
    except DomainError as refusal:
        return _form(request, typed, refusal, before=before)
    return redirect("bulletin:draft", uid)


def _form(
    request: PageRequest,
    typed: Mapping[str, str],
    refusal: DomainError | None = None,
    before: Draft | None = None,
) -> HttpResponse:
    context = {
        "typed": typed,
        "kinds": KINDS,
        "before": before,
        "problem": sentence_of(refusal) if refusal else "",
        "smallest": SMALLEST_SHOWN,
    }
    return render(request, "bulletin/write.html", context, status=status_of(refusal) if refusal else 200)


def _typed(before: Draft) -> dict[str, str]:
    row = before.row
    lines = [f" {BAR} ".join((entry.name, entry.number, entry.note)) for entry in before.entries]
    days = {name: day.isoformat() for name, day in (("begins", row.begins_on), ("ends", row.ends_on)) if day}
    return {"kind": row.kind, "title": row.title, "text": row.text, "entries": "\n".join(lines)} | days


def _wording(typed: Mapping[str, str]) -> Wording:
    """What was typed; a list is a line an entry: name | number | remark."""
    if typed.get("kind") not in set(PublicationKind):
        raise WrongCall(problem=_("请选择种类。"))
    kind = PublicationKind(typed["kind"])
    days = [doors.day(typed[name]) if typed.get(name) else None for name in ("begins", "ends")]
    entries = _entries(typed.get("entries", "")) if kind in LISTED else ()
    return Wording(kind, typed.get("title", ""), typed.get("text", ""), entries, *days)


def _entries(text: str) -> tuple[Entry, ...]:
    lines = [[part.strip() for part in line.split(BAR)] for line in text.splitlines() if line.strip()]
    return tuple(Entry(*[*parts, "", ""][:3]) for parts in lines)


def _county(request: PageRequest) -> str:
    """The one area for which an actor publishes."""
    return request.actor.scope


@require_POST
@needs(Permission.WRITE_PUBLICATION)
def faq(request: PageRequest) -> HttpResponse:
    """A fact sheet becomes a question with its answer."""
    try:
        sheet = UUID(request.POST.get("sheet", ""))
    except ValueError as problem:
        raise WrongCall(problem=_("请选择事实核查。")) from problem
    return redirect("bulletin:draft", operations.write_faq(sheet, **told(request)))


@require_GET
@needs(Permission.WRITE_PUBLICATION)
def draft(request: PageRequest, version: UUID) -> HttpResponse:
    """One version as the public would read it, with what was decided."""
    return _draft(request, version)


def _draft(request: PageRequest, version: UUID, problem: str = "", status: int = 200) -> HttpResponse:
    found = queries.draft(version, by=request.actor)
    waits = found.state in WAITING and request.actor.may(Permission.APPROVE_PUBLICATION)
    involved = any(step.by == request.actor.name for step in found.steps)
    context: dict[str, Any] = {
        "one": found,
        "name": _kind(found),
        "state": _state(found),
        "tone": TONES.get(found.state, ""),
        "place": areas.names([found.row.area]).get(found.row.area, found.row.area),
        "events": [
            {"at": step.at, "what": STEP_NAMES[StepKind(step.kind)], "detail": step.note, "by": step.by}
            for step in found.steps
        ],
        "may_decide": waits and not involved,
        "waits": waits,
        "stands": found.state == PublicationState.PUBLISHED,
        "may_rewrite": found.state in {PublicationState.PUBLISHED, PublicationState.DECLINED},
        "smallest": SMALLEST_SHOWN,
        "problem": problem,
    }
    return render(request, "bulletin/draft.html", context, status=status)


@require_POST
@needs(Permission.APPROVE_PUBLICATION)
def decide(request: PageRequest, version: UUID) -> HttpResponse:
    """Approve, decline, or take back."""
    act, note = request.POST.get("act", ""), request.POST.get("note", "")
    try:
        if act == "approve":
            operations.approve(version, **told(request))
        elif act == "decline":
            operations.decline(version, note=note, **told(request))
        elif act == "withdraw":
            operations.withdraw(version, note=note, **told(request))
        else:
            raise WrongCall(problem=_("请选择同意、退回或撤回。"))
    except DomainError as refusal:
        return _draft(request, version, sentence_of(refusal), status_of(refusal))
    return redirect("bulletin:draft", version)
