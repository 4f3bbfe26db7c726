"""How a directive stands: by place and by item who has received, done, is late, has nobody."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import datetime

from lianfang.apps.areas import queries as areas
from lianfang.apps.directives.models import Directive
from lianfang.apps.directives.queries.tasks import OPEN, TaskCard, tasks
from lianfang.apps.directives.terms import TaskState
from lianfang.core.access.terms import Actor
from lianfang.kernel.area_code import LENGTHS


@dataclass(frozen=True, slots=True)
class Counts:
    """Tasks of one group: `tasks = waiting + working + to_check + signed_off + withdrawn`.

    `overdue` and `vacant` are parts of those that are open.
    """

    tasks: int = 0
    waiting: int = 0
    working: int = 0
    to_check: int = 0
    signed_off: int = 0
    withdrawn: int = 0
    overdue: int = 0
    vacant: int = 0

    def __post_init__(self) -> None:
        if self.tasks != self.waiting + self.working + self.to_check + self.signed_off + self.withdrawn:
            raise ArithmeticError(f"the account of tasks does not balance: {self}")

    @property
    def received(self) -> int:
        """How many were received, of those not withdrawn."""
        return self.tasks - self.withdrawn - self.waiting

    @property
    def done(self) -> int:
        """How many were done, looked at or not."""
        return self.to_check + self.signed_off

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


@dataclass(frozen=True, slots=True)
class StatusLine:
    """A place or an item, and how its tasks stand."""

    key: str
    name: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Status:
    """How a directive stands at a moment, as far as the actor sees it."""

    total: Counts
    places: tuple[StatusLine, ...]
    items: tuple[StatusLine, ...]
    cards: tuple[TaskCard, ...]


_COLUMNS = {
    TaskState.ISSUED: "waiting",
    TaskState.RECEIVED: "working",
    TaskState.SENT_BACK: "working",
    TaskState.DONE: "to_check",
    TaskState.SIGNED_OFF: "signed_off",
    TaskState.WITHDRAWN: "withdrawn",
}


def status(found: Directive, *, by: Actor, at: datetime, area: str | None = None) -> Status:
    """How a directive stands, in an area or wherever the actor sees: by the places below, and by item."""
    cards = [card for card in tasks(at=at, directive=found.pk, area=area) if _is_seen(card, by)]
    base = area or found.area
    lines = _lines(cards, lambda card: _below(card.area, base), at)
    names = areas.names(key for key, _ in lines)
    titles = {str(card.item): card.name for card in cards}
    return Status(
        total=sum((counts for _, counts in lines), Counts()),
        places=tuple(StatusLine(key, names.get(key, key), counts) for key, counts in sorted(lines)),
        items=tuple(
            StatusLine(key, titles[key], counts)
            for key, counts in _lines(cards, lambda card: str(card.item), at)
        ),
        cards=tuple(cards),
    )


def _is_seen(card: TaskCard, by: Actor) -> bool:
    return by.may_see(card.area) or by.may_see(card.issuer_area)


def _below(area: str, base: str) -> str:
    """The area right below another in which an area lies; itself where it is the other."""
    wider = [length for length in sorted(LENGTHS.values()) if length > len(base)]
    return area[: wider[0]] if wider else area


def _lines(
    cards: Iterable[TaskCard], key: Callable[[TaskCard], str], at: datetime
) -> list[tuple[str, Counts]]:
    groups: dict[str, list[TaskCard]] = defaultdict(list)
    for card in cards:
        groups[key(card)].append(card)
    return [(name, _counted(group, at)) for name, group in groups.items()]


def _counted(cards: list[TaskCard], at: datetime) -> Counts:
    counts: dict[str, int] = defaultdict(int)
    for card in cards:
        counts[_COLUMNS[card.state]] += 1
        counts["overdue"] += card.is_overdue(at)
        counts["vacant"] += card.state in OPEN and card.holder is None
    return Counts(tasks=len(cards), **counts)
