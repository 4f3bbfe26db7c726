"""Pages for everybody: what is published now, where measures are in force, whom to call, questions answered.

They are read as nobody: the row lock gives published rows alone.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID
from xml.etree import ElementTree

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from lianfang.apps.areas import queries as areas
from lianfang.apps.bulletin import queries
from lianfang.apps.bulletin.terms import PUBLICATION_KIND_NAMES, PublicationKind, Shown
from lianfang.apps.documents.terms import SMALLEST_SHOWN
from lianfang.apps.policy import queries as policy
from lianfang.apps.policy.terms import RISK_LEVELS
from lianfang.apps.testing import queries as testing
from lianfang.core.openly import openly
from lianfang.core.pages import PageRequest
from lianfang.kernel.clock import ZONE

FRESH: Final = 30
"""Seconds for which whoever stands between may keep a page."""
NEWS: Final = (PublicationKind.RELEASE, PublicationKind.NOTICE)
ATOM: Final = "http://www.w3.org/2005/Atom"
TONES: Final = {
    "high": "bad",
    "sealed": "bad",
    "medium": "late",
    "controlled": "late",
    "precaution": "late",
    "": "",
}
"""Graver first; grades without a colour do not stand on the first page."""


def _context(request: PageRequest, **more: Any) -> dict[str, Any]:
    return {
        "kinds": {kind.value: name for kind, name in PUBLICATION_KIND_NAMES.items()},
        "smallest": SMALLEST_SHOWN,
        "at": request.moment,
        "feed": reverse("bulletin:feed"),
        **more,
    }


def _area(request: PageRequest) -> str:
    """The area to which a reader narrows the pages; digits or nothing."""
    asked = request.GET.get("area", "")
    return asked if asked.isdecimal() else ""


@openly(cached=FRESH)
@require_safe
def front(request: PageRequest) -> HttpResponse:
    """The newest releases and notices, what is in force, whom to call."""
    on, area = request.moment.astimezone(ZONE).date(), _area(request)
    context = _context(
        request,
        news=queries.latest(kinds=NEWS, area=area, most=10),
        closures=queries.everywhere(kind=PublicationKind.CLOSURE, on=on, area=area),
        numbers=queries.everywhere(kind=PublicationKind.NUMBERS, on=on, area=area),
        risk=[place for place in _risk_areas(request) if place["tone"]],
        questions=queries.latest(kinds=[PublicationKind.FAQ], area=area, most=5),
    )
    return render(request, "bulletin/front.html", context)


@openly(cached=FRESH)
@require_safe
def places(request: PageRequest) -> HttpResponse:
    """Graded areas and closures in force today."""
    on = request.moment.astimezone(ZONE).date()
    found = queries.everywhere(kind=PublicationKind.CLOSURE, on=on, area=_area(request))
    context = _context(request, closures=found, risk=_risk_areas(request))
    return render(request, "bulletin/places.html", context)


@openly(cached=FRESH)
@require_safe
def services(request: PageRequest) -> HttpResponse:
    """Service numbers and designated hospitals."""
    on, area = request.moment.astimezone(ZONE).date(), _area(request)
    found = [
        one
        for kind in (PublicationKind.NUMBERS, PublicationKind.HOSPITALS)
        for one in queries.everywhere(kind=kind, on=on, area=area)
    ]
    points = testing.public_points(area=area, at=request.moment)
    return render(request, "bulletin/services.html", _context(request, lists=found, points=points))


@openly(cached=FRESH)
@require_safe
def questions(request: PageRequest) -> HttpResponse:
    """Questions and rumours, answered with facts and their source."""
    found = queries.latest(kinds=[PublicationKind.FAQ], area=_area(request))
    return render(request, "bulletin/questions.html", _context(request, questions=found))


@openly(cached=FRESH)
@require_safe
def read(request: PageRequest, version: UUID) -> HttpResponse:
    """One publication as it was published; corrected or withdrawn, it says so and stays."""
    found = queries.version(version)
    named = areas.names([found.area])
    context = _context(request, one=found, place=named.get(found.area, found.area))
    return render(request, "bulletin/read.html", context)


def _risk_areas(request: PageRequest) -> list[dict[str, Any]]:
    """Graded places of today with their names."""
    found = policy.list_risk_areas(on=request.moment.astimezone(ZONE).date())
    named = areas.names(row["place"] for row in found)
    graded = [_graded(row, named) for row in found]
    return sorted(graded, key=lambda place: list(TONES.values()).index(place["tone"]))


def _graded(row: Mapping[str, Any], named: Mapping[str, str]) -> dict[str, Any]:
    level = row["level"]
    return {
        "name": row["name"] or named.get(row["place"], row["place"]),
        "level": RISK_LEVELS.get(level, level),
        "tone": TONES.get(level, ""),
        "since": row["announced_on"],
        "until": row["lifted_on"],
    }


@openly(cached=FRESH)
@require_safe
def feed(request: PageRequest) -> HttpResponse:
    """The same as an Atom feed, of everywhere or of one area: every version as it was published."""
    found = queries.published(area=_area(request))
    root = ElementTree.Element("feed", xmlns=ATOM)
    updated = max((one.published_at for one in found), default=request.moment)
    _text(root, "id", request.build_absolute_uri(reverse("bulletin:front")))
    _text(root, "title", gettext("联防公开信息"))
    _text(root, "updated", _stamp(updated))
    ElementTree.SubElement(root, "link", rel="self", href=request.build_absolute_uri())
    for one in found:
        _entry(root, one, request)
    body = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")


def _entry(root: ElementTree.Element, one: Shown, request: PageRequest) -> None:
    entry = ElementTree.SubElement(root, "entry")
    address = request.build_absolute_uri(reverse("bulletin:read", args=[one.uid]))
    _text(entry, "id", f"urn:uuid:{one.uid}")
    _text(entry, "title", f"{gettext('已撤回')}：{one.title}" if one.withdrawn_at else one.title)
    _text(entry, "updated", _stamp(one.withdrawn_at or one.published_at))
    _text(entry, "published", _stamp(one.published_at))
    ElementTree.SubElement(entry, "link", rel="alternate", href=address)
    ElementTree.SubElement(entry, "category", term=one.kind)
    author = ElementTree.SubElement(entry, "author")
    _text(author, "name", gettext("疫情防控指挥部"))
    _text(entry, "summary", one.withdrawn_why or one.text)


def _text(parent: ElementTree.Element, tag: str, said: str) -> None:
    ElementTree.SubElement(parent, tag).text = said


def _stamp(moment: datetime) -> str:
    return moment.astimezone(ZONE).isoformat()
