"""The one statement of a form's roll-up: rows of `sql/rollup.sql`, added up level by level.

1. *part*: a row a report that is expected or was handed in, its numbers as columns; rows that take back who
   is counted more than once, where the places meet; rows of the latest period where only that counts, of a
   day or of all.
2. The lowest level adds up the parts, each level above adds up the one below it: what stands higher up than a
   level is carried through it under its own code, and told at the level where it stands.
3. Where every place of the lowest level is a reporter with one report, that level is the reports themselves,
   their numbers as they stand: adding up fifty thousand single rows costs more than all the rest.

Every name and number put into the text is made here: nothing of it comes from outside.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, LiteralString

from lianfang.core import sql
from lianfang.core.forms.terms import Rollup
from lianfang.kernel.area_code import LENGTHS, Level

COUNTS: Final[Mapping[str, LiteralString]] = {
    "expected": "asked",
    "received": "asked and said",
    "on_time": "asked and on_time",
    "missing": "asked and not said and over",
    "zero": "asked and zero",
    "accepted": "asked and decision = 'accepted'",
    "returned": "asked and decision = 'returned'",
    "beyond": "not asked",
    "handed": "handed",
}
"""What is told of the reports of a place, beside every figure."""
LATEST: Final[Mapping[Rollup, LiteralString]] = {
    Rollup.DAILY: "area, reporter, period_on",
    Rollup.LAST: "area, reporter",
}
"""Rules of which the latest period counts alone, and of what it is the latest."""
STATES: Final = "asked, said, on_time, over, zero, decision, handed"
NAMED: LiteralString = """named as materialized (
    select array_position(%(people)s, rp.field collate "C") as taken,
           coalesce(kept.uid, rp.person) as person, r.area, r.reporter
    from report r
    join forms_reportperson rp on rp.report_id = r.id
    left join people_person gone on gone.uid = rp.person and gone.merged_into_id is not null
    left join people_person kept on kept.id = gone.merged_into_id
    where rp.field = any (%(people)s)
)"""
"""Whom the reports list, a row a mention; two records that were merged are one person."""
MEETING: LiteralString = """,
again as (
    select n.taken, n.area, lag(n.area) over (partition by n.taken, n.person order by n.area) as before
    from (select taken, person from named group by taken, person having count(*) > 1) several
    join named n using (taken, person)
),
meeting as (
    select g.taken, (
               select left(g.area, l.digits) from unnest(%(lengths)s::integer[]) l (digits)
               where left(g.area, l.digits) = left(g.before, l.digits)
               order by l.digits desc limit 1
           ) as area
    from again g
    where g.before is not null
),
"""


@dataclass(frozen=True)
class Column:
    """A number of the roll-up: the field, its rule, and where it stands in the numbers of each edition.

    `position`: the same in every edition looked at; else `places` tells it for those that have the field.
    """

    code: str
    rule: Rollup
    position: int | None
    places: tuple[tuple[int, int], ...] = ()

    @property
    def number(self) -> str:
        """The number in a report, by the edition under which it was handed in."""
        if self.position is not None:
            return f"numbers[{self.position}]"
        cases = " ".join(f"when {edition} then numbers[{place}]" for edition, place in self.places)
        return f"case edition_id {cases} end"


def mentions() -> LiteralString:
    """The statement that tells the people whom a roll-up counts, each with the reporters who list them."""
    told = "select person, array_agg(distinct reporter) as reporters from named group by person"
    return f"{sql.text('forms', 'rollup')}{NAMED} {told}"


@lru_cache(maxsize=256)
def statement(
    columns: tuple[Column, ...], levels: tuple[Level, ...], *, periods: bool, single: bool
) -> LiteralString:
    """The statement for some levels, the lowest first; `periods`: a reporter may have reported several.

    `single`: the lowest level is the reports themselves, one a place at most.
    """
    people = [place for place, column in enumerate(columns) if column.rule is Rollup.PEOPLE]
    latest = [place for place, column in enumerate(columns) if periods and column.rule in LATEST]
    named = NAMED + MEETING if people else ""
    part = _part(columns, people, latest)
    added = levels[1:] if single else levels
    steps = [_step(number, added, columns, people, latest) for number in range(len(added))]
    text = sql.text("forms", "rollup") + named + ",\n".join([part, *steps])
    nodes = _nodes(added, columns, people)
    if single:
        nodes = [_reports(LENGTHS[levels[0]], len(people)), *nodes]
    return f"{text}\n" + "\nunion all\n".join(nodes)


def _part(columns: Sequence[Column], people: Sequence[int], latest: Sequence[int]) -> str:
    """Rows to add up: reports, who is counted again, the latest numbers of each reporter."""
    numbers = [f"{column.number} as g{place}" for place, column in enumerate(columns)]
    extra = ["null::float8[] as latest"] if latest else []
    extra += ["null::integer as taken", "null::integer as less"] if people else []
    found = f"select {', '.join(['area', STATES, *numbers, *extra])} from told"  # noqa: S608
    blank = ["null"] * (STATES.count(",") + 1 + len(columns))
    if people:
        again = [*blank, *(["null"] if latest else []), "taken", "count(*)::integer"]
        found += f"\n    union all select {', '.join(['area', *again])} from meeting group by area, taken"  # noqa: S608
    for rule in dict.fromkeys(columns[place].rule for place in latest):
        numbers = [_last(columns[place], rule) for place in latest]
        last = [*blank, f"array[{', '.join(numbers)}]", *(["null", "null"] if people else [])]
        told = ", ".join(["area", *last])
        found += f"\n    union all select {told} from told where said group by {LATEST[rule]}"  # noqa: S608
    return f"part as (\n    {found}\n    offset 0\n)"  # the fence: a number is taken from its array once


def _last(column: Column, rule: Rollup) -> str:
    """The latest number of a reporter, where its rule is the one that is looked at."""
    if column.rule is not rule:
        return "null"
    number, order = column.number, "order by period_on desc, due_at desc nulls last, happened_at desc, slot"
    return f"(array_agg({number} {order}) filter (where {number} is not null))[1]"


def _step(
    number: int,
    levels: Sequence[Level],
    columns: Sequence[Column],
    people: Sequence[int],
    latest: Sequence[int],
) -> str:
    """One level: of the parts for the lowest, of the level below for the others."""
    digits = LENGTHS[levels[number]]
    if number:
        return _above(digits, LENGTHS[levels[number - 1]], columns, people)
    counts = [f"count(*) filter (where {told}) as {name}" for name, told in COUNTS.items()]
    sums = [_figure(place, column, people, latest) for place, column in enumerate(columns)]
    said = [f"count(g{place}) as s{place}" for place, _ in enumerate(columns)]
    twice = [f"coalesce(sum(less) filter (where taken = {n}), 0) as t{n}" for n, _ in enumerate(people, 1)]
    told = ", ".join([*counts, *sums, *said, *twice])
    return f"n{digits} as (select left(area, {digits}) as node, {told} from part group by 1)"  # noqa: S608


def _figure(place: int, column: Column, people: Sequence[int], latest: Sequence[int]) -> str:
    if column.rule is Rollup.MAX:
        return f"max(g{place}) as f{place}"
    if place in people:
        own = people.index(place) + 1
        return f"sum(coalesce(g{place}, case taken when {own} then -less end)) as f{place}"
    if place in latest:
        return f"sum(latest[{latest.index(place) + 1}]) as f{place}"
    return f"sum(g{place}) as f{place}"


def _above(digits: int, below: int, columns: Sequence[Column], people: Sequence[int]) -> str:
    counts = [f"sum({name}) as {name}" for name in COUNTS]
    sums = [
        f"{'max' if column.rule is Rollup.MAX else 'sum'}(f{place}) as f{place}"
        for place, column in enumerate(columns)
    ]
    said = [f"sum(s{place}) as s{place}" for place, _ in enumerate(columns)]
    twice = [f"sum(t{n}) as t{n}" for n, _ in enumerate(people, 1)]
    told = ", ".join([*counts, *sums, *said, *twice])
    return f"n{digits} as (select left(node, {digits}) as node, {told} from n{below} group by 1)"  # noqa: S608


def _reports(digits: int, people: int) -> str:
    """The lowest level where it is the reports: their numbers by position, and who is in one twice."""
    counts = ", ".join(f"coalesce({told}, false)::integer" for told in COUNTS.values())
    told = f"select t.area, array[{counts}], t.numbers, null::integer[], "
    if not people:
        return f"{told}array[]::integer[] from told t where length(t.area) = {digits}"
    twice = ", ".join(f"count(*) filter (where taken = {n})::integer" for n in range(1, people + 1))
    again = f"(select area, array[{twice}] as twice from meeting group by area) l"  # noqa: S608
    return f"{told}l.twice from told t left join {again} using (area) where length(t.area) = {digits}"


def _nodes(levels: Sequence[Level], columns: Sequence[Column], people: Sequence[int]) -> list[str]:
    figures = ", ".join(f"f{place}" for place, _ in enumerate(columns))
    said = ", ".join(f"s{place}" for place, _ in enumerate(columns))
    twice = ", ".join(f"t{n}" for n, _ in enumerate(people, 1))
    told = (
        f"node, array[{', '.join(COUNTS)}]::integer[], array[{figures}]::float8[], array[{said}]::integer[],"
        f" array[{twice}]::integer[]"
    )
    digits = [LENGTHS[level] for level in levels]
    return [f"select {told} from n{one} where length(node) = {one}" for one in digits]  # noqa: S608
