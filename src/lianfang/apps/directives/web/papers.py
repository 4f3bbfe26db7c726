"""Pages of directives: the list, a paper beside its items, how an issued one stands."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Final

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.areas import queries as areas
from lianfang.apps.directives import operations, queries
from lianfang.apps.directives.models import Directive, Item
from lianfang.apps.directives.rules import showing, workflow
from lianfang.apps.directives.terms import (
    DIRECTIVE_STATE_NAMES,
    LEVEL_NAMES,
    PART_NAMES,
    SOURCE_NAMES,
    DirectiveEventKind,
    ItemKind,
    ItemUse,
    Source,
)
from lianfang.apps.directives.web import forms
from lianfang.apps.directives.web.wording import limit_told
from lianfang.core import refusals
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.duty import registry
from lianfang.core.pages import PageRequest
from lianfang.core.paging import page_of
from lianfang.kernel.errors import InputRefused, WrongCall

DAYS: Final = [("1", _("1天内")), ("3", _("3天内")), ("7", _("7天内")), ("14", _("14天内"))]
USUAL: Final = str(workflow.DONE_WITHIN // timedelta(days=1))


@dataclass(frozen=True)
class ShownItem:
    """An item as it stands beside its paper."""

    item: Item
    title: str
    part: str
    who: list[str]
    limit: str
    covered: str
    targets: int
    doubts: list[dict[str, str]]
    open: bool

    @property
    def anchor(self) -> str:
        """What addresses this row of the page."""
        return anchor_of(self.item)

    @property
    def use(self) -> str:
        return str(self.item.use)

    @property
    def state(self) -> str:
        """What still keeps it from being issued, if anything does."""
        if self.item.use != ItemUse.TASK:
            return "settled"
        if any(not doubt["accepted_by"] for doubt in self.doubts):
            return "doubted"
        return "ready" if self.targets else "nobody"


def anchor_of(item: Item) -> str:
    """The item's place; its later parts have one of their own."""
    return f"{item.index}-{item.part}" if item.part > 1 else str(item.index)


@needs(Permission.VIEW_TASKS, post=Permission.RECEIVE_DIRECTIVE)
def directives(request: PageRequest) -> HttpResponse:
    """Directives that this person sees; one more is received here."""
    if request.method == "POST":
        return _received(request)
    return _listing(request)


def _listing(request: PageRequest, refused: str = "", status: int = 200) -> HttpResponse:
    context = {
        "page": page_of(queries.directives_of(request.actor), request.GET),
        "places": own_places(request),
        "typed": request.POST,
        "refused": refused,
    }
    return render(request, "directives/directives.html", context, status=status)


def own_places(request: PageRequest) -> list[tuple[str, str]]:
    """The areas whose office this person is."""
    codes = [scope for scope in request.actor.scopes if scope] or areas.headquarters(at=request.moment)
    names = areas.names(codes)
    return [(code, names.get(code, code)) for code in codes]


def _received(request: PageRequest) -> HttpResponse:
    try:
        name, content = _paper(request)
        uid = operations.receive(
            name,
            content,
            area=request.POST.get("area", ""),
            title=request.POST.get("title", ""),
            by=request.actor,
            at=request.moment,
        )
    except (InputRefused, WrongCall) as refusal:
        sentence, status = refusals.told(refusal)
        return _listing(request, refused=sentence, status=status)
    return HttpResponseRedirect(reverse("directives:paper", args=[uid]))


def _paper(request: PageRequest) -> tuple[str, bytes]:
    file = request.FILES.get("file")
    if file is not None:
        return file.name or "", file.read()
    text = request.POST.get("text", "")
    if not text.strip():
        raise WrongCall(problem=_("请选择文件，或粘贴正文。"))
    return operations.PASTED, text.encode()


@needs(Permission.VIEW_TASKS)
@require_GET
def directive(request: PageRequest, uid: str) -> HttpResponse:
    """How an issued directive stands by place and item; one that is not issued leads to its paper."""
    found = queries.directive(uid, by=request.actor)
    if queries.state_of(found) in {"draft", DirectiveEventKind.PLANNED}:
        return HttpResponseRedirect(reverse("directives:paper", args=[found.uid]))
    return _status(request, found)


def _status(request: PageRequest, found: Directive, refused: str = "", status: int = 200) -> HttpResponse:
    context = {
        **head_of(request, found),
        "status": queries.status(found, by=request.actor, at=request.moment),
        "events": [_event(event) for event in queries.events_of(found)],
        "refused": refused,
    }
    return render(request, "directives/directive.html", context, status=status)


def _event(event: Any) -> dict[str, Any]:
    what = DIRECTIVE_STATE_NAMES[event.kind]
    return {"at": event.happened_at, "what": what, "detail": event.note, "by": event.by}


def head_of(request: PageRequest, found: Directive) -> dict[str, Any]:
    """What stands above every page of a directive."""
    state, activation = queries.state_of(found), queries.activation_of(found)
    return {
        "directive": found,
        "state": state,
        "state_name": DIRECTIVE_STATE_NAMES[state],
        "source": SOURCE_NAMES[Source(found.source)],
        "place": areas.names([found.area]).get(found.area, found.area),
        "activation": activation,
        "activation_level": LEVEL_NAMES[activation.level] if activation else "",
        "own": request.actor.may_see(found.area),
    }


@needs(Permission.VIEW_TASKS)
@require_GET
def paper(request: PageRequest, uid: str) -> HttpResponse:
    """A paper on the left, what was read from it on the right."""
    return _beside(request, queries.directive(uid, by=request.actor), opened=request.GET.get("item", ""))


def _beside(
    request: PageRequest,
    found: Directive,
    *,
    opened: str = "",
    typed: QueryDict | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    items = queries.items_of(found)
    head = head_of(request, found)
    may_change = head["state"] == "draft" and head["own"]
    shown = shown_items(found, items, opened if may_change else "")
    chosen = next((one.item for one in shown if one.open), None)
    context = {
        **head,
        "runs": list(runs_of(found, items)),
        "items": shown,
        "counts": _counts(shown),
        "may_change": may_change,
        "form": forms.form_of(chosen, typed=typed) if chosen else None,
        "days": DAYS,
        "usual": USUAL,
        "refused": refused,
    }
    return render(request, "directives/paper.html", context, status=status)


def runs_of(found: Directive, items: list[Item]) -> Any:
    """The text of a paper in runs, those of its items marked."""
    asked = (item for item in items if item.kind == ItemKind.DEMAND and item.part <= 1)
    spans = [(item.index, item.start, item.end) for item in asked]
    return showing.runs(found.text, spans, [(kind, start, end) for kind, start, end in found.marks])


def shown_items(found: Directive, items: list[Item], opened: str) -> list[ShownItem]:
    """What a paper asks for as it stands beside it, one of them perhaps opened."""
    asked = [item for item in items if item.kind == ItemKind.DEMAND]
    uids = [uid for item in asked for uid in item.units]
    names = {one.uid: one.name for one in queries.units(area=found.area, uids=uids)} if uids else {}
    counted = queries.target_counts(directive=found.pk, area=found.area)
    kinds = {kind.code: kind.name for kind in registry.kinds()}
    return [
        ShownItem(
            item,
            "" if item.text.startswith(item.title) else item.title,
            PART_NAMES.get(item.part, ""),
            queries.targets_named(item, names),
            limit_told(item.within, item.due_at, item.times, item.days, item.clocks),
            kinds.get(item.covered_by, item.covered_by),
            counted.get(item.pk, 0),
            item.doubts,
            str(item.uid) == opened,
        )
        for item in asked
    ]


def _counts(shown: list[ShownItem]) -> dict[str, int]:
    """Items of the paper, each once, and tasks of all their parts."""

    def count(state: str = "") -> int:
        return len({one.item.index for one in shown if state in {"", one.state}})

    return {
        "items": count(),
        "tasks": sum(one.targets for one in shown if one.use == ItemUse.TASK),
        "doubted": count("doubted"),
        "nobody": count("nobody"),
        "ready": count("ready"),
    }


@needs(Permission.RECEIVE_DIRECTIVE)
@require_POST
def correct(request: PageRequest, uid: str) -> HttpResponse:
    """Put a person's decision in place of what was read of an item."""
    item = queries.item(uid, by=request.actor)

    def change() -> None:
        correction = forms.read_correction(request.POST, item)
        operations.correct_item(uid, correction, by=request.actor, at=request.moment)

    return _changed(request, item, change)


@needs(Permission.RECEIVE_DIRECTIVE)
@require_POST
def accept(request: PageRequest, uid: str) -> HttpResponse:
    """Say that an item is right as it was read."""
    item = queries.item(uid, by=request.actor)
    return _changed(request, item, lambda: operations.accept_doubts(uid, by=request.actor, at=request.moment))


def _changed(request: PageRequest, item: Item, change: Callable[[], object]) -> HttpResponse:
    """The paper as it is now; a refusal stands in the form of its item, with what was typed."""
    try:
        change()
    except (InputRefused, WrongCall) as refusal:
        sentence, status = refusals.told(refusal)
        opened, typed = str(item.uid), request.POST
        return _beside(request, item.directive, opened=opened, typed=typed, refused=sentence, status=status)
    return HttpResponseRedirect(f"{_address(item)}#i{anchor_of(item)}")


def _address(item: Item) -> str:
    return reverse("directives:paper", args=[item.directive.uid])


@needs(Permission.RECEIVE_DIRECTIVE)
@require_POST
def add_part(request: PageRequest, uid: str) -> HttpResponse:
    """Give an item one limit more, and open it."""
    item = queries.item(uid, by=request.actor)
    try:
        made = operations.add_part(uid, by=request.actor, at=request.moment)
    except InputRefused as refusal:
        sentence, status = refusals.told(refusal)
        return _beside(request, item.directive, refused=sentence, status=status)
    added = queries.item(made, by=request.actor)
    return HttpResponseRedirect(f"{_address(item)}?item={made}#i{anchor_of(added)}")


@needs(Permission.ISSUE_DIRECTIVE)
@require_POST
def issue(request: PageRequest, uid: str) -> HttpResponse:
    """Issue a directive to everybody whom its items name."""
    found = queries.directive(uid, by=request.actor)
    days = request.POST.get("days", USUAL)
    otherwise = timedelta(days=int(days)) if days in dict(DAYS) else workflow.DONE_WITHIN
    try:
        operations.issue(found.uid, otherwise=otherwise, by=request.actor, at=request.moment)
    except InputRefused as refusal:
        sentence, status = refusals.told(refusal)
        return _beside(request, found, refused=sentence, status=status)
    return HttpResponseRedirect(reverse("directives:directive", args=[found.uid]))


@needs(Permission.ISSUE_DIRECTIVE)
@require_POST
def withdraw(request: PageRequest, uid: str) -> HttpResponse:
    """Withdraw a directive with all its open tasks."""
    return _withdrawn(request, queries.directive(uid, by=request.actor), partial(operations.withdraw, uid))


@needs(Permission.ISSUE_DIRECTIVE)
@require_POST
def withdraw_item(request: PageRequest, uid: str) -> HttpResponse:
    """Withdraw the open tasks of one item."""
    item = queries.item(uid, by=request.actor)
    return _withdrawn(request, item.directive, partial(operations.withdraw_item, uid))


def _withdrawn(request: PageRequest, found: Directive, withdraw: Callable[..., object]) -> HttpResponse:
    """How the directive stands after it; a refusal stands above."""
    try:
        withdraw(request.POST.get("reason", ""), by=request.actor, at=request.moment)
    except InputRefused as refusal:
        sentence, status = refusals.told(refusal)
        return _status(request, found, refused=sentence, status=status)
    return HttpResponseRedirect(reverse("directives:directive", args=[found.uid]))
