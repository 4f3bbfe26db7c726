"""A received paper, read and corrected beside its text, becomes a plan: phase and levels chosen per item."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from lianfang.apps.directives import queries
from lianfang.apps.directives.models import Directive, DirectiveEvent, Item, Plan
from lianfang.apps.directives.operations.correcting import AlreadyIssued
from lianfang.apps.directives.rules import plan_file
from lianfang.apps.directives.terms import DirectiveEventKind, ItemKind, ItemUse, PlanText, Source
from lianfang.core import keeping
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import InputRefused, NotAllowed


class NotChecked(InputRefused):
    """A paper with doubts that nobody settled."""

    code = "directives.plan_not_checked"
    sentence = "还有{count}条有疑点没有核对。请先在原文旁核对，或选择不交办。"


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an item stands in a plan: by the end of which hour, at which levels."""

    hours: int
    levels: tuple[int, ...]


@transaction.atomic
def make_plan(
    uid: UUID | str, *, code: str, title: str, placed: Mapping[UUID, Placed], by: Actor, at: datetime
) -> PlanText:
    """Make a paper the plan of its area, item by item as corrected; of one code the newest stays.

    The paper itself is not issued any more. Raises NotFound, NotAllowed, AlreadyIssued, NotChecked,
    PlanFault.
    """
    check(by, Permission.RECEIVE_DIRECTIVE)
    found = Directive.objects.select_for_update().get(pk=queries.directive(uid, by=by).pk)
    _check(found, by)
    given = {
        "code": code.strip(),
        "title": title.strip() or found.title,
        "source": f"由“{found.name or found.title}”读出，经{by.name}核对",
        "certainty": "C",
        "phases": _phases(_asked(found), placed),
    }
    plan = plan_file.plan_of(given, area=found.area)
    _keep(plan, found, by=by, at=at)
    DirectiveEvent.objects.create(
        directive=found,
        area=found.area,
        kind=DirectiveEventKind.PLANNED,
        facts={"plan": plan.code},
        by=by.name,
        happened_at=at,
        recorded_at=at,
    )
    subject, count = f"directive:{found.uid}", sum(len(phase.items) for phase in plan.phases)
    area = found.area
    audit.record("directive.planned", subject=subject, by=by, at=at, area=area, plan=plan.code, items=count)
    return plan


def _keep(plan: PlanText, found: Directive, *, by: Actor, at: datetime) -> None:
    """The plan names the same original as the paper that it was read from."""
    keeping.keep_again(found.file_hash)
    kept = {
        "title": plan.title,
        "source": plan.source,
        "certainty": plan.certainty,
        "sheets": plan_file.as_values(plan),
        "file_hash": found.file_hash,
        "by": by.name,
        "recorded_at": at,
    }
    Plan.objects.update_or_create(area=found.area, code=plan.code, defaults=kept)


def _check(found: Directive, by: Actor) -> None:
    if not by.may_see(found.area) or found.source != Source.PAPER:
        raise NotAllowed(actor=by.name, action=f"把“{found.title}”定为预案")
    if queries.state_of(found) != "draft":
        raise AlreadyIssued(title=found.title)
    open_doubts = [one for one in _asked(found) if any(not doubt["accepted_by"] for doubt in one.doubts)]
    if open_doubts:
        raise NotChecked(count=len(open_doubts))


def _asked(found: Directive) -> list[Item]:
    """What the paper asks for, without what a person left out or standing work covers."""
    items = queries.items_of(found)
    return [item for item in items if item.kind == ItemKind.DEMAND and item.use == ItemUse.TASK]


def _phases(items: Sequence[Item], placed: Mapping[UUID, Placed]) -> list[dict[str, Any]]:
    missing = [item.number or item.text[:12] for item in items if not _is_placed(placed.get(item.uid))]
    if missing or not items:
        told = "、".join(missing)
        raise plan_file.PlanFault(
            problem=f"条目“{told}”没有选阶段和级别" if missing else "没有一条任务可以列入"
        )
    hours = sorted({placed[item.uid].hours for item in items})
    return [{"hours": one, "items": list(_taken(items, placed, one))} for one in hours]


def _is_placed(one: Placed | None) -> bool:
    return one is not None and one.hours > 0 and bool(one.levels)


def _taken(items: Sequence[Item], placed: Mapping[UUID, Placed], hours: int) -> Iterable[dict[str, Any]]:
    for item in items:
        place = placed[item.uid]
        if place.hours == hours:
            yield {
                "text": item.text,
                "levels": list(place.levels),
                "posts": list(item.posts),
                "unit_kinds": list(item.unit_kinds),
                "times": item.times,
                "days": item.days,
                "clocks": [clock.isoformat("minutes") for clock in item.clocks],
            }
