"""A small county with an isolation site: laid out, verified, in use; people under orders to go there."""

from datetime import date, datetime, timedelta
from uuid import UUID

from tests.factories import control, places

from lianfang.apps.areas import operations as areas
from lianfang.apps.control.models import Measure
from lianfang.apps.facilities import operations, queries
from lianfang.apps.facilities.terms import CHECKS, BuildingPlan, Company, Readiness, RoomView, SiteView
from lianfang.apps.people.models import Person
from lianfang.core import sql
from lianfang.core.access.permissions import EVERY
from lianfang.core.access.roles import ROLES
from lianfang.core.access.terms import Actor

COUNTY, TOWN, VILLAGE = places.COUNTY, places.TOWN, places.VILLAGE
DAY = control.DAY
AT = control.NOW
HOUR = timedelta(hours=1)
SYSTEM = Actor(name="测试", permissions=EVERY)
SITE = "城关集中隔离点"
PLAN = BuildingPlan("1号楼", floors=2, rooms_per_floor=4, accessible=1, doubles=1, distance=30)


def actor(role: str, area: str = COUNTY, *, name: str = "", unit: UUID | None = None, user: int = 1) -> Actor:
    """Somebody with a role in an area."""
    return Actor(name or role, (area,), role, ROLES[role].permissions, user, unit)


OFFICE = actor("headquarters", name="指挥部", user=11)
CLERK = actor("site_clerk", name="隔离点经办", user=12)


def build() -> None:
    """The county with its policy, two isolation sites and a school."""
    places.build_county()
    control.load_pack()
    for kind, name, area in (
        ("isolation_site", SITE, TOWN),
        ("isolation_site", "柳林集中隔离点", "990121200"),
        ("school", "柳林小学", "990121200201"),
    ):
        areas.add_unit(kind=kind, name=name, area=area, by=SYSTEM, at=places.AT)


def unit(name: str = SITE) -> UUID:
    """The uid of a unit by its name."""
    return UUID(str(sql.query("select uid from areas_unit where name = %(name)s", name=name)[0]["uid"]))


def opened(name: str = SITE, *plans: BuildingPlan, at: datetime = AT - 48 * HOUR) -> SiteView:
    """A site in reserve, laid out."""
    made = operations.open_site(unit(name), capacity=20, by=OFFICE, at=at)
    for plan in plans or (PLAN,):
        operations.add_building(made.uid, plan, by=OFFICE, at=at)
    return queries.site(made.uid, by=OFFICE, at=at)


def active(name: str = SITE, *plans: BuildingPlan, at: datetime = AT - 48 * HOUR) -> SiteView:
    """A site that takes people: laid out, verified, in use."""
    made = opened(name, *plans, at=at)
    told = {"officers": ("甲某", "乙某"), "counted": made.rooms, "met": list(CHECKS), "by": OFFICE, "at": at}
    operations.verify(made.uid, **told)  # type: ignore[arg-type]
    return operations.set_readiness(made.uid, Readiness.ACTIVE, by=OFFICE, at=at)


def rooms(site: SiteView, at: datetime = AT) -> list[RoomView]:
    """The rooms of a site at a moment."""
    return queries.rooms(site, at=at)


def ordered(
    name: str = "",
    *,
    birth: date = date(1990, 1, 1),
    first: int = 0,
    days: int = 7,
    tests: tuple[int, ...] = (),
    rule: int = 1,
    **facts: object,
) -> Person:
    """Somebody under an order of central isolation, as a pack would make it; `first` and `tests` are days."""
    person = control.person(name, birth=birth, **facts)
    begins = DAY + timedelta(days=first)
    ends = begins + timedelta(days=days)
    Measure.objects.create(
        series=UUID(int=person.pk),
        step=1,
        last=True,
        person=person,
        person_uid=person.uid,
        area=person.area,
        disease="covid19",
        rule_id=rule,
        category="close_contact",
        measure="central_isolation",
        place="central",
        strictness=8,
        readings_per_day=2,
        calls_per_day=0,
        test_dates=[begins + timedelta(days=one) for one in tests],
        starts_on=begins,
        ordered_until=ends,
        issuer=control.ISSUER,
        issued_at=AT - HOUR,
        recorded_at=AT - HOUR,
        duties_from=begins,
        ends_on=ends,
        ends_by=ends,
    )
    return person


def lodged(room: RoomView, *persons: Person, at: datetime = AT, arrived: bool = True) -> list[UUID]:
    """The stays of persons in a room."""
    stays = operations.lodge(room.uid, Company(tuple(str(one.uid) for one in persons)), by=OFFICE, at=at)
    for stay in stays if arrived else ():
        operations.arrive(stay, by=OFFICE, at=at)
    return stays
