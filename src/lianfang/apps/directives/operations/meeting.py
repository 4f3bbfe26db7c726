"""A meeting is prepared, its minutes are written and signed; what it decided becomes a directive."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lianfang.apps.directives import queries
from lianfang.apps.directives.models import Directive, Meeting
from lianfang.apps.directives.operations.receiving import keep
from lianfang.apps.directives.rules.reading import read
from lianfang.apps.directives.terms import Convened, ItemKind, Source
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused, NotAllowed


class MeetingSigned(InputRefused):
    """A meeting whose minutes are signed."""

    code = "directives.meeting_signed"
    sentence = "“{title}”的纪要已经签发，不能再改。"


class MeetingUnnamed(InputRefused):
    """A meeting without a title."""

    code = "directives.meeting_unnamed"
    sentence = "请填写会议名称。"


class MinutesMissing(InputRefused):
    """Minutes without words."""

    code = "directives.minutes_missing"
    sentence = "请先写纪要，再签发。"


@transaction.atomic
def prepare_meeting(facts: Convened, *, area: str, by: Actor, at: datetime) -> UUID:
    """Prepare a meeting of an area's office; the one signed last before it is its previous one. Its uid."""
    check(by, Permission.HOLD_MEETING)
    if not by.may_see(area):
        raise NotAllowed(actor=by.name, action=f"为{area}组织会议")
    _check(facts)
    made = Meeting.objects.create(
        area=area,
        previous=queries.before(area, facts.held_at),
        by=by.name,
        recorded_at=at,
        **_columns(facts),
    )
    made.refresh_from_db(fields=["uid"])
    _log("meeting.prepared", made, by=by, at=at, points=len(facts.agenda))
    uid: UUID = made.uid
    return uid


@transaction.atomic
def change_meeting(uid: UUID | str, facts: Convened, *, by: Actor, at: datetime) -> None:
    """Change what is prepared. Raises NotFound, MeetingSigned, MeetingUnnamed."""
    found = opened_for_change(uid, by)
    _check(facts)
    for name, value in _columns(facts).items():
        setattr(found, name, value)
    found.save()
    _log("meeting.changed", found, by=by, at=at, points=len(facts.agenda))


@transaction.atomic
def write_minutes(uid: UUID | str, text: str, *, by: Actor, at: datetime) -> None:
    """Write the minutes, or write them anew. Raises NotFound, MeetingSigned."""
    found = opened_for_change(uid, by)
    found.minutes = text.strip()
    found.save(update_fields=["minutes"])
    _log("meeting.minutes_written", found, by=by, at=at, letters=len(found.minutes))


@transaction.atomic
def sign_minutes(uid: UUID | str, *, by: Actor, at: datetime) -> UUID | None:
    """Sign the minutes; the directive that their decisions make, to be checked and issued, if they have any.

    Raises NotFound, MeetingSigned, MinutesMissing.
    """
    found = opened_for_change(uid, by)
    if not found.minutes:
        raise MinutesMissing
    found.signed_by, found.signed_at = by.name, at
    name = f"{found.title}纪要"
    reading = read(f"{name}.txt", found.minutes.encode(), today=found.held_at.astimezone(ZONE).date())
    made = None
    if any(item.kind is ItemKind.DEMAND for item in reading.items):
        content = found.minutes.encode()
        made = keep(reading, content, area=found.area, by=by, at=at, title=name, source=Source.MEETING)
        found.directive = Directive.objects.get(uid=made)
    found.save(update_fields=["signed_by", "signed_at", "directive"])
    _log("meeting.minutes_signed", found, by=by, at=at, directive=str(made or ""))
    return made


def opened_for_change(uid: UUID | str, by: Actor) -> Meeting:
    """A meeting that is not signed, nobody else changing it. Raises NotFound, MeetingSigned."""
    check(by, Permission.HOLD_MEETING)
    found = Meeting.objects.select_for_update(of=("self",)).get(pk=queries.meeting(uid, by=by).pk)
    if found.signed_at is not None:
        raise MeetingSigned(title=found.title)
    return found


def _check(facts: Convened) -> None:
    if not facts.title.strip():
        raise MeetingUnnamed


def _columns(facts: Convened) -> dict[str, object]:
    return asdict(facts) | {"agenda": [asdict(point) for point in facts.agenda], "title": facts.title.strip()}


def _log(action: str, found: Meeting, *, by: Actor, at: datetime, **facts: object) -> None:
    audit.record(action, subject=f"meeting:{found.uid}", by=by, at=at, area=found.area, **facts)
