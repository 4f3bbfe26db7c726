"""Words of the duty engine.

A *slot* is one thing that one holder must see done in one window:
`(kind, subject, ref, area, opens_at, due_at, lapses_at, done_at, evidence)`, times half-open and aware.
It is *due* from `opens_at`, *late* after `due_at`, and leaves the work list at `lapses_at` (a temperature
missed yesterday can't be taken today; it stays counted as missing in yesterday's roll-up).
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class DutyKind:
    """A kind of duty, declared by an app in its `duties.py`.

    `statement` names a file of the app's `sql/` that yields the slots of an area range which are open at any
    moment of a window, with evidence as known at a moment: columns `subject_id, ref, area, opens_at, due_at,
    lapses_at, done_at, evidence`; parameters `lo, hi, from_at, until_at, known_at, zone`.
    """

    code: str
    name: str
    phrase: str
    app: str
    statement: str
    subject: str
    post: str
    source: str


@dataclass(frozen=True)
class Gap:
    """A slot that is due and not done, with the one who holds it."""

    kind: str
    subject: str
    ref: str
    area: str
    holder: str
    holder_post: str
    opens_at: datetime
    due_at: datetime


@dataclass(frozen=True)
class Tally:
    """Slots of one kind in one area on one day: `due = done + gap`, `done = on_time + late`."""

    area: str
    kind: str
    due: int
    done: int
    on_time: int
    late: int
    gap: int

    def __post_init__(self) -> None:
        if self.due != self.done + self.gap or self.done != self.on_time + self.late:
            raise ArithmeticError(f"the account does not balance: {self}")
