"""A roll-up told by replaying what happened, event by event, and counting place by place: slow and plain.

It knows nothing of how reports are kept: an event is a report or a decision at its recorded moment.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tests.reference.forms_twin import Due

from lianfang.core.forms.terms import Field, Rollup
from lianfang.kernel.area_code import LENGTHS

Key = tuple[str, str, date, str]
"""A period of a reporter where it stands: area, reporter, day, slot."""


@dataclass(frozen=True)
class Told:
    """A report, at the moment when it became known; `handed`: accepted elsewhere, and handed over."""

    area: str
    reporter: str
    on: date
    slot: str
    happened_at: datetime
    recorded_at: datetime
    zero: bool
    values: dict[str, float | None]
    persons: dict[str, tuple[UUID, ...]]
    handed: bool = False

    @property
    def key(self) -> Key:
        return self.area, self.reporter, self.on, self.slot


@dataclass(frozen=True)
class Decided:
    """What was said of the report that counted then, at the moment when it became known."""

    key: Key
    kind: str
    recorded_at: datetime


@dataclass
class Standing:
    """What is known of a period of a reporter: when it first spoke, what it says now, what was decided."""

    first_at: datetime
    last: Told
    decision: str = ""


def replay(events: Iterable[Told | Decided], known_at: datetime) -> dict[Key, Standing]:
    """Where every period stands after all events until a moment; what was handed in here goes before."""
    found: dict[Key, Standing] = {}
    handed: dict[Key, Standing] = {}
    for event in sorted(events, key=lambda one: one.recorded_at):
        if event.recorded_at > known_at:
            break
        if isinstance(event, Decided):
            found[event.key].decision = event.kind
        elif event.handed:
            handed[event.key] = _again(handed, event, decision="accepted")
        else:
            found[event.key] = _again(found, event)
    return handed | found


def _again(found: dict[Key, Standing], event: Told, *, decision: str = "") -> Standing:
    before = found.get(event.key)
    received = event.happened_at if event.handed else event.recorded_at
    return Standing(before.first_at if before else received, event, decision)


Counted = dict[str, int]
Figure = tuple[float | None, int, int]


def rollup(
    events: Iterable[Told | Decided], due: Iterable[Due], fields: Sequence[Field], known_at: datetime
) -> dict[str, tuple[Counted, dict[str, Figure]]]:
    """Every place of six levels with its counts and its figures: value, said, counted twice."""
    standing = replay(events, known_at)
    asked = {(one.area, one.reporter, one.period_on, one.slot): one for one in due}
    places: dict[str, set[Key]] = defaultdict(set)
    for key in {*standing, *asked}:
        for digits in sorted(LENGTHS.values())[:6]:
            if len(key[0]) >= digits:
                places[key[0][:digits]].add(key)
    return {
        area: (_counts(keys, standing, asked, known_at), _figures(keys, standing, asked, fields))
        for area, keys in places.items()
    }


def _counts(
    keys: Iterable[Key], standing: dict[Key, Standing], asked: dict[Key, Due], known_at: datetime
) -> Counted:
    counts = dict.fromkeys(
        ("expected", "received", "on_time", "missing", "zero", "accepted", "returned", "beyond", "handed"), 0
    )
    for key in keys:
        here, due = standing.get(key), asked.get(key)
        counts["handed"] += here is not None and here.last.handed
        if due is None:
            counts["beyond"] += 1
            continue
        counts["expected"] += 1
        if here is None:
            counts["missing"] += due.due_at < known_at
            continue
        counts["received"] += 1
        counts["on_time"] += here.first_at <= due.due_at
        counts["zero"] += here.last.zero
        if here.decision:
            counts[here.decision] += 1
    return counts


def _figures(
    keys: Iterable[Key], standing: dict[Key, Standing], asked: dict[Key, Due], fields: Sequence[Field]
) -> dict[str, Figure]:
    told = [standing[key].last for key in keys if key in standing]
    figures = {
        field.code: _figure(field, told, asked) for field in fields if field.rollup is not Rollup.SHARE
    }
    for field in fields:
        if field.rollup is Rollup.SHARE:
            part, whole = figures[field.numerator], figures[field.denominator]
            unknown = part[0] is None or not whole[0]
            value = None if unknown else part[0] / whole[0] * 100
            figures[field.code] = (value, min(part[1], whole[1]), 0)
    return figures


def _figure(field: Field, told: Sequence[Told], asked: dict[Key, Due]) -> Figure:
    given = [one for one in told if one.values.get(field.code) is not None]
    if not given:
        return None, 0, 0
    values = [one.values[field.code] for one in given]
    if field.rollup is Rollup.MAX:
        return max(values), len(given), 0
    if field.rollup in {Rollup.LAST, Rollup.DAILY}:
        latest: dict[tuple[str, str, date | None], Told] = {}
        for one in sorted(given, key=lambda one: one.slot, reverse=True):
            key = one.area, one.reporter, one.on if field.rollup is Rollup.DAILY else None
            before = latest.setdefault(key, one)
            if _moment(one, asked) >= _moment(before, asked):
                latest[key] = one
        return sum(one.values[field.code] for one in latest.values()), len(given), 0
    if field.rollup is Rollup.PEOPLE:
        listed = [person for one in given for person in one.persons.get(field.code, ())]
        unnamed = sum(values) - len(listed)
        return len(set(listed)) + unnamed, len(given), len(listed) - len(set(listed))
    return sum(values), len(given), 0


def _moment(one: Told, asked: dict[Key, Due]) -> tuple[date, float, datetime]:
    """By what the periods of a reporter are in order: day, due time where it is asked for, when it spoke."""
    due = asked.get(one.key)
    return one.on, due.due_at.timestamp() if due else float("-inf"), one.happened_at
