"""Transfers: the list with who answers for whom, and the page of one, made for a phone."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.facilities import operations, queries
from lianfang.apps.facilities.rules import custody
from lianfang.apps.facilities.terms import CUSTODIAN_NAMES, TRANSFER_WHY_NAMES, Custodian, TransferWhy
from lianfang.apps.facilities.web.sides import sides
from lianfang.apps.people import queries as people
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest, done, told
from lianfang.core.typed import one_of


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
    }
    return render(request, "facilities/transfers.html", context | more)


@needs(Permission.MOVE_PERSON)
@require_POST
def ask_transfer(request: PageRequest) -> HttpResponse:
    """Ask for somebody to be moved."""

    def work() -> object:
        form = request.POST
        return operations.request_transfer(
            form.get("person", ""),
            why=one_of(request.POST.get("why", ""), TransferWhy, wrong=gettext("“{text}”不是转运的原因")),
            sender=form.get("sender", ""),
            from_place=form.get("from_place", ""),
            to_place=form.get("to_place", ""),
            site=form.get("site") or None,
            **told(request),
        )

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
    }
    return render(request, "facilities/transfer.html", context | more)


@needs(Permission.MOVE_PERSON)
@require_POST
def hand_over(request: PageRequest, uid: str) -> HttpResponse:
    """Somebody else answers from now on."""

    def work() -> object:
        form = request.POST
        return operations.hand_over(
            uid,
            one_of(request.POST.get("to", ""), Custodian, wrong=gettext("没有“{text}”这一步")),
            name=form.get("name", ""),
            vehicle=form.get("vehicle", ""),
            note=form.get("note", ""),
            **told(request),
        )

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
