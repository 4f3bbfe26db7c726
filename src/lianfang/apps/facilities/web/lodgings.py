"""What is done to stays on the page of a site: a room assigned, arrival, departure, disinfection."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST

from lianfang.apps.facilities import operations
from lianfang.apps.facilities.terms import Company, PartyReason
from lianfang.apps.facilities.web.sites import done_at_site
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest, told
from lianfang.core.typed import one_of
from lianfang.kernel.errors import WrongCall

ACTS: Final[Mapping[str, tuple[Callable[..., object], str]]] = {
    "arrive": (operations.arrive, _("已登记入住。")),
    "leave": (operations.leave, _("已登记离开，房间待终末消毒。")),
    "let_go": (operations.let_go, _("已凭解除证明离开。")),
}


@needs(Permission.LODGE)
@require_POST
def lodge(request: PageRequest, uid: str) -> HttpResponse:
    """Assign a room to somebody, or to somebody with who cares for them."""

    def work() -> object:
        persons = request.POST.get("persons", "").replace("，", " ").replace(",", " ").split()
        reason = one_of(request.POST.get("reason", ""), PartyReason, wrong=gettext("“{text}”不是同住的理由"))
        return operations.lodge(
            request.POST.get("room", ""), Company(tuple(persons), reason), **told(request)
        )

    return done_at_site(request, uid, work, gettext("已分配房间。"))


@needs(Permission.LODGE)
@require_POST
def assign(request: PageRequest, uid: str) -> HttpResponse:
    """Assign rooms to all who wait."""
    work = partial(operations.assign_rooms, uid, **told(request))
    return done_at_site(request, uid, work, gettext("已为等候的人分配房间。"))


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
