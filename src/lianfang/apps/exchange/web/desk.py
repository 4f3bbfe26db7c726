"""Pages of hand-overs: our key, the peers, what left and what arrived, envelopes and receipts as files."""

import json
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.areas import queries as areas
from lianfang.apps.exchange import operations, queries
from lianfang.apps.exchange.models import Message, Received
from lianfang.apps.exchange.terms import (
    DIRECTION_NAMES,
    MESSAGE_STATE_NAMES,
    Direction,
    MessageState,
    Party,
)
from lianfang.apps.forms import queries as forms
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.forms.terms import Form
from lianfang.core.forms.values import shown
from lianfang.core.pages import PageRequest, told
from lianfang.core.refusals import sentence_of, status_of
from lianfang.core.typed import day_or
from lianfang.kernel.errors import DomainError, WrongCall

TONES: Final = {
    MessageState.WAITING: "late",
    MessageState.FAILED: "bad",
    MessageState.EXPIRED: "bad",
    MessageState.ACKNOWLEDGED: "good",
}
DIRECTIONS: Final = [(direction.value, DIRECTION_NAMES[direction]) for direction in Direction]


@require_GET
@needs(Permission.VIEW_EXCHANGE)
def desk(request: PageRequest) -> HttpResponse:
    """The key of this server, its peers, the newest hand-overs in both directions."""
    return shown_desk(request)


def shown_desk(
    request: PageRequest, refusal: DomainError | None = None, *, nothing: bool = False
) -> HttpResponse:
    """The page of hand-overs, with a refusal where there is one."""
    by, at = request.actor, request.moment
    cards = [*queries.sent(by=by, at=at), *queries.received(by=by)]
    peers = queries.peers(by=by)
    names = areas.names(area for peer in peers for area in peer.areas)
    context = {
        "key": queries.own_public_key(),
        "peers": [_peer(one, names) for one in peers],
        "envelopes": [
            {
                "one": card,
                "direction": DIRECTION_NAMES[card.direction],
                "state": MESSAGE_STATE_NAMES[card.state],
                "tone": TONES[card.state],
            }
            for card in sorted(cards, key=lambda card: card.made_at, reverse=True)
        ],
        "directions": DIRECTIONS,
        "typed": request.POST,
        "nothing": nothing,
        "refused": sentence_of(refusal) if refusal else "",
        "may_manage": by.may(Permission.MANAGE_EXCHANGE),
        "today": at.date(),
    }
    return render(request, "exchange/desk.html", context, status=status_of(refusal) if refusal else 200)


def _peer(one: Any, names: dict[str, str]) -> dict[str, Any]:
    return {
        "one": one,
        "direction": DIRECTION_NAMES[one.direction],
        "places": "、".join(names.get(area, area) for area in one.areas),
        "sends": one.direction == Direction.OUT and one.ended_at is None,
    }


@require_POST
@needs(Permission.MANAGE_EXCHANGE)
def add_peer(request: PageRequest) -> HttpResponse:
    """Register a peer."""
    typed = request.POST
    try:
        party = Party(
            typed.get("name", ""),
            typed.get("public_key", ""),
            tuple(typed.get("areas", "").replace("、", " ").split()),
            _direction(typed.get("direction", "")),
            day_or(typed.get("begins_on", ""), request.moment.date()),
            day_or(typed.get("ends_on", ""), None),
        )
        operations.add_peer(party, url=typed.get("url", "").strip(), **told(request))
    except DomainError as refusal:
        return shown_desk(request, refusal)
    return redirect("exchange:desk")


def _direction(text: str) -> Direction:
    if text not in set(Direction):
        raise WrongCall(problem="请选择方向。")
    return Direction(text)


@require_POST
@needs(Permission.MANAGE_EXCHANGE)
def end_peer(request: PageRequest, peer: UUID) -> HttpResponse:
    """Exchange with a peer no more."""
    operations.end_peer(peer=str(peer), **told(request))
    return redirect("exchange:desk")


@require_POST
@needs(Permission.MANAGE_EXCHANGE)
def pack(request: PageRequest, peer: UUID) -> HttpResponse:
    """Pack the accepted reports of a day for a peer."""
    try:
        on = day_or(request.POST.get("on", ""), request.moment.date())
        made = operations.pack(peer=str(peer), on=on, **told(request))
    except DomainError as refusal:
        return shown_desk(request, refusal)
    return redirect("exchange:message", made.uid) if made else shown_desk(request, nothing=True)


@require_GET
@needs(Permission.VIEW_EXCHANGE)
def message(request: PageRequest, uid: UUID) -> HttpResponse:
    """A hand-over: its reports, its digest, its receipt."""
    found = queries.message(uid, by=request.actor)
    content = json.loads(found.envelope)["content"]
    context = {
        "one": found,
        "sent": isinstance(found, Message),
        "state": _state(found, request),
        "reports": _named(content["reports"]),
        "receipt": json.loads(found.receipt) if found.receipt else None,
        "may_manage": request.actor.may(Permission.MANAGE_EXCHANGE),
        "may_resend": isinstance(found, Message) and not found.acknowledged_at and bool(found.peer.url),
    }
    return render(request, "exchange/message.html", context)


def _named(reports: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Reports with the names of their forms and fields, where their edition is loaded here."""
    known = {(one.form, one.version): forms.form_of(one) for one in forms.editions()}
    return [one | _words(one, known.get((one["form"], one["version"]))) for one in reports]


def _words(report: dict[str, Any], form: Form | None) -> dict[str, Any]:
    fields = {field.code: field for field in form.fields} if form else {}
    values = report["values"]
    known = [(one.name, shown(one, values[code])) for code, one in fields.items() if code in values]
    others = [(code, values[code]) for code in sorted(values.keys() - fields.keys())]
    return {"cells": [*known, *others], "title": form.name if form else report["form"]}


def _state(found: Message | Received, request: PageRequest) -> dict[str, str]:
    arrived = MessageState.ACKNOWLEDGED
    state = queries.state_of(found, at=request.moment) if isinstance(found, Message) else arrived
    return {"name": MESSAGE_STATE_NAMES[state], "tone": TONES[state]}


@require_POST
@needs(Permission.MANAGE_EXCHANGE)
def resend(request: PageRequest, uid: UUID) -> HttpResponse:
    """Send what waits at once."""
    try:
        operations.resend(message=str(uid), **told(request))
    except DomainError as refusal:
        return shown_desk(request, refusal)
    messages.success(request, gettext("将马上重发。"))
    return redirect("exchange:message", uid)


@require_POST
@needs(Permission.MANAGE_EXCHANGE)
def envelope(request: PageRequest, uid: UUID) -> HttpResponse:
    """An envelope that left, or our receipt for one that arrived, as a file."""
    found = queries.message(uid, by=request.actor)
    if isinstance(found, Message):
        text, name = operations.envelope_file(message=str(uid), **told(request)), gettext("信封")
    else:
        text, name = found.receipt, gettext("回执")
    return _file(text, f"{found.peer.name}-{found.sequence}-{name}.json")


def _file(text: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type="application/json")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
