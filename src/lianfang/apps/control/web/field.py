"""The field's pages: what is open, readings one after the other, and what comes back from the phone."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final, cast
from uuid import UUID

from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.control import operations, queries
from lianfang.apps.control.queries import Task, Worklist
from lianfang.apps.control.rules.field_records import POSSIBLE
from lianfang.apps.control.rules.monitoring import FEVER_CELSIUS, TRANSFER_WITHIN
from lianfang.apps.control.terms import (
    OUTCOME_NAMES,
    RESULT_NAMES,
    SLOT_NAMES,
    EncounterKind,
    EncounterOutcome,
    FieldFate,
    FieldOutcome,
    FieldRecord,
)
from lianfang.apps.control.web import records as sent
from lianfang.apps.intake.terms import CHECK_OUTCOME_NAMES
from lianfang.core import field_queue
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.field_queue import Photo, owner_of
from lianfang.core.pages import PageRequest
from lianfang.kernel.clock import ZONE

HOUR: Final = timedelta(hours=1)
SHOWN: Final = 60
READINGS_SHOWN: Final = 200
READING, FEVER = ("temperature",), ("fever_transfer",)
STATUS: Final = {FieldFate.REFUSED: 422, FieldFate.CONFLICT: 409}
CHOICES: Final = {
    kind.value: sorted(
        ((code, name) for code, name in OUTCOME_NAMES.items() if code in POSSIBLE[kind]),
        key=lambda choice: choice[0] == EncounterOutcome.REFUSED,
    )
    for kind in EncounterKind
} | {"check": list(CHECK_OUTCOME_NAMES.items()), "result": list(RESULT_NAMES.items())}
RELATIONS: Final = [(word, word) for word in (_("本人"), _("家属"), _("同住人"), _("邻居"), _("见证人"))]


@dataclass(frozen=True)
class Tried:
    """What was typed for a task and could not be taken as it is."""

    key: str
    values: dict[str, str]
    outcome: FieldOutcome


@needs(Permission.VIEW_GAPS)
@require_GET
def today(request: PageRequest) -> HttpResponse:
    """What is open now, for me or in my area, the most urgent first; each with the form that closes it."""
    return _today(request, request.GET)


def _today(request: PageRequest, asked: Any, tried: Tried | None = None, status: int = 200) -> HttpResponse:
    every = queries.gaps_of(by=request.actor, at=request.moment)
    own = queries.held_by(request.actor, every)
    mine = asked.get("mine", "1" if len(own) else "0") == "1"
    found = own if mine else every
    only = asked.get("only", "")
    chosen = found.of([only]) if only in found.by_kind else found
    listed = queries.worklist(chosen, by=request.actor, limit=SHOWN, piled=chosen is found)
    opened = tried.key if tried else asked.get("next", "")
    context = {
        "listed": listed,
        "opened": _opened(listed, opened),
        "mine": mine,
        "only": only if chosen is not found else "",
        "kinds": queries.kinds_of(found),
        "tried": tried,
        "lost": tried if tried and tried.key not in {task.key for task in listed.tasks} else None,
        "fever": _fever(request, asked.get("fever", "")),
        **_frame(request),
    }
    return render(request, "control/field/today.html", context, status=status)


def _opened(listed: Worklist, wished: str) -> str:
    """The task that is open: of those with a form, or else a page, the one wished for or the first."""
    forms = [task.key for task in listed.tasks if task.form]
    able = forms or [task.key for task in listed.tasks if task.deal]
    return wished if wished in able else next(iter(able), "")


def _frame(request: PageRequest) -> dict[str, Any]:
    """What the field's pages and their scripts need besides the list."""
    return field_queue.frame(owner_of(request.actor)) | {
        "fever_from": FEVER_CELSIUS,
        "transfer_hours": TRANSFER_WITHIN // HOUR,
        "choices": CHOICES,
        "diseases": queries.disease_choices(),
        "relations": RELATIONS,
        "slots": SLOT_NAMES,
        "on": request.moment.astimezone(ZONE).date().isoformat(),
    }


def _fever(request: PageRequest, person: str) -> Task | None:
    """The transfer that a person's fever has just made due."""
    if not person:
        return None
    fevers = queries.gaps_of(by=request.actor, at=request.moment, kinds=FEVER)
    listed = queries.worklist(fevers, by=request.actor, limit=len(fevers))
    return next((task for task in listed.tasks if task.subject == person), None)


@needs(Permission.VIEW_GAPS)
def readings(request: PageRequest) -> HttpResponse:
    """Who has no temperature yet: one line each, enter saves and goes to the next."""
    outcomes: dict[str, FieldOutcome] = {}
    if request.method == "POST":
        outcomes = _add_readings(request)
    failed = {key: one for key, one in outcomes.items() if one.fate in STATUS}
    gaps = queries.gaps_of(by=request.actor, at=request.moment, kinds=READING)
    fevers = queries.gaps_of(by=request.actor, at=request.moment, kinds=FEVER)
    listed = queries.worklist(gaps, by=request.actor, limit=READINGS_SHOWN)
    context = {
        "listed": listed,
        "fevers": queries.worklist(fevers, by=request.actor, limit=SHOWN),
        "failed": failed,
        "typed": {task.key: request.POST.get(f"celsius-{task.key}", "") for task in listed.tasks},
        "taken": len(outcomes) - len(failed),
        **_frame(request),
    }
    return render(request, "control/field/readings.html", context, status=422 if failed else 200)


def _add_readings(request: PageRequest) -> dict[str, FieldOutcome]:
    rows = list(sent.of_readings(request.POST, at=request.moment))
    outcomes = operations.receive_field([record for _, record in rows], by=request.actor, at=request.moment)
    return {key: outcome for (key, _), outcome in zip(rows, outcomes, strict=True)}


@needs(Permission.VIEW_GAPS)
@require_POST
def record(request: PageRequest) -> HttpResponse:
    """Take one form; then the next task, or the same one again with what is wrong."""
    made = sent.of_form(request.POST, at=request.moment)
    (outcome,) = operations.receive_field([made], by=request.actor, at=request.moment)
    if outcome.fate in STATUS:
        typed = {name: str(value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
        tried = Tried(typed.get("task", ""), typed, outcome)
        return _today(request, request.POST, tried, STATUS[outcome.fate])
    if "photo" in request.FILES:
        _keep_sent(request, made)
    ways = {"mine": "1", "next": "", "only": ""}
    ways |= {name: request.POST[name] for name in ways if name in request.POST}
    if outcome.alert:
        ways["fever"] = made.person
    return HttpResponseRedirect(f"{reverse('control:today')}?{urlencode(ways)}")


def _keep_sent(request: PageRequest, made: FieldRecord) -> None:
    """The photograph that came with a form."""
    file = cast("UploadedFile[bytes]", request.FILES["photo"])
    identity = UUID(request.POST.get("photo_id") or request.POST["id"])
    _keep(request, Photo(identity, made.person, made.kind, file.name or "", file.read(), made.happened_at))


def _keep(request: PageRequest, photo: Photo) -> bool:
    return operations.keep_photograph(
        client_id=photo.id,
        person=photo.person,
        about=photo.about,
        name=photo.name,
        content=photo.content,
        happened_at=photo.happened_at,
        by=request.actor,
        at=request.moment,
    )


@needs(Permission.VIEW_GAPS)
@require_POST
def records(request: PageRequest) -> HttpResponse:
    """Take the queue of a browser: one fate for each record."""
    owner, queued = field_queue.read(request.body, most=sent.MOST, at=request.moment)
    if owner != owner_of(request.actor):
        return field_queue.not_its_owner()
    told, left = field_queue.received(request, queued)
    if left:
        made = [sent.of_queued(one) for one in left]
        outcomes = operations.receive_field(made, by=request.actor, at=request.moment)
        told += [sent.told(one) for one in outcomes]
    return field_queue.answered(told)


@needs(Permission.ADD_ENCOUNTER)
@require_POST
def photos(request: PageRequest) -> HttpResponse:
    """Take one photograph out of the queue of a browser."""
    return field_queue.take_photo(request, owner=owner_of(request.actor), keep=partial(_keep, request))


@needs(Permission.VIEW_PERSON)
@require_GET
def photo(request: PageRequest, client_id: UUID) -> HttpResponseBase:
    """A photograph; that it was looked at stands in the log."""
    shown = operations.photograph(client_id, by=request.actor, at=request.moment)
    return StreamingHttpResponse(shown.blocks, content_type=shown.media_type)


@needs(Permission.VIEW_GAPS)
@require_GET
def worker(request: PageRequest) -> HttpResponse:
    """The service worker, below the address of the pages that it keeps."""
    found = finders.find("ui/field/worker.js")
    return HttpResponse(Path(str(found)).read_text(), content_type="text/javascript")
