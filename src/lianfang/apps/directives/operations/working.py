"""What happens to tasks: received, told of, done with evidence; sent back or signed off; withdrawn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lianfang.apps.directives import queries
from lianfang.apps.directives.models import Directive, DirectiveEvent, Evidence, Item, Task, TaskEvent
from lianfang.apps.directives.queries import TaskCard
from lianfang.apps.directives.rules import evidence as files
from lianfang.apps.directives.rules import workflow
from lianfang.apps.directives.terms import DirectiveEventKind, TaskEventKind, TaskState
from lianfang.core import keeping, sql
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import InputRefused, NotAllowed, NotFound

Kind = TaskEventKind


class NotYet(InputRefused):
    """Something that is said to happen later than now."""

    code = "directives.not_yet"
    sentence = "时间{happened}还没有到。请改为已经发生的时间。"


class SlotDone(InputRefused):
    """A time of a rhythm that is done already, or none that is open."""

    code = "directives.slot_done"
    sentence = "这一次已经办结，或本期没有待办的次数。请刷新页面。"


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that shows what was done."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class _Said:
    kind: Kind
    note: str
    happened_at: datetime
    slot: str = ""
    due_at: datetime | None = None


@transaction.atomic
def take_task(uid: UUID | str, *, by: Actor, at: datetime) -> None:
    """Take receipt of a task (签收). Raises NotFound, NotAllowed, NotNow."""
    _happen(uid, _Said(Kind.RECEIVED, "", at), by=by, at=at)


@transaction.atomic
def take_tasks(*, by: Actor, at: datetime) -> int:
    """Take receipt of every task that waits and for which the actor answers; returns how many."""
    check(by, Permission.HANDLE_TASK)
    waiting = [card for card in queries.own_tasks(by=by, at=at) if card.state is TaskState.ISSUED]
    for card in waiting:
        _happen(card.uid, _Said(Kind.RECEIVED, "", at), by=by, at=at)
    return len(waiting)


@transaction.atomic
def add_progress(
    uid: UUID | str, note: str, *, attached: Sequence[Attached] = (), by: Actor, at: datetime
) -> None:
    """Tell how far a task has come. Raises NotFound, NotAllowed, NotNow, WordsMissing, NoEvidence."""
    _happen(uid, _Said(Kind.PROGRESS, note, at), attached=attached, by=by, at=at)


@transaction.atomic
def finish_task(
    uid: UUID | str,
    note: str,
    *,
    attached: Sequence[Attached] = (),
    happened_at: datetime | None = None,
    slot: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Say that a task is done, of a rhythm the named time or the first that is open, with what shows it.

    Raises NotFound, NotAllowed, NotNow, WordsMissing, NoEvidence, NotYet, SlotDone.
    """
    said = _Said(Kind.DONE, note, happened_at or at, slot)
    _happen(uid, said, attached=attached, by=by, at=at)


@transaction.atomic
def send_back(uid: UUID | str, note: str, *, due_at: datetime | None = None, by: Actor, at: datetime) -> None:
    """Send a task back that was not done well, with the reason and perhaps another limit.

    Raises NotFound, NotAllowed, NotNow, WordsMissing, LimitPast.
    """
    workflow.check_limit(due_at, at=at)
    _happen(uid, _Said(Kind.SENT_BACK, note, at, due_at=due_at), by=by, at=at)


@transaction.atomic
def sign_off(uid: UUID | str, *, note: str = "", by: Actor, at: datetime) -> None:
    """Sign a task off (销号): the issuer has seen that it is done. Raises NotFound, NotAllowed, NotNow."""
    _happen(uid, _Said(Kind.SIGNED_OFF, note, at), by=by, at=at)


@transaction.atomic
def sign_off_tasks(uids: Sequence[UUID | str], *, by: Actor, at: datetime) -> int:
    """Sign several tasks off that are done; how many. Nothing is written if one of them can't be."""
    for uid in uids:
        _happen(uid, _Said(Kind.SIGNED_OFF, "", at), by=by, at=at)
    return len(uids)


@transaction.atomic
def withdraw_task(uid: UUID | str, reason: str, *, by: Actor, at: datetime) -> None:
    """Withdraw one task, with the reason. Raises NotFound, NotAllowed, NotNow, WordsMissing."""
    _happen(uid, _Said(Kind.WITHDRAWN, reason, at), by=by, at=at)


@transaction.atomic
def withdraw_item(uid: UUID | str, reason: str, *, by: Actor, at: datetime) -> int:
    """Withdraw the open tasks of an item; how many. Raises NotFound, WordsMissing."""
    check(by, Permission.ISSUE_DIRECTIVE)
    found: Item = queries.item(uid, by=by)
    _check_reason(reason)
    count = end_tasks(found.directive, reason, item=found.pk, by=by, at=at)
    subject = f"directive_item:{found.uid}"
    audit.record(
        "directive.item_withdrawn", subject=subject, by=by, at=at, area=found.area, tasks=count, reason=reason
    )
    return count


@transaction.atomic
def withdraw(uid: UUID | str, reason: str, *, by: Actor, at: datetime) -> int:
    """Withdraw a directive: its open tasks are closed, with the reason; how many.

    Raises NotFound, NotAllowed, WordsMissing.
    """
    check(by, Permission.ISSUE_DIRECTIVE)
    return close(queries.directive(uid, by=by), reason, kind=DirectiveEventKind.WITHDRAWN, by=by, at=at)


def close(found: Directive, reason: str, *, kind: DirectiveEventKind, by: Actor, at: datetime) -> int:
    """Close what is open of a directive, with the reason; a second time changes nothing."""
    if not by.may_see(found.area):
        raise NotAllowed(actor=by.name, action=f"收回“{found.title}”")
    _check_reason(reason)
    if queries.state_of(found) in {DirectiveEventKind.WITHDRAWN, DirectiveEventKind.STEPPED_DOWN}:
        return 0
    count = end_tasks(found, reason, by=by, at=at)
    DirectiveEvent.objects.create(
        directive=found,
        area=found.area,
        kind=kind,
        note=reason.strip(),
        facts={"tasks": count},
        by=by.name,
        happened_at=at,
        recorded_at=at,
    )
    told = {"subject": f"directive:{found.uid}", "area": found.area, "tasks": count, "reason": reason}
    audit.record(f"directive.{kind}", by=by, at=at, **told)
    return count


def end_tasks(found: Directive, reason: str, *, by: Actor, at: datetime, item: int | None = None) -> int:
    """Close open tasks of a directive in one statement; how many."""
    done = sql.run(
        "directives",
        "end_tasks",
        directive=found.pk,
        item=item,
        task=None,
        reason=reason.strip(),
        by=by.name,
        at=at,
    )
    return done.rows


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise workflow.WordsMissing(event="收回")


def _happen(
    uid: UUID | str, said: _Said, *, attached: Sequence[Attached] = (), by: Actor, at: datetime
) -> None:
    """One event of one task, checked and logged."""
    card = _permitted(uid, said.kind, by=by, at=at)
    task = Task.objects.select_for_update().get(uid=card.uid)
    card = queries.task(uid, by=by, at=at)  # as it is now that nobody else changes it
    workflow.check(said.kind, state=card.state, recurs=card.recurs, note=said.note)
    if said.happened_at > at:
        raise NotYet(happened=said.happened_at.isoformat(sep=" ", timespec="minutes"))
    slot = _slot(card, said)
    event = TaskEvent.objects.create(
        task=task,
        area=task.area,
        kind=said.kind,
        slot=slot,
        note=said.note.strip(),
        due_at=said.due_at,
        by=by.name,
        happened_at=max(said.happened_at, task.issued_at),
        recorded_at=at,
    )
    if said.kind in workflow.ENDING:
        task.ended_at = task.end_recorded_at = at
        task.save(update_fields=["ended_at", "end_recorded_at"])
    kept = _keep(event, attached)
    audit.record(
        f"task.{said.kind}", subject=f"task:{card.uid}", by=by, at=at, area=task.area, slot=slot, files=kept
    )


def _slot(card: TaskCard, said: _Said) -> str:
    """Which time of a rhythm is meant; what ends or begins a task is about none."""
    if not card.recurs or said.kind not in {Kind.DONE, Kind.SENT_BACK}:
        return ""
    if said.kind is Kind.SENT_BACK:
        done = [event.slot for event in queries.history(card.uid) if event.kind is Kind.DONE]
        if not done:
            raise SlotDone
        return done[-1]
    if not card.slot or (said.slot and said.slot != card.slot and not _is_open(card, said.slot)):
        raise SlotDone
    return said.slot or card.slot


def _is_open(card: TaskCard, slot: str) -> bool:
    """Whether a time of the present period is not done."""
    last = [event.kind for event in queries.history(card.uid) if event.slot == slot]
    return slot[:10] == card.slot[:10] and (not last or last[-1] is not Kind.DONE)


def _permitted(uid: UUID | str, kind: Kind, *, by: Actor, at: datetime) -> TaskCard:
    """The task, for who may do this to it: its holders' area and unit, or the office that issued it."""
    by_issuer = kind in {Kind.SENT_BACK, Kind.SIGNED_OFF, Kind.WITHDRAWN}
    check(by, Permission.ISSUE_DIRECTIVE if by_issuer else Permission.HANDLE_TASK)
    card = queries.task(uid, by=by, at=at)
    if not (by.may_see(card.issuer_area) if by_issuer else queries.may_handle(card, by)):
        raise NotAllowed(actor=by.name, action=f"办理“{card.name}”")
    return card


def _keep(event: TaskEvent, attached: Iterable[Attached]) -> list[str]:
    """Seal the files of an event; their hashes."""
    rows = [
        Evidence(
            event=event,
            area=event.area,
            name=one.name,
            media_type=files.media_type(one.name, one.content),
            size=len(one.content),
            file_hash=keeping.keep_bytes(one.content),
        )
        for one in attached
    ]
    Evidence.objects.bulk_create(rows)
    return [row.file_hash for row in rows]


@dataclass(frozen=True, slots=True)
class Opened:
    """A file of evidence to be looked at."""

    name: str
    media_type: str
    content: bytes


@transaction.atomic
def open_evidence(uid: UUID | str, *, by: Actor, at: datetime) -> Opened:
    """A file of evidence; who looked stands in the log. Raises NotFound, also out of sight."""
    check(by, Permission.VIEW_TASKS)
    wanted = queries.as_uid(uid)
    found = Evidence.objects.filter(uid=wanted).first() if wanted else None
    if found is None or not by.may_see(found.area):
        raise NotFound(what="证明", value=uid)
    audit.record("task.evidence_seen", subject=f"evidence:{found.uid}", by=by, at=at, area=found.area)
    return Opened(found.name, found.media_type, b"".join(keeping.read_kept(found.file_hash)))
