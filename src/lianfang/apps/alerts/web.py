"""Pages of what was told: one's own notices, and for the administrator what left by message."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.alerts import operations, queries
from lianfang.apps.alerts.queries import NoticeCard
from lianfang.apps.alerts.terms import DISPATCH_STATE_NAMES, NATURE_NAMES, DispatchState, Line, Nature
from lianfang.apps.areas import queries as areas
from lianfang.apps.areas.terms import POST_NAMES, PostCode
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.duty import registry
from lianfang.core.pages import PageRequest
from lianfang.core.paging import SIZE, Page, skipped_before
from lianfang.kernel.errors import InputRefused

TONES = {Nature.OPENED: "", Nature.REMINDER: "late", Nature.OVERDUE: "bad", Nature.ESCALATED: "bad"}


@dataclass(frozen=True)
class Shown:
    """A line of a notice as the page shows it, with the way to its gaps."""

    kind: str
    nature: str
    tone: str
    count: int
    due_at: datetime
    href: str


@dataclass(frozen=True)
class ShownNotice:
    """A notice as the page shows it."""

    card: NoticeCard
    post: str
    place: str
    lines: tuple[Shown, ...]


def officer_of(request: PageRequest) -> UUID | None:
    """The officer whose notices the signed-in person has."""
    found: UUID | None = getattr(request.user, "officer", None)
    return found


@needs(Permission.OWN_ACCOUNT)
@require_GET
def notices(request: PageRequest) -> HttpResponse:
    """My notices: those that wait first."""
    return _notices(request)


def _notices(request: PageRequest, refused: str = "", status: int = 200) -> HttpResponse:
    officer = officer_of(request)
    total = queries.count_of(officer=officer)
    found = queries.notices_of(officer=officer, limit=SIZE, skipped=skipped_before(request.GET, total))
    context = {
        "page": Page.beside(_shown(found), request.GET, total),
        "waiting": queries.unacknowledged(officer=officer),
        "linked": officer is not None,
        "mailbox": queries.mailbox_of(officer=officer),
        "refused": refused,
    }
    part = "alerts/notice_list.html" if request.htmx else "alerts/notices.html"
    return render(request, part, context, status=status)


def _shown(found: list[NoticeCard]) -> list[ShownNotice]:
    places = areas.names(card.area for card in found)
    kinds = {kind.code: kind.name for kind in registry.kinds()}
    return [
        ShownNotice(
            card,
            POST_NAMES[PostCode(card.post)],
            places.get(card.area, card.area),
            tuple(_line(line, card, kinds) for line in card.lines),
        )
        for card in found
    ]


def _line(line: Line, card: NoticeCard, kinds: dict[str, str]) -> Shown:
    nature = Nature(line.nature)
    own = {} if nature is Nature.ESCALATED else {"holder": card.holder}
    href = f"{reverse('reporting:gaps')}?{urlencode({'kind': line.kind} | own)}"
    kind = kinds.get(line.kind, line.kind)
    return Shown(kind, NATURE_NAMES[nature], TONES[nature], line.count, line.due_at, href)


@needs(Permission.OWN_ACCOUNT)
@require_POST
def acknowledge(request: PageRequest, uid: str) -> HttpResponse:
    """Acknowledge one notice."""
    return _after(request, lambda officer, by: operations.acknowledge(uid, officer=officer, **by))


@needs(Permission.OWN_ACCOUNT)
@require_POST
def acknowledge_all(request: PageRequest) -> HttpResponse:
    """Acknowledge everything that waits and that this role may take up."""
    return _after(request, lambda officer, by: operations.acknowledge_all(officer=officer, **by))


@needs(Permission.OWN_ACCOUNT)
@require_POST
def mailbox(request: PageRequest) -> HttpResponse:
    """Say where I want e-mail, or that I want none."""
    address = request.POST.get("address", "")
    return _after(
        request,
        lambda officer, by: operations.set_mailbox(
            address, officer=officer, area=min(request.actor.scopes, default=""), **by
        ),
    )


def _after(request: PageRequest, work: Any) -> HttpResponse:
    """Do something and show the notices again; a refusal is shown above them."""
    try:
        work(officer_of(request), {"by": request.actor, "at": request.moment})
    except InputRefused as refusal:
        return _notices(request, refused=str(refusal), status=422)
    return _notices(request) if request.htmx else HttpResponseRedirect(reverse("alerts:notices"))


@needs(Permission.VIEW_OUTBOX)
@require_GET
def outbox(request: PageRequest) -> HttpResponse:
    """What left, or would have left, by message."""
    total = queries.count_messages()
    found = queries.messages(limit=SIZE, skipped=skipped_before(request.GET, total))
    states = queries.waiting()
    context = {
        "page": Page.beside(found, request.GET, total),
        "states": [(DISPATCH_STATE_NAMES[state], states.get(state, 0)) for state in DispatchState],
        "real": operations.leaves_the_machine(),
    }
    return render(request, "alerts/outbox.html", context)
