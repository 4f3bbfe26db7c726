"""The administrator's pages: who has an account, who is invited, closed, given a role."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lianfang.core.access import operations, queries
from lianfang.core.access.choosing import officer_chosen, place_chosen
from lianfang.core.access.doors import needs
from lianfang.core.access.models import User
from lianfang.core.access.permissions import Permission
from lianfang.core.access.roles import ROLE_NAMES, ROLES
from lianfang.core.pages import PageRequest
from lianfang.core.paging import SIZE, Page, skipped_before
from lianfang.core.typed import end_of
from lianfang.kernel.errors import InputRefused, NotFound, WrongCall

MENDABLE: Final = (InputRefused, NotFound, WrongCall)
"""What whoever typed it can mend on the page where it was typed."""
ROLE_CHOICES: Final = [("", "请选择"), *ROLE_NAMES.items()]


class NotChosen(InputRefused):
    """A name that several bear, or nobody."""

    code = "access.not_chosen"
    sentence = "{problem}"


@needs(Permission.MANAGE_ACCESS)
@never_cache
def accounts(request: PageRequest) -> HttpResponse:
    """Every account, found by name; a new one with its role, and the link that lets its person in."""
    place, officer = place_chosen(request.POST), officer_chosen(request.POST, at=request.moment)
    context: dict[str, Any] = {"typed": request.POST, "place": place, "officer": officer}
    context["problem"] = place.problem or officer.problem
    if request.method == "POST" and not context["problem"]:
        try:
            return _with_link(request, _add(request, officer.code))
        except MENDABLE as refusal:
            context["problem"] = str(refusal)
    context |= _listed(request)
    return render(request, "access/accounts.html", context, status=422 if context["problem"] else 200)


def _listed(request: PageRequest) -> dict[str, Any]:
    text = request.GET.get("q", "").strip()
    found = queries.accounts(text)
    total = found.count()
    skipped = skipped_before(request.GET, total)
    rows = [_line(account, request.moment) for account in found[skipped : skipped + SIZE]]
    return {"asked": text, "page": Page.beside(rows, request.GET, total), "roles": ROLE_CHOICES}


def _line(account: User, at: datetime) -> dict[str, Any]:
    running = [one for one in account.grants.all() if one.ends_at is None or one.ends_at > at]
    return {"account": account, "roles": [ROLE_NAMES.get(one.role, one.role) for one in running]}


@transaction.atomic
def _add(request: PageRequest, officer: str) -> User:
    """Make an account, and give it the role asked for in the same breath."""
    typed = request.POST
    made = operations.create_user(
        username=_needed(typed, "username", _("登录名")),
        name=_needed(typed, "name", _("姓名")),
        officer=UUID(officer) if officer else None,
        by=request.actor,
        at=request.moment,
    )
    if typed.get("role"):
        _grant(request, made)
    return made


def _needed(typed: QueryDict, name: str, label: str) -> str:
    text = typed.get(name, "").strip()
    if not text:
        raise WrongCall(problem=_("请填写{label}。").format(label=label))
    return text


@needs(Permission.MANAGE_ACCESS)
@never_cache
def card(request: PageRequest, number: int) -> HttpResponse:
    """An account: what it may do now and why, when it was last used, and what can be done with it."""
    return _card(request, queries.account(number))


def _card(request: PageRequest, account: User, *, link: str = "", problem: str = "") -> HttpResponse:
    context = {
        "account": account,
        "hats": queries.hats(account, at=request.moment, real=timezone.now()),
        "grants": [
            (one, ROLE_NAMES.get(one.role, one.role)) for one in queries.grants_of(account, at=request.moment)
        ],
        "second_factor": queries.has_second_factor(account),
        "roles": ROLE_CHOICES,
        "described": list(ROLES.values()),
        "link": link,
        "place": place_chosen(request.POST),
        "typed": request.POST,
        "problem": problem,
    }
    return render(request, "access/account_card.html", context, status=422 if problem else 200)


def _with_link(request: PageRequest, account: User) -> HttpResponse:
    """The card with a new invitation: the only time that the link is shown."""
    code = operations.invite(account, by=request.actor, at=request.moment, real=timezone.now())
    path = reverse("access:invitation", args=[code])
    return _card(request, account, link=request.build_absolute_uri(path))


@needs(Permission.MANAGE_ACCESS)
@require_POST
@never_cache
def change(request: PageRequest, number: int) -> HttpResponse:
    """Invite, close, take away the second factor, give or end a role."""
    account, act = queries.account(number), request.POST.get("act", "")
    if act == "invite":
        return _with_link(request, account)
    if act not in ACTS:
        raise WrongCall(problem=_("没有操作“{act}”。").format(act=act))
    try:
        messages.success(request, ACTS[act](request, account))
    except MENDABLE as refusal:
        return _card(request, account, problem=str(refusal))
    return HttpResponseRedirect(reverse("access:account_card", args=[number]))


def _close(request: PageRequest, account: User) -> str:
    ground = request.POST.get("ground", "")
    operations.close_account(account, ground=ground, by=request.actor, at=request.moment)
    return _("账户已停用，会话和令牌已失效。")


def _reset(request: PageRequest, account: User) -> str:
    ground = request.POST.get("ground", "")
    operations.reset_second_factor(account, ground=ground, by=request.actor, at=request.moment)
    return _("二次验证已取消，本人须重新启用。")


def _grant(request: PageRequest, account: User) -> str:
    typed = request.POST
    operations.grant(
        account,
        role=typed.get("role", ""),
        area=_place(typed),
        ground=operations.reason_of(typed.get("ground", "")),
        ends_at=_until(typed.get("until", "")),
        by=request.actor,
        at=request.moment,
    )
    return _("已授予。")


def _place(typed: QueryDict) -> str:
    """The code of the place typed, by its name or as it is; raises NotChosen where none is meant yet."""
    place = place_chosen(typed)
    if place.problem:
        raise NotChosen(problem=place.problem)
    return place.code


def _until(text: str) -> datetime | None:
    """The end of a day typed as its date; nothing is for as long as it is not ended."""
    if not text:
        return None
    return end_of(text)


def _end(request: PageRequest, account: User) -> str:
    ground, asked = operations.reason_of(request.POST.get("ground", "")), request.POST.get("grant", "")
    own = next((one.pk for one in account.grants.all() if str(one.pk) == asked), 0)
    operations.end_grant(own, ground=ground, by=request.actor, at=request.moment)
    return _("授权已收回。")


ACTS: Final[dict[str, Callable[[PageRequest, User], str]]] = {
    "close": _close,
    "reset": _reset,
    "grant": _grant,
    "end": _end,
}
