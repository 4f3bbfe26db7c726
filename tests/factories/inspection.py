"""A small county with places to inspect, a campaign drawn over them, and visits to them."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from tests.factories import places

from lianfang.apps.areas import operations as areas
from lianfang.apps.inspection import operations, queries
from lianfang.apps.inspection.models import Campaign
from lianfang.apps.inspection.terms import CampaignPlan, SampledTarget, VisitOutcome, VisitRecord
from lianfang.core import sql
from lianfang.core.access.permissions import EVERY
from lianfang.core.access.roles import ROLES
from lianfang.core.access.terms import Actor

COUNTY, TOWN, VILLAGE = places.COUNTY, places.TOWN, places.VILLAGE
AT = places.days(9)
SYSTEM = Actor(name="测试", permissions=EVERY)


def actor(role: str, area: str = COUNTY, *, name: str = "", unit: UUID | None = None, user: int = 1) -> Actor:
    """Somebody with a role in an area."""
    return Actor(name or role, (area,), role, ROLES[role].permissions, user, unit)


OFFICE = actor("headquarters", name="指挥部", user=11)
INSPECTOR = actor("inspector", name="督查员甲", user=12)
OTHER = actor("inspector", name="督查员乙", user=13)


def build() -> None:
    """The county with its villages, and a unit of each of four kinds."""
    places.build_county()
    for kind, name, area in (
        ("isolation_site", "城关集中隔离点", TOWN),
        ("checkpoint", "北山卡口", VILLAGE),
        ("school", "柳林小学", "990121200201"),
        ("hospital", "澜砚县医院", COUNTY),
    ):
        areas.add_unit(kind=kind, name=name, area=area, by=SYSTEM, at=places.AT)
    operations.load_builtin_checklists(by=SYSTEM, at=places.AT)


def unit(name: str) -> UUID:
    """The uid of a unit by its name."""
    return UUID(str(sql.query("select uid from areas_unit where name = %(name)s", name=name)[0]["uid"]))


def plan(**other: object) -> CampaignPlan:
    """A plan over all kinds of places."""
    given: dict[str, object] = {
        "area": COUNTY,
        "name": "七月暗访",
        "purpose": "看落实",
        "ground": "指挥部第3号通知",
        "starts_on": date(2022, 7, 10),
        "ends_on": date(2022, 7, 20),
        "checklist": "checkpoint_school",
        "kinds": ("village", "isolation_site", "checkpoint", "school", "hospital"),
        "risk": "any",
        "method": "weighted",
        "size": 7,
        "teams": {"第一组": ("督查员甲",), "第二组": ("督查员乙",)},
    }
    return CampaignPlan(**(given | other))  # type: ignore[arg-type]


def campaign(seed: str = "20220710", **other: object) -> tuple[Campaign, dict[str, SampledTarget]]:
    """A campaign that was drawn: its row, and the drawn targets by name."""
    made = operations.plan_campaign(plan(**other), by=OFFICE, at=AT)
    drawn = operations.draw_sample(str(made.uid), seed=seed, by=OFFICE, at=AT)
    return made, {target.name: target for target in drawn.targets}


def answers(*unmet: str, checklist: str = "checkpoint_school", **more: str) -> dict[str, str]:
    """A filled form: everything met but some items."""
    items = queries.items_of(queries.checklist(checklist))
    told = {f"answer-{item.code}": "unmet" if item.code in unmet else "met" for item in items}
    told |= {f"note-{code}": f"{code}没有做到" for code in unmet}
    return told | {"signed_by": "在场人李某", "role": "负责人", "place": "大门口"} | more


def visit(
    target: SampledTarget,
    *unmet: str,
    by: Actor = INSPECTOR,
    at: datetime = AT,
    happened_at: datetime | None = None,
    id: str = "",  # noqa: A002  the record's own word
    **more: str,
) -> tuple[str, VisitOutcome]:
    """Visit a drawn target: the identity of the record, and what became of it."""
    record = VisitRecord(
        id or str(uuid4()),
        str(target.uid),
        happened_at or at - timedelta(minutes=10),
        answers(*unmet, **more),
    )
    (outcome,) = operations.receive_visits([record], by=by, at=at)
    return record.id, outcome
