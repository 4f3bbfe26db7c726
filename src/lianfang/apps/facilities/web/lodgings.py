"""What is done to stays on the page of a site: a room assigned, arrival, departure, disinfection."""

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.facilities import operations, queries
from lianfang.apps.facilities.terms import WHY_NOT_NAMES, Company, PartyReason, Readiness
from lianfang.apps.facilities.web.sides import sides
from lianfang.apps.facilities.web.sites import done_at_site
from lianfang.apps.people import queries as people
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest, done, found_or, told
from lianfang.core.typed import one_of
from lianfang.kernel.errors import WrongCall

ACTS: Final[Mapping[str, tuple[Callable[..., object], str]]] = {
    "arrive": (operations.arrive, _("已登记入住。")),
    "leave": (operations.leave, _("已登记离开，房间待终末消毒。")),
    "let_go": (operations.let_go, _("已凭解除证明离开。")),
}
SHOWN: Final = 200
"""How many of those who are left stand on the page by name."""


@needs(Permission.LODGE)
@require_POST
def lodge(request: PageRequest, uid: str) -> HttpResponse:
    """Assign a room to somebody, or to somebody with who cares for them."""

    def work() -> object:
        persons = people.all_meant(request.POST.get("persons", ""), by=request.actor)
        reason = one_of(request.POST.get("reason", ""), PartyReason, wrong=gettext("“{text}”不是同住的理由"))
        return operations.lodge(
            request.POST.get("room", ""), Company(tuple(persons), reason), **told(request)
        )

    return done_at_site(request, uid, work, gettext("已分配房间。"))


@needs(Permission.LODGE)
@require_GET
def waiting(request: PageRequest, uid: str) -> HttpResponse:
    """Who waits for a room: how many an assignment would place, and which rule leaves whom."""
    return waiting_page(request, uid, {})


def waiting_page(request: PageRequest, uid: str, more: dict[str, Any]) -> HttpResponse:
    """The page of those who wait."""
    found = queries.site(uid, **told(request))
    nobody: list[str] = []
    needing, wrong = found_or(lambda: _needing(request), nobody)
    plan = queries.plan_rooms(found, accessible=needing, **told(request))
    left = plan.not_placed[:SHOWN]
    context = {
        "sides": sides(request.actor, "facilities:sites"),
        "site": found,
        "plan": plan.account(),
        "left": left,
        "names": people.names_by_uid(one.person for one in left),
        "why": WHY_NOT_NAMES,
        "by_rule": Counter(one.why for one in plan.not_placed).most_common(),
        "takes": found.readiness == Readiness.ACTIVE and found.counts > found.held,
        "accessible": _typed_needing(request),
    }
    return render(request, "facilities/waiting.html", context | wrong | more)


def _needing(request: PageRequest) -> list[str]:
    """Who else needs an accessible room."""
    return people.all_meant(_typed_needing(request), by=request.actor)


def _typed_needing(request: PageRequest) -> str:
    given = request.POST if request.method == "POST" else request.GET
    return given.get("accessible", "")


@needs(Permission.LODGE)
@require_POST
def assign(request: PageRequest, uid: str) -> HttpResponse:
    """Assign rooms to all who wait; who is left stands on the page with the rule that left them."""

    def work() -> object:
        return operations.assign_rooms(uid, accessible=_needing(request), **told(request))

    said, page = gettext("已按规则分配房间。还在等候的和原因列在下面。"), partial(waiting_page, request, uid)
    return done(request, work, said=said, then=("facilities:waiting", uid), page=page)


@needs(Permission.RUN_SITE)
@require_POST
def act(request: PageRequest, uid: str, lodging: str) -> HttpResponse:
    """Somebody came, or left."""
    asked = request.POST.get("act", "")
    if asked not in ACTS:
        raise WrongCall(problem=gettext("没有“{text}”这一步").format(text=asked))
    step, said = ACTS[asked]
    return done_at_site(request, uid, partial(step, lodging, **told(request)), gettext(said))


@needs(Permission.CHANGE_MEASURE)
@require_POST
def release(request: PageRequest, uid: str) -> HttpResponse:
    """Release all whose order is over."""
    work = partial(operations.release_due, uid, **told(request))
    return done_at_site(request, uid, work, gettext("到期人员已办理；不能离开的已记明原因。"))


@needs(Permission.CHANGE_MEASURE)
@require_POST
def hold(request: PageRequest, uid: str, lodging: str) -> HttpResponse:
    """Say why somebody stays beyond the days of the order."""
    work = partial(operations.hold, lodging, reason=request.POST.get("reason", ""), **told(request))
    return done_at_site(request, uid, work, gettext("原因已登记。"))


@needs(Permission.LODGE)
@require_POST
def cancel(request: PageRequest, uid: str, lodging: str) -> HttpResponse:
    """Somebody did not come: the assignment is taken back."""
    work = partial(operations.cancel, lodging, note=request.POST.get("note", ""), **told(request))
    return done_at_site(request, uid, work, gettext("已取消分配。"))


@needs(Permission.RUN_SITE)
@require_POST
def clean(request: PageRequest, uid: str, room: str) -> HttpResponse:
    """A room was disinfected."""
    work = partial(operations.clean, room, **told(request))
    return done_at_site(request, uid, work, gettext("已登记终末消毒。"))
