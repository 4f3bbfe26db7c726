"""The statements of the duty engine: a kind's own slots, and what is asked of them."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, LiteralString

from lianfang.core import sql
from lianfang.core.duty.terms import DutyKind

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
order by gap.due_at, area, subject_id collate "C", ref collate "C\""""
ABOUT: LiteralString = "\nwhere subject_id = any (%(among)s::text::text[])"
ONE_OF_ALL: LiteralString = """select %(code)s::text as kind, subject_id, ref, area, post, opens_at, due_at
from (
{}select * from gap{}
) gap"""
ALL: LiteralString = """select kind, subject_id, ref, area, post, opens_at::text, due_at::text
from (
{}
) gap
order by gap.due_at, area, subject_id collate "C", ref collate "C\""""
AMONG: Final = "  -- among"
"""Ends a line of a kind's statement that narrows it to some subjects: left out where all are looked at."""
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
    order by found.due_at, area, subject_id collate "C", ref collate "C"
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


@lru_cache(maxsize=64)
def all_kinds(kinds: tuple[DutyKind, ...], known_then: bool, narrowed: bool) -> LiteralString:
    """The open slots of some kinds; what a kind's statement is told of its own bears its number."""
    parts = [_one_of_all(str(place), kind, known_then, narrowed) for place, kind in enumerate(kinds)]
    return ALL.format("\nunion all\n".join(parts))


def _one_of_all(place: str, kind: DutyKind, known_then: bool, narrowed: bool) -> LiteralString:
    slots = statement_of(kind, open_gap(kind, known_then), "", narrowed=narrowed)
    text = ONE_OF_ALL.format(slots, ABOUT if narrowed else "")
    for name in own(kind):
        text = text.replace(f"%({name})s", f"%({name}_{place})s")
    return text


def own(kind: DutyKind) -> dict[str, object]:
    """The parameters that only one kind's statement is told."""
    return {**kind.constants, "code": kind.code, "post": kind.post}


def open_gap(kind: DutyKind, known_then: bool) -> LiteralString:
    """The relation `gap`: slots open and not done, each with the post that holds it."""
    post = POST_OF_KIND if kind.post else ""
    return GAP + post + (GAP_OPEN_THEN if known_then else GAP_OPEN)


def statement_of(
    kind: DutyKind, counted: LiteralString, tail: LiteralString, *, narrowed: bool = False
) -> LiteralString:
    """A statement about the slots of a kind: how they are counted, and what is asked of that."""
    return BEGIN + _slots(kind.app, kind.statement, narrowed) + counted + tail


@lru_cache(maxsize=256)
def _slots(app: str, name: str, narrowed: bool) -> LiteralString:
    """A kind's statement; `narrowed`: with the lines that look at some subjects only."""
    found = sql.text(app, name)
    return found if narrowed else "\n".join([line for line in found.split("\n") if not line.endswith(AMONG)])
