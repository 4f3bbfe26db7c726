"""Tasks as they are now: state, clock, who answers; their history, their evidence, their names in lists."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID

from lianfang.apps.areas import queries as areas
from lianfang.apps.areas.terms import OF_UNIT, POST_NAMES, PostCode, Responsible
from lianfang.apps.directives.models import Evidence, Task, TaskEvent
from lianfang.apps.directives.terms import (
    PART_NAMES,
    TASK_EVENT_NAMES,
    TASK_STATE_NAMES,
    TaskEventKind,
    TaskState,
)
from lianfang.core import sql
from lianfang.core.access.roles import RoleCode
from lianfang.core.access.terms import Actor
from lianfang.kernel import area_code
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import NotFound

APP: Final = "directives"
OPEN: Final = frozenset({TaskState.ISSUED, TaskState.RECEIVED, TaskState.SENT_BACK})
TITLE_LENGTH: Final = 28
WHOLE: Final = 1_000_000
"""Letters of a whole text."""


@dataclass(frozen=True, slots=True)
class TaskCard:
    """A task as it is now; `due_at` is its limit, of a rhythm the next time not done yet (`slot`).

    `missed` times of the present period are past; nobody answers where `holder` is None.
    """

    uid: UUID
    area: str
    place: str
    post: str
    unit: str | None
    state: TaskState
    issued_at: datetime
    receive_by: datetime
    due_at: datetime | None
    slot: str
    missed: int
    times: int
    days: int
    starts_on: date | None
    clocks: tuple[time, ...]
    received_at: datetime | None
    done_at: datetime | None
    done_by: str
    ended_at: datetime | None
    item: UUID
    number: str
    title: str
    text: str
    area_of_work: str
    index: int
    part: int
    start: int
    end: int
    directive: UUID
    directive_title: str
    issuer_area: str
    holder: str | None
    holder_post: str | None
    holder_uid: UUID | None

    @property
    def recurs(self) -> bool:
        """Whether it comes back."""
        return self.times > 0

    @property
    def state_name(self) -> str:
        """The state in words."""
        return TASK_STATE_NAMES[self.state]

    @property
    def who(self) -> str:
        """The post, or the unit, that is to act."""
        return self.unit or POST_NAMES[PostCode(self.post.partition(OF_UNIT)[0])]

    @property
    def name(self) -> str:
        """The item's number and title, and which part of it."""
        return named(self.number, self.title, self.text, self.part)

    def is_overdue(self, at: datetime) -> bool:
        """Whether its time is up and it is not done."""
        if self.recurs:
            return self.state in OPEN and self.missed > 0
        return self.state in OPEN and self.due_at is not None and self.due_at < at


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file of evidence, as a link shows it."""

    uid: UUID
    name: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of a task as its page tells it."""

    kind: TaskEventKind
    slot: str
    note: str
    due_at: datetime | None
    by: str
    happened_at: datetime
    recorded_at: datetime
    evidence: tuple[EvidenceFile, ...]

    @property
    def name(self) -> str:
        """What happened, in words."""
        return TASK_EVENT_NAMES[self.kind]


def named(number: str, title: str, text: str, part: int = 0) -> str:
    """An item as lists name it: number and title, or the beginning of its text; and which part."""
    words = (title or text).strip().replace("\n", " ")
    short = words if len(words) <= TITLE_LENGTH else f"{words[:TITLE_LENGTH]}…"
    which = f"（{PART_NAMES[part]}）" if part else ""
    return f"{number} {short}{which}".strip()


def tasks(
    *,
    at: datetime,
    directive: int | None = None,
    item: UUID | None = None,
    uids: Sequence[UUID] | None = None,
    area: str | None = None,
    places: Sequence[tuple[str, str]] | None = None,
    open_only: bool = False,
    letters: int = TITLE_LENGTH + 1,
) -> list[TaskCard]:
    """Tasks with their state at a moment and who answers for them now, in the order of items and areas.

    Of the text so many letters: what a list needs.
    """
    lo, hi = area_code.prefix_range(area) if area is not None else (None, None)
    rows = sql.fetch(
        APP,
        "tasks_listed",
        at=at,
        on_date=at.astimezone(ZONE).date(),
        zone=ZONE.key,
        directive=directive,
        item=item,
        uids=None if uids is None else as_array(uids),
        lo=lo,
        hi=hi,
        areas=None if places is None else [one for one, _ in places],
        posts=None if places is None else [post for _, post in places],
        open_only=open_only,
        letters=letters,
    )
    return _cards(rows, at)


def as_array(uids: Iterable[object]) -> str:
    """Uids as the text of an array."""
    return "{" + ",".join(str(uid) for uid in uids) + "}"


def _cards(rows: list[dict[str, Any]], at: datetime) -> list[TaskCard]:
    places = {(row["area"], row["post"]) for row in rows if row["ended_at"] is None}
    found = areas.holders_of_duties(places=places, at=at) if places else []
    holders = {(one.area, one.post): one for one in found}
    return [_card(row, holders.get((row["area"], row["post"]))) for row in rows]


def _card(row: Mapping[str, Any], held: Responsible | None) -> TaskCard:
    plain = {name: value for name, value in row.items() if name not in {"id", "unit_id", "item_id"}}
    plain |= {"state": TaskState(row["state"]), "clocks": tuple(row["clocks"] or ())}
    plain["place"] = row["place"] or row["area"]
    return TaskCard(
        **plain,
        holder=held.holder if held else None,
        holder_post=held.holder_post if held else None,
        holder_uid=held.holder_uid if held else None,
    )


def task(uid: UUID | str, *, by: Actor, at: datetime) -> TaskCard:
    """One task with its whole text; raises NotFound, also for one out of sight."""
    wanted = as_uid(uid)
    found = tasks(at=at, uids=[wanted], letters=WHOLE) if wanted else []
    if not found or not (by.may_see(found[0].area) or by.may_see(found[0].issuer_area)):
        raise NotFound(what="任务", value=uid)
    return found[0]


def may_handle(card: TaskCard, by: Actor) -> bool:
    """Whether a task is one of an actor's area; a unit's clerk has only the tasks of the unit."""
    own = by.role != RoleCode.UNIT_CLERK or card.post.endswith(f"{OF_UNIT}{by.unit}")
    return own and by.may_see(card.area)


def as_uid(text: UUID | str) -> UUID | None:
    """A uid as typed or in an address; None for what is none."""
    try:
        return text if isinstance(text, UUID) else UUID(text)
    except ValueError:
        return None


def history(uid: UUID) -> list[Happened]:
    """What happened to a task, in order, with the files that were shown."""
    events = list(TaskEvent.objects.filter(task__uid=uid).order_by("happened_at", "id"))
    files: dict[int, list[EvidenceFile]] = {event.pk: [] for event in events}
    for one in Evidence.objects.filter(event__in=events).order_by("id"):
        files[one.event_id].append(EvidenceFile(one.uid, one.name, one.media_type))
    return [_happened(event, tuple(files[event.pk])) for event in events]


def _happened(event: TaskEvent, files: tuple[EvidenceFile, ...]) -> Happened:
    return Happened(
        TaskEventKind(event.kind),
        event.slot,
        event.note,
        event.due_at,
        event.by,
        event.happened_at,
        event.recorded_at,
        files,
    )


def task_names(uids: Iterable[str]) -> dict[str, str]:
    """Tasks as lists name them, by uid; those out of sight are absent."""
    rows = sql.fetch(APP, "task_names", uids=as_array(uids))
    return {row["uid"]: named(row["number"], row["title"], row["text"], row["part"]) for row in rows}


def own_tasks(*, by: Actor, at: datetime) -> list[TaskCard]:
    """Open tasks for which an actor answers, the most urgent first."""
    ranges = [area_code.prefix_range(scope) for scope in by.scopes]
    rows = [row for lo, hi in ranges for row in sql.fetch(APP, "open_places", lo=lo, hi=hi)]
    places = {(row["area"], row["post"]) for row in rows}
    held = areas.holders_of_duties(places=places, at=at) if places else []
    mine = [(one.area, one.post) for one in held if one.holder_uid in by.officers]
    own = tasks(at=at, places=mine, open_only=True) if mine else []
    return sorted(own, key=lambda card: (card.state not in OPEN, card.due_at or card.issued_at, card.area))


def open_of(directive: int) -> int:
    """How many tasks of a directive are open."""
    return Task.objects.filter(directive_id=directive, ended_at=None).count()
