"""Transfers: the list with who answers for whom, and the page of one, made for a phone."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.facilities import operations, queries
from lianfang.apps.facilities.rules import custody
from lianfang.apps.facilities.rules.custody import HandOverContested
from lianfang.apps.facilities.terms import (
    CUSTODIAN_NAMES,
    TRANSFER_WHY_NAMES,
    Custodian,
    HandedOver,
    Journey,
    TransferView,
    TransferWhy,
)
from lianfang.apps.facilities.web.sides import sides
from lianfang.apps.people import queries as people
from lianfang.core import field_queue
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.field_queue import Fate, Queued
from lianfang.core.pages import PageRequest, done, told
from lianfang.core.typed import one_of
from lianfang.kernel.errors import DomainError

KIND: Final = "custody"
CONTESTED: Final = "conflict"
"""The fate of a record against another's, as the queue of the browser reads it."""
TAKEN, KNOWN = _("交接已登记。"), _("此前已登记。")
KEPT: Final = 20
"""How many open transfers a phone keeps for the time without a network."""


@needs(Permission.MOVE_PERSON)
@require_GET
def transfers(request: PageRequest) -> HttpResponse:
    """Who is moved, by when, and who answers for them; with the form of a request."""
    return transfers_page(request, {})


def transfers_page(request: PageRequest, more: dict[str, Any]) -> HttpResponse:
    """The page of all transfers."""
    actor, at = request.actor, request.moment
    found = queries.transfers(by=actor, at=at)
    sites = queries.sites(area="", by=actor, at=at)
    context = {
        "sides": sides(actor, "facilities:transfers"),
        "transfers": found,
        "names": people.names_by_uid(one.person for one in found),
        "custodians": CUSTODIAN_NAMES,
        "whys": [(why.value, name) for why, name in TRANSFER_WHY_NAMES.items()],
        "sites": [("", gettext("其他地方"))] + [(str(one.uid), one.name) for one in sites],
        "person": request.GET.get("person", ""),
        "kept": " ".join(
            [reverse("facilities:transfers"), *(_page(one) for one in found[:KEPT] if _open(one))]
        ),
        **field_queue.frame(field_queue.owner_of(actor)),
    }
    return render(request, "facilities/transfers.html", context | more)


def _open(one: TransferView) -> bool:
    return one.ended_at is None


def _page(one: TransferView) -> str:
    return reverse("facilities:transfer", args=[one.uid])


@needs(Permission.MOVE_PERSON)
@require_POST
def ask_transfer(request: PageRequest) -> HttpResponse:
    """Ask for somebody to be moved."""

    def work() -> object:
        form = request.POST
        journey = Journey(
            one_of(form.get("why", ""), TransferWhy, wrong=gettext("“{text}”不是转运的原因")),
            sender=form.get("sender", ""),
            from_place=form.get("from_place", ""),
            to_place=form.get("to_place", ""),
            site=form.get("site") or None,
        )
        person = people.meant(form.get("person", ""), by=request.actor)
        return operations.request_transfer(person, journey, **told(request))

    def page(more: dict[str, Any]) -> HttpResponse:
        return transfers_page(request, more)

    return done(request, work, said=gettext("已申请转运。"), then=("facilities:transfers",), page=page)


@needs(Permission.MOVE_PERSON)
@require_GET
def transfer(request: PageRequest, uid: str) -> HttpResponse:
    """A transfer on a phone: who answers now, and the next hand-over."""
    return transfer_page(request, uid, {})


def transfer_page(request: PageRequest, uid: str, more: dict[str, Any]) -> HttpResponse:
    """The page of one transfer."""
    found = queries.transfer(uid, by=request.actor, at=request.moment)
    following = custody.NEXT[Custodian(found.custodian)] if found.ended_at is None else ()
    context = {
        "sides": sides(request.actor, "facilities:transfers"),
        "one": found,
        "name": people.names_by_uid([found.person]).get(found.person, ""),
        "steps": queries.hand_overs(found),
        "custodians": CUSTODIAN_NAMES,
        "why": TRANSFER_WHY_NAMES[TransferWhy(found.why)],
        "following": [(one.value, CUSTODIAN_NAMES[one]) for one in following],
        "may_cancel": found.ended_at is None and found.custodian == Custodian.SENDER,
        "kept": f"{reverse('facilities:transfers')} {_page(found)}",
        **field_queue.frame(field_queue.owner_of(request.actor)),
    }
    return render(request, "facilities/transfer.html", context | more)


def handed_over(said: Mapping[str, str], *, identity: str = "", over: str = "") -> HandedOver:
    """Who took over, as a form or a phone says it; raises WrongCall."""
    return HandedOver(
        one_of(said.get("to", ""), Custodian, wrong=gettext("没有“{text}”这一步")),
        name=said.get("name", ""),
        vehicle=said.get("vehicle", ""),
        note=said.get("note", ""),
        id=people.as_uuid(identity or said.get("id", "")),
        seen=people.as_uuid(said.get("seen", "")),
        over=people.as_uuid(over),
    )


@field_queue.receives(KIND)
def receive(request: PageRequest, one: Queued) -> dict[str, Any]:
    """Take one hand-over out of the queue of a phone, at the moment when it happened."""
    try:
        made = handed_over(one.values, identity=one.id, over=one.over)
        view, again = operations.hand_over(one.person, made, happened_at=one.entered_at, **told(request))
    except HandOverContested as other:
        met = {"uid": str(other.other.uid), "by": other.other.name, "at": other.other.at}
        return field_queue.told(one.id, CONTESTED, str(other), other=met)
    except DomainError as refusal:
        return field_queue.told(one.id, Fate.REFUSED, str(refusal))
    fate, said = (Fate.KNOWN, KNOWN) if again else (Fate.ACCEPTED, TAKEN)
    return field_queue.told(one.id, fate, gettext(said), href=reverse("facilities:transfer", args=[view.uid]))


@needs(Permission.MOVE_PERSON)
@require_POST
def hand_over(request: PageRequest, uid: str) -> HttpResponse:
    """Somebody else answers from now on."""

    def work() -> object:
        return operations.hand_over(uid, handed_over(request.POST), **told(request))

    return _done(request, uid, work, gettext("交接已登记。"))


@needs(Permission.MOVE_PERSON)
@require_POST
def cancel_transfer(request: PageRequest, uid: str) -> HttpResponse:
    """The request is taken back."""

    def work() -> object:
        note = request.POST.get("note", "")
        return operations.cancel_transfer(uid, note=note, **told(request))

    return _done(request, uid, work, gettext("已取消转运。"))


def _done(request: PageRequest, uid: str, work: Callable[[], object], said: str) -> HttpResponse:
    def page(more: dict[str, Any]) -> HttpResponse:
        return transfer_page(request, uid, more)

    return done(request, work, said=said, then=("facilities:transfer", uid), page=page)
