"""Issue: every item that is to be done becomes one task for each area and post or unit, in one statement."""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from lianfang.apps.areas import queries as areas
from lianfang.apps.directives import queries
from lianfang.apps.directives.models import Directive, DirectiveEvent, Item, Task
from lianfang.apps.directives.operations.correcting import AlreadyIssued
from lianfang.apps.directives.rules import limits, workflow
from lianfang.apps.directives.terms import DirectiveEventKind, ItemUse, Limit, TasksIssued
from lianfang.core import sql
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel import area_code
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused, NotAllowed

APP: Final = "directives"


class DoubtsOpen(InputRefused):
    """Items that a person must look at first."""

    code = "directives.doubts_open"
    sentence = "{count}个条目还有疑点没有核对：{numbers}。请逐条核对后交办。"


class NobodyToAct(InputRefused):
    """Items for which there is nobody in the area."""

    code = "directives.nobody_to_act"
    sentence = "{count}个条目在本辖区没有可交办的岗位或单位：{numbers}。请指定，或选择不交办。"


class LimitOver(InputRefused):
    """Items whose limit is past before they are issued."""

    code = "directives.limit_over"
    sentence = "{count}个条目的时限已过：{numbers}。请更正时限后交办。"


class NothingToIssue(InputRefused):
    """A directive of which no item becomes a task."""

    code = "directives.nothing_to_issue"
    sentence = "“{title}”没有要交办的条目。"


@transaction.atomic
def issue(
    uid: UUID | str, *, by: Actor, at: datetime, area: str = "", otherwise: timedelta | None = None
) -> TasksIssued:
    """Issue a directive to the posts and units of its area, or of one within it; its account.

    `otherwise` is the limit of items that tell none. Raises NotFound, NotAllowed, AlreadyIssued, DoubtsOpen,
    NobodyToAct, LimitOver, NothingToIssue.
    """
    check(by, Permission.ISSUE_DIRECTIVE)
    found = Directive.objects.select_for_update(of=("self",)).get(pk=queries.directive(uid, by=by).pk)
    ground = area or found.area
    if not by.may_see(found.area) or not area_code.contains(found.area, ground):
        raise NotAllowed(actor=by.name, action=f"向{ground}交办“{found.title}”")
    if queries.state_of(found) != "draft":
        raise AlreadyIssued(title=found.title)
    _check(found, queries.items_of(found), ground, at)
    return issue_kept(found, ground, by=by, at=at, otherwise=otherwise or workflow.DONE_WITHIN)


def issue_kept(
    found: Directive, ground: str, *, by: Actor, at: datetime, otherwise: timedelta
) -> TasksIssued:
    """Fan a directive out that was looked at; its account."""
    items = queries.items_of(found)
    _fan_out(found, items, ground, at=at, otherwise=otherwise)
    account = _account(found, items, at=at)
    _record(found, account, ground, by=by, at=at)
    return account


def _check(found: Directive, items: list[Item], ground: str, at: datetime) -> None:
    chosen = [item for item in items if item.use == ItemUse.TASK]
    if not chosen:
        raise NothingToIssue(title=found.title)
    doubted = [item for item in chosen if any(not doubt["accepted_by"] for doubt in item.doubts)]
    if doubted:
        raise DoubtsOpen(count=len(doubted), numbers=_numbers(doubted))
    counted = queries.target_counts(directive=found.pk, area=ground)
    missing = [item for item in chosen if item.pk not in counted]
    if missing:
        raise NobodyToAct(count=len(missing), numbers=_numbers(missing))
    over = [item for item in chosen if item.due_at is not None and item.due_at <= at]
    if over:
        raise LimitOver(count=len(over), numbers=_numbers(over))


def _numbers(items: Iterable[Item]) -> str:
    return "、".join(dict.fromkeys(item.number or str(item.index + 1) for item in items))


def _fan_out(found: Directive, items: list[Item], ground: str, *, at: datetime, otherwise: timedelta) -> None:
    given = [_given(item, at=at, otherwise=otherwise) for item in items if item.use == ItemUse.TASK]
    statement = "with targets as (\n" + sql.text(APP, "targets") + ")\n" + sql.text(APP, "fan_out")
    parameters = queries.target_parameters(directive=found.pk, area=ground)
    sql.execute(
        statement,
        name=f"{APP}.fan_out",
        issuer=found.area,
        at=at,
        limits=json.dumps(given, default=str),
        **parameters,
    )


def _given(item: Item, *, at: datetime, otherwise: timedelta) -> dict[str, Any]:
    limit = limit_of(item)
    due_at = limits.due_of(limit, at=at, otherwise=otherwise)
    return {
        "item": item.pk,
        "receive_by": limits.receive_by(due_at, at=at),
        "due_at": due_at,
        "starts_on": limits.starts_on(limit, on=at.astimezone(ZONE).date()),
        "times": limit.times,
        "days": limit.days,
        "clocks": [clock.isoformat() for clock in limit.clocks],
    }


def limit_of(item: Item) -> Limit:
    """The limit that an item has now."""
    return Limit(item.within, item.due_at, item.times, item.days, tuple(item.clocks), item.weekday)


def _account(found: Directive, items: list[Item], *, at: datetime) -> TasksIssued:
    places = Counter(Task.objects.filter(directive=found).values_list("area", "post"))
    holders = {(one.area, one.post): one.holder_uid for one in areas.holders_of_duties(places=places, at=at)}
    uses = Counter(queries.uses_of(items).values())
    return TasksIssued(
        directive=found.uid,
        items=uses.total(),
        as_tasks=uses[ItemUse.TASK],
        covered=uses[ItemUse.COVERED],
        left_out=uses[ItemUse.LEFT_OUT],
        tasks=places.total(),
        places=len({area for area, _ in places}),
        holders=len(set(holders.values())),
        vacant=sum(count for place, count in places.items() if place not in holders),
    )


def _record(found: Directive, account: TasksIssued, ground: str, *, by: Actor, at: datetime) -> None:
    facts = {"ground": ground, "tasks": account.tasks, "places": account.places, "vacant": account.vacant}
    DirectiveEvent.objects.create(
        directive=found,
        area=found.area,
        kind=DirectiveEventKind.ISSUED,
        facts=facts,
        by=by.name,
        happened_at=at,
        recorded_at=at,
    )
    audit.record("directive.issued", subject=f"directive:{found.uid}", by=by, at=at, area=found.area, **facts)
