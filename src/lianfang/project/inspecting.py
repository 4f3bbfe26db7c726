"""The inspection of the demonstration: a campaign over an isolation site, schools and villages, visits in the
evening and the morning, findings in every state, and the roster of one site.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import transaction

from lianfang.apps.inspection import operations, queries
from lianfang.apps.inspection.terms import (
    CampaignPlan,
    Mode,
    PlannedShift,
    SampledTarget,
    ShiftRole,
    VisitRecord,
)
from lianfang.core.access.permissions import EVERY
from lianfang.core.access.terms import Actor
from lianfang.kernel.clock import ZONE

OFFICE: Final = Actor(name="演示：指挥部办公室", role="rehearsal", permissions=EVERY)
FIRST: Final = Actor(name="演示：督查员 程远", role="rehearsal", permissions=EVERY)
SECOND: Final = Actor(name="演示：督查员 苏禾", role="rehearsal", permissions=EVERY)
UNIT: Final = Actor(name="演示：被查单位", role="rehearsal", permissions=EVERY)
CAMPAIGN: Final = "七月不打招呼督查"
NEXT: Final = "重点场所夜查"
CHECKLIST: Final = "checkpoint_school"
SEED: Final = "20220711"
KINDS: Final = ("isolation_site", "school", "market", "village", "health_centre")
SIZE: Final = 8
HOUR: Final = timedelta(hours=1)
FOUND: Final[tuple[dict[str, str], ...]] = (
    {"ledger_true": "最近一小时记录比实际进出少四人", "stock": "测温枪三支，两支没电"},
    {"entrance": "入口只有一人，测温和登记轮着做，排队时放行未测温的"},
    {"leader": "带班领导不在场，电话无人接", "abnormal": "当班人员说不出发热人员往哪里带"},
    {"absence_traced": "三名缺勤人员只写“请假”，没有问到原因"},
    {},
)
"""What the visits find, one after the other."""


@transaction.atomic
def build(*, area: str, at: datetime) -> int:
    """Plan, draw, visit, rectify, re-check, and keep a roster, all before a moment; how many findings."""
    began = at - 20 * HOUR
    operations.load_builtin_checklists(by=OFFICE, at=began)
    campaign = operations.plan_campaign(_plan(area, began), by=OFFICE, at=began)
    sample = operations.draw_sample(str(campaign.uid), seed=SEED, by=OFFICE, at=began)
    for place, (target, found) in enumerate(zip(sample.targets, FOUND, strict=False)):
        _visit(target, found, at=began + (place + 1) * HOUR)
    _follow(area, at=began + 6 * HOUR)
    _keep_roster(area, at=at)
    operations.plan_campaign(_next(area, at), by=OFFICE, at=at)
    return len(queries.findings(area=area, by=OFFICE, at=at))


def _plan(area: str, at: datetime) -> CampaignPlan:
    today = at.astimezone(ZONE).date()
    return CampaignPlan(
        area=area,
        name=CAMPAIGN,
        purpose="核验上报数字与现场是否一致，督促整改落实",
        ground="指挥部督导检查组七月工作安排",
        starts_on=today,
        ends_on=today + timedelta(days=9),
        checklist=CHECKLIST,
        kinds=KINDS,
        risk="any",
        method="weighted",
        size=SIZE,
        teams={"第一组": ("程远",), "第二组": ("苏禾",)},
    )


def _next(area: str, at: datetime) -> CampaignPlan:
    """A campaign whose sample nobody has drawn yet."""
    plan = _plan(area, at)
    kinds = ("checkpoint", "school", "market", "pharmacy", "hospital")
    return replace(plan, name=NEXT, kinds=kinds, size=5, purpose="夜间值守和查验是否落实")


def _visit(target: SampledTarget, found: dict[str, str], *, at: datetime) -> None:
    items = queries.items_of(queries.checklist(CHECKLIST))
    values = {f"answer-{item.code}": "unmet" if item.code in found else "met" for item in items}
    values |= {f"note-{code}": text for code, text in found.items()}
    values |= {"signed_by": "值班负责人", "role": "当班", "place": "入口"}
    identity = str(uuid5(NAMESPACE_OID, f"demo.visit:{target.uid}"))
    record = VisitRecord(identity, str(target.uid), at - timedelta(minutes=20), values)
    operations.receive_visits([record], by=FIRST, at=at)


def _follow(area: str, *, at: datetime) -> None:
    """Of what was found: one closed, one that failed its re-check, one waiting for it, one raised."""
    found = sorted(queries.findings(area=area, by=OFFICE, at=at), key=lambda one: one.id)
    closed, failed, waiting, raised = found[:4]
    for one in (closed, failed, waiting):
        operations.rectify(one.uid, text="已补齐人员并当面交代，记录附后", by=UNIT, at=at)
    operations.recheck(
        closed.uid, passed=True, text="现场核对半小时，记录与人数一致", by=SECOND, at=at + HOUR
    )
    operations.recheck(failed.uid, passed=False, text="仍有一支没电，未领新电池", by=SECOND, at=at + HOUR)
    operations.raise_finding(raised.uid, to=Mode.COUNTY, text="需要县里调派两名人员", by=UNIT, at=at + HOUR)


def _keep_roster(area: str, *, at: datetime) -> None:
    """Three shifts of the site: one came, one did not, one is to come."""
    site = _site(area, at)
    begins = (at - 2 * HOUR).replace(minute=0)
    day = timedelta(days=1)
    planned = [
        PlannedShift(site, ShiftRole.LEADER, "白启明", begins, begins + day),
        PlannedShift(site, ShiftRole.DUTY, "陆小满", begins, begins + day),
        PlannedShift(site, ShiftRole.DUTY, "方可", begins + day, begins + 2 * day),
    ]
    operations.plan_shifts(planned, by=OFFICE, at=begins - HOUR)
    early = begins - timedelta(minutes=5)
    shifts = queries.shifts(area=area, by=OFFICE, at=early, since=begins, until=begins + HOUR)
    leader = next(one for one in shifts if one.role == ShiftRole.LEADER)
    operations.check_in(leader.uid, by=OFFICE, at=begins + timedelta(minutes=3))
    operations.note_absences(area=area, by=OFFICE, at=begins + HOUR)


def _site(area: str, at: datetime) -> UUID:
    return UUID(queries.pool(area=area, kinds=["isolation_site"], at=at)[0].target)
