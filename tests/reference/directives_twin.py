"""The slow twin of directives: fan-out item by item and place by place, duties task by task."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from lianfang.apps.areas.terms import PostCode, UnitKind
from lianfang.apps.directives.rules import rhythm, workflow
from lianfang.apps.directives.terms import UNIT_POSTS, TaskEventKind
from lianfang.kernel.area_code import Level, level_of
from lianfang.kernel.clock import ZONE


@dataclass(frozen=True)
class Asked:
    """An item: to which posts, kinds of unit, units, in which areas."""

    posts: Sequence[str]
    unit_kinds: Sequence[str]
    units: Sequence[str]
    areas: Sequence[str]


@dataclass(frozen=True)
class OfArea:
    """A unit: its identity, kind and area."""

    uid: str
    kind: str
    area: str


def targets(
    asked: Asked,
    *,
    ground: str,
    places: Iterable[str],
    posts: Iterable[tuple[str, str]],
    units: Iterable[OfArea],
    norms: Mapping[str, Level],
) -> set[tuple[str, str]]:
    """Area and post of every task that an item becomes."""
    own = [place for place in places if place.startswith(ground)]
    wanted = set(asked.posts) | {
        UNIT_POSTS[UnitKind(kind)] for kind in asked.unit_kinds if kind in UNIT_POSTS
    }
    found = {
        (place, str(post))
        for post in wanted
        for place in own
        if (str(post), place) in set(posts) or norms.get(str(post)) == level_of(place)
    }
    found = {pair for pair in found if _within(pair[0], asked.areas)}
    for unit in units:
        by_kind = unit.kind in asked.unit_kinds and unit.kind not in UNIT_POSTS
        chosen = unit.uid in asked.units or (by_kind and _within(unit.area, asked.areas))
        if chosen and unit.area.startswith(ground):
            found.add((unit.area, f"{PostCode.UNIT_HEAD}@{unit.uid}"))
    return found


def _within(area: str, areas: Sequence[str]) -> bool:
    return not areas or any(area.startswith(one) for one in areas)


@dataclass(frozen=True)
class Event:
    """Something that happened to a task."""

    kind: TaskEventKind
    slot: str
    happened_at: datetime
    recorded_at: datetime
    due_at: datetime | None = None


@dataclass
class Task:
    """A task with what happened to it, in order."""

    uid: str
    area: str
    issuer_area: str
    issued_at: datetime
    receive_by: datetime
    due_at: datetime | None
    starts_on: date | None
    days: int
    clocks: Sequence[time]
    events: list[Event] = field(default_factory=list)

    def known(self, *kinds: TaskEventKind, until: datetime, known_at: datetime) -> list[Event]:
        """Events of some kinds that had happened by a moment, as known at another."""
        return [
            one
            for one in self.events
            if one.kind in kinds and one.happened_at <= until and one.recorded_at <= known_at
        ]


Slot = tuple[str, str, str, str]
"""Kind, subject, ref, area of a slot that is due and not done."""
KIND = TaskEventKind


def gaps(tasks: Iterable[Task], *, area: str, at: datetime, known_at: datetime) -> set[Slot]:
    """What is due and not done of a county's tasks at a moment, as known at another."""
    found: set[Slot] = set()
    for task in tasks:
        if task.issued_at <= min(at, known_at):
            found |= set(_gaps(task, at, known_at))
    return {slot for slot in found if slot[3].startswith(area)}


def _gaps(task: Task, at: datetime, known_at: datetime) -> Iterator[Slot]:
    told = {"until": at, "known_at": known_at}
    over = task.known(KIND.SIGNED_OFF, KIND.WITHDRAWN, **told)
    if over:
        return
    if not task.known(KIND.RECEIVED, KIND.PROGRESS, KIND.DONE, **told):
        yield "task_received", task.uid, "received", task.area
    for ref, opens_at in _times(task, at):
        slot = "" if ref == "once" else ref
        course = [one for one in task.known(KIND.DONE, KIND.SENT_BACK, **told) if one.slot == slot]
        is_done = bool(course) and course[-1].kind is KIND.DONE
        if opens_at <= at and not is_done:
            yield "task_done", task.uid, ref, task.area
        if is_done and ref == "once":
            yield "task_signed_off", task.uid, "signed_off", task.issuer_area


def _times(task: Task, at: datetime) -> Iterator[tuple[str, datetime]]:
    if task.starts_on is None:
        yield "once", task.issued_at
        return
    on = at.astimezone(ZONE).date()
    for slot in rhythm.slots_of(
        on, starts_on=task.starts_on, days=task.days, clocks=task.clocks, issued_at=task.issued_at
    ):
        yield slot.ref, slot.opens_at


def allowed(task: Task, *, at: datetime) -> list[TaskEventKind]:
    """What may happen to a task next, in a fixed order."""
    kinds = [one.kind for one in task.events if one.happened_at <= at]
    recurs = task.starts_on is not None
    state = workflow.state_after(kinds, recurs=recurs)
    return [kind for kind in TaskEventKind if kind in workflow.allowed(state, recurs=recurs)]
