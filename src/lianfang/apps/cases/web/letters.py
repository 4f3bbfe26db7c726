"""Letters about contacts: the list with its clocks, one letter, sending, receiving, what became of it."""

from datetime import date
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
    LETTER_SOURCE,
    LetterCard,
    LetterFrom,
    LetterStep,
    LetterTo,
    Named,
    NewPatient,
)
from lianfang.apps.cases.web.shown import tabs
from lianfang.apps.policy import queries as policy
from lianfang.core import doors
from lianfang.core.access.choosing import Chosen, place_chosen
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.access.ways import way
from lianfang.core.pages import PageRequest, told
from lianfang.core.refusals import sentence_of, status_of
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.errors import DomainError, NotFound, WrongCall

DEGREES: Final = [(str(degree), name) for degree, name in DEGREE_NAMES.items()]
LONGEST: Final = 2000


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.VIEW_CASES, post=Permission.JUDGE_CONTACT)
def letters(request: PageRequest) -> HttpResponse:
    """Letters of the area; typing one that came in from outside."""
    if request.method != "POST":
        return _letters(request, Chosen())
    place = place_chosen(request.POST, "area")
    try:
        if place.problem:
            raise WrongCall(problem=place.problem)
        taken = operations.receive_letter(
            _from(request), [_named(request, place.code)], area=request.actor.scope, **told(request)
        )
    except DomainError as refusal:
        return _letters(request, place, problem=sentence_of(refusal), status=status_of(refusal))
    said = gettext("已登记，下达措施{measures}项。").format(measures=taken.measures)
    messages.success(request, f"{said}{taken.refusal}")
    return redirect("cases:letter", taken.letter.uid)


def _from(request: PageRequest) -> LetterFrom:
    typed = {name: request.POST.get(name, "").strip()[:LONGEST] for name in ("sender", "number", "asked")}
    sent = request.POST.get("sent_at", "")
    return LetterFrom(
        **typed,
        disease=request.POST.get("disease", ""),
        sent_at=doors.moment(sent) if sent else request.moment,
    )


def _named(request: PageRequest, area: str) -> Named:
    names = ("name", "document", "phone")
    typed: dict[str, Any] = {name: request.POST.get(name, "").strip()[:LONGEST] for name in names}
    if request.POST.get("degree") not in dict(DEGREES):
        raise WrongCall(problem=_("请选择密接或次密接。"))
    last: date = doors.day(request.POST.get("last_on", ""))
    return Named(NewPatient(**typed, area=area), int(request.POST["degree"]), last)


def _letters(request: PageRequest, place: Chosen, *, problem: str = "", status: int = 200) -> HttpResponse:
    found = queries.letters(by=request.actor, known_at=request.moment)
    context = {
        "rows": [_row(one, request) for one in found],
        "place": place,
        "typed": request.POST,
        "diseases": list(policy.diseases().items()),
        "degrees": DEGREES,
        "may_judge": request.actor.may(Permission.JUDGE_CONTACT) and _county(request),
        "problem": problem,
        "tabs": tabs(request, "cases:letters"),
    }
    return render(request, "cases/letters.html", context, status=status)


def _county(request: PageRequest) -> bool:
    return len(request.actor.scope) >= LENGTHS[Level.COUNTY]


def _row(one: LetterCard, request: PageRequest) -> dict[str, Any]:
    arrived = not one.outgoing or not request.actor.may_see(one.area)
    sender = areas.names([one.area]).get(one.area, one.area) if arrived and one.outgoing else one.other
    return {
        "one": one,
        "arrived": arrived,
        "other": sender,
        "acknowledge_by": one.acknowledge_by,
        "answer_by": one.answer_by,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.VIEW_CASES, post=Permission.JUDGE_CONTACT)
def letter(request: PageRequest, uid: str) -> HttpResponse:
    """One letter: whom it names, what it asks; noting that it was acknowledged or answered."""
    card = queries.letter(uid, by=request.actor, known_at=request.moment)
    if request.method != "POST":
        return _letter(request, card)
    try:
        if (step := request.POST.get("step", "")) not in set(LetterStep):
            raise NotFound(what="办理事项", value=step)
        note = request.POST.get("note", "")[:LONGEST]
        operations.note_letter(card.uid, LetterStep(step), note=note, **told(request))
    except DomainError as refusal:
        return _letter(request, card, problem=sentence_of(refusal), status=status_of(refusal))
    messages.success(request, _("已登记。"))
    return redirect("cases:letter", card.uid)


def _letter(request: PageRequest, card: LetterCard, *, problem: str = "", status: int = 200) -> HttpResponse:
    persons = queries.letter_persons(card, known_at=request.moment)
    village = LENGTHS[Level.VILLAGE]
    places = areas.names({one.area[:village] for one in persons})
    context = {
        "row": _row(card, request),
        "persons": [
            {
                "one": one,
                "degree": DEGREE_NAMES[one.degree],
                "place": places.get(one.area[:village], one.area),
                "href": way(request.actor, "control:person", str(one.person)),
            }
            for one in persons
        ],
        "disease": policy.diseases().get(card.disease, card.disease),
        "source": LETTER_SOURCE,
        "may_act": request.actor.may(Permission.JUDGE_CONTACT) and card.answered_at is None,
        "paper": _paper(request, card),
        "problem": problem,
        "tabs": tabs(request, "cases:letters"),
    }
    return render(request, "cases/letter.html", context, status=status)


def _paper(request: PageRequest, card: LetterCard) -> str:
    """The way to where the official letter is drafted, for whoever wrote the letter."""
    own = card.outgoing and request.actor.may_see(card.area)
    href = way(request.actor, "documents:new", "contact_letter") if own else ""
    return f"{href}?about={card.uid}" if href else ""


@require_POST
@needs(Permission.JUDGE_CONTACT)
def send(request: PageRequest, uid: UUID) -> HttpResponse:
    """Write to another place about some contacts of a case."""
    place = place_chosen(request.POST, "to")
    try:
        persons = tuple(UUID(one) for one in request.POST.getlist("contact"))
        letter_to = LetterTo(
            persons,
            asked=request.POST.get("asked", "")[:LONGEST],
            area=place.code,
            name=request.POST.get("to_name", "")[:LONGEST],
        )
        sent = operations.send_letter(uid, letter_to, **told(request))
    except (DomainError, ValueError) as refusal:
        said = sentence_of(refusal) if isinstance(refusal, DomainError) else gettext("请选择协查的人。")
        messages.error(request, said)
        return redirect("cases:contacts", uid)
    messages.success(request, _("协查函已发出。"))
    return redirect("cases:letter", sent.uid)
