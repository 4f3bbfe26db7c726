"""The page that changes what is held on a person: facts, state, place."""

from collections.abc import Callable
from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from lianfang.apps.people import operations, queries
from lianfang.apps.people.terms import SEX_NAMES, STATE_NAMES, PersonCard
from lianfang.core.access.choosing import place_chosen
from lianfang.core.access.doors import needs
from lianfang.core.access.operations import reason_of
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.kernel.errors import InputRefused, NotFound, WrongCall

SEXES: Final = [("", _("不改")), *SEX_NAMES.items()]


@needs(Permission.CORRECT_PERSON)
def correct(request: PageRequest, uid: str) -> HttpResponse:
    """Correct what is held on a person, set a state, or let them move; before and after are kept, sealed."""
    card = queries.person(uid, scope=request.actor.scope)
    act, problem, place = request.POST.get("act", "correct"), "", place_chosen(request.POST)
    if request.method == "POST" and not place.problem:
        if act not in ACTS:
            raise WrongCall(problem=gettext("没有“{act}”这种变动。").format(act=act))
        try:
            ACTS[act](request, card)
            return HttpResponseRedirect(_after(request, card))
        except (InputRefused, NotFound) as refusal:
            problem = str(refusal)
    context = {
        "card": card,
        "typed": {act: request.POST},
        "problem": problem,
        "place": place,
        "sexes": SEXES,
        "states": list(STATE_NAMES.items()),
    }
    return render(request, "people/correct.html", context, status=422 if problem or place.problem else 200)


def _after(request: PageRequest, card: PersonCard) -> str:
    """The person's page; the search where they moved out of sight."""
    try:
        queries.person_id(card.person, scope=request.actor.scope)
    except NotFound:
        return reverse("people:find")
    return reverse("control:person", args=[card.person])


def _correct(request: PageRequest, card: PersonCard) -> None:
    """Only what was typed changes: fields left empty stay as they are."""
    typed = {name: request.POST.get(name, "").strip() for name in ("name", "occupation", "address", "sex")}
    operations.correct(
        person=str(card.person),
        changes={name: value for name, value in typed.items() if value},
        ground=reason_of(request.POST.get("ground", "")),
        by=request.actor,
        at=request.moment,
    )


def _set_state(request: PageRequest, card: PersonCard) -> None:
    operations.set_state(
        person=str(card.person),
        state=request.POST.get("state", ""),
        ground=reason_of(request.POST.get("ground", "")),
        by=request.actor,
        at=request.moment,
    )


def _move(request: PageRequest, card: PersonCard) -> None:
    operations.move(
        person=str(card.person),
        area=place_chosen(request.POST).code,
        address=request.POST.get("address", "").strip() or None,
        ground=reason_of(request.POST.get("ground", "")),
        by=request.actor,
        at=request.moment,
    )


ACTS: Final[dict[str, Callable[[PageRequest, PersonCard], None]]] = {
    "correct": _correct,
    "state": _set_state,
    "move": _move,
}
