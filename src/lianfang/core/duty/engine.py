"""One SQL shape for every kind of duty.

1. *slots*: the kind's own statement, for an area range, a view and a moment of knowledge.
2. *account*: the slots that a view counts; *gap*: the slots that were open and not done at a moment, also by
   what was recorded later. Known at that moment, a day's account has just this gap, slot by slot.
3. *tally*: the account by child area; *holders*: who answers for a post in each area of a gap.

Nothing is materialised: what is due follows from what was ordered, what is done from what was recorded.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final, LiteralString
from uuid import UUID

from lianfang.core import sql
from lianfang.core.duty import registry
from lianfang.core.duty.terms import Count, DutyKind, Gap, Outline, Tally
from lianfang.kernel import area_code, clock, periods
from lianfang.kernel.area_code import Level

MICROSECOND: Final = timedelta(microseconds=1)

BEGIN: LiteralString = "with slots as (\n"
ACCOUNT: LiteralString = """
),
account as (
    select * from slots
    where (opens_at > %(until_at)s) is not true and (lapses_at <= %(from_at)s) is not true
      and (done_at >= %(from_at)s or (done_at is null and lapses_at > %(until_at)s))
)
"""
GAP: LiteralString = """
),
gap as (
    select slots.*"""
GAP_OPEN: LiteralString = """ from slots
    where (opens_at > %(until_at)s) is not true and (lapses_at <= %(until_at)s) is not true
      and (done_at > %(until_at)s) is not false
)
"""
GAP_OPEN_THEN: LiteralString = """ from slots
    where (opens_at > %(until_at)s) is not true and (lapses_at <= %(until_at)s) is not true
      and done_at is null
)
"""  # nothing is recorded before it happens: the same gap, found by a join that stops at what is done
SLOTS: LiteralString = """
select subject_id, ref, area, opens_at, due_at, nullif(lapses_at, 'infinity') as lapses_at, done_at, evidence
from account
order by area, account.due_at, subject_id, ref"""  # a slot that never lapses has no moment to show
POST_OF_KIND: LiteralString = ", %(post)s::text as post"
GAPS: LiteralString = """
select subject_id, ref, area, post, opens_at::text, due_at::text
from gap
order by gap.due_at, area, subject_id, ref"""
ABOUT: LiteralString = """
select subject_id, ref, area, post, opens_at::text, due_at::text
from gap
where subject_id = any (%(subjects)s::text::text[])
order by gap.due_at, area, subject_id, ref"""
COUNT: LiteralString = "select count(*) from gap"
OUTLINE: LiteralString = """,
found as materialized (
    select subject_id, ref, area, post, opens_at, due_at from gap
)
select null as subject_id, null as ref, area, post, null as opens_at, null as due_at,
       count(*) as gap, count(*) filter (where due_at < %(until_at)s) as overdue
from found
group by area, post
union all
(
    select subject_id, ref, area, post, opens_at::text, due_at::text, null, null
    from found
    order by found.due_at, area, subject_id, ref
    limit %(first)s
)"""
PAGE: LiteralString = """
select subject_id, ref, area, opens_at, due_at, done_at
from account
where (%(exactly)s::text is null or area = %(exactly)s) and """
PAGE_ORDER: LiteralString = """
order by account.due_at, area, subject_id, ref
limit %(most)s"""
PARTS: Final[Mapping[str, LiteralString]] = {
    "due": "true",
    "done": "done_at is not null",
    "on_time": "done_at <= due_at",
    "late": "done_at > due_at",
    "gap": "done_at is null",
    "overdue": "done_at is null and due_at < %(until_at)s",
}
"""Which slots of an account stand behind a column of its tally."""
TALLY: LiteralString = """
select left(area, %(digits)s) as area,
       count(*) as due,
       count(done_at) as done,
       count(*) filter (where done_at <= due_at) as on_time,
       count(*) filter (where done_at > due_at) as late,
       count(*) filter (where done_at is null) as gap,
       count(*) filter (where done_at is null and due_at < %(until_at)s) as overdue
from account
group by 1
order by 1"""
PLACES: LiteralString = """
with places as (
    select asked.area collate "C" as area, post, stands.ladder, stands.above, stands.unit
    from unnest(%(areas)s::text[], %(posts)s::text[]) as asked(area, post)
    join jsonb_to_recordset(%(ladders)s::jsonb) as stands(post text, ladder text[], above boolean, unit uuid)
    using (post)
),
holders as (
"""
HOLDERS: LiteralString = "\n)\nselect post, area, holder, holder_post, holder_uid from holders"
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
    for gap in _gaps(view, chosen, GAPS):
        if holder is None or gap.holder == holder:
            yield gap


def gaps_about(*, view: View, subjects: Sequence[str], of: str) -> Iterator[Gap]:
    """What is due and not done about some subjects, as a person's uids, of the kinds that are about such."""
    chosen = [kind for kind in registry.kinds() if kind.subject == of]
    return _gaps(view, chosen, ABOUT, about=subjects)


def _gaps(
    view: View, kinds: Sequence[DutyKind], tail: LiteralString, about: Iterable[str] | None = None
) -> Iterator[Gap]:
    ask, found, subjects = _asker(view), dict[str, Rows](), _array(about)
    for kind in kinds:
        followed = found.get(kind.follows)
        among = subjects if followed is None else _array({row[0] for row in followed})
        asked = _gap_parameters(kind, view, among)
        found[kind.code] = ask(_statement(kind, _gap(kind, view), tail), subjects=subjects, **asked)
    holders = _holders(view, {(row[3], row[2]) for rows in found.values() for row in rows})
    for code, rows in found.items():
        yield from _held(code, rows, holders)


def _held(kind: str, found: Iterable[tuple[Any, ...]], holders: Holders) -> Iterator[Gap]:
    for subject, ref, area, asked, opens_at, due_at in found:
        name, post, uid = holders.get((asked, area), NOBODY)
        yield Gap(kind, subject, ref, area, name, post, _moment(opens_at), _moment(due_at), uid)


def outline(*, view: View, kinds: Sequence[DutyKind], first: int) -> Outline:
    """How much is due and not done, by kind and area, with the `first` slots of each kind by the clock."""
    counted, slots, ask = {}, {}, _asker(view)
    for kind in kinds:
        statement = _statement(kind, _gap(kind, view), OUTLINE)
        rows = ask(statement, first=first, **_gap_parameters(kind, view))
        counted[kind.code] = [row[2:] for row in rows if row[0] is None]
        slots[kind.code] = [row[:6] for row in rows if row[0] is not None]
    holders = _holders(view, {(post, area) for rows in counted.values() for area, post, *_numbers in rows})
    counts = [
        Count(code, area, holders.get((post, area), NOBODY)[0], gap, overdue)
        for code, rows in counted.items()
        for area, post, _opens_at, _due_at, gap, overdue in rows
    ]
    return Outline(counts, {code: list(_held(code, rows, holders)) for code, rows in slots.items()})


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
    statement = PLACES + sql.text(source.app, source.statement) + HOLDERS
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
    ((number,),) = sql.tuples(_statement(kind, _gap(kind, view), COUNT), **_gap_parameters(kind, view))
    return int(number)


def over_gap(
    *, view: View, kind: DutyKind, app: str, statement: str, more: Mapping[str, object]
) -> sql.StepResult:
    """Run a statement of an app that reads the relation `gap` of a kind: slots open and not done at a moment.

    The relation has the columns of the slots; `more` are parameters beside the kind's own.
    """
    composed = _statement(kind, _gap(kind, view), "\n" + sql.text(app, statement))
    return sql.execute(composed, name=f"{app}.{statement}", **_gap_parameters(kind, view), **more)


def tallies(*, view: View, digits: int, kinds: Sequence[DutyKind] | None = None) -> list[Tally]:
    """The account of a view by kind and by area of `digits` digits; areas without slots are absent."""
    found: list[Tally] = []
    for kind in registry.kinds() if kinds is None else kinds:
        rows = _asker(view)(_statement(kind, ACCOUNT, TALLY), digits=digits, **_parameters(kind, view))
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
    return sql.query(_statement(kind, ACCOUNT, SLOTS), **_parameters(kind, view))


def first_slots(*, view: View, kind: DutyKind, part: str, own: bool, most: int) -> list[dict[str, Any]]:
    """The first slots behind a column of the account of a kind, by the clock; `own`: of no area below."""
    statement = _statement(kind, ACCOUNT, PAGE + PARTS[part] + PAGE_ORDER)
    exactly = view.area if own else None
    return sql.query(statement, most=most, exactly=exactly, **_parameters(kind, view))


def _parameters(kind: DutyKind, view: View) -> dict[str, object]:
    return {**view.parameters(), **kind.constants, "undone": False, "among": None}


def _gap_parameters(kind: DutyKind, view: View, among: str | None = None) -> dict[str, object]:
    told = {"undone": view.is_known_then, "among": among, "post": kind.post}
    return {**_parameters(kind, view), **told}


def _asker(view: View) -> Callable[..., Rows]:
    """How a view is asked: one plan does for all small places; a large one is worth a plan of its own."""
    return sql.planned if len(view.area) >= area_code.LENGTHS[Level.VILLAGE] else sql.tuples


@lru_cache(maxsize=1024)
def _moment(text: str) -> datetime:
    """A moment as the server writes it; the slots of a day share few."""
    return datetime.fromisoformat(text).astimezone(clock.ZONE)


def _gap(kind: DutyKind, view: View) -> LiteralString:
    post = POST_OF_KIND if kind.post else ""
    return GAP + post + (GAP_OPEN_THEN if view.is_known_then else GAP_OPEN)


def _statement(kind: DutyKind, counted: LiteralString, tail: LiteralString) -> LiteralString:
    return BEGIN + sql.text(kind.app, kind.statement) + counted + tail
