"""What there is: kinds to write, documents and how far each has come, the register of numbers."""

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET, require_http_methods

from lianfang.apps.areas import queries as areas
from lianfang.apps.documents import operations, queries
from lianfang.apps.documents.rules import numbers
from lianfang.apps.documents.terms import KINDS, STATE_NAMES, DocumentKind, DocumentState, KindOf, kind_of
from lianfang.core import doors
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.access.ways import way
from lianfang.core.pages import PageRequest
from lianfang.core.refusals import sentence_of, status_of
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import DomainError, NotFound

TONES: Final = {
    DocumentState.SUBMITTED: "late",
    DocumentState.HALF_APPROVED: "late",
    DocumentState.RETURNED: "bad",
    DocumentState.ISSUED: "good",
    DocumentState.VOIDED: "bad",
}
SIDES: Final = (
    (_("公文"), "documents:documents"),
    (_("登记簿"), "documents:register"),
    (_("模板"), "documents:templates"),
    (_("句子"), "documents:sentences"),
)
ABOUT: Final = {
    DocumentKind.TALK_OUTLINE: (_("被约谈的地区"), _("区划代码；不填为缺口最多的下级")),
    DocumentKind.LETTER: (_("协查地区"), _("区划代码；不填为全部外地")),
    DocumentKind.CONTACT_LETTER: (_("协查函"), _("已发出的协查函；在病例的密接页发出")),
}


def sides(actor: Actor, here: str) -> list[dict[str, object]]:
    """The sister pages."""
    found = [(name, view, way(actor, view)) for name, view in SIDES]
    return [{"name": name, "href": href, "current": view == here} for name, view, href in found if href]


@require_GET
@needs(Permission.WRITE_LETTER)
def documents(request: PageRequest) -> HttpResponse:
    """Kinds that can be written, and the documents of the area, newest first."""
    area = request.actor.scope
    lines = queries.lines(queries.documents(area=area, by=request.actor, at=request.moment))
    context = {
        "sides": sides(request.actor, "documents:documents"),
        "kinds": [shown for kind in KINDS.values() if (shown := _kind(request.actor, kind, area))],
        "rows": [
            {"one": line, "state": STATE_NAMES[line.state], "tone": TONES.get(line.state, "")}
            for line in lines
        ],
    }
    return render(request, "documents/documents.html", context)


def _kind(actor: Actor, kind: KindOf, area: str) -> dict[str, object] | None:
    """A kind with the way to where it is written; None where the door would not let pass."""
    if queries.only_letters(actor) and kind.code is not DocumentKind.CONTACT_LETTER:
        return None
    if kind.elsewhere is None:
        href = reverse("documents:new", args=[kind.code])
    else:
        arguments = [area] if kind.elsewhere.by_area else []
        href = way(actor, kind.elsewhere.view, *arguments) if area or not arguments else ""
    return {"name": kind.name, "says": kind.says, "href": href, "here": not kind.elsewhere} if href else None


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.WRITE_LETTER)
def new(request: PageRequest, kind: str) -> HttpResponse:
    """Begin a document: of which place, of which day, counted up to when."""
    found = kind_of(kind)
    if found.elsewhere:
        raise NotFound(what=_("在此拟写的文书种类"), value=kind)
    if queries.only_letters(request.actor) and found.code is not DocumentKind.CONTACT_LETTER:
        raise operations.LettersOnly
    if request.method != "POST":
        return _form(request, found)
    given = request.POST
    try:
        uid = operations.prepare(
            kind,
            area=given.get("area", "") or request.actor.scope,
            about=given.get("about", "").strip(),
            on=doors.day(given.get("on")),
            as_known_at=doors.moment(given.get("at")) if given.get("at") else request.moment,
            by=request.actor,
            at=request.moment,
        )
    except DomainError as refusal:
        return _form(request, found, refusal)
    return redirect("documents:document", uid)


def _form(request: PageRequest, kind: KindOf, refusal: DomainError | None = None) -> HttpResponse:
    local = request.moment.astimezone(ZONE)
    typed: dict[str, Any] = request.GET.dict() | request.POST.dict()
    own = list(request.actor.scopes) if request.actor.scope else areas.headquarters(at=request.moment)
    label, help_text = ABOUT.get(kind.code, ("", ""))
    context = {
        "kind": kind,
        "places": list(areas.names(own).items()),
        "typed": {"on": local.date().isoformat(), "at": local.strftime("%Y-%m-%dT%H:%M")} | typed,
        "about": label,
        "about_help": help_text,
        "about_choices": _letters(request) if kind.code is DocumentKind.CONTACT_LETTER else [],
        "problem": sentence_of(refusal) if refusal else "",
    }
    return render(request, "documents/new.html", context, status=status_of(refusal) if refusal else 200)


def _letters(request: PageRequest) -> list[tuple[str, str]]:
    """Letters about contacts that the actor's area sent, the newest first."""
    return list(queries.letters_sent(request.actor, known_at=request.moment).items())


@require_GET
@needs(Permission.WRITE_DOCUMENT)
def register(request: PageRequest) -> HttpResponse:
    """The numbers of a year, by short name: which counts no more and why, and whether one is missing."""
    this = request.moment.astimezone(ZONE).year
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == len("2022") else this
    entries = queries.register(area=request.actor.scope, year=year)
    voided = queries.voided(entries)
    series: dict[tuple[str, str], list[Any]] = {}
    for entry in entries:
        series.setdefault((entry.area, entry.prefix), []).append(entry)
    shown = [
        {
            "prefix": prefix,
            "entries": [{"one": entry, "void": voided.get(entry.document_id)} for entry in found],
            "gaps": numbers.gaps({entry.number: entry.written for entry in found}),
        }
        for (_area, prefix), found in series.items()
    ]
    context = {
        "sides": sides(request.actor, "documents:register"),
        "year": year,
        "series": shown,
        "years": [year - 1, year + 1] if year < this else [year - 1],
    }
    return render(request, "documents/register.html", context)
