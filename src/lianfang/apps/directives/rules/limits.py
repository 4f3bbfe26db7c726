"""By when and by whom, decided from what was read: a person corrects it before it is issued."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from lianfang.apps.areas.terms import PostCode, UnitKind
from lianfang.apps.directives.rules import rhythm, workflow
from lianfang.apps.directives.terms import Actor, ActorKind, Deadline, DeadlineKind, Item, Limit, Targets
from lianfang.kernel.clock import ZONE

END_OF_DAY: Final = time(18)
"""What is to be done by a date is due when its office closes. Local norm (C)."""
OWN_ANCHORS: Final = (
    "会后",
    "会议后",
    "文件",
    "通知",
    "接到",
    "收到",
    "即日",
    "今天",
    "今日",
    "发文",
    "印发",
)
"""Limits that count from these count from the issue of the task; others belong to what the item speaks of."""


def limit_of(item: Item) -> Limit:
    """The limit that an item tells; an empty one where it tells none of its own."""
    for told in item.recurrences:
        if 0 < told.times <= rhythm.MOST_TIMES and 0 < told.days <= rhythm.MOST_DAYS:
            clocks = rhythm.clocks_of(told.times, told.by)
            return Limit(times=told.times, days=told.days, clocks=clocks, weekday=told.weekday)
    for deadline in item.deadlines:
        found = _limit(deadline)
        if found is not None:
            return found
    return Limit()


def _limit(deadline: Deadline) -> Limit | None:
    if deadline.anchor and not deadline.anchor.startswith(OWN_ANCHORS):
        return None
    if deadline.kind is DeadlineKind.AT_ONCE:
        return Limit(within=workflow.AT_ONCE)
    if deadline.kind is DeadlineKind.WITHIN and deadline.within:
        return Limit(within=deadline.within)
    if deadline.kind is DeadlineKind.BY_DATE and deadline.on:
        clock = deadline.clock or END_OF_DAY
        return Limit(due_at=datetime.combine(deadline.on, clock, tzinfo=ZONE))
    return None


def due_of(limit: Limit, *, at: datetime, otherwise: timedelta) -> datetime | None:
    """The moment by which a task is due that is issued now; None for one that comes back."""
    if limit.recurs:
        return None
    if limit.due_at is not None:
        return limit.due_at
    return at + (limit.within if limit.within is not None else otherwise)


def receive_by(due_at: datetime | None, *, at: datetime) -> datetime:
    """By when a task is received: within the usual time, or half of its own where that is short."""
    usual = at + workflow.RECEIVED_WITHIN
    return usual if due_at is None else min(usual, at + max(due_at - at, timedelta(0)) / 2)


def starts_on(limit: Limit, *, on: date) -> date | None:
    """The first day of the first period of what comes back."""
    return rhythm.first_day(on, days=limit.days, weekday=limit.weekday) if limit.recurs else None


def targets_of(item: Item, *, named: Mapping[str, Sequence[UUID]], town: bool) -> Targets:
    """Who is to act, by the codes that were read, or by units whose name is the one written.

    `town` says that the issuer is a town's office: its own headquarters are meant.
    """
    codes = [code for actor in item.actors for code in actor.codes]
    posts = [code for code in codes if code in set(PostCode) and code != PostCode.UNIT_HEAD]
    kinds = [code for code in codes if code in set(UnitKind)]
    if town:
        posts = [PostCode.TOWN_CLERK.value if code == PostCode.COUNTY_OFFICE else code for code in posts]
        kinds = [UnitKind.TOWN_OFFICE.value if code == UnitKind.HEADQUARTERS else code for code in kinds]
    units = [uid for actor in names_to_find(item.actors) for uid in named.get(actor.text, ())]
    return Targets(_once(posts), _once(kinds), tuple(dict.fromkeys(units)))


def names_to_find(actors: Iterable[Actor]) -> list[Actor]:
    """Actors of which only the name is known, to be looked for among the units."""
    return [actor for actor in actors if actor.kind is ActorKind.UNIT and not actor.codes]


def _once(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))
