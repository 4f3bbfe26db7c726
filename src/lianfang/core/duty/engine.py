"""One SQL shape for every kind of duty.

1. *slots*: the kind's own statement, for an area range, a view and a moment of knowledge.
2. *account*: the slots that a view counts; *gap*: the slots that were open and not done at a moment, also by
   what was recorded later. Known at that moment, a day's account has just this gap, slot by slot.
3. *tally*: the account by child area; *holders*: who answers for a post in each area of a gap.

Nothing is materialised: what is due follows from what was ordered, what is done from what was recorded.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from lianfang.core import sql
from lianfang.core.duty import registry, statements
from lianfang.core.duty.terms import Count, DutyKind, Gap, Outline, Tally
from lianfang.kernel import area_code, clock, periods
from lianfang.kernel.area_code import Level

MICROSECOND: Final = timedelta(microseconds=1)

NOBODY: Final = (None, None, None)
FEW: Final = 200
"""Places whose holders are found by a plan for any number: finding them takes less than planning it."""
Rows = list[tuple[Any, ...]]
Holders = Mapping[tuple[str, str], tuple[str | None, str | None, UUID | None]]


@dataclass(frozen=True)
class View:
    """What is looked at: an area, from a moment until another, and the moment of knowledge.

    A view counts what was open at `until_at`, and what was done since `from_at` or after; not what was done
    or had lapsed before `from_at`. Both lie on one day.
    """

    area: str
    from_at: datetime
    until_at: datetime
    known_at: datetime

    @property
    def is_known_then(self) -> bool:
        """Whether nothing counts that was recorded after the moment looked at."""
        return self.known_at <= self.until_at

    def parameters(self) -> dict[str, object]:
        """The parameters that the engine gives to every kind's statement."""
        lo, hi = area_code.prefix_range(self.area)
        return {
            "lo": lo,
            "hi": hi,
            "from_at": self.from_at,
            "until_at": self.until_at,
            "on_date": self.until_at.astimezone(clock.ZONE).date(),
            "known_at": self.known_at,
            "zone": clock.ZONE.key,
        }


def at_moment(*, area: str, at: datetime, known_at: datetime | None = None) -> View:
    """The view of one moment; knowledge defaults to that moment."""
    return View(area, at, at, known_at or at)


def on_day(*, area: str, day: date, known_at: datetime) -> View:
    """The view of one day of the jurisdiction: the whole day, or as much of it as had passed at `known_at`.

    Known later, it counts the same day better: what was done on it and recorded after, or done late.
    """
    opens = periods.day_bounds(day, clock.ZONE).start
    last = periods.day_bounds(day + timedelta(days=1), clock.ZONE).start - MICROSECOND
    return View(area, opens, max(opens, min(known_at, last)), known_at)


def gaps(*, view: View, kinds: Sequence[DutyKind] | None = None, holder: str | None = None) -> Iterator[Gap]:
    """What is due and not done, of some kinds or all, of one holder or all; by clock within a kind."""
    chosen = registry.kinds() if kinds is None else kinds
    for gap in _gaps(view, chosen):
        if holder is None or gap.holder == holder:
            yield gap


def gaps_about(*, view: View, subjects: Sequence[str], of: str) -> Iterator[Gap]:
    """What is due and not done about some subjects, as a person's uids, of the kinds that are about such."""
    chosen = [kind for kind in registry.kinds() if kind.subject == of]
    return _gaps(view, chosen, among=_array(subjects))


def _gaps(view: View, kinds: Sequence[DutyKind], among: str | None = None) -> Iterator[Gap]:
    found = _open_at_once(view, kinds, among) if _is_small(view) or among else _open(view, kinds)
    holders = _holders(view, {(row[3], row[2]) for rows in found.values() for row in rows})
    for code, rows in found.items():
        yield from _held(code, rows, holders)


def _open(view: View, kinds: Sequence[DutyKind]) -> dict[str, Rows]:
    """The open slots of a large place, by kind: a statement and a plan for each."""
    found: dict[str, Rows] = {}
    for kind in kinds:
        followed = found.get(kind.follows)
        among = None if followed is None else _array({row[0] for row in followed})
        statement = statements.statement_of(
            kind, statements.open_gap(kind, view.is_known_then), statements.GAPS, narrowed=among is not None
        )
        found[kind.code] = sql.tuples(statement, **_gap_parameters(kind, view, among))
    return found


def _open_at_once(view: View, kinds: Sequence[DutyKind], among: str | None) -> dict[str, Rows]:
    """The open slots of a small place, or about some subjects, by kind: one statement, planned once."""
    found: dict[str, Rows] = {kind.code: [] for kind in kinds}
    if kinds:
        told = _gap_parameters(kinds[0], view, among) | _own_parameters(kinds)
        statement = statements.all_kinds(tuple(kinds), view.is_known_then, among is not None)
        for code, *row in sql.planned(statement, **told):
            found[code].append(tuple(row))
    return found


def _own_parameters(kinds: Sequence[DutyKind]) -> dict[str, object]:
    return {
        f"{name}_{place}": value
        for place, kind in enumerate(kinds)
        for name, value in statements.own(kind).items()
    }


def _held(kind: str, found: Iterable[tuple[Any, ...]], holders: Holders) -> Iterator[Gap]:
    for subject, ref, area, asked, opens_at, due_at in found:
        name, post, uid = holders.get((asked, area), NOBODY)
        yield Gap(kind, subject, ref, area, name, post, _moment(opens_at), _moment(due_at), uid)


def outline(*, view: View, kinds: Sequence[DutyKind], first: int) -> Outline:
    """How much is due and not done, by kind and area, with the `first` slots of each kind by the clock."""
    if _is_small(view):
        return _outline_of(view, list(_gaps(view, kinds)), kinds, first)
    counted, slots = {}, {}
    for kind in kinds:
        statement = statements.statement_of(
            kind, statements.open_gap(kind, view.is_known_then), statements.OUTLINE
        )
        rows = sql.tuples(statement, first=first, **_gap_parameters(kind, view))
        counted[kind.code] = [row[2:] for row in rows if row[0] is None]
        slots[kind.code] = [row[:6] for row in rows if row[0] is not None]
    holders = _holders(view, {(post, area) for rows in counted.values() for area, post, *_numbers in rows})
    counts = [
        Count(code, area, name, uid, gap, overdue)
        for code, rows in counted.items()
        for area, post, _opens_at, _due_at, gap, overdue in rows
        for name, _post, uid in [holders.get((post, area), NOBODY)]
    ]
    return Outline(counts, {code: list(_held(code, rows, holders)) for code, rows in slots.items()})


def _outline_of(view: View, gaps: Sequence[Gap], kinds: Sequence[DutyKind], first: int) -> Outline:
    """The outline of gaps that are at hand."""
    number = Counter(map(_counted, gaps))
    overdue = Counter(_counted(gap) for gap in gaps if gap.due_at < view.until_at)
    found: dict[str, list[Gap]] = {kind.code: [] for kind in kinds}
    for gap in gaps:
        found[gap.kind].append(gap)
    counts = [Count(*key, gap=count, overdue=overdue[key]) for key, count in number.items()]
    return Outline(counts, {code: rows[:first] for code, rows in found.items()})


def _counted(gap: Gap) -> tuple[str, str, str | None, UUID | None]:
    return gap.kind, gap.area, gap.holder, gap.holder_uid


def _array(uids: Iterable[str] | None) -> str | None:
    """Uids as the text of an array."""
    return None if uids is None else "{" + ",".join(uids) + "}"


def _holders(view: View, asked: set[tuple[str, str]]) -> Holders:
    """Who answers for a post in an area, for all that are asked, in one statement."""
    if not asked:
        return {}
    source = registry.holder_source()
    posts, areas = zip(*sorted(asked), strict=True)
    ladders = [{"post": post} | source.parameters(post) for post in sorted(set(posts))]
    statement = statements.PLACES + sql.text(source.app, source.statement) + statements.HOLDERS
    parameters = {
        **view.parameters(),
        "posts": list(posts),
        "areas": list(areas),
        "ladders": json.dumps(ladders),
    }
    ask = sql.planned if len(asked) <= FEW else _asker(view)
    rows = ask(statement, **parameters)
    return {(post, area): (name, held, uid) for post, area, name, held, uid in rows}


def gap_counts(*, view: View, kinds: Sequence[DutyKind] | None = None) -> dict[str, int]:
    """How many slots are due and not done, by kind."""
    chosen = registry.kinds() if kinds is None else kinds
    return {kind.code: _count(kind, view) for kind in chosen}


def _count(kind: DutyKind, view: View) -> int:
    ((number,),) = sql.tuples(
        statements.statement_of(kind, statements.open_gap(kind, view.is_known_then), statements.COUNT),
        **_gap_parameters(kind, view),
    )
    return int(number)


def over_gap(
    *, view: View, kind: DutyKind, app: str, statement: str, more: Mapping[str, object]
) -> sql.StepResult:
    """Run a statement of an app that reads the relation `gap` of a kind: slots open and not done at a moment.

    The relation has the columns of the slots; `more` are parameters beside the kind's own.
    """
    composed = statements.statement_of(
        kind, statements.open_gap(kind, view.is_known_then), "\n" + sql.text(app, statement)
    )
    return sql.execute(composed, name=f"{app}.{statement}", **_gap_parameters(kind, view), **more)


def tallies(*, view: View, digits: int, kinds: Sequence[DutyKind] | None = None) -> list[Tally]:
    """The account of a view by kind and by area of `digits` digits; areas without slots are absent."""
    found: list[Tally] = []
    for kind in registry.kinds() if kinds is None else kinds:
        rows = _asker(view)(
            statements.statement_of(kind, statements.ACCOUNT, statements.TALLY),
            digits=digits,
            **_parameters(kind, view),
        )
        found += [Tally(area, kind.code, *counts) for area, *counts in rows]
    return found


def series(
    *, area: str, kind: DutyKind, days: Iterable[date], known_at: datetime, digits: int | None = None
) -> dict[date, list[Tally]]:
    """Coverage day by day, as known at one moment; of the area as a whole, or by areas of `digits` digits."""
    width = len(area) if digits is None else digits
    return {
        day: tallies(view=on_day(area=area, day=day, known_at=known_at), digits=width, kinds=[kind])
        for day in days
    }


def slots(*, view: View, kind: DutyKind) -> list[dict[str, Any]]:
    """Every slot that a view counts of a kind: the records behind a number."""
    return sql.query(
        statements.statement_of(kind, statements.ACCOUNT, statements.SLOTS), **_parameters(kind, view)
    )


def first_slots(*, view: View, kind: DutyKind, part: str, own: bool, most: int) -> list[dict[str, Any]]:
    """The first slots behind a column of the account of a kind, by the clock; `own`: of no area below."""
    statement = statements.statement_of(
        kind, statements.ACCOUNT, statements.PAGE + statements.PARTS[part] + statements.PAGE_ORDER
    )
    exactly = view.area if own else None
    return sql.query(statement, most=most, exactly=exactly, **_parameters(kind, view))


def _parameters(kind: DutyKind, view: View) -> dict[str, object]:
    return {**view.parameters(), **kind.constants, "undone": False, "among": None}


def _gap_parameters(kind: DutyKind, view: View, among: str | None = None) -> dict[str, object]:
    told = {"undone": view.is_known_then, "among": among, "post": kind.post}
    return {**_parameters(kind, view), **told}


def _is_small(view: View) -> bool:
    """Whether one plan does for all such places; a large one is worth a plan of its own."""
    return len(view.area) >= area_code.LENGTHS[Level.VILLAGE]


def _asker(view: View) -> Callable[..., Rows]:
    return sql.planned if _is_small(view) else sql.tuples


@lru_cache(maxsize=1024)
def _moment(text: str) -> datetime:
    """A moment as the server writes it; the slots of a day share few."""
    return datetime.fromisoformat(text).astimezone(clock.ZONE)
