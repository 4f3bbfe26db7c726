"""Who was with whom, by plain loops: the twin of the expression over the lake and of the recent days."""

from collections.abc import Iterable
from typing import NamedTuple


class Seen(NamedTuple):
    """A stay of the lake."""

    person: int
    place: int
    kind: str
    begins: int
    ends: int
    seat: str


class Question(NamedTuple):
    """Whom a case asks about, and when."""

    case: str
    person: int
    since: int
    until: int


class Known(NamedTuple):
    """A stay that the asker knows besides."""

    case: str
    person: int
    place: int
    begins: int
    ends: int
    seat: str


def met(
    seen: list[Seen], asked: Iterable[Question], known: Iterable[Known], window: int
) -> list[tuple[object, ...]]:
    """Rows as `meeting.met` gives them: case, asked person, person, place, kind, begins, …, other seat."""
    own = [
        Known(one.case, stay.person, stay.place, stay.begins, stay.ends, stay.seat)
        for one in asked
        for stay in seen
        if stay.person == one.person and stay.begins < one.until and stay.ends >= one.since
    ]
    found = [row for stay in (*own, *known) for other in seen for row in _meeting(stay, other, window)]
    return sorted(found, key=_rank)


def _meeting(stay: Known, other: Seen, window: int) -> Iterable[tuple[object, ...]]:
    if other.person == stay.person or other.place != stay.place:
        return
    if other.begins > stay.ends:
        together, apart = 0, other.begins - stay.ends
        span = (stay.ends, other.begins)
    elif stay.begins > other.ends:
        together, apart = 0, other.ends - stay.begins
        span = (other.ends, stay.begins)
    else:
        span = (max(stay.begins, other.begins), min(stay.ends, other.ends))
        together, apart = span[1] - span[0], 0
    if abs(apart) <= window:
        ids = (stay.case, stay.person, other.person, stay.place, other.kind)
        yield (*ids, *span, together, apart, stay.seat, other.seat)


def _rank(row: tuple[object, ...]) -> tuple[object, ...]:
    case, asked, person, place, kind, begins, ends, together, apart, seat, other_seat = row
    return (
        *(case, -together, abs(apart), person, place),  # type: ignore[operator,arg-type]
        *(begins, ends, kind, seat, other_seat, asked),
    )
