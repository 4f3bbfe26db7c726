"""Pages of tasks: one's own, those of a directive, one with its course and what can be done with it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.areas import queries as areas
from lianfang.apps.areas.terms import POST_NAMES, PostCode
from lianfang.apps.directives import operations, queries
from lianfang.apps.directives.operations import Attached
from lianfang.apps.directives.queries import TaskCard
from lianfang.apps.directives.rules import showing, workflow
from lianfang.apps.directives.terms import TASK_STATE_NAMES, TaskEventKind, TaskState
from lianfang.apps.directives.web.wording import rhythm_told
from lianfang.core import doors, refusals
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.core.paging import page_of
from lianfang.kernel.errors import InputRefused, WrongCall

OVERDUE, VACANT = "overdue", "vacant"
ONLY: Final = [
    ("", _("全部")),
    *((state.value, name) for state, name in TASK_STATE_NAMES.items()),
    (OVERDUE, _("逾期")),
    (VACANT, _("无人负责")),
]
TONES: Final[Mapping[TaskState, str]] = {
    TaskState.ISSUED: "late",
    TaskState.RECEIVED: "",
    TaskState.DONE: "good",
    TaskState.SENT_BACK: "bad",
    TaskState.SIGNED_OFF: "good",
    TaskState.WITHDRAWN: "",
}


def shown(card: TaskCard, request: PageRequest) -> dict[str, Any]:
    """A task as lists show it."""
    post = POST_NAMES[PostCode(card.holder_post)] if card.holder_post in set(PostCode) else ""
    return {
        "card": card,
        "tone": TONES[card.state],
        "overdue": card.is_overdue(request.moment),
        "rhythm": rhythm_told(card.times, card.days, card.clocks) if card.recurs else "",
        "holder_post": post,
        "is_open": card.ended_at is None,
    }


@needs(Permission.VIEW_TASKS)
@require_GET
def mine(request: PageRequest) -> HttpResponse:
    """Open tasks for which I answer, the most urgent first."""
    own = queries.own_tasks(by=request.actor, at=request.moment)
    context = {
        "tasks": [shown(card, request) for card in own],
        "waiting": sum(card.state is TaskState.ISSUED for card in own),
        "late": sum(card.is_overdue(request.moment) for card in own),
    }
    return render(request, "directives/mine.html", context)


@needs(Permission.HANDLE_TASK)
@require_POST
def take_all(request: PageRequest) -> HttpResponse:
    """Take receipt of everything that waits for me."""
    operations.take_tasks(by=request.actor, at=request.moment)
    return HttpResponseRedirect(reverse("directives:mine"))


@needs(Permission.VIEW_TASKS)
@require_GET
def tasks(request: PageRequest, uid: str) -> HttpResponse:
    """The tasks of a directive: of a place, of an item, in a state."""
    found = queries.directive(uid, by=request.actor)
    area, only = request.GET.get("area", ""), request.GET.get("only", "")
    item = queries.as_uid(request.GET.get("item", ""))
    status = queries.status(found, by=request.actor, at=request.moment, area=area or None)
    chosen = [card for card in status.cards if item in {None, card.item} and _is(card, only, request)]
    page = page_of(chosen, request.GET)
    context = {
        "directive": found,
        "page": page,
        "rows": [shown(card, request) for card in page.rows],
        "fields": _filter(request, found.area, status.items),
        "only": only,
        "to_check": any(card.state is TaskState.DONE for card in page.rows),
        "may_sign_off": request.actor.may_see(found.area) and request.actor.may(Permission.ISSUE_DIRECTIVE),
    }
    return render(request, "directives/tasks.html", context)


def _is(card: TaskCard, only: str, request: PageRequest) -> bool:
    if only == OVERDUE:
        return card.is_overdue(request.moment)
    if only == VACANT:
        return card.ended_at is None and card.holder is None
    return not only or card.state == only


def _filter(request: PageRequest, area: str, items: Any) -> list[dict[str, Any]]:
    below = [(place.code, place.name) for place in areas.area(area).children]
    choices = {
        "area": (_("辖区"), [("", _("全部")), *below]),
        "item": (_("条目"), [("", _("全部")), *((line.key, line.name) for line in items)]),
        "only": (_("状态"), ONLY),
    }
    return [
        {"name": name, "label": label, "kind": "choice", "choices": own, "value": request.GET.get(name, "")}
        for name, (label, own) in choices.items()
    ]


@needs(Permission.ISSUE_DIRECTIVE)
@require_POST
def sign_off(request: PageRequest, uid: str) -> HttpResponse:
    """Sign off the tasks that were ticked in the list of a directive."""
    found = queries.directive(uid, by=request.actor)
    operations.sign_off_tasks(request.POST.getlist("task"), by=request.actor, at=request.moment)
    back = "?only=done" if request.POST.get("only") == TaskState.DONE else ""
    return HttpResponseRedirect(f"{reverse('directives:tasks', args=[found.uid])}{back}")


@needs(Permission.VIEW_TASKS)
@require_GET
def task(request: PageRequest, uid: str) -> HttpResponse:
    """A task: what it asks, who answers, its clock, its course, what can be done now."""
    return _task(request, queries.task(uid, by=request.actor, at=request.moment))


def _task(request: PageRequest, card: TaskCard, refused: str = "", status: int = 200) -> HttpResponse:
    found = queries.directive(card.directive, by=request.actor)
    before, passage, after = showing.around(found.text, card.start, card.end)
    context = {
        **shown(card, request),
        "state_name": card.state_name,
        "before": before,
        "passage": passage,
        "after": after,
        "events": [_event(event) for event in queries.history(card.uid)],
        "can": _possible(request, card),
        "typed": request.POST,
        "refused": refused,
    }
    return render(request, "directives/task.html", context, status=status)


def _event(event: queries.Happened) -> dict[str, Any]:
    later = event.recorded_at if event.recorded_at != event.happened_at else None
    return {
        "at": event.happened_at,
        "what": event.name,
        "slot": event.slot.partition("/")[0],
        "detail": event.note,
        "due_at": event.due_at,
        "by": event.by,
        "recorded_at": later,
        "evidence": event.evidence,
    }


def _possible(request: PageRequest, card: TaskCard) -> dict[str, bool]:
    """What this person may do with a task as it stands."""
    allowed = workflow.allowed(card.state, recurs=card.recurs)
    actor = request.actor
    handles = actor.may(Permission.HANDLE_TASK) and queries.may_handle(card, actor)
    issues = actor.may(Permission.ISSUE_DIRECTIVE) and actor.may_see(card.issuer_area)
    own = {TaskEventKind.RECEIVED: handles, TaskEventKind.PROGRESS: handles, TaskEventKind.DONE: handles}
    return {kind.value: kind in allowed and own.get(kind, issues) for kind in TaskEventKind}


@needs(Permission.HANDLE_TASK)
@require_POST
def work(request: PageRequest, uid: str) -> HttpResponse:
    """Receive a task, tell of progress, or say that it is done."""
    by = {"by": request.actor, "at": request.moment}
    note, files = request.POST.get("note", ""), _attached(request)
    happened = request.POST.get("happened", "")
    acts: dict[str, Callable[[], object]] = {
        "take": lambda: operations.take_task(uid, **by),  # type: ignore[arg-type]
        "progress": lambda: operations.add_progress(uid, note, attached=files, **by),  # type: ignore[arg-type]
        "finish": lambda: operations.finish_task(
            uid,
            note,
            attached=files,
            happened_at=doors.moment(happened) if happened else None,
            slot=request.POST.get("slot", ""),
            **by,  # type: ignore[arg-type]
        ),
    }
    return _done(request, uid, acts)


def _attached(request: PageRequest) -> list[Attached]:
    return [Attached(file.name or "", file.read()) for file in request.FILES.getlist("files")]


@needs(Permission.ISSUE_DIRECTIVE)
@require_POST
def judge(request: PageRequest, uid: str) -> HttpResponse:
    """Sign a task off, send it back, or withdraw it."""
    by = {"by": request.actor, "at": request.moment}
    note, due = request.POST.get("note", ""), request.POST.get("due_at", "")
    acts: dict[str, Callable[[], object]] = {
        "sign_off": lambda: operations.sign_off(uid, note=note, **by),  # type: ignore[arg-type]
        "send_back": lambda: operations.send_back(
            uid,
            note,
            due_at=doors.moment(due) if due else None,
            **by,  # type: ignore[arg-type]
        ),
        "withdraw": lambda: operations.withdraw_task(uid, note, **by),  # type: ignore[arg-type]
    }
    return _done(request, uid, acts)


def _done(request: PageRequest, uid: str, acts: Mapping[str, Callable[[], object]]) -> HttpResponse:
    """The task as it is now; a refusal stands above it, with what was typed."""
    card = queries.task(uid, by=request.actor, at=request.moment)
    try:
        acts.get(request.POST.get("act", ""), _nothing_chosen)()
    except (InputRefused, WrongCall) as refusal:
        sentence, status = refusals.told(refusal)
        return _task(request, card, refused=sentence, status=status)
    return HttpResponseRedirect(reverse("directives:task", args=[uid]))


def _nothing_chosen() -> None:
    raise WrongCall(problem=gettext("请选择要办的事。"))


@needs(Permission.VIEW_TASKS)
@require_GET
def evidence(request: PageRequest, uid: str) -> HttpResponse:
    """A file of evidence; that it was looked at stands in the log."""
    opened = operations.open_evidence(uid, by=request.actor, at=request.moment)
    answer = HttpResponse(opened.content, content_type=opened.media_type)
    answer.headers["Content-Disposition"] = (
        "inline" if opened.media_type.startswith("image/") else "attachment"
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
