"""The work list of a person in the field: their gaps, or all of their area, in the order of urgency."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lianfang.apps.areas import queries as areas
from lianfang.apps.control.models import Measure
from lianfang.apps.control.queries import subjects
from lianfang.apps.control.rules import today
from lianfang.apps.policy.terms import MEASURES
from lianfang.core.access.terms import Actor
from lianfang.core.duty import lists, registry
from lianfang.core.duty.lists import GapList, Holding
from lianfang.core.duty.terms import Gap


@dataclass(frozen=True)
class Order:
    """What a notice is about: the order's number, its name, the day of release."""

    id: int
    name: str
    ends_on: date


@dataclass(frozen=True)
class Task:
    """A gap as the field sees it: what, about whom, where, by when, which form closes it, what is next.

    `href` leads to whom or what it is about; `deal` to the page where what has no form is dealt with.
    """

    key: str
    next: str
    kind: str
    name: str
    form: str
    subject: str
    person: str
    about: str
    href: str
    deal: str
    place: str
    holder: str
    opens_at: datetime
    due_at: datetime
    facts: Mapping[str, str]
    order: Order | None


@dataclass(frozen=True)
class Pile:
    """Many gaps of one kind that are dealt with on a page of their own: one line of a work list."""

    kind: str
    name: str
    number: int
    overdue: int
    due_at: datetime


@dataclass(frozen=True)
class Worklist:
    """Some tasks of a list, how many there are in all, and how many of them are late.

    `lines` are the tasks and the piles between them, in the order of urgency.
    """

    tasks: tuple[Task, ...]
    total: int
    overdue: int
    lines: tuple[Task | Pile, ...] = ()
    waiting: int = 0
    """How many stand in no line: the list goes on behind its end."""


def gaps_of(*, by: Actor, at: datetime, kinds: Sequence[str] = ()) -> GapList:
    """Gaps of an actor's areas, the most urgent first; as they are after what the actor did."""
    chosen = [registry.kind(code) for code in kinds]
    return lists.gap_list(areas=by.scopes, at=at, order=today.urgency, kinds=chosen, now=True, user=by.user)


def held_by(actor: Actor, gaps: GapList) -> GapList:
    """Those of a list that an actor holds, or one for whom the actor stands in."""
    name = ",".join(sorted(map(str, actor.officers)))
    return gaps.held(Holding(name, lambda one: one.holder_uid in actor.officers))


def kinds_of(gaps: GapList) -> list[tuple[str, str, int]]:
    """Code, name and number of each kind of a list, the most dangerous first."""
    found = [kind for kind in today.by_danger(gaps.kinds) if kind.code in gaps.by_kind]
    return [(kind.code, kind.name, gaps.by_kind[kind.code]) for kind in found]


def worklist(gaps: GapList, *, by: Actor, limit: int, piled: bool = False) -> Worklist:
    """The first gaps of a list with the names of persons and places: three statements, however many.

    Where it is `piled`, kinds that are done elsewhere and have many gaps are one line each.
    """
    piles = [_pile(gaps, code) for code in today.piled(gaps.by_kind)] if piled else []
    rows = gaps.leading(limit, but={pile.kind for _, pile in piles})
    tasks = tuple(_tasks(rows, by))
    lines: list[tuple[Gap, Task | Pile]] = [*zip(rows, tasks, strict=True), *piles]
    lines.sort(key=lambda line: today.urgency(line[0]))
    waiting = len(gaps) - len(tasks) - sum(pile.number for _, pile in piles)
    return Worklist(tasks, len(gaps), gaps.overdue, tuple(line for _, line in lines), waiting)


def _pile(gaps: GapList, code: str) -> tuple[Gap, Pile]:
    first = gaps.first_of(code)
    number, overdue = gaps.by_kind[code], gaps.overdue_by_kind.get(code, 0)
    return first, Pile(code, registry.kind(code).name, number, overdue, first.due_at)


def _tasks(gaps: Sequence[Gap], by: Actor) -> Iterable[Task]:
    names = subjects.names_of(gaps)
    places = areas.names(gap.area for gap in gaps)
    facts = [today.facts_of(gap) for gap in gaps]
    orders = _orders({int(fact["measure"]) for fact in facts if "measure" in fact})
    keys = [today.key_of(gap) for gap in gaps]
    for gap, fact, key, following in zip(gaps, facts, keys, [*keys[1:], ""], strict=False):
        form = today.form_of(gap)
        kind = registry.kind(gap.kind)
        person = names.get(gap.subject, "") if kind.subject == "person" else ""
        about, href = subjects.subject_shown(kind, gap.subject, gap.ref, gap.area, names, by=by)
        yield Task(
            key=key,
            next=following,
            kind=gap.kind,
            name=kind.name,
            form=form if person and by.may(today.permission_of(form)) else "",
            subject=gap.subject if person else "",
            person=person,
            about=about,
            href=href,
            deal=subjects.way_of(kind, gap.area, gap.subject, by=by),
            place=places.get(gap.area, gap.area),
            holder=gap.holder or "",
            opens_at=gap.opens_at,
            due_at=gap.due_at,
            facts=fact,
            order=orders.get(int(fact.get("measure", 0))),
        )


def _orders(numbers: set[int]) -> dict[int, Order]:
    rows = Measure.objects.filter(pk__in=numbers).values_list("id", "measure", "ends_on") if numbers else ()
    return {number: Order(number, MEASURES[measure], ends_on) for number, measure, ends_on in rows}
