"""Pages of one's own account: entering, the first password, the hat to wear, a look beyond one's area."""

from typing import Final, cast

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lianfang.core.access import operations, queries
from lianfang.core.access.choosing import place_chosen
from lianfang.core.access.doors import needs, public
from lianfang.core.access.models import User
from lianfang.core.access.permissions import Permission
from lianfang.core.access.requests import HAT
from lianfang.core.access.terms import OUTCOME_NAMES
from lianfang.core.doors import now
from lianfang.core.pages import PageRequest
from lianfang.kernel.errors import InputRefused, NotFound

BACKEND: Final = "django.contrib.auth.backends.ModelBackend"
OWN_SIGN_INS: Final = 10
SHOWN: Final = 200


class PasswordsDiffer(InputRefused):
    """The two entries of a new password are not the same."""

    code = "access.passwords_differ"
    sentence = "两次输入的密码不同。请重新输入。"


@public
@never_cache
def enter(request: HttpRequest, code: str) -> HttpResponse:
    """The one-time door of a rehearsal: a button, so that no program that looks ahead uses it up."""
    found = queries.entry(code, real=timezone.now())
    if request.method != "POST":
        if found is None:
            raise operations.InvitationGone
        return render(request, "access/enter.html", {"account": found.user})
    account = operations.redeem(code, at=now(), real=timezone.now())
    request.entered = True  # type: ignore[attr-defined]
    login(request, account, backend=BACKEND)
    return HttpResponseRedirect("/")


@public
@never_cache
def invitation(request: HttpRequest, code: str) -> HttpResponse:
    """The invited person's first password."""
    found = queries.entry(code, real=timezone.now())
    if found is None:
        raise operations.InvitationGone
    problem = ""
    if request.method == "POST":
        try:
            _set(code, request.POST.get("password1", ""), request.POST.get("password2", ""))
            return HttpResponseRedirect(reverse("account_login"))
        except InputRefused as refusal:
            problem = str(refusal)
    context = {"account": found.user, "problem": problem}
    return render(request, "access/invitation.html", context, status=422 if problem else 200)


def _set(code: str, first: str, second: str) -> None:
    if first != second:
        raise PasswordsDiffer
    operations.set_password(code, first, at=now(), real=timezone.now())


@needs(Permission.OWN_ACCOUNT)
def account(request: PageRequest) -> HttpResponse:
    """One's own account: hats, second factor, the latest sign-ins."""
    own = cast(User, request.user)
    recent = queries.sign_ins().filter(user=own)[:OWN_SIGN_INS]
    bare = bool(request.hats) and not request.actor.scopes
    context = {
        "account": own,
        "hats": request.hats,
        "bare": bare,
        "recent": [(one, OUTCOME_NAMES[one.outcome]) for one in recent],
    }
    return render(request, "access/account.html", context)


@needs(Permission.OWN_ACCOUNT)
@require_POST
def wear(request: PageRequest) -> HttpResponse:
    """Change the hat: another of one's own roles."""
    request.session[HAT] = request.POST.get("hat", "")
    asked = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(asked if safe else "/")


@needs(Permission.OWN_ACCOUNT, post=Permission.BREAK_GLASS)
def beyond(request: PageRequest) -> HttpResponse:
    """A look beyond one's area: ask for one, and see who looked into one's own."""
    problem, place = "", place_chosen(request.POST)
    if request.method == "POST" and not place.problem:
        try:
            return _look(request, place.code)
        except (InputRefused, NotFound) as refusal:
            problem = str(refusal)
    context = {
        "problem": problem,
        "place": place,
        "typed": request.POST,
        "looks": queries.looks_concerning(request.actor)[:SHOWN],
        "may_look": request.actor.may(Permission.BREAK_GLASS),
        "may_note": request.actor.may(Permission.ACKNOWLEDGE_ESCALATION),
    }
    return render(request, "access/beyond.html", context, status=422 if problem or place.problem else 200)


def _look(request: PageRequest, area: str) -> HttpResponse:
    reason = request.POST.get("reason", "")
    made = operations.break_glass(
        area=area, reason=reason, by=request.actor, at=request.moment, real=timezone.now()
    )
    request.session[HAT] = "break_glass"
    return HttpResponseRedirect(f"{reverse('reporting:gaps')}?area={made.area}")


@needs(Permission.ACKNOWLEDGE_ESCALATION)
@require_POST
def note_look(request: PageRequest, number: int) -> HttpResponse:
    """The head of an area has taken note of a look into it."""
    operations.acknowledge_look(number, by=request.actor, at=request.moment, real=timezone.now())
    return HttpResponseRedirect(reverse("access:beyond"))
