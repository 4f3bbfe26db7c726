"""One SQL shape for every kind of duty.

1. *slots*: the kind's own statement, for an area range, a window and a moment of knowledge.
2. *gap*: slots open at the moment and not done; or *tally*: slots that fell due on the day or were carried
   overdue into it, counted per child area.
3. *places* and *holders*: the areas in the gap, each with the one who holds the duty there.

Nothing is materialised: what is due follows from what was ordered, what is done from what was recorded.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, LiteralString

from django.conf import settings

from lianfang.core import sql
from lianfang.core.duty import registry
from lianfang.core.duty.terms import DutyKind, Gap, Tally
from lianfang.core.sql import runner
from lianfang.kernel import area_code, clock, periods

GAP_COLUMNS: LiteralString = "g.subject_id, g.ref, g.area, h.holder, h.holder_post, g.opens_at, g.due_at"


@dataclass(frozen=True)
class View:
    """What is looked at: an area, a window, and the moment of knowledge."""

    area: str
    from_at: datetime
    until_at: datetime
    known_at: datetime

    def parameters(self) -> dict[str, object]:
        lo, hi = area_code.prefix_range(self.area)
        return {
            "lo": lo,
            "hi": hi,
            "from_at": self.from_at,
            "until_at": self.until_at,
            "known_at": self.known_at,
            "zone": settings.TIME_ZONE,
        }


def at_moment(*, area: str, at: datetime, known_at: datetime | None = None) -> View:
    """The view of one moment; knowledge defaults to that moment."""
    return View(area, at, at, known_at or at)


def on_day(*, area: str, day: date, known_at: datetime) -> View:
    """The view of one day of the jurisdiction, cut off at the moment of knowledge where that is earlier."""
    opens = periods.day_bounds(day, clock.ZONE).start
    closes = periods.day_bounds(day + timedelta(days=1), clock.ZONE).start
    return View(area, opens, closes, min(known_at, closes - timedelta(microseconds=1)))


def gaps(*, view: View, kinds: Sequence[DutyKind] | None = None, holder: str | None = None) -> Iterator[Gap]:
    """What is due and not done, of some kinds or all, of one holder or all; by clock within a kind."""
    for kind in kinds if kinds is not None else registry.kinds():
        for row in _rows(_gap_statement(kind), kind, view):
            if holder is None or row["holder"] == holder:
                yield Gap(kind=kind.code, subject=f"{kind.subject}:{row.pop('subject_id')}", **row)


def gap_counts(*, view: View, kinds: Sequence[DutyKind] | None = None) -> dict[str, int]:
    """How many slots are due and not done, by kind."""
    chosen = kinds if kinds is not None else registry.kinds()
    return {kind.code: _rows(_count_statement(kind), kind, view)[0]["gap"] for kind in chosen}


def tallies(*, view: View, digits: int, kinds: Sequence[DutyKind] | None = None) -> list[Tally]:
    """The day's account by kind and by area of `digits` digits; areas without slots are absent."""
    found: list[Tally] = []
    for kind in kinds if kinds is not None else registry.kinds():
        rows = _rows(_tally_statement(kind), kind, view, digits=digits)
        found += [Tally(kind=kind.code, **row) for row in rows]
    return found


def slots(*, view: View, kind: DutyKind) -> list[dict[str, Any]]:
    """Every slot of a kind in a view: the records behind a number."""
    return _rows(_slot_statement(kind), kind, view)


def _rows(statement: LiteralString, kind: DutyKind, view: View, **more: object) -> list[dict[str, Any]]:
    source = registry.holder_source()
    parameters = view.parameters() | source.parameters(kind.post) | more
    return runner.query(statement, **parameters)


def _slots(kind: DutyKind) -> LiteralString:
    return "with slots as (\n" + sql.text(kind.app, kind.statement) + "\n)"


def _slot_statement(kind: DutyKind) -> LiteralString:
    return _slots(kind) + "\nselect * from slots order by area, due_at, subject_id, ref"


def _open_slots(kind: DutyKind) -> LiteralString:
    condition: LiteralString = "opens_at <= %(until_at)s and lapses_at > %(from_at)s and done_at is null"
    return _slots(kind) + ",\ngap as (select * from slots where " + condition + ")"  # noqa: S608  literal text only


def _count_statement(kind: DutyKind) -> LiteralString:
    return _open_slots(kind) + "\nselect count(*) as gap from gap"


def _gap_statement(kind: DutyKind) -> LiteralString:
    source = registry.holder_source()
    holders = sql.text(source.app, source.statement)
    places: LiteralString = "places as (select distinct area from gap)"
    order: LiteralString = "order by g.due_at, g.area, g.subject_id, g.ref"
    return (
        _open_slots(kind)
        + ",\n"
        + places
        + ",\nholders as (\n"
        + holders
        + "\n)\nselect "
        + GAP_COLUMNS
        + "\nfrom gap g left join holders h on h.area = g.area\n"
        + order
    )


def _tally_statement(kind: DutyKind) -> LiteralString:
    return _slots(kind) + TALLY


TALLY: LiteralString = """,
counted as (
    select left(area, %(digits)s) as area, due_at, done_at
    from slots
    where due_at < %(until_at)s
      and (due_at >= %(from_at)s
           or (lapses_at > %(from_at)s and (done_at is null or done_at >= %(from_at)s)))
)
select area,
       count(*) as due,
       count(done_at) as done,
       count(*) filter (where done_at <= due_at) as on_time,
       count(*) filter (where done_at > due_at) as late,
       count(*) filter (where done_at is null) as gap
from counted
group by area
order by area"""
