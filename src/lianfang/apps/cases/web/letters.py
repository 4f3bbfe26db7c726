"""Letters about contacts: the list with its clocks, one letter, sending, receiving, what became of it."""

from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_http_methods, require_POST

from lianfang.apps.areas import queries as areas
from lianfang.apps.cases import operations, queries
from lianfang.apps.cases.rules.letter_file import COLUMNS
from lianfang.apps.cases.terms import (
    DEGREE_NAMES,
    LETTER_SOURCE,
    LetterCard,
    LetterFrom,
    LetterStep,
    LetterTaken,
    LetterTo,
)
from lianfang.apps.cases.web.shown import tabs
from lianfang.apps.policy import queries as policy
from lianfang.core import doors, uploads
from lianfang.core.access.choosing import place_chosen
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.access.ways import way
from lianfang.core.pages import PageRequest, told
from lianfang.core.refusals import sentence_of, status_of
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.errors import DomainError, NotFound, WrongCall

DEGREES: Final = [(str(degree), name) for degree, name in DEGREE_NAMES.items()]
LONGEST: Final = 2000
LONGEST_TABLE: Final = 200_000
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.VIEW_CASES, post=Permission.JUDGE_CONTACT)
def letters(request: PageRequest) -> HttpResponse:
    """Letters of the area; taking in one that came from outside, its persons pasted or in a file."""
    if request.method != "POST":
        return _letters(request)
    try:
        if word := request.POST.get("rejects", ""):
            return _rejects(request, word)
        taken, rejects = _receive(request)
    except DomainError as refusal:
        return _letters(request, problem=sentence_of(refusal), status=status_of(refusal))
    if taken.refused:
        return _letters(request, taken=taken, rejects=rejects)
    messages.success(request, _account(taken))
    return redirect("cases:letter", taken.letter.uid)


def _receive(request: PageRequest) -> tuple[LetterTaken, str]:
    """Take in what was sent; the word by which the rows that came back are had."""
    given = request.FILES.get("file") or _pasted(request)
    if (degree := request.POST.get("degree", "")) not in dict(DEGREES):
        raise WrongCall(problem=_("请选择密接或次密接。"))
    with uploads.kept(given) as path:
        rejects = path.parent / "rejects.xlsx"
        facts: dict[str, Any] = {"area": request.actor.scope, "degree": int(degree), "rejects": rejects}
        taken = operations.load_letter(_from(request), path, **facts, **told(request))
        if not taken.rejects_file:
            return taken, ""
        back = SimpleUploadedFile(f"{taken.letter.number}-{gettext('退回')}.xlsx", rejects.read_bytes())
        return taken, uploads.hold(back, by=request.actor)


def _pasted(request: PageRequest) -> SimpleUploadedFile:
    """What was pasted as a table, as a spreadsheet puts it into the clipboard, or with commas."""
    text = request.POST.get("table", "")[:LONGEST_TABLE]
    return SimpleUploadedFile(f"{gettext('粘贴的名单')}.csv", text.replace("，", ",").encode())


def _rejects(request: PageRequest, word: str) -> HttpResponse:
    """The rows that came back, as a file that can be mended and sent again."""
    with uploads.held(word, by=request.actor) as path:
        answer = HttpResponse(path.read_bytes(), content_type=XLSX)
        answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(path.name)}"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _account(taken: LetterTaken) -> str:
    said = gettext(
        "{rows}行：新登记{registered}，登记中已有{located}，函中已有{repeated}，退回{refused}；下达措施{measures}项。"
    )
    names = ("rows", "registered", "located", "repeated", "refused", "measures")
    return said.format(**{name: getattr(taken, name) for name in names}) + taken.refusal


def _from(request: PageRequest) -> LetterFrom:
    said = {name: request.POST.get(name, "").strip()[:LONGEST] for name in ("sender", "number", "asked")}
    sent = request.POST.get("sent_at", "")
    return LetterFrom(
        **said,
        disease=request.POST.get("disease", ""),
        sent_at=doors.moment(sent) if sent else request.moment,
    )


def _letters(
    request: PageRequest,
    *,
    taken: LetterTaken | None = None,
    rejects: str = "",
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    found = queries.letters(by=request.actor, known_at=request.moment)
    context = {
        "rows": [_row(one, request) for one in found],
        "typed": request.POST,
        "head": "\t".join(COLUMNS),
        "taken": taken,
        "account": _account(taken) if taken else "",
        "rejects": rejects,
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
