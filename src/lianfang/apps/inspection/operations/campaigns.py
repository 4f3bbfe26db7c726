"""Plan a campaign, and draw its sample: both sealed to everybody of an area until visits were made."""

from datetime import datetime
from itertools import cycle
from typing import Final

from django.db import transaction

from lianfang.apps.inspection import queries
from lianfang.apps.inspection.models import Campaign, Draw, DrawnTarget
from lianfang.apps.inspection.rules import sampling
from lianfang.apps.inspection.rules.checklist_file import KINDS
from lianfang.apps.inspection.terms import CampaignPlan, Drawn, Method, Risk, SampleView
from lianfang.core import sql
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import InputRefused, NotAllowed

MOST: Final = 500


class CampaignIncomplete(InputRefused):
    """A plan that lacks something, or says something impossible."""

    code = "inspection.campaign_incomplete"
    sentence = "督查安排不完整：{problem}。请补齐后再提交。"


class CampaignNamed(InputRefused):
    """Two campaigns of an area can't bear one name."""

    code = "inspection.campaign_named"
    sentence = "本辖区已有名为“{name}”的督查安排。请换一个名称。"


class SampleInUse(InputRefused):
    """After a visit was made no other sample is drawn."""

    code = "inspection.sample_in_use"
    sentence = "“{name}”已按种子“{seed}”的样本开始督查，不能再换种子抽样。"


@transaction.atomic
def plan_campaign(plan: CampaignPlan, *, by: Actor, at: datetime) -> Campaign:
    """Plan a campaign. Raises PermissionMissing, NotAllowed, CampaignIncomplete, CampaignNamed, NotFound."""
    check(by, Permission.PLAN_INSPECTION)
    if not plan.area or not by.may_see(plan.area):
        raise NotAllowed(actor=by.name, action=f"计划{plan.area or '全部地区'}的督查")
    _check_plan(plan)
    checklist = queries.checklist(plan.checklist)
    with queries.opened(by):
        with sql.refusing({"campaign_name_once": CampaignNamed}, name=plan.name):
            made = Campaign.objects.create(
                area=plan.area,
                name=plan.name.strip(),
                purpose=plan.purpose.strip(),
                ground=plan.ground.strip(),
                starts_on=plan.starts_on,
                ends_on=plan.ends_on,
                checklist=checklist,
                kinds=list(plan.kinds),
                risk=plan.risk,
                method=plan.method,
                size=plan.size,
                teams={team: list(members) for team, members in plan.teams.items()},
                by=by.name,
                planned_at=at,
            )
        made.refresh_from_db()
    subject = f"campaign:{made.uid}"
    audit.record("campaign.planned", subject=subject, by=by, at=at, area=plan.area, size=plan.size)
    return made


def _check_plan(plan: CampaignPlan) -> None:
    faults = {
        "没有名称": not plan.name.strip(),
        "没有目的": not plan.purpose.strip(),
        "没有依据": not plan.ground.strip(),
        "结束日早于开始日": plan.ends_on < plan.starts_on,
        f"抽取数应为1到{MOST}": not 1 <= plan.size <= MOST,
        "没有选检查对象种类，或种类无法识别": not plan.kinds or not set(plan.kinds) <= KINDS,
        "风险范围无法识别": plan.risk not in set(Risk),
        "抽样方法无法识别": plan.method not in set(Method),
        "没有督查组": not any(plan.teams),
    }
    problems = [said for said, wrong in faults.items() if wrong]
    if problems:
        raise CampaignIncomplete(problem="；".join(problems))


@transaction.atomic
def draw_sample(campaign: str, *, seed: str, by: Actor, at: datetime) -> SampleView:
    """Draw the sample of a campaign by a seed and keep the whole pool with its weights.

    The same seed gives the sample that was drawn with it. Another one draws anew, as long as no visit was
    made; every drawing stays. Raises PermissionMissing, NotFound, SeedMissing, SampleInUse.
    """
    check(by, Permission.PLAN_INSPECTION)
    found = queries.campaign(campaign, by=by)
    known = queries.sample_of(found, by=by, seed=seed)
    if known is not None:
        return known
    _check_unused(found, by=by)
    method = Method(found.method)
    targets = queries.pool(area=found.area, kinds=found.kinds, at=at)
    eligible = sampling.eligible(targets, risk=Risk(found.risk))
    drawn = sampling.draw(eligible, seed=seed, size=found.size, method=method)
    if not drawn:
        raise CampaignIncomplete(problem="辖区内没有符合条件的检查对象")
    _keep(found, drawn, seed=seed, by=by, at=at)
    made = queries.sample_of(found, by=by, seed=seed)
    assert made is not None
    facts = {"seed": seed, "pool": made.pool, "drawn": len(made.targets)}
    audit.record("campaign.drawn", subject=f"campaign:{found.uid}", by=by, at=at, area=found.area, **facts)
    return made


def _check_unused(found: Campaign, *, by: Actor) -> None:
    current = queries.sample_of(found, by=by)
    if current and any(target.visited_at for target in current.targets):
        raise SampleInUse(name=found.name, seed=current.seed)


def _keep(found: Campaign, drawn: list[Drawn], *, seed: str, by: Actor, at: datetime) -> None:
    with queries.opened(by):
        draw = Draw.objects.create(
            campaign=found,
            seed=seed,
            method=found.method,
            size=found.size,
            pool=len(drawn),
            by=by.name,
            drawn_at=at,
        )
        DrawnTarget.objects.bulk_create(_rows(draw, drawn, teams=list(found.teams)))


def _rows(draw: Draw, drawn: list[Drawn], *, teams: list[str]) -> list[DrawnTarget]:
    """The pool as rows; the drawn ones are dealt out to the teams in turn, place by place."""
    chosen = sorted((one for one in drawn if one.rank), key=lambda one: (one.target.area, one.target.target))
    dealt = {(one.target.kind, one.target.target): team for one, team in zip(chosen, cycle(teams))}
    return [
        DrawnTarget(
            draw=draw,
            kind=one.target.kind,
            target=one.target.target,
            area=one.target.area,
            name=one.target.name,
            weight=one.weight,
            reasons=list(one.reasons),
            key=one.key,
            rank=one.rank,
            team=dealt.get((one.target.kind, one.target.target), ""),
        )
        for one in drawn
    ]
