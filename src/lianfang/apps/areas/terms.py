"""Words of places: kinds of units, posts, who stands above whom, and what a load of areas reports.

Sources of the posts: the town's opinion on five-level responsibility (五级书记、包片领导、包村干部、
驻村第一书记、网格员), the three-way team of cadre, health worker and police officer (三联动).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from lianfang.kernel.area_code import Level

LEVEL_NAMES: dict[Level, str] = {
    Level.PROVINCE: "省",
    Level.CITY: "市",
    Level.COUNTY: "县（区）",
    Level.TOWN: "街道（乡镇）",
    Level.VILLAGE: "村（社区）",
    Level.GRID: "网格",
    Level.BUILDING: "楼栋",
}


class UnitKind(StrEnum):
    """Kinds of unit that hold posts or are places of work."""

    HEADQUARTERS = "headquarters"
    WORKING_GROUP = "working_group"
    DEPARTMENT = "department"
    TOWN_OFFICE = "town_office"
    VILLAGE_COMMITTEE = "village_committee"
    HEALTH_CENTRE = "health_centre"
    POLICE_STATION = "police_station"
    CDC = "cdc"
    SCHOOL = "school"
    ENTERPRISE = "enterprise"
    MARKET = "market"
    HOTEL = "hotel"
    HOSPITAL = "hospital"
    ISOLATION_SITE = "isolation_site"
    LABORATORY = "laboratory"
    CHECKPOINT = "checkpoint"
    STOREHOUSE = "storehouse"
    PHARMACY = "pharmacy"
    OTHER = "other"


UNIT_KIND_NAMES: dict[UnitKind, str] = {
    UnitKind.HEADQUARTERS: "指挥部",
    UnitKind.WORKING_GROUP: "工作组",
    UnitKind.DEPARTMENT: "部门",
    UnitKind.TOWN_OFFICE: "街道（乡镇）政府",
    UnitKind.VILLAGE_COMMITTEE: "村（居）民委员会",
    UnitKind.HEALTH_CENTRE: "卫生院",
    UnitKind.POLICE_STATION: "派出所",
    UnitKind.CDC: "疾控中心",
    UnitKind.SCHOOL: "学校",
    UnitKind.ENTERPRISE: "企业",
    UnitKind.MARKET: "市场",
    UnitKind.HOTEL: "酒店",
    UnitKind.HOSPITAL: "医院",
    UnitKind.ISOLATION_SITE: "集中隔离点",
    UnitKind.LABORATORY: "实验室",
    UnitKind.CHECKPOINT: "卡口",
    UnitKind.STOREHOUSE: "物资仓库",
    UnitKind.PHARMACY: "药店",
    UnitKind.OTHER: "其他单位",
}


class PostCode(StrEnum):
    """Posts of prevention and control."""

    GRID_WORKER = "grid_worker"
    VILLAGE_DOCTOR = "village_doctor"
    POLICE_OFFICER = "police_officer"
    VILLAGE_SECRETARY = "village_secretary"
    FIRST_SECRETARY = "first_secretary"
    VILLAGE_CADRE = "village_cadre"
    AREA_LEADER = "area_leader"
    TOWN_CLERK = "town_clerk"
    HEALTH_CENTRE_HEAD = "health_centre_head"
    POLICE_STATION_HEAD = "police_station_head"
    UNIT_HEAD = "unit_head"
    COUNTY_OFFICE = "county_office"


POST_NAMES: dict[PostCode, str] = {
    PostCode.GRID_WORKER: "网格员",
    PostCode.VILLAGE_DOCTOR: "村医",
    PostCode.POLICE_OFFICER: "包村民警",
    PostCode.VILLAGE_SECRETARY: "村（社区）书记",
    PostCode.FIRST_SECRETARY: "驻村第一书记",
    PostCode.VILLAGE_CADRE: "包村干部",
    PostCode.AREA_LEADER: "包片领导",
    PostCode.TOWN_CLERK: "街道（乡镇）疫情防控办公室",
    PostCode.HEALTH_CENTRE_HEAD: "卫生院院长",
    PostCode.POLICE_STATION_HEAD: "派出所所长",
    PostCode.UNIT_HEAD: "单位（站所）负责人",
    PostCode.COUNTY_OFFICE: "县指挥部办公室",
}

SUPERIORS: dict[PostCode, PostCode] = {
    PostCode.GRID_WORKER: PostCode.VILLAGE_SECRETARY,
    PostCode.FIRST_SECRETARY: PostCode.VILLAGE_SECRETARY,
    PostCode.VILLAGE_SECRETARY: PostCode.VILLAGE_CADRE,
    PostCode.VILLAGE_CADRE: PostCode.AREA_LEADER,
    PostCode.AREA_LEADER: PostCode.TOWN_CLERK,
    PostCode.TOWN_CLERK: PostCode.COUNTY_OFFICE,
    PostCode.VILLAGE_DOCTOR: PostCode.HEALTH_CENTRE_HEAD,
    PostCode.HEALTH_CENTRE_HEAD: PostCode.COUNTY_OFFICE,
    PostCode.POLICE_OFFICER: PostCode.POLICE_STATION_HEAD,
    PostCode.POLICE_STATION_HEAD: PostCode.COUNTY_OFFICE,
    PostCode.UNIT_HEAD: PostCode.TOWN_CLERK,
}


OF_UNIT: Final = "@"
"""Between a post and the uid of the unit of which it is meant."""


def post_of_unit(post: PostCode, unit: UUID) -> str:
    """A post of one unit, as a slot of a duty names it: held there, or else by those above."""
    return f"{post}{OF_UNIT}{unit}"


@dataclass(frozen=True)
class AreaFault:
    """A row of a table of areas that can't be used: where it stands, its value, why, and what to do."""

    file: str
    line: int
    value: str
    reason: str
    sentence: str


@dataclass(frozen=True)
class AreaLoad:
    """Account of a load: `rows = opened + changed + unchanged + refused`; closed areas are no rows of it."""

    label: str
    scope: str
    edition: int | None
    rows: int
    opened: int = 0
    changed: int = 0
    unchanged: int = 0
    closed: int = 0
    refused: int = 0
    faults: tuple[AreaFault, ...] = ()

    def __post_init__(self) -> None:
        if self.rows != self.opened + self.changed + self.unchanged + self.refused:
            raise ArithmeticError(f"the account of areas does not balance: {self}")


@dataclass(frozen=True)
class Written:
    """Account of a bulk write that is idempotent by natural keys: `rows = created + changed + unchanged`."""

    rows: int
    created: int
    changed: int
    unchanged: int


@dataclass(frozen=True)
class Responsible:
    """Who answers for a post's duties in an area: the holder, the post really held, and where."""

    area: str
    post: str
    holder: str
    holder_post: str
    holder_uid: UUID
    holder_area: str
    since: datetime
    by_vacancy: bool


@dataclass(frozen=True)
class PostHolder:
    """A post established for an area, and who holds it; no holder is a vacancy."""

    post: str
    name: str
    unit: str | None
    holder: str | None
    holder_uid: UUID | None
    since: datetime | None


@dataclass(frozen=True)
class StandIn:
    """Who stands in for the holder of a post, for which period, and why."""

    uid: UUID
    post: str
    name: str
    area: str
    officer: str
    officer_uid: UUID
    begins_at: datetime
    ends_at: datetime
    ground: str


@dataclass(frozen=True)
class Place:
    """A code and its name."""

    code: str
    name: str


@dataclass(frozen=True)
class AreaCard:
    """What is known of a current area; `asked` is the code as asked, which may be of an earlier edition."""

    asked: str
    code: str
    level: int
    name: str
    population: int | None
    households: int | None
    edition: str
    below: int
    units: int
    path: tuple[Place, ...]
    children: tuple[Place, ...]


@dataclass(frozen=True)
class Recode:
    """A place that changed its code with an edition, and on which ground this is believed."""

    old_code: str
    new_code: str
    name: str
    ground: str


@dataclass(frozen=True)
class RecodeResult:
    """What a re-coding did: codes recorded, codes below that followed, and rows that moved."""

    recorded: int
    below: int
    units: int
    posts: int
    assignments: int
    posts_abolished: int
