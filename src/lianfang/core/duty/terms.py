"""Words of the duty engine.

A *slot* is one thing that one holder must see done in one window:
`(kind, subject, ref, area, opens_at, due_at, lapses_at, done_at, evidence)`, times half-open and aware.
It is *due* from `opens_at`, *late* after `due_at`, and leaves the work list at `lapses_at` (a temperature
missed yesterday can't be taken today; it stays counted as missing in yesterday's roll-up).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class PageOf(StrEnum):
    """What the page of a kind takes: nothing, the area of a slot, or the uid that it is about."""

    NOTHING = ""
    AREA = "area"
    SUBJECT = "subject"


@dataclass(frozen=True)
class DutyKind:
    """A kind of duty, declared by an app in its `duties.py`.

    `statement` names a file of the app's `sql/` that yields the slots of an area range, as far as recorded by
    a moment of knowledge: columns `subject_id` (the uid of whom or what the duty is about, as text), `ref`
    (which of the subject's slots), `area, opens_at, due_at, lapses_at, done_at, evidence`. Its parameters are
    `lo, hi, from_at, until_at, on_date, known_at, zone, undone` and the kind's own `constants`. It may leave
    out slots that open after `until_at`, those done or lapsed before `from_at` and, where `undone` is true,
    all that are done; the engine does the rest.
    A line of it that ends with `-- among` narrows it to the subjects of the parameter `among` (an array as
    text): the engine leaves it out where all are looked at.
    `follows` is the kind whose gap holds every subject of this one's.
    `page` is the view where it is dealt with, if not the person's own; `page_of`: what it takes.
    Where `post` is empty each slot names its own, in one column more: a post, or that of a unit, `post@uid`.
    """

    code: str
    name: str
    phrase: str
    app: str
    statement: str
    subject: str
    post: str
    source: str
    constants: Mapping[str, object] = field(default_factory=dict, hash=False)
    follows: str = ""
    page: str = ""
    page_of: PageOf = PageOf.NOTHING


@dataclass(frozen=True, slots=True)
class Gap:
    """A slot that is due and not done, with the one who holds it; nobody holds it where no post is filled.

    Two officers of one name are told apart by `holder_uid`.
    """

    kind: str
    subject: str
    ref: str
    area: str
    holder: str | None
    holder_post: str | None
    opens_at: datetime
    due_at: datetime
    holder_uid: UUID | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """Slots of one kind in one area in one view: `due = done + gap`, `done = on_time + late`.

    `overdue` is the part of the gap whose time is up.
    """

    area: str
    kind: str
    due: int
    done: int
    on_time: int
    late: int
    gap: int
    overdue: int = 0

    def __post_init__(self) -> None:
        balanced = self.due == self.done + self.gap and self.done == self.on_time + self.late
        if not balanced or self.overdue > self.gap:
            raise ArithmeticError(f"the account does not balance: {self}")


@dataclass(frozen=True, slots=True)
class Count:
    """How many slots of a kind are due and not done in an area, with their holder; `overdue`: time is up."""

    kind: str
    area: str
    holder: str | None
    holder_uid: UUID | None
    gap: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Outline:
    """A gap without its slots: how many by kind and area, and the first of each kind by the clock."""

    counts: Sequence[Count]
    first: Mapping[str, Sequence[Gap]]
