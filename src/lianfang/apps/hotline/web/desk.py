"""The desk of the hotline: what is open, one matter whole, entering a call or a letter, the clocks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lianfang.apps.areas import queries as areas
from lianfang.apps.areas.terms import OF_UNIT, POST_NAMES, PostCode
from lianfang.apps.hotline import operations, queries
from lianfang.apps.hotline.rules.clocks import CLOCKS
from lianfang.apps.hotline.rules.routes import ROUTES
from lianfang.apps.hotline.terms import (
    CHANNEL_NAMES,
    KIND_NAMES,
    NEED_NAMES,
    OPENING_NAMES,
    SEALED_KINDS,
    STATE_NAMES,
    MatterCard,
    MatterChannel,
    MatterKind,
    MatterState,
    Need,
    OpeningState,
)
from lianfang.apps.hotline.web import typed
from lianfang.apps.hotline.web.forms import offered, told
from lianfang.core.access.choosing import Chosen, place_chosen
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.access.ways import way
from lianfang.core.pages import PageRequest
from lianfang.core.paging import page_of
from lianfang.core.refusals import sentence_of, status_of
from lianfang.core.uploads import Upload
from lianfang.kernel.errors import DomainError, WrongCall

TONES: Final = {
    MatterState.WAITING: "late",
    MatterState.RETURNED: "bad",
    MatterState.ANSWERED: "good",
    MatterState.CLOSED: "",
}
STATES: Final = [
    (queries.OPEN, _("未办结")),
    ("", _("全部")),
    *((one.value, name) for one, name in STATE_NAMES.items()),
]
ANY_KIND: Final = [("", _("全部")), *typed.KINDS]
TABS: Final = (
    ("hotline:desk", _("事项")),
    ("hotline:new", _("登记")),
    ("hotline:openings", _("封存身份")),
    ("hotline:facts", _("事实核查")),
    ("hotline:clocks", _("时限")),
)
EXCERPT: Final = 60


@dataclass(frozen=True)
class Shown:
    """A matter as pages show it."""

    card: MatterCard
    kind: str
    need: str
    state: str
    tone: str
    place: str
    holder: str
    excerpt: str


def tabs(request: PageRequest, current: str) -> list[dict[str, Any]]:
    """The sides of the hotline that the actor may see."""
    found = [(view, name, way(request.actor, view)) for view, name in TABS]
    return [{"name": name, "href": href, "current": view == current} for view, name, href in found if href]


def shown(cards: Sequence[MatterCard]) -> list[Shown]:
    """Matters with their names."""
    places = areas.names({code for card in cards for code in (card.place, card.held_in)})
    return [_shown(card, places) for card in cards]


def _shown(card: MatterCard, places: dict[str, str]) -> Shown:
    state = MatterState(card.state)
    return Shown(
        card,
        KIND_NAMES[MatterKind(card.kind)],
        NEED_NAMES[Need(card.need)] if card.need else "",
        STATE_NAMES[state],
        TONES.get(state, ""),
        places.get(card.place, card.place),
        f"{places.get(card.held_in, card.held_in)} {POST_NAMES[PostCode(card.post.partition(OF_UNIT)[0])]}",
        card.text[:EXCERPT],
    )


@require_GET
@needs(Permission.VIEW_MATTERS)
def desk(request: PageRequest) -> HttpResponse:
    """Matters held in the area, by state and kind."""
    state, kind = request.GET.get("state", queries.OPEN), request.GET.get("kind", "")
    asked = {"state": state, "kind": kind, "known_at": request.moment}
    page = page_of(queries.matters(scope=request.actor.scope, **asked), request.GET)  # type: ignore[arg-type]
    fields = [
        {"label": _("状态"), "name": "state", "kind": "choice", "choices": STATES, "value": state},
        {
            "label": _("种类"),
            "name": "kind",
            "kind": "choice",
            "choices": ANY_KIND,
            "value": kind,
        },
    ]
    context = {
        "page": page,
        "rows": shown(page.rows),
        "fields": fields,
        "tabs": tabs(request, "hotline:desk"),
    }
    part = "hotline/matters.html" if request.htmx else "hotline/desk.html"
    return render(request, part, context)


@require_GET
@needs(Permission.VIEW_MATTERS)
def matter(request: PageRequest, uid: str) -> HttpResponse:
    """One matter: its words, what happened, what may be done."""
    return matter_page(request, uid)


def matter_page(
    request: PageRequest, uid: str, *, status: int = 200, tried: str = "", problem: str = "", **more: Any
) -> HttpResponse:
    """The page of a matter; a refusal stands in the form that was tried, with what was typed."""
    card = queries.matter(uid, scope=request.actor.scope, known_at=request.moment)
    events = queries.events_of(card, known_at=request.moment)
    context = {
        "one": shown([card])[0],
        "channel": CHANNEL_NAMES[MatterChannel(card.channel)],
        "events": told(events, by=request.actor, at=request.moment),
        "forms": offered(
            card, by=request.actor, typed=request.POST if tried else {}, tried=tried, problem=problem
        ),
        "openings": _openings_of(request, card),
        "may_open": request.actor.may(Permission.OPEN_IDENTITY) and card.sealed,
        "may_contact": request.actor.may(Permission.ANSWER_MATTER) and card.has_contact,
        "tabs": tabs(request, "hotline:desk"),
        "problem": problem if not tried else "",
        **more,
    }
    return render(request, "hotline/matter.html", context, status=status)


def _openings_of(request: PageRequest, card: MatterCard) -> list[dict[str, Any]]:
    """Who asked to open the identity, for who may open it."""
    if not (card.sealed and request.actor.may(Permission.OPEN_IDENTITY)):
        return []
    found = queries.openings_of(card, real=timezone.now())
    return [{"one": one, "state": OPENING_NAMES[OpeningState(one.state)]} for one in found]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ADD_MATTER)
def new(request: PageRequest) -> HttpResponse:
    """Enter a call or a visit; the receipt is read out to the caller."""
    if request.method != "POST":
        return _new(request, Chosen())
    place = place_chosen(request.POST, "place")
    asked = request.POST.dict() | {"place": place.code}
    try:
        if place.problem or not place.code:
            raise WrongCall(problem=place.problem or _("请填写地点。"))
        channel = (
            MatterChannel.LETTER if asked.get("channel") == MatterChannel.LETTER else MatterChannel.PHONE
        )
        brought, identity = typed.brought(asked, channel=channel), typed.identity(asked)
        slip = operations.receive(brought, identity=identity, by=request.actor, at=request.moment)
    except DomainError as refusal:
        return _new(request, place, problem=sentence_of(refusal), status=status_of(refusal))
    return _new(request, Chosen(), slips=[slip])


@require_POST
@needs(Permission.ADD_MATTER)
def letter(request: PageRequest) -> HttpResponse:
    """Letters by e-mail: files are read, their writers sealed; nothing else of them is kept."""
    slips, problems = [], []
    place = place_chosen(request.POST, "place")
    asked = request.POST.dict() | {"place": place.code}
    for file in request.FILES.getlist("files"):
        try:
            slips.append(_letter(request, file, asked))
        except DomainError as refusal:
            problems.append(sentence_of(refusal))
    if not slips and not problems:
        problems.append(_("请选择文件。"))
    return _new(request, place, slips=slips, problem=" ".join(problems), status=422 if problems else 200)


def _letter(request: PageRequest, file: Upload, asked: dict[str, str]) -> Any:
    if file is None:
        raise WrongCall(problem=_("请选择文件。"))
    return operations.receive_letter(
        file.read(),
        file=file.name or "",
        kind=typed.kind(asked),
        need=typed.need(asked),
        place=asked["place"],
        by=request.actor,
        at=request.moment,
    )


def _new(request: PageRequest, place: Chosen, *, status: int = 200, **more: Any) -> HttpResponse:
    known = {} if more.get("slips") else request.POST
    context = {
        "place": place,
        "typed": known,
        "kinds": typed.KINDS,
        "needs": typed.NEEDS,
        "channels": [(one.value, CHANNEL_NAMES[one]) for one in (MatterChannel.PHONE, MatterChannel.LETTER)],
        "tabs": tabs(request, "hotline:new"),
        **more,
    }
    return render(request, "hotline/new.html", context, status=status)


@require_GET
@needs(Permission.VIEW_MATTERS)
def clocks(request: PageRequest) -> HttpResponse:
    """The table of clocks: how soon, to whom first, on which ground, how certain."""
    rows = [
        {
            "clock": clock,
            "taken": _hours(clock.taken),
            "answered": _hours(clock.answered),
            "post": POST_NAMES[ROUTES[code][0]],
            "sealed": code in SEALED_KINDS,
        }
        for code, clock in CLOCKS.items()
    ]
    return render(request, "hotline/clocks.html", {"rows": rows, "tabs": tabs(request, "hotline:clocks")})


def _hours(span: timedelta) -> float:
    hours = span.total_seconds() / 3600
    return int(hours) if hours == int(hours) else hours


def back(request: PageRequest, uid: str, sentence: str) -> HttpResponse:
    """To the page of a matter, with a word that it is done."""
    messages.success(request, sentence)
    return redirect("hotline:matter", uid)
