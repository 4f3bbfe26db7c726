"""Operations of the API about meetings: prepared, changed, minutes written and signed."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import File, Form, Schema
from ninja.files import UploadedFile
from pydantic import Field

from lianfang.apps.directives import operations, queries
from lianfang.apps.directives.api.tasks import FILE
from lianfang.apps.directives.models import Meeting
from lianfang.apps.directives.rules import meeting_papers
from lianfang.apps.directives.terms import Convened, Pending, Point
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api.asking import ApiRequest
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Given, LongText, Moment, Named, Text
from lianfang.core.pages import told

router = DeniedByDefault(tags=["会议"])


class PointIn(Given):
    """A point of the agenda."""

    title: Named
    speaker: Text = ""
    minutes: Annotated[int, Field(ge=0, le=600)] = 0
    paper: Text = ""


class FactsIn(Given):
    """What is prepared of a meeting."""

    title: Named
    held_at: Moment
    place: Text = ""
    chair: Text = ""
    attendees: Text = ""
    agenda: list[PointIn] = []


class MeetingIn(FactsIn):
    """A meeting of the office of an area."""

    area: AreaCode


class MinutesIn(Given):
    """The minutes as text; decisions are numbered."""

    text: LongText


class MeetingOut(Schema):
    """A meeting; `directive` holds its decisions once the minutes are signed."""

    uid: UUID
    area: str
    title: str
    held_at: datetime
    place: str
    chair: str
    attendees: str
    agenda: list[dict[str, Any]]
    minutes: str
    signed_by: str
    signed_at: datetime | None
    directive: UUID | None


class MeetingPaperOut(Schema):
    """A paper of a meeting: of the point of this title, or of the whole meeting."""

    uid: UUID
    point: str
    name: str
    media_type: str
    size: int
    by: str
    recorded_at: datetime


class MeetingWithPending(Schema):
    """A meeting with its papers, and what the one before left open."""

    meeting: MeetingOut
    papers: list[MeetingPaperOut]
    pending: list[Pending]


class MeetingPaperMade(Schema):
    """The identity of a paper."""

    uid: UUID


class MeetingMade(Schema):
    """The identity of what was made; null where the minutes decide nothing."""

    uid: UUID | None


def _out(found: Meeting) -> dict[str, Any]:
    names = [name for name in MeetingOut.model_fields if name != "directive"]
    directive = found.directive.uid if found.directive else None
    return {name: getattr(found, name) for name in names} | {"directive": directive}


def _facts(given: FactsIn) -> Convened:
    points = tuple(Point(**point.model_dump()) for point in given.agenda)
    return Convened(given.title, given.held_at, given.place, given.chair, given.attendees, points)


@router.get("/meetings", response=list[MeetingOut])
@needs(Permission.HOLD_MEETING)
def meetings(request: ApiRequest) -> Any:
    """会议，近的在前"""
    return [_out(found) for found in queries.meetings(by=request.actor)]


@router.post("/meetings", response=MeetingMade)
@needs(Permission.HOLD_MEETING)
def prepare_meeting(request: ApiRequest, given: MeetingIn) -> Any:
    """准备一次会议：议程、汇报人、材料"""
    return {"uid": operations.prepare_meeting(_facts(given), area=given.area, **told(request))}


@router.get("/meetings/{meeting}", response=MeetingWithPending)
@needs(Permission.HOLD_MEETING)
def meeting(request: ApiRequest, meeting: UUID) -> Any:
    """一次会议，和上次会议未结的事项"""
    found = queries.meeting(meeting, by=request.actor)
    papers = queries.papers_of(found)
    return {"meeting": _out(found), "papers": papers, "pending": queries.pending_of(found, **told(request))}


@router.put("/meetings/{meeting}", response={204: None})
@needs(Permission.HOLD_MEETING)
def change_meeting(request: ApiRequest, meeting: UUID, given: FactsIn) -> None:
    """修改会议安排"""
    operations.change_meeting(meeting, _facts(given), **told(request))


@router.put("/meetings/{meeting}/minutes", response={204: None})
@needs(Permission.HOLD_MEETING)
def write_minutes(request: ApiRequest, meeting: UUID, given: MinutesIn) -> None:
    """写纪要"""
    operations.write_minutes(meeting, given.text, **told(request))


@router.post("/meetings/{meeting}/sign", response=MeetingMade)
@needs(Permission.HOLD_MEETING)
def sign_minutes(request: ApiRequest, meeting: UUID) -> Any:
    """签发纪要：议定事项成为待核对、交办的任务"""
    return {"uid": operations.sign_minutes(meeting, **told(request))}


@router.post("/meetings/{meeting}/papers", response=MeetingPaperMade)
@needs(Permission.HOLD_MEETING)
def attach_meeting_paper(
    request: ApiRequest, meeting: UUID, file: File[UploadedFile], point: Form[Text] = ""
) -> Any:
    """给议题添加材料；同一文件再添加不重复"""
    name, size = file.name or "", file.size or 0
    meeting_papers.check_size(name, size)
    return {"uid": operations.attach_paper(meeting, name, file.read(), point=point, **told(request))}


@router.get("/meeting-papers/{paper}", openapi_extra=FILE)
@needs(Permission.HOLD_MEETING)
def meeting_paper(request: ApiRequest, paper: UUID) -> HttpResponse:
    """一份会议材料；查看留痕"""
    opened = operations.open_paper(paper, **told(request))
    return HttpResponse(opened.content, content_type=opened.media_type)


@router.delete("/meeting-papers/{paper}", response={204: None})
@needs(Permission.HOLD_MEETING)
def remove_meeting_paper(request: ApiRequest, paper: UUID) -> None:
    """移除会议材料；纪要签发后不能移除"""
    operations.remove_paper(paper, **told(request))
