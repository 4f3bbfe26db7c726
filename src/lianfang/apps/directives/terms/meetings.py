"""Words of meetings: what is on the agenda, who speaks, and the facts of a meeting."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Point:
    """A point of an agenda: what, who speaks, for how many minutes, with which paper."""

    title: str
    speaker: str = ""
    minutes: int = 0
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Convened:
    """The facts of a meeting as they are prepared."""

    title: str
    held_at: datetime
    place: str = ""
    chair: str = ""
    attendees: str = ""
    agenda: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Pending:
    """An item decided earlier that is not finished: how many tasks, how many open, how many late."""

    name: str
    tasks: int
    open: int
    overdue: int
