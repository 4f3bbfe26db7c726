"""Meetings: the list, one with its facts, and what is left of the decisions of the one before."""

from datetime import datetime
from uuid import UUID

from lianfang.apps.areas import queries as areas
from lianfang.apps.directives.models import Meeting, MeetingPaper
from lianfang.apps.directives.queries.directives import state_of
from lianfang.apps.directives.queries.status import status
from lianfang.apps.directives.queries.tasks import as_uid
from lianfang.apps.directives.rules import meeting_papers, meeting_text
from lianfang.apps.directives.terms import Convened, Pending, Point
from lianfang.core.access.terms import Actor
from lianfang.core.documents import OfficialDocument
from lianfang.kernel.errors import NotFound


def meetings(*, by: Actor) -> list[Meeting]:
    """Meetings that the actor may see, the latest first."""
    found = Meeting.objects.select_related("directive").order_by("-held_at", "-id")
    return [meeting for meeting in found if by.may_see(meeting.area)]


def meeting(uid: UUID | str, *, by: Actor) -> Meeting:
    """One meeting; raises NotFound, also for one out of sight."""
    wanted = as_uid(uid)
    rows = Meeting.objects.select_related("directive", "previous__directive")
    found = rows.filter(uid=wanted).first() if wanted else None
    if found is None or not by.may_see(found.area):
        raise NotFound(what="会议", value=uid)
    return found


def before(area: str, held_at: datetime) -> Meeting | None:
    """The last signed meeting of an office before a moment."""
    return (
        Meeting.objects.filter(area=area, held_at__lt=held_at)
        .exclude(signed_at=None)
        .order_by("held_at")
        .last()
    )


def convened(found: Meeting) -> Convened:
    """The facts of a meeting."""
    points = tuple(Point(**point) for point in found.agenda)
    return Convened(found.title, found.held_at, found.place, found.chair, found.attendees, points)


def meeting_paper(uid: UUID | str, *, by: Actor) -> MeetingPaper:
    """One paper of a meeting; raises NotFound, also for one out of sight."""
    wanted = as_uid(uid)
    found = MeetingPaper.objects.select_related("meeting").filter(uid=wanted).first() if wanted else None
    if found is None or not by.may_see(found.area):
        raise NotFound(what="材料", value=uid)
    return found


def papers_of(found: Meeting) -> list[MeetingPaper]:
    """The papers of a meeting in the order of its agenda; those of no point of it last."""
    titles = [point["title"] for point in found.agenda]
    place = {title: number for number, title in enumerate(titles)}
    papers = MeetingPaper.objects.filter(meeting=found).order_by("id")
    return sorted(papers, key=lambda paper: place.get(paper.point, len(place)))


def pending_of(found: Meeting, *, by: Actor, at: datetime) -> list[Pending]:
    """What is left of the decisions of the meeting before, item by item; nothing if they were not issued."""
    earlier = found.previous.directive if found.previous else None
    if earlier is None or state_of(earlier) == "draft":
        return []
    told = status(earlier, by=by, at=at)
    return [
        Pending(
            line.name,
            line.counts.tasks,
            line.counts.tasks - line.counts.signed_off - line.counts.withdrawn,
            line.counts.overdue,
        )
        for line in told.items
    ]


def script_of(uid: UUID | str, *, by: Actor, at: datetime) -> OfficialDocument:
    """What the chair of a meeting says, as a document; raises NotFound."""
    found = meeting(uid, by=by)
    pending = pending_of(found, by=by, at=at)
    return meeting_text.script(
        convened(found), pending, office=_office(found), written_at=at, papers=_titles(found)
    )


def minutes_of(uid: UUID | str, *, by: Actor, at: datetime) -> OfficialDocument:
    """The minutes of a meeting, as a document; raises NotFound."""
    found = meeting(uid, by=by)
    written_at = found.signed_at or at
    return meeting_text.minutes(
        convened(found),
        found.minutes,
        office=_office(found),
        written_at=written_at,
        papers=_titles(found),
    )


def _titles(found: Meeting) -> dict[str, list[str]]:
    """What the papers of each point are called in documents."""
    titles: dict[str, list[str]] = {}
    for paper in papers_of(found):
        titles.setdefault(paper.point, []).append(meeting_papers.title_of(paper.name))
    return titles


def _office(found: Meeting) -> str:
    return meeting_text.office_of(areas.names([found.area]).get(found.area, found.area))
