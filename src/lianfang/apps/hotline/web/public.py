"""Pages for callers: bring a matter, follow it by number and code, say how the answer is found."""

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_http_methods, require_POST

from lianfang.apps.hotline import operations, queries
from lianfang.apps.hotline.rules import receipts
from lianfang.apps.hotline.terms import (
    KIND_NAMES,
    SATISFACTION_NAMES,
    STATE_NAMES,
    MatterChannel,
    MatterKind,
    MatterState,
    PublicStatus,
    Satisfaction,
)
from lianfang.apps.hotline.web import typed
from lianfang.core.buckets import Limit
from lianfang.core.openly import caller, openly
from lianfang.core.pages import PageRequest
from lianfang.core.refusals import sentence_of, status_of
from lianfang.kernel.errors import DomainError, WrongCall

BRINGING: Final = Limit("hotline.bring", 10, 600)
"""Matters of one caller: ten at once, one a minute from then on."""
TRYING: Final = Limit("hotline.try", 10, 3600)
"""Codes tried for one number: ten an hour, whoever tries."""
FOLLOWING: Final = Limit("hotline.follow", 60, 600)
"""Look-ups of one caller."""
RATED: Final = frozenset({MatterState.ANSWERED, MatterState.CLOSED})


@openly()
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: PageRequest) -> HttpResponse:
    """The form; sent, the receipt with number and code, shown this once."""
    if request.method != "POST":
        return _form(request)
    try:
        BRINGING.take(caller(request))
        brought = typed.brought(request.POST.dict(), channel=MatterChannel.WEB)
        identity = typed.identity(request.POST.dict())
        slip = operations.receive(brought, identity=identity, by=operations.PUBLIC, at=request.moment)
    except DomainError as refusal:
        return _form(request, problem=sentence_of(refusal), status=status_of(refusal))
    return render(request, "hotline/receipt.html", {"slip": slip, "code": _spaced(slip.code)})


def _form(request: PageRequest, problem: str = "", status: int = 200) -> HttpResponse:
    places = [pair for _county, offered in queries.towns(at=request.moment) for pair in offered]
    context = {
        "problem": problem,
        "typed": request.POST,
        "kinds": typed.KINDS,
        "needs": typed.NEEDS,
        "places": [("", "—"), *places],
    }
    return render(request, "hotline/ask.html", context, status=status)


def _spaced(code: str) -> str:
    return f"{code[:5]} {code[5:]}"


@openly()
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: PageRequest) -> HttpResponse:
    """Where a matter stands, for who has its number and code; both come by POST, never in an address."""
    if request.method != "POST":
        return render(request, "hotline/follow.html", {"typed": {}})
    try:
        return _shown(request, _found(request))
    except DomainError as refusal:
        return _refused(request, refusal)


def _found(request: PageRequest) -> PublicStatus:
    number, code = request.POST.get("number", "").strip(), request.POST.get("code", "")
    FOLLOWING.take(caller(request))
    TRYING.take(number)
    return queries.public_status(number, code, at=request.moment)


def _refused(request: PageRequest, refusal: DomainError) -> HttpResponse:
    told = {"problem": sentence_of(refusal), "typed": {"number": request.POST.get("number", "")}}
    return render(request, "hotline/follow.html", told, status=status_of(refusal))


def _shown(request: PageRequest, status: PublicStatus, **more: Any) -> HttpResponse:
    context = {
        "status": status,
        "kind": KIND_NAMES[MatterKind(status.kind)],
        "state": STATE_NAMES[MatterState(status.state)],
        "code": receipts.plain(request.POST.get("code", "")),
        "choices": [(one.value, name) for one, name in SATISFACTION_NAMES.items()],
        "rated": SATISFACTION_NAMES[Satisfaction(status.satisfaction)] if status.satisfaction else "",
        "may_rate": status.state in {MatterState.ANSWERED, MatterState.CLOSED}
        and status.kind != MatterKind.APPEAL,
        **more,
    }
    return render(request, "hotline/status.html", context)


@openly()
@require_POST
def rate(request: PageRequest) -> HttpResponse:
    """How the caller finds the answer; one who is not satisfied has it worked at again."""
    try:
        found = _found(request)
        said = request.POST.get("satisfaction", "")
        if said not in set(Satisfaction):
            raise WrongCall(problem=_("请选择评价。"))
        told = {"satisfaction": Satisfaction(said), "at": request.moment}
        operations.rate(found.number, request.POST.get("code", ""), **told)  # type: ignore[arg-type]
        return _shown(
            request,
            queries.public_status(found.number, request.POST.get("code", ""), at=request.moment),
            thanks=True,
        )
    except DomainError as refusal:
        return _refused(request, refusal)
