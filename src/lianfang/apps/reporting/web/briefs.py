"""The daily brief: prepared and looked at, signed, frozen, downloaded; each figure with what it counts."""

from collections.abc import Mapping
from functools import partial
from io import BytesIO
from typing import Final
from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from lianfang.apps.areas import queries as areas
from lianfang.apps.people import queries as people
from lianfang.apps.people.terms import PersonLabel
from lianfang.apps.reporting import operations, queries
from lianfang.apps.reporting.rules.layout import brief_document
from lianfang.apps.reporting.terms import DUTY_GAPS, DUTY_TALLY, FREE_TEXTS, Counted, Record
from lianfang.apps.reporting.web import asking
from lianfang.apps.reporting.web.asking import Asked
from lianfang.core import doors
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.documents import passages, read_parts
from lianfang.core.documents import render as written
from lianfang.core.pages import PageRequest
from lianfang.core.paging import Page, page_of
from lianfang.kernel.clock import ZONE

RECORD_NAMES: Final = {
    "person": _("人员"),
    "slot": _("责任事项"),
    "reading": _("体温"),
    "test": _("检测"),
    "check": _("核查"),
    "forward": _("转交"),
    "batch": _("名单"),
    "row": _("名单行"),
    "post": _("岗位"),
}
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@needs(Permission.VIEW_BRIEF)
def briefs(request: PageRequest, code: str) -> HttpResponse:
    """The briefs of a place, and the way to prepare the next."""
    asked = asking.read(request, code)
    context = {
        "asked": asked,
        "place": queries.place_of(code),
        "path": areas.path(code),
        "tabs": asking.tabs(request, asked, "reporting:briefs"),
        "briefs": queries.briefs(code),
        "closes": [(at, name) for at, name in asking.moments(request, asked)],
        "today": asked.on,
    }
    return render(request, "reporting/briefs.html", context)


@needs(Permission.VIEW_BRIEF, post=Permission.SIGN_BRIEF)
def draft(request: PageRequest, code: str) -> HttpResponse:
    """A brief as it would be printed, with the parts that people write; saved or signed from here."""
    if request.method == "POST":
        return _act(request, code)
    asked = asking.read(request, code)
    texts, _cut_off = queries.draft(code, asked.on)
    account = queries.account_of(area=code, on=asked.on, as_known_at=asked.known_at)
    parts = read_parts(written(brief_document(account, uid="", texts=texts)))
    context = {
        "asked": asked,
        "place": queries.place_of(code),
        "path": areas.path(code),
        "tabs": asking.tabs(request, asked, "reporting:briefs"),
        "saved": bool(request.GET.get("saved")),
        "known": f"{asked.known_at.astimezone(ZONE):%Y-%m-%dT%H:%M:%S.%f}",
        "fields": [
            {"name": key, "label": name, "value": texts.get(key, ""), "kind": "area"}
            for key, name in FREE_TEXTS.items()
        ],
        "parts": passages(parts, partial(_source_address, asked, account.figures)),
    }
    return render(request, "reporting/draft.html", context)


def _act(request: PageRequest, code: str) -> HttpResponse:
    """Save or sign what was written."""
    known = doors.moment(request.POST.get("known"))
    asked = {"area": code, "on": known.astimezone(ZONE).date(), "as_known_at": known}
    texts = {key: request.POST.get(key, "") for key in FREE_TEXTS}
    if request.POST.get("act") == "sign":
        uid = operations.sign_brief(**asked, texts=texts, by=request.actor, at=request.moment)  # type: ignore[arg-type]
        return HttpResponseRedirect(reverse("reporting:brief", args=[uid]))
    operations.save_draft(**asked, texts=texts, by=request.actor, at=request.moment)  # type: ignore[arg-type]
    back = urlencode({"at": request.POST.get("known", ""), "saved": "1"})
    return HttpResponseRedirect(f"{reverse('reporting:draft', args=[code])}?{back}")


def _source_address(asked: Asked, figures: Mapping[str, Counted], key: str) -> str:
    """Where a figure of a brief in preparation leads: to its duties; the rest lead on once signed."""
    source = figures[key].source
    if source.query == DUTY_TALLY:
        return asked.behind(source.part, area=source.area, kind=source.kind)
    if source.query == DUTY_GAPS:
        area = max(source.area, asked.area, key=len)
        return asked.link("reporting:gaps", area=area, holder=source.holder, kind=source.kind)
    return ""


def _figure_address(uid: UUID, key: str) -> str:
    """Where a figure of a signed brief leads: to its records; a rate has none of its own."""
    return "" if key.endswith("rate") else reverse("reporting:brief_figure", args=[uid, key])


@needs(Permission.VIEW_BRIEF)
def brief(request: PageRequest, uid: UUID) -> HttpResponse:
    """A brief as it was signed: what the frozen file says."""
    found = queries.signed(uid, by=request.actor)
    context = {
        "brief": found,
        "place": queries.place_of(found.area),
        "path": areas.path(found.area),
        "parts": passages(read_parts(found.docx), partial(_figure_address, uid)),
    }
    return render(request, "reporting/brief.html", context)


@needs(Permission.VIEW_BRIEF)
def brief_file(request: PageRequest, uid: UUID) -> FileResponse:
    """The frozen file itself."""
    found = queries.signed(uid, by=request.actor)
    name = gettext("日报 {area} {on}.docx").format(area=found.area, on=found.on.isoformat())
    return FileResponse(BytesIO(found.docx), as_attachment=True, filename=name, content_type=DOCX)


@needs(Permission.VIEW_BRIEF)
def brief_figure(request: PageRequest, uid: UUID, key: str) -> HttpResponse:
    """The records that a figure of a signed brief counts, as known at its cut-off."""
    found = queries.signed(uid, by=request.actor)
    counted = queries.figure(uid, key)
    records = queries.records_of(found.area, on=found.on, known_at=found.as_known_at, source=counted.source)
    context = {
        "brief": found,
        "counted": counted,
        "path": areas.path(found.area),
        "page": _named(found.area, page_of(records, request.GET)),
    }
    return render(request, "reporting/brief_figure.html", context)


def _named(area: str, page: Page) -> Page:
    """The same page of records, those of persons with their names."""
    about = queries.persons_of(area, page.rows)
    persons = people.labels_by_uid(about.values())
    rows = [_shown(record, persons.get(about.get(record.id, ""))) for record in page.rows]
    return Page(rows, page.number, page.last, page.total, page.before, page.after)


def _shown(record: Record, person: PersonLabel | None) -> dict[str, str]:
    name = RECORD_NAMES.get(record.kind, record.kind)
    if person:
        return {"kind": name, "text": person.name, "href": reverse("control:person", args=[person.person])}
    if record.kind in {"batch", "row"}:
        batch, *row = record.id.split("/")
        text = gettext("名单第 {row} 行").format(row=row[1]) if row else record.id
        return {"kind": name, "text": text, "href": reverse("intake:batch", args=[batch])}
    return {"kind": name, "text": record.id, "href": ""}
