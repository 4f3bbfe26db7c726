"""By when and by whom, decided from what was read: a person corrects it before it is issued."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from lianfang.apps.areas.terms import PostCode, UnitKind
from lianfang.apps.directives.rules import rhythm, workflow
from lianfang.apps.directives.terms import (
    Actor,
    ActorKind,
    Deadline,
    DeadlineKind,
    Extent,
    Item,
    Limit,
    Targets,
)
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

LINES: Final = frozenset({"责任人", "责任单位"})
"""Lines that name who answers; where they stand, nobody else is meant."""
VAGUE: Final = frozenset({UnitKind.DEPARTMENT, UnitKind.OTHER, UnitKind.WORKING_GROUP, PostCode.UNIT_HEAD})
HEADED: Final = re.compile(r"(?:(?<=所)所长|(?<=站)站长|(?<=局)局长|(?<=院)院长|主任|负责人)$")


WHOLE: Final = frozenset({"until_date", "phase"})
"""Rules of deadlines until which a rhythm lasts: nothing is to be done once by them."""
NEVER: Final = frozenset({"any_time", "act_on_sight"})
"""Rules of what is done whenever it is called for."""
CALLED_FOR: Final = re.compile(
    "发现|出现|发生|一旦|接到|收到|接报|(?<!待)遇|突发|凡|如[有需]|异常|阳性|发热(?!门诊)|不能|的[,，](?:应|要|须|必须)?$"
)
"""Words after which, in one sentence, a limit counts from something that happens."""
ONE_BY_ONE: Final = re.compile(
    "问题|线索|诉求|投诉|求助|报修|结果|采样|检测|抽查|名单|信息|指令|[红黄]牌|新增|新转"
)
"""Words after which a limit beside a rhythm is rather that of each of them."""
SENTENCE: Final = re.compile(r"[。；;！!？?\n]")


def limits_of(item: Item) -> tuple[Limit, ...]:
    """The limits that an item tells: its rhythm, its deadline, or both; an empty one where it tells none.

    Of several deadlines the first counts that is not told for what may happen.
    """
    again, once = _rhythm(item), _once_by(item)
    return tuple(limit for limit in (again, once) if limit is not None) or (Limit(),)


def passed_over(item: Item) -> tuple[Deadline, ...]:
    """Deadlines of its own that no limit of an item keeps, each once: a person must look at them."""
    seen: set[Limit | None] = {*limits_of(item), None, Limit(within=workflow.AT_ONCE)}
    found = []
    for one in item.deadlines:
        limit = _limit(one)
        if limit not in seen and not _is_called_for(one, item):
            seen.add(limit)
            found.append(one)
    return tuple(found)


def _rhythm(item: Item) -> Limit | None:
    """Of several rhythms the closest counts: whoever keeps it keeps the others."""
    by_clock = [one.clock for one in item.deadlines if one.kind is DeadlineKind.BY_CLOCK and one.clock]
    for told in sorted(item.recurrences, key=lambda one: one.days / max(one.times, 1)):
        if 0 < told.times <= rhythm.MOST_TIMES and 0 < told.days <= rhythm.MOST_DAYS:
            clocks = rhythm.clocks_of(told.times, told.by or by_clock)
            return Limit(times=told.times, days=told.days, clocks=clocks, weekday=told.weekday)
    return None


def _once_by(item: Item) -> Limit | None:
    told = [one for one in item.deadlines if _limit(one) is not None]
    own = [one for one in told if not _is_called_for(one, item)]
    if _rhythm(item) is not None:
        own = [one for one in own if _stands_beside(one, item)]
        told = []
    return next((_limit(one) for one in (*own, *told)), None)


def _is_called_for(one: Deadline, item: Item) -> bool:
    """Whether a deadline is told for what may happen: 发现异常的，2小时内报告; a date never is."""
    if one.kind is DeadlineKind.BY_DATE:
        return False
    return one.rule in NEVER or CALLED_FOR.search(_before(one, item)) is not None


def _stands_beside(one: Deadline, item: Item) -> bool:
    """Whether a deadline is one by which something is to be done once, beside what comes back."""
    if one.rule in WHOLE:
        return False
    if one.kind is DeadlineKind.BY_DATE or one.anchor:
        return True
    long = one.within is not None and one.within >= timedelta(days=1)
    return long and ONE_BY_ONE.search(_before(one, item)) is None


def _before(one: Deadline, item: Item) -> str:
    """What stands before a deadline in its sentence; nothing for one of a line of its own."""
    at = -1 if one.anchor or one.rule.startswith("label") else item.text.find(one.text)
    return SENTENCE.split(item.text[:at])[-1] if at >= 0 else ""


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
    told = told_actors(item)
    codes = [code for actor in told if not is_vague(actor) for code in actor.codes]
    posts = [code for code in codes if code in set(PostCode) and code != PostCode.UNIT_HEAD]
    kinds = [code for code in codes if code in set(UnitKind)]
    if town:
        posts = [PostCode.TOWN_CLERK.value if code == PostCode.COUNTY_OFFICE else code for code in posts]
        kinds = [UnitKind.TOWN_OFFICE.value if code == UnitKind.HEADQUARTERS else code for code in kinds]
    units = [uid for actor in told for uid in named.get(unit_name(actor), ())]
    return Targets(_once(posts), _once(kinds), tuple(dict.fromkeys(units)))


def told_actors(item: Item) -> list[Actor]:
    """Who is to act: those of the lines 责任人 and 责任单位 where there are such, else whoever is named."""
    lines = [actor for actor in item.actors if actor.told_by in LINES]
    return lines or [actor for actor in item.actors if actor.kind is not ActorKind.GROUP]


def is_vague(actor: Actor) -> bool:
    """Whether only the name tells which one of many is meant: 财政所, 宣传委员; not 各站所."""
    return actor.extent is Extent.ONE and not set(actor.codes) - VAGUE


def unit_name(actor: Actor) -> str:
    """The name of the unit that an actor is, or heads: 财政所所长 heads 财政所."""
    return HEADED.sub("", actor.text) if actor.kind is ActorKind.POST else actor.text


def names_to_find(item: Item) -> list[str]:
    """Names that are to be looked for among the units."""
    return [unit_name(actor) for actor in told_actors(item) if is_vague(actor)]


def unknown_of(item: Item, *, named: Mapping[str, Sequence[UUID]]) -> list[str]:
    """Who is named in the item's lines and is no post, kind of unit, or unit of the area."""
    vague = [actor for actor in told_actors(item) if is_vague(actor) and actor.told_by in LINES]
    return list(dict.fromkeys(actor.text for actor in vague if unit_name(actor) not in named))


def _once(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))
