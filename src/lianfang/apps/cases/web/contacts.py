"""Contacts of a case: whom it met, what the table says, what judging would change, who is under control."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_http_methods, require_POST

from lianfang.apps.areas import queries as areas
from lianfang.apps.cases import operations, queries
from lianfang.apps.cases.terms import (
    DEGREE_NAMES,
    LEFT_OUT_NAMES,
    NEARNESS_SOURCE_NAMES,
    RULE_NAMES,
    CaseCard,
    Judged,
    LeftOut,
    NearnessSource,
    Sought,
)
from lianfang.apps.cases.web import typed
from lianfang.apps.cases.web.shown import shown, tabs
from lianfang.core.access.choosing import Chosen, place_chosen
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.access.ways import way
from lianfang.core.pages import PageRequest, told
from lianfang.core.refusals import sentence_of, status_of
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.errors import DomainError, WrongCall

CHANGE_NAMES: Final = {
    "added": _("新判定"),
    "changed": _("有变化"),
    "dropped": _("不再是"),
    "same": _("不变"),
}
WHOSE: Final = [("case", _("病例本人")), ("close", _("已判定的各密接（查次密接）"))]
CHANGE_TONES: Final = {"added": "late", "changed": "late", "dropped": "bad", "same": ""}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.VIEW_CASES, post=Permission.INVESTIGATE_CASE)
def contacts(request: PageRequest, uid: UUID) -> HttpResponse:
    """Contacts of a case; entering somebody whom it met."""
    card = queries.case(uid, by=request.actor, known_at=request.moment)
    if request.method != "POST":
        return contacts_page(request, card)
    place = place_chosen(request.POST, "area")
    try:
        if place.problem:
            raise WrongCall(problem=place.problem)
        asked = request.POST.dict()
        who, met = typed.patient(asked, place.code), typed.met(asked)
        operations.meet(uid, who, met, through=asked.get("through", ""), **told(request))
    except DomainError as refusal:
        return contacts_page(request, card, place, problem=sentence_of(refusal), status=status_of(refusal))
    messages.success(request, _("已登记。"))
    return redirect("cases:contacts", uid)


@require_POST
@needs(Permission.JUDGE_CONTACT)
def judge(request: PageRequest, uid: UUID) -> HttpResponse:
    """Judge by the table, and order what policy prescribes."""
    card = queries.case(uid, by=request.actor, known_at=request.moment)
    try:
        judged = operations.judge(uid, drop_reason=request.POST.get("drop_reason", ""), **told(request))
    except DomainError as refusal:
        return contacts_page(request, card, problem=sentence_of(refusal), status=status_of(refusal))
    messages.success(request, _sentence(judged))
    return redirect("cases:contacts", uid)


@require_POST
@needs(Permission.FIND_TOGETHER)
def seek(request: PageRequest, uid: UUID) -> HttpResponse:
    """Look for whom the case lived with and was together with, by its traces; with a ground."""
    card = queries.case(uid, by=request.actor, known_at=request.moment)
    try:
        window = typed.window(request.POST.dict())
        ground = request.POST.get("ground", "")
        further = request.POST.get("whose") == "close"
        sought = operations.seek(card.uid, ground=ground, window=window, further=further, **told(request))
    except DomainError as refusal:
        return contacts_page(request, card, problem=sentence_of(refusal), status=status_of(refusal))
    return contacts_page(request, card, sought=sought)


def _sentence(judged: Judged) -> str:
    said = gettext("判定：新增{added}人，变化{changed}人，不再是{dropped}人；下达措施{measures}项。").format(
        added=judged.added, changed=judged.changed, dropped=judged.dropped, measures=judged.measures
    )
    return f"{said}{judged.refusal}"


def contacts_page(
    request: PageRequest,
    card: CaseCard,
    place: Chosen | None = None,
    *,
    called: tuple[int, str] | None = None,
    sought: Sought | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of the contacts of a case, with what was just asked; `called`: a stranger and their number."""
    context = {
        "one": shown([card])[0],
        "called": called,
        "strangers": queries.strangers(card, known_at=request.moment),
        "window": queries.window_of(card, at=request.moment),
        "place": place or Chosen(),
        "typed": request.POST,
        "sought": sought,
        "left_out": _left_out(sought) if sought else [],
        "problem": problem,
        "tabs": tabs(request, "cases:cases"),
    }
    context |= _judged(request, card) | _choices() | _allowed(request.actor)
    return render(request, "cases/contacts.html", context, status=status)


def _judged(request: PageRequest, card: CaseCard) -> dict[str, Any]:
    """Who was judged, what judging would change, who was written about."""
    at = request.moment
    found, changes = queries.contacts(card, known_at=at), queries.proposed(card, at=at)
    village = LENGTHS[Level.VILLAGE]
    codes = [one.area for one in found] + [one.area for one in changes]
    places = areas.names({code[:village] for code in codes})
    held = [one for one in found if one.holds]
    between = {one.uid: one.through for one in changes if one.change in {"same", "changed"}}
    return {
        "rows": [_row(request, one, places.get(one.area[:village], ""), between) for one in found],
        "changes": [_change(one, places.get(one.area[:village], "")) for one in changes],
        "drops": any(one.change == "dropped" for one in changes),
        "pending": any(one.change != "same" for one in changes),
        "close": [("", "—"), *((str(one.person), one.name) for one in held if one.degree == 1)],
        "standing": bool(held),
        "letters": queries.letters(by=request.actor, known_at=at, case=card.uid),
    }


def _choices() -> dict[str, Any]:
    return {
        "situations": typed.SITUATIONS,
        "vehicles": typed.VEHICLES,
        "windows": typed.WINDOWS,
        "whose": WHOSE,
        "letter_to": Chosen(),
    }


def _allowed(actor: Actor) -> dict[str, bool]:
    return {
        "may_investigate": actor.may(Permission.INVESTIGATE_CASE),
        "may_judge": actor.may(Permission.JUDGE_CONTACT),
        "may_call": actor.may(Permission.UNMASK),
        "may_seek": {Permission.INVESTIGATE_CASE, Permission.FIND_TOGETHER} <= actor.permissions,
    }


def _left_out(sought: Sought) -> list[tuple[str, int]]:
    return [(LEFT_OUT_NAMES[LeftOut(reason)], count) for reason, count in sought.left_out.items()]


def _row(
    request: PageRequest, one: Any, place: str, between: Mapping[UUID, tuple[str, ...]]
) -> dict[str, Any]:
    return {
        "one": one,
        "place": place,
        "through": between.get(one.person, ()),
        "degree": DEGREE_NAMES[one.degree],
        "rule": RULE_NAMES[one.rule],
        "href": way(request.actor, "control:person", str(one.person)),
    }


def _change(one: Any, place: str) -> dict[str, Any]:
    return {
        "one": one,
        "place": place,
        "degree": DEGREE_NAMES[one.degree],
        "change": CHANGE_NAMES[one.change],
        "tone": CHANGE_TONES[one.change],
        "source": NEARNESS_SOURCE_NAMES[NearnessSource(one.source)],
    }
