"""Pages of meetings: the list, one with its agenda, what the last one left open, minutes, papers."""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.areas import queries as areas
from lianfang.apps.directives import operations, queries
from lianfang.apps.directives.models import Meeting
from lianfang.apps.directives.rules import meeting_papers, meeting_text
from lianfang.apps.directives.terms import Convened
from lianfang.apps.directives.web.papers import own_places
from lianfang.core import doors, refusals
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.documents import render as written
from lianfang.core.pages import PageRequest
from lianfang.core.paging import page_of
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused, WrongCall

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ACCEPTED: Final = "image/*,.pdf,.docx,.xlsx,.pptx"


@needs(Permission.HOLD_MEETING)
def meetings(request: PageRequest) -> HttpResponse:
    """Meetings held and prepared; one more is prepared here."""
    if request.method == "POST":
        return _prepared(request)
    return _meetings(request)


def _meetings(request: PageRequest, refused: str = "", status: int = 200) -> HttpResponse:
    context = {
        "page": page_of(queries.meetings(by=request.actor), request.GET),
        "places": own_places(request),
        "fields": _fields(None, request.POST.dict()),
        "refused": refused,
    }
    return render(request, "directives/meetings.html", context, status=status)


def _fields(found: Meeting | None, typed: dict[str, Any]) -> list[dict[str, Any]]:
    facts = queries.convened(found) if found else None
    held = facts.held_at.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M") if facts else ""
    known = {
        "title": facts.title if facts else "",
        "held_at": held,
        "place": facts.place if facts else "",
        "chair": facts.chair if facts else "",
        "attendees": facts.attendees if facts else "",
        "agenda": meeting_text.agenda_text(facts.agenda) if facts else "",
    }
    shapes = (
        ("title", _("会议名称"), "text", True, ""),
        ("held_at", _("时间"), "datetime-local", True, ""),
        ("place", _("地点"), "text", False, ""),
        ("chair", _("主持人"), "text", False, ""),
        ("attendees", _("出席"), "text", False, ""),
        ("agenda", _("议程"), "area", False, _("每行一项：议题 | 汇报人 | 分钟 | 材料")),
    )
    return [
        {"name": name, "label": label, "kind": kind, "required": required, "help": told}
        | {"value": typed.get(name, known[name])}
        for name, label, kind, required, told in shapes
    ]


def _convened(request: PageRequest) -> Convened:
    typed = {name: request.POST.get(name, "").strip() for name in ("title", "place", "chair", "attendees")}
    if not request.POST.get("held_at"):
        raise WrongCall(problem=_("请填写会议时间。"))
    agenda = meeting_text.points_of(request.POST.get("agenda", ""))
    return Convened(held_at=doors.moment(request.POST["held_at"]), agenda=agenda, **typed)


def _prepared(request: PageRequest) -> HttpResponse:
    try:
        area = request.POST.get("area", "")
        uid = operations.prepare_meeting(_convened(request), area=area, by=request.actor, at=request.moment)
    except (InputRefused, WrongCall) as refusal:
        sentence, status = refusals.told(refusal)
        return _meetings(request, refused=sentence, status=status)
    return HttpResponseRedirect(reverse("directives:meeting", args=[uid]))


@needs(Permission.HOLD_MEETING)
@require_GET
def meeting(request: PageRequest, uid: str) -> HttpResponse:
    """A meeting: what the last one left open, the agenda, the minutes."""
    return _meeting(request, queries.meeting(uid, by=request.actor))


def _meeting(request: PageRequest, found: Meeting, refused: str = "", status: int = 200) -> HttpResponse:
    facts, papers = queries.convened(found), queries.papers_of(found)
    points = {point.title for point in facts.agenda}
    context = {
        "meeting": found,
        "facts": facts,
        "papers": papers,
        "agenda": [(point, [one for one in papers if one.point == point.title]) for point in facts.agenda],
        "others": [one for one in papers if one.point not in points],
        "points": [("", gettext("整个会议")), *((point.title, point.title) for point in facts.agenda)],
        "accepted": ACCEPTED,
        "place": areas.names([found.area]).get(found.area, found.area),
        "pending": queries.pending_of(found, by=request.actor, at=request.moment),
        "fields": _fields(found, {}),
        "minutes": request.POST.get("minutes", found.minutes),
        "refused": refused,
    }
    return render(request, "directives/meeting.html", context, status=status)


@needs(Permission.HOLD_MEETING)
@require_POST
def change_meeting(request: PageRequest, uid: str) -> HttpResponse:
    """Change what is prepared."""
    return _changed(
        request,
        uid,
        lambda: operations.change_meeting(uid, _convened(request), by=request.actor, at=request.moment),
    )


@needs(Permission.HOLD_MEETING)
@require_POST
def minutes(request: PageRequest, uid: str) -> HttpResponse:
    """Write the minutes; sign them."""
    by = {"by": request.actor, "at": request.moment}

    def write() -> None:
        operations.write_minutes(uid, request.POST.get("minutes", ""), **by)  # type: ignore[arg-type]
        if request.POST.get("act") == "sign":
            operations.sign_minutes(uid, **by)  # type: ignore[arg-type]

    return _changed(request, uid, write)


def _changed(request: PageRequest, uid: str, change: Callable[[], object]) -> HttpResponse:
    found = queries.meeting(uid, by=request.actor)
    try:
        change()
    except (InputRefused, WrongCall) as refusal:
        sentence, status = refusals.told(refusal)
        return _meeting(request, found, refused=sentence, status=status)
    return HttpResponseRedirect(reverse("directives:meeting", args=[uid]))


@needs(Permission.HOLD_MEETING)
@require_GET
def script_file(request: PageRequest, uid: str) -> HttpResponse:
    """What the chair says, as a document."""
    made = queries.script_of(uid, by=request.actor, at=request.moment)
    title = queries.meeting(uid, by=request.actor).title
    return _file(written(made), gettext("{title}主持词.docx").format(title=title))


@needs(Permission.HOLD_MEETING)
@require_GET
def minutes_file(request: PageRequest, uid: str) -> HttpResponse:
    """The minutes, as a document."""
    made = queries.minutes_of(uid, by=request.actor, at=request.moment)
    title = queries.meeting(uid, by=request.actor).title
    return _file(written(made), gettext("{title}纪要.docx").format(title=title))


@needs(Permission.HOLD_MEETING)
@require_POST
def attach_paper(request: PageRequest, uid: str) -> HttpResponse:
    """Attach files to a point of the agenda: all of them, or none."""
    point, files = request.POST.get("point", ""), request.FILES.getlist("files")

    def attach() -> None:
        if not files:
            raise WrongCall(problem=_("请选择文件。"))
        for file in files:
            meeting_papers.check_size(file.name or "", file.size or 0)
        with transaction.atomic():
            for file in files:
                operations.attach_paper(
                    uid, file.name or "", file.read(), point=point, by=request.actor, at=request.moment
                )

    return _changed(request, uid, attach)


@needs(Permission.HOLD_MEETING)
@require_POST
def remove_paper(request: PageRequest, uid: str) -> HttpResponse:
    """Remove a paper while the meeting is prepared."""
    found = queries.meeting_paper(uid, by=request.actor).meeting
    by = {"by": request.actor, "at": request.moment}
    return _changed(request, str(found.uid), lambda: operations.remove_paper(uid, **by))  # type: ignore[arg-type]


@needs(Permission.HOLD_MEETING)
@require_GET
def meeting_paper(request: PageRequest, uid: str) -> HttpResponse:
    """A paper, to be saved; that it was opened stands in the log."""
    opened = operations.open_paper(uid, by=request.actor, at=request.moment)
    answer = _file(opened.content, opened.name, opened.media_type)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _file(content: bytes, name: str, media_type: str = DOCX) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
