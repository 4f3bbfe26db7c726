"""Papers of a meeting: attached to a point of its agenda, removed until it is signed, opened with a line."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lianfang.apps.directives import queries
from lianfang.apps.directives.models import Meeting, MeetingPaper
from lianfang.apps.directives.operations.meeting import opened_for_change
from lianfang.apps.directives.rules import meeting_papers as rules
from lianfang.core import keeping
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class OpenedPaper:
    """A paper to be looked at."""

    name: str
    media_type: str
    content: bytes


@transaction.atomic
def attach_paper(
    uid: UUID | str, name: str, content: bytes, *, point: str = "", by: Actor, at: datetime
) -> UUID:
    """Attach a file to a point of the agenda, or to the meeting; its uid. The same file again is the same.

    Raises NotFound, also for a point that is none, MeetingSigned, PaperUnnamed, PaperTooLarge, NoPaper,
    TooManyPapers.
    """
    found = opened_for_change(uid, by)
    media_type = rules.media_type(name, content)
    if point and point not in {one["title"] for one in found.agenda}:
        raise NotFound(what="议题", value=point)
    if MeetingPaper.objects.filter(meeting=found).count() >= rules.MOST:
        raise rules.TooManyPapers(title=found.title, most=rules.MOST)
    facts = {"name": name.strip(), "media_type": media_type, "size": len(content)}
    kept, is_new = MeetingPaper.objects.get_or_create(
        meeting=found,
        point=point,
        file_hash=keeping.keep_bytes(content),
        defaults=facts | {"area": found.area, "by": by.name, "recorded_at": at},
    )
    kept.refresh_from_db(fields=["uid"])
    if is_new:
        _log("meeting.paper_attached", kept, found, by=by, at=at)
    made: UUID = kept.uid
    return made


@transaction.atomic
def remove_paper(paper: UUID | str, *, by: Actor, at: datetime) -> UUID:
    """Remove a paper from a meeting that is not signed; the meeting's uid. Raises NotFound, MeetingSigned."""
    kept = queries.meeting_paper(paper, by=by)
    found = opened_for_change(kept.meeting.uid, by)
    _log("meeting.paper_removed", kept, found, by=by, at=at)
    kept.delete()
    made: UUID = found.uid
    return made


@transaction.atomic
def open_paper(paper: UUID | str, *, by: Actor, at: datetime) -> OpenedPaper:
    """A paper to be read; who looked stands in the log. Raises NotFound, also out of sight."""
    check(by, Permission.HOLD_MEETING)
    kept = queries.meeting_paper(paper, by=by)
    content = b"".join(keeping.read_kept(kept.file_hash))
    _log("meeting.paper_seen", kept, kept.meeting, by=by, at=at)
    return OpenedPaper(kept.name, kept.media_type, content)


def _log(action: str, kept: MeetingPaper, found: Meeting, *, by: Actor, at: datetime) -> None:
    audit.record(
        action,
        subject=f"meeting:{found.uid}",
        area=found.area,
        by=by,
        at=at,
        paper=kept.uid,
        name=kept.name,
        sha256=kept.file_hash,
    )
