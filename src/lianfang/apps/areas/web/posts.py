"""The page of assignments: who holds what, what is vacant or lacking; give, hand over, stand in, sign."""

from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lianfang.apps.areas import operations, queries
from lianfang.apps.areas.queries import BoardPost
from lianfang.apps.areas.terms import POST_NAMES, UNIT_KIND_NAMES, PostCode
from lianfang.core.access.doors import needs
from lianfang.core.access.operations import reason_of
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.core.refusals import status_of
from lianfang.core.typed import end_of, uid
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import DomainError, NotAllowed, WrongCall

MOVED: PostCode = PostCode.VILLAGE_CADRE
"""The post whose places are dealt out between officers on the page."""


@needs(Permission.VIEW_POSTS)
def own_posts(request: PageRequest) -> HttpResponse:
    """The way to the posts of one's own area; of the first headquarters for who sees everywhere."""
    area = request.actor.scope or next(iter(queries.headquarters(at=request.moment)), "")
    return redirect("areas:posts", area)


@needs(Permission.VIEW_POSTS)
def posts(request: PageRequest, code: str) -> HttpResponse:
    """The posts of a place and of those right below, with their holders; what is lacking by the norms."""
    return render(request, "areas/posts.html", _board(request, queries.require_area(code)))


def _board(request: PageRequest, area: str) -> dict[str, Any]:
    if not request.actor.may_see(area):
        raise NotAllowed(actor=request.actor.name, action=gettext("查看{area}的岗位").format(area=area))
    card = queries.area(area)
    found = queries.board(area=area, at=request.moment)
    own = [(card.code, card.name), *((place.code, place.name) for place in card.children)]
    return {
        "card": card,
        "own_places": own,
        "post_choices": [(post.value, name) for post, name in POST_NAMES.items()],
        "unit_kinds": [(kind.value, name) for kind, name in UNIT_KIND_NAMES.items()],
        "places": [(list(held), place) for place, held in _by_place(found)],
        "vacant": sum(post.holder is None for post in found),
        "unsigned": sum(post.holder is not None and post.pledged_at is None for post in found),
        "standing_in": sum(post.deputy is not None for post in found),
        "total": len(found),
        "shortfalls": queries.shortfalls(area=area, at=request.moment),
        "cadres": _cadres(found),
        "officers": _officers(found),
        "today": request.moment.astimezone(ZONE).date(),
        "may_manage": request.actor.may(Permission.MANAGE_POSTS),
        "may_sign": request.actor.may(Permission.SIGN_PLEDGE),
        "post_change": MOVED.value,
    }


def _by_place(found: list[BoardPost]) -> list[tuple[dict[str, str], list[BoardPost]]]:
    grouped = groupby(found, key=lambda post: (post.area, post.place))
    return [({"code": area, "name": name}, list(held)) for (area, name), held in grouped]


def _cadres(found: list[BoardPost]) -> list[dict[str, Any]]:
    """The officers between whom villages are dealt out, each with theirs; first those of nobody."""
    moved = [post for post in found if post.post == MOVED]
    holders = {post.officer_uid: post.holder for post in moved}
    theirs = [
        {"uid": uid, "name": name, "villages": [post for post in moved if post.officer_uid == uid]}
        for uid, name in holders.items()
    ]
    return sorted(theirs, key=lambda cadre: (cadre["uid"] is not None, cadre["name"] or ""))


def _officers(found: list[BoardPost]) -> list[tuple[str, str]]:
    """Who holds a post here: uid and name, for choosing from."""
    known = {str(post.officer_uid): post.holder or "" for post in found if post.officer_uid}
    return sorted(known.items(), key=lambda pair: pair[1])


@require_POST
@needs(Permission.MANAGE_POSTS)
def change(request: PageRequest, code: str) -> HttpResponse:
    """Establish a post, give it, end it, hand it over, let somebody stand in; then back to the page.

    What is refused comes back on the page with what was typed.
    """
    asked = request.POST
    act = ACTS.get(asked.get("act", ""))
    if act is None:
        raise WrongCall(problem=gettext("没有“{act}”这种变动。").format(act=asked.get("act", "")))
    try:
        act(request, asked, asked.get("post", ""), asked.get("area", ""))
    except NotAllowed:
        raise
    except DomainError as refusal:
        context = _board(request, queries.require_area(code)) | {"problem": str(refusal), "tried": asked}
        return render(request, "areas/posts.html", context, status=status_of(refusal))
    messages.success(request, _("已办理。"))
    return redirect("areas:posts", code)


def _assign(request: PageRequest, asked: QueryDict, post: str, area: str) -> None:
    name = asked.get("name", "").strip()
    if not name:
        raise WrongCall(problem="没有填写姓名。")
    operations.assign_one(
        post=post,
        area=area,
        officer_name=name,
        phone=asked.get("phone", "").strip() or None,
        by=request.actor,
        at=request.moment,
    )


def _end(request: PageRequest, asked: QueryDict, post: str, area: str) -> None:
    ground = asked.get("ground", "")
    operations.end_assignment(post=post, area=area, ground=ground, by=request.actor, at=request.moment)


def _hand_over(request: PageRequest, asked: QueryDict, post: str, area: str) -> None:
    operations.hand_over(
        post=post,
        area=area,
        officer=uid(asked.get("officer", "")),
        ground=asked.get("ground", ""),
        by=request.actor,
        at=request.moment,
    )


def _stand_in(request: PageRequest, asked: QueryDict, post: str, area: str) -> None:
    operations.stand_in(
        post=post,
        area=area,
        officer=uid(asked.get("officer", "")),
        begins_at=request.moment,
        ends_at=end_of(asked.get("until", "")),
        ground=asked.get("ground", ""),
        by=request.actor,
        at=request.moment,
    )


def _end_stand_in(request: PageRequest, asked: QueryDict, _post: str, _area: str) -> None:
    operations.end_stand_in(
        deputy=uid(asked.get("deputy", "")),
        ground=reason_of(asked.get("ground", "")),
        by=request.actor,
        at=request.moment,
    )


def _establish(request: PageRequest, _asked: QueryDict, post: str, area: str) -> None:
    operations.establish_post(post=post, area=area, by=request.actor, at=request.moment)


def _add_unit(request: PageRequest, asked: QueryDict, _post: str, area: str) -> None:
    kind, name = asked.get("kind", ""), asked.get("unit", "")
    operations.add_unit(kind=kind, name=name, area=area, by=request.actor, at=request.moment)


ACTS: dict[str, Callable[[PageRequest, QueryDict, str, str], None]] = {
    "assign": _assign,
    "end": _end,
    "hand_over": _hand_over,
    "stand_in": _stand_in,
    "end_stand_in": _end_stand_in,
    "establish": _establish,
    "unit": _add_unit,
}


@require_POST
@needs(Permission.SIGN_PLEDGE)
def pledge(request: PageRequest, code: str) -> HttpResponse:
    """Sign for the duties of a post; then back to the page."""
    assignment, signed_as = uid(request.POST.get("assignment", "")), request.POST.get("signed_as", "")
    operations.sign_pledge(assignment=assignment, signed_as=signed_as, by=request.actor, at=request.moment)
    messages.success(request, _("责任状已签署。"))
    return redirect("areas:posts", code)
