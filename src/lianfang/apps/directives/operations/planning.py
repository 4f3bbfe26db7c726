"""Plans: brought in, activated at a level so that all their tasks fan out at once, stepped down from."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from lianfang.apps.areas import queries as areas
from lianfang.apps.areas.terms import PostCode
from lianfang.apps.directives import queries
from lianfang.apps.directives.models import Activation, Directive, Item, Plan
from lianfang.apps.directives.operations.issuing import issue_kept
from lianfang.apps.directives.operations.receiving import as_plain, storable
from lianfang.apps.directives.operations.working import close
from lianfang.apps.directives.rules import plan_file
from lianfang.apps.directives.rules.reading import read
from lianfang.apps.directives.terms import (
    LEVEL_NAMES,
    DirectiveEventKind,
    ItemKind,
    ItemUse,
    Phase,
    PlanItem,
    PlanText,
    Source,
    TasksIssued,
)
from lianfang.core import keeping
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.area_code import Level, level_of
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused, NotAllowed

HOUR: Final = timedelta(hours=1)


class AlreadyActive(InputRefused):
    """A plan that is in force in the area."""

    code = "directives.already_active"
    sentence = "“{title}”已在此地启动。要改变级别，请先终止响应，再按新的级别启动。"


class NoSuchLevel(InputRefused):
    """A level that the plan says nothing of."""

    code = "directives.no_such_level"
    sentence = "“{title}”没有{level}级响应的任务。级别为1至4，1级最重。"


class GroundMissing(InputRefused):
    """A response without ground."""

    code = "directives.ground_missing"
    sentence = "请写明启动的依据，如首例报告、指挥部决定。"


@transaction.atomic
def bring_in_plan(
    name: str, content: bytes, *, code: str, area: str, by: Actor, at: datetime, title: str = ""
) -> PlanText:
    """Bring a plan of an area in: a YAML file, or a paper that is read; of one code the newest stays.

    Raises NotAllowed, PlanFault, and what the reader raises.
    """
    check(by, Permission.RECEIVE_DIRECTIVE)
    if not by.may_see(area):
        raise NotAllowed(actor=by.name, action=f"为{area}接收预案")
    plan = _read(name, content, code=code, area=area, at=at, title=title)
    kept = {
        "title": plan.title,
        "source": plan.source,
        "certainty": plan.certainty,
        "sheets": plan_file.as_values(plan),
        "file_hash": keeping.keep_bytes(content),
        "by": by.name,
        "recorded_at": at,
    }
    Plan.objects.update_or_create(area=area, code=plan.code, defaults=kept)
    count = sum(len(phase.items) for phase in plan.phases)
    audit.record("plan.brought_in", subject=f"plan:{plan.code}", by=by, at=at, area=area, items=count)
    return plan


def _read(name: str, content: bytes, *, code: str, area: str, at: datetime, title: str) -> PlanText:
    if name.lower().endswith((".yaml", ".yml")):
        return plan_file.read_plan(storable(content.decode(errors="replace")))
    reading = read(storable(name), content, today=at.astimezone(ZONE).date())
    town = level_of(area) >= Level.TOWN
    made = plan_file.plan_from(reading, code=code, title=title, town=town)
    return plan_file.plan_of(as_plain(made), area=area)


@transaction.atomic
def activate(
    code: str, *, area: str, level: int, ground: str, by: Actor, at: datetime
) -> tuple[UUID, TasksIssued]:
    """Put a plan into force in an area at a level: every task at once, its clock from this moment.

    What names nobody, or nobody of the area, is the task of the office that activates.
    Returns the directive and its account.

    Raises NotFound, NotAllowed, NoSuchLevel, GroundMissing, AlreadyActive.
    """
    check(by, Permission.ACTIVATE_PLAN)
    if not by.may_see(area):
        raise NotAllowed(actor=by.name, action=f"在{area}启动预案")
    plan = queries.plan(code, area=area)
    _check(plan, area=area, level=level, ground=ground)
    made = _directive(plan, area=area, level=level, by=by, at=at)
    account = issue_kept(made, made.area, by=by, at=at, otherwise=24 * HOUR)
    activation = Activation.objects.create(
        area=area,
        plan=plan.code,
        title=plan.title,
        level=level,
        ground=ground.strip(),
        directive=made,
        by=by.name,
        activated_at=at,
    )
    facts = {"plan": plan.code, "level": level, "ground": ground, "tasks": account.tasks}
    subject = f"activation:{activation.pk}"
    audit.record("plan.activated", subject=subject, by=by, at=at, area=area, **facts)
    return account.directive, account


def _check(plan: PlanText, *, area: str, level: int, ground: str) -> None:
    if level not in LEVEL_NAMES or not plan.count(level):
        raise NoSuchLevel(title=plan.title, level=level)
    if not ground.strip():
        raise GroundMissing
    running = Activation.objects.filter(area=area, plan=plan.code).select_related("directive")
    if any(queries.is_active(one) for one in running):
        raise AlreadyActive(title=plan.title)


def _directive(plan: PlanText, *, area: str, level: int, by: Actor, at: datetime) -> Directive:
    asked = [(phase, item) for phase in plan.phases for item in phase.at_level(level)]
    lines = list(_lines(asked))
    place = areas.names([area]).get(area, area)
    made = Directive.objects.create(
        area=area,
        source=Source.PLAN,
        title=f"{place} {plan.title} {LEVEL_NAMES[level]}",
        issuer=by.name,
        dated=at.astimezone(ZONE).date(),
        text="".join(lines),
        by=by.name,
        received_at=at,
    )
    made.refresh_from_db(fields=["uid"])
    Item.objects.bulk_create(_items(made, asked, lines))
    office = PostCode.TOWN_CLERK if level_of(area) >= Level.TOWN else PostCode.COUNTY_OFFICE
    held = queries.target_counts(directive=made.pk, area=area)
    made.items.exclude(pk__in=held).update(posts=[office.value], unit_kinds=[])
    return made


def _lines(asked: list[tuple[Phase, PlanItem]]) -> Iterator[str]:
    """The text of the directive, a piece for each item, with its heading where a phase begins."""
    before = None
    for number, (phase, item) in enumerate(asked, start=1):
        yield ("" if phase is before else f"{phase.name}\n") + f"{number}.{item.text}\n"
        before = phase


def _items(made: Directive, asked: list[tuple[Phase, PlanItem]], lines: list[str]) -> Iterator[Item]:
    end = 0
    for place, ((phase, item), line) in enumerate(zip(asked, lines, strict=True)):
        end += len(line)
        yield Item(
            directive=made,
            area=made.area,
            index=place,
            kind=ItemKind.DEMAND,
            number=f"{place + 1}.",
            area_of_work=phase.name,
            text=item.text,
            start=end - len(item.text) - 1,
            end=end - 1,
            use=ItemUse.TASK,
            posts=list(item.posts),
            unit_kinds=list(item.unit_kinds),
            within=None if item.times else phase.hours * HOUR,
            times=item.times,
            days=item.days,
            clocks=list(item.clocks),
        )


@transaction.atomic
def step_down(uid: UUID | str, reason: str, *, by: Actor, at: datetime) -> int:
    """End a response: what is open is closed with the reason; how many tasks.

    Raises NotFound, NotAllowed, WordsMissing.
    """
    check(by, Permission.ACTIVATE_PLAN)
    found = queries.directive(uid, by=by)
    return close(found, reason, kind=DirectiveEventKind.STEPPED_DOWN, by=by, at=at)
