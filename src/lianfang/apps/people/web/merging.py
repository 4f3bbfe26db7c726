"""Two records that are one person: beside each other, merged, and apart again."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from lianfang.apps.people import operations, queries
from lianfang.apps.people.operations import AlreadyMerged, MergedIntoItself
from lianfang.apps.people.terms import FACT_NAMES, SEX_NAMES, PersonCard
from lianfang.core.access.doors import needs
from lianfang.core.access.operations import reason_of
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.errors import InputRefused

FOUND_MOST: Final = 8


@needs(Permission.CORRECT_PERSON)
def merge(request: PageRequest, uid: str) -> HttpResponse:
    """Look for the other record of a person, see both side by side, and let them be one."""
    card = queries.person(uid, scope=request.actor.scope)
    asked = request.POST if request.method == "POST" else request.GET
    context: dict[str, Any] = {"card": card, "typed": asked, "problem": ""}
    if asked.get("other"):
        context |= _beside(request, card, asked["other"])
    if request.method == "POST" and "other" in context:
        try:
            return _merge(request, card, context["other"])
        except (InputRefused, AlreadyMerged, MergedIntoItself) as refusal:
            context["problem"] = str(refusal)
    if "other" not in context:
        context |= _candidates(request, card, asked.get("q", "").strip())
    return render(request, "people/merge.html", context, status=422 if context["problem"] else 200)


def _beside(request: PageRequest, card: PersonCard, reference: str) -> dict[str, Any]:
    scope = request.actor.scope
    other = queries.person(reference, scope=scope)
    facts = queries.compared(str(card.person), str(other.person), scope=scope)
    places = {
        "village": (card.place, other.place),
        "sex": (_sex(card), _sex(other)),
    }
    lines = [
        {
            "label": FACT_NAMES[one.fact],
            "left": places.get(one.fact, (one.left, one.right))[0],
            "right": places.get(one.fact, (one.left, one.right))[1],
            "differs": one.differs,
            "tone": "good" if one.agrees else "bad" if one.differs else "",
        }
        for one in facts
    ]
    said = {
        "agrees": "、".join(gettext(FACT_NAMES[one.fact]) for one in facts if one.agrees),
        "differs": "、".join(gettext(FACT_NAMES[one.fact]) for one in facts if one.differs),
    }
    return {"other": other, "lines": lines, "same": other.person == card.person, **said}


def _sex(card: PersonCard) -> str:
    return gettext(SEX_NAMES[card.sex]) if card.sex in SEX_NAMES else ""


def _candidates(request: PageRequest, card: PersonCard, asked: str) -> dict[str, Any]:
    """Whom a text means, or those whom the register itself takes for the same person."""
    scope = request.actor.scope
    if asked:
        found = queries.find(text=asked, scope=scope, limit=FOUND_MOST)
        return {"found": [one for one in found if one.person != card.person], "asked": asked}
    village = card.area[: LENGTHS[Level.VILLAGE]]
    near = queries.duplicate_proposals(scope=max(scope, village, key=len))
    likely = [one.b if one.a == card.person else one.a for one in near if card.person in {one.a, one.b}]
    cards = [queries.person(uid, scope=scope) for uid in likely[:FOUND_MOST]]
    return {"likely": cards, "asked": ""}


def _merge(request: PageRequest, card: PersonCard, other: PersonCard) -> HttpResponse:
    sides = [str(card.person), str(other.person)]
    keep = sides[1] if request.POST.get("keep") == sides[1] else sides[0]
    (gone,) = [side for side in sides if side != keep] or [keep]
    operations.merge(
        kept=keep,
        merged=gone,
        ground=reason_of(request.POST.get("ground", "")),
        by=request.actor,
        at=request.moment,
    )
    messages.success(request, gettext("已合并。可在合并记录里撤销。"))
    return HttpResponseRedirect(reverse("control:person", args=[keep]))


@needs(Permission.CORRECT_PERSON)
def unmerge(request: PageRequest, uid: str, made: UUID) -> HttpResponse:
    """Undo a merge: the record stands for a person of its own again."""
    card = queries.person(uid, scope=request.actor.scope)
    found, problem = queries.merge_undoable(made, person=card.id), ""
    if request.method == "POST":
        try:
            ground = reason_of(request.POST.get("ground", ""))
            restored = operations.unmerge(
                reference=str(made), ground=ground, by=request.actor, at=request.moment
            )
            messages.success(request, gettext("已撤销，这是恢复的人员。"))
            return HttpResponseRedirect(reverse("control:person", args=[restored]))
        except InputRefused as refusal:
            problem = str(refusal)
    context = {"card": card, "one": found, "typed": request.POST, "problem": problem}
    return render(request, "people/unmerge.html", context, status=422 if problem else 200)
