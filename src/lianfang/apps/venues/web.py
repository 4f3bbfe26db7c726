"""Pages of venues: their list, one of them with counts by day, and who was together with whom."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lianfang.apps.areas import queries as areas
from lianfang.apps.people import queries as people
from lianfang.apps.venues import operations, queries
from lianfang.apps.venues.rules import limits
from lianfang.apps.venues.terms import (
    ENGINE_NAMES,
    LONGEST_LOOK,
    PRESENCE_KIND_NAMES,
    VENUE_KIND_NAMES,
    Answer,
    Asked,
    Engine,
    VenueCard,
)
from lianfang.core import refusals, uploads
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.exports.sheets import CONTENT_TYPES, Format
from lianfang.core.pages import PageRequest, told
from lianfang.core.paging import SIZE, Page, skipped_before
from lianfang.kernel.errors import DomainError, WrongCall

SHOWN: Final = 200
LONGEST_STEM: Final = 40
USUAL: Final = {"days": "7", "window": "2h"}


@dataclass(frozen=True)
class Shown:
    """What a page of a question shows: what was typed, what was found, why it was refused."""

    typed: dict[str, str]
    answer: Answer | None = None
    refused: DomainError | None = None
    rows: list[dict[str, Any]] = field(default_factory=list)


@require_GET
@needs(Permission.VIEW_VENUES)
def venues(request: PageRequest) -> HttpResponse:
    """Venues by name: those of a kind, those that a text means."""
    wanted = {"text": request.GET.get("text", "").strip(), "kind": request.GET.get("kind", "")}
    total = queries.count(**wanted)
    found = queries.venues(**wanted, limit=SIZE, skipped=skipped_before(request.GET, total))
    context = {
        "page": Page.beside(_placed(found), request.GET, total),
        "typed": wanted,
        "kinds": [("", "全部"), *((kind.value, name) for kind, name in VENUE_KIND_NAMES.items())],
        "loads": queries.loads(limit=5),
    }
    return render(request, "venues/venues.html", context)


def _placed(found: list[VenueCard]) -> list[tuple[VenueCard, str]]:
    places = areas.names(one.area for one in found)
    return [(one, places.get(one.area, one.area)) for one in found]


@require_GET
@needs(Permission.VIEW_VENUES)
def venue(request: PageRequest, uid: str) -> HttpResponse:
    """One venue: what it is, how many were there on each recent day; never who."""
    card = queries.venue(uid)
    days = queries.observed_by_day(card.id, at=request.moment)
    context = {
        "card": card,
        "place": areas.names([card.area]).get(card.area, card.area),
        "days": days,
        "total": sum(count for _, count in days),
        "enclosed": gettext("是") if card.enclosed else gettext("否"),
        "ventilated": gettext("是") if card.ventilated else gettext("否"),
    }
    return render(request, "venues/venue.html", context)


@require_http_methods(["GET", "POST"])
@needs(Permission.LOAD_PRESENCE)
def load(request: PageRequest) -> HttpResponse:
    """Load a file of check-ins or of venues: its account, the rows that came back to be taken along."""
    if request.method == "GET":
        return render(request, "venues/load.html", {"what": "encounters"})
    what = "venues" if request.POST.get("what") == "venues" else "encounters"
    operation = operations.load_venues if what == "venues" else operations.load
    try:
        with uploads.kept(request.FILES.get("file")) as path:
            back = path.with_name(f"{path.stem[:LONGEST_STEM]}-{gettext('退回')}.xlsx")
            account = operation(path, rejects=back, **told(request))
            word = _held(back, by=request.actor) if account.rejected else ""
    except DomainError as refusal:
        refused, status = refusals.told(refusal)
        return render(request, "venues/load.html", {"what": what, "refused": refused}, status=status)
    return render(request, "venues/load.html", {"what": what, "account": account, "word": word})


def _held(path: Path, *, by: Actor) -> str:
    return uploads.hold(SimpleUploadedFile(path.name, path.read_bytes()), by=by)


@require_POST
@needs(Permission.LOAD_PRESENCE)
def rejects(request: PageRequest) -> HttpResponse:
    """The rows that came back of a file, for whoever sent it."""
    with uploads.held(request.POST.get("word", ""), by=request.actor) as path:
        answer = HttpResponse(path.read_bytes(), content_type=CONTENT_TYPES[Format.XLSX])
        answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(path.name)}"
    return answer


@require_http_methods(["GET", "POST"])
@needs(Permission.FIND_TOGETHER)
def together(request: PageRequest) -> HttpResponse:
    """Ask whom a person met in the recent days: a person, a window, a ground; the answer is logged."""
    if request.method == "GET":
        return _page(request, Shown(USUAL | {"person": request.GET.get("person", "")}))
    typed = {name: request.POST.get(name, "").strip() for name in ("person", "days", "window", "ground")}
    try:
        answer = _answer(request, typed)
    except DomainError as refused:
        return _page(request, Shown(typed, refused=refused))
    return _page(request, Shown(typed, answer, rows=_rows(answer)))


def _answer(request: PageRequest, typed: dict[str, str]) -> Answer:
    if not (typed["days"].isascii() and typed["days"].isdigit()):
        raise WrongCall(problem="天数应为整数。")
    days = min(int(typed["days"]), LONGEST_LOOK.days)
    since, until = request.moment - timedelta(days=days), request.moment
    meant = people.meant(typed["person"], by=request.actor)
    number = people.person_id(meant, scope=request.actor.scope)
    asked = Asked("", number, since, until)
    window = limits.read_window(typed["window"])
    return operations.ask([asked], window, ground=typed["ground"], **told(request))


def _rows(answer: Answer) -> list[dict[str, Any]]:
    found = queries.told(answer, most=SHOWN)
    places = areas.names(one.area[:12] for one in found if one.area)
    return [
        {
            "one": one,
            "kind": PRESENCE_KIND_NAMES[one.kind],
            "place": places.get(one.area[:12], one.area),
            "overlap": one.overlap // limits.MINUTE,
            "apart": abs(one.apart) // limits.MINUTE,
            "after": one.apart > 0,
        }
        for one in found
    ]


def _page(request: PageRequest, shown: Shown) -> HttpResponse:
    answer = shown.answer
    refused, status = refusals.told(shown.refused) if shown.refused else ("", 200)
    context = {
        "typed": shown.typed,
        "rows": shown.rows,
        "found": None if answer is None else len(answer),
        "engine": ENGINE_NAMES[answer.engine if answer else Engine.DATABASE],
        "refused": refused,
        "longest": LONGEST_LOOK.days,
    }
    return render(request, "venues/together.html", context, status=status)
