"""Templates: take the shipped one, change it in Word, hand it in; the names that it may use."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET, require_http_methods

from lianfang.apps.areas import queries as areas
from lianfang.apps.documents import operations, queries
from lianfang.apps.documents.models import Template
from lianfang.apps.documents.rules import sentences as rules
from lianfang.apps.documents.rules import vocabulary
from lianfang.apps.documents.terms import MADE_HERE, kind_of
from lianfang.apps.documents.web.drafts import sent
from lianfang.apps.documents.web.lists import sides
from lianfang.core import uploads
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.documents import KIND_NAMES
from lianfang.core.pages import PageRequest
from lianfang.core.refusals import sentence_of, status_of
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import DomainError, NotFound


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.WRITE_DOCUMENT, post=Permission.EDIT_TEMPLATE)
def templates(request: PageRequest) -> HttpResponse:
    """Templates in use, and the form that takes another."""
    if request.method != "POST":
        return _templates(request)
    try:
        with uploads.kept(request.FILES.get("file")) as path:
            made = operations.upload_template(
                request.POST.get("kind", ""),
                path.name,
                path.read_bytes(),
                area=request.POST.get("area", "") or request.actor.scope,
                by=request.actor,
                at=request.moment,
            )
    except DomainError as refusal:
        return _templates(request, refusal)
    return redirect("documents:template", made)


def _templates(request: PageRequest, refusal: DomainError | None = None) -> HttpResponse:
    own = list(request.actor.scopes) if request.actor.scope else areas.headquarters(at=request.moment)
    found = queries.templates(area=request.actor.scope)
    context: dict[str, Any] = {
        "sides": sides(request.actor, "documents:templates"),
        "kinds": MADE_HERE,
        "choices": [(kind.code.value, kind.name) for kind in MADE_HERE],
        "places": list(areas.names(own).items()),
        "rows": [{"one": each, "name": kind_of(each.kind).name} for each in found],
        "problem": sentence_of(refusal) if refusal else "",
        "faults": getattr(refusal, "faults", []),
    }
    status = status_of(refusal) if refusal else 200
    return render(request, "documents/templates.html", context, status=status)


@require_GET
@needs(Permission.WRITE_DOCUMENT)
def names(request: PageRequest, kind: str) -> HttpResponse:
    """The names that a template of a kind may use, with their kinds and what they say."""
    found = kind_of(kind)
    rows = [
        {"name": name, "kind": KIND_NAMES[one.kind], "says": one.says, "columns": "、".join(one.columns)}
        for name, one in vocabulary.known(found).items()
    ]
    return render(
        request, "documents/names.html", {"kind": found, "rows": rows, "samples": vocabulary.SAMPLES}
    )


@require_GET
@needs(Permission.WRITE_DOCUMENT)
def sentences(request: PageRequest) -> HttpResponse:
    """Which sentence is said when: the table of rules."""
    groups = [
        {"name": vocabulary.judged(name), "topics": [list(rules.shown_rules([topic])) for topic in topics]}
        for name, topics in vocabulary.TOPICS.items()
    ]
    context = {"sides": sides(request.actor, "documents:sentences"), "groups": groups}
    return render(request, "documents/sentences.html", context)


@require_GET
@needs(Permission.WRITE_DOCUMENT)
def shipped_file(request: PageRequest, kind: str) -> HttpResponse:
    """The shipped template of a kind, ready to be changed in Word."""
    found = kind_of(kind)
    if found.elsewhere:
        raise NotFound(what=_("有模板的文书种类"), value=kind)
    area = request.actor.scope or areas.headquarters(at=request.moment)[0]
    day = request.moment.astimezone(ZONE).date()
    docx = queries.editable(found, area=area, on=day, at=request.moment)
    return sent(docx, found.name)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.WRITE_DOCUMENT, post=Permission.EDIT_TEMPLATE)
def template(request: PageRequest, uid: UUID) -> HttpResponse:
    """What became of the blanks of an office's paper, and the form that says it otherwise."""
    found = queries.template(uid, by=request.actor)
    if request.method != "POST":
        return _template(request, found)
    chosen = {line["number"]: request.POST.get(f"blank_{line['number']}", "") for line in found.blanks}
    try:
        made = operations.choose_blanks(uid, chosen, by=request.actor, at=request.moment)
    except DomainError as refusal:
        return _template(request, found, refusal)
    return redirect("documents:template", made)


def _template(request: PageRequest, found: Template, refusal: DomainError | None = None) -> HttpResponse:
    kind = kind_of(found.kind)
    names = vocabulary.single(kind)
    lines = [{"one": line, "says": names.get(line["name"], "")} for line in found.blanks]
    context = {
        "found": found,
        "kind": kind,
        "lines": lines,
        "left": sum(not line["name"] for line in found.blanks),
        "choices": list(names.items()),
        "problem": sentence_of(refusal) if refusal else "",
    }
    return render(request, "documents/template.html", context, status=status_of(refusal) if refusal else 200)


@require_GET
@needs(Permission.WRITE_DOCUMENT)
def template_file(request: PageRequest, uid: UUID) -> HttpResponse:
    """A template as it was handed in."""
    found = queries.template(uid, by=request.actor)
    return sent(bytes(found.docx), found.name.removesuffix(".docx"))
