"""Words of venues: what a place is, what was observed there, who was together with whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import polars as pl

from lianfang.kernel.clock import ZONE

WINDOW: Final = timedelta(hours=2)
"""Within which somebody was at the same place, unless the asker says otherwise (C)."""
LONGEST_LOOK: Final = timedelta(days=28)
"""Of a question about persons, from the first moment to the last."""


class VenueKind(StrEnum):
    """What a place is where people meet; vehicles are places too."""

    MARKET = "market"
    SHOP = "shop"
    MALL = "mall"
    RESTAURANT = "restaurant"
    HOTEL = "hotel"
    ENTERTAINMENT = "entertainment"
    SCHOOL = "school"
    MEDICAL = "medical"
    PHARMACY = "pharmacy"
    WORKPLACE = "workplace"
    WORSHIP = "worship"
    OFFICE_HALL = "office_hall"
    COMPOUND = "compound"
    CHECKPOINT = "checkpoint"
    STATION = "station"
    BUS = "bus"
    COACH = "coach"
    TRAIN = "train"
    AIRCRAFT = "aircraft"
    SHIP = "ship"
    TAXI = "taxi"
    OTHER = "other"


VENUE_KIND_NAMES: dict[VenueKind, str] = {
    VenueKind.MARKET: "市场",
    VenueKind.SHOP: "商店",
    VenueKind.MALL: "商场",
    VenueKind.RESTAURANT: "餐饮店",
    VenueKind.HOTEL: "宾馆",
    VenueKind.ENTERTAINMENT: "文娱场所",
    VenueKind.SCHOOL: "学校",
    VenueKind.MEDICAL: "医疗机构",
    VenueKind.PHARMACY: "药店",
    VenueKind.WORKPLACE: "工作场所",
    VenueKind.WORSHIP: "宗教场所",
    VenueKind.OFFICE_HALL: "办事大厅",
    VenueKind.COMPOUND: "小区",
    VenueKind.CHECKPOINT: "卡口",
    VenueKind.STATION: "车站码头",
    VenueKind.BUS: "公交车",
    VenueKind.COACH: "长途客车",
    VenueKind.TRAIN: "列车",
    VenueKind.AIRCRAFT: "飞机",
    VenueKind.SHIP: "客船",
    VenueKind.TAXI: "出租车",
    VenueKind.OTHER: "其他场所",
}
VEHICLES: Final = frozenset(
    {VenueKind.BUS, VenueKind.COACH, VenueKind.TRAIN, VenueKind.AIRCRAFT, VenueKind.SHIP, VenueKind.TAXI}
)
"""Places that move: who sat where matters there."""


class PresenceKind(StrEnum):
    """How it is known that somebody was at a place."""

    CHECK_IN = "check_in"
    PASS = "pass"  # noqa: S105  a pass of a checkpoint
    TICKET = "ticket"
    VISIT = "visit"


PRESENCE_KIND_NAMES: dict[PresenceKind, str] = {
    PresenceKind.CHECK_IN: "扫码登记",
    PresenceKind.PASS: "卡口通行",
    PresenceKind.TICKET: "乘坐",
    PresenceKind.VISIT: "就诊",
}


class Engine(StrEnum):
    """What answers a question: the lake by one of two engines, or recent days in the database."""

    DUCKDB = "duckdb"
    SPARK = "spark"
    DATABASE = "database"


ENGINE_NAMES: dict[Engine, str] = {
    Engine.DUCKDB: "DuckDB",
    Engine.SPARK: "Spark",
    Engine.DATABASE: "数据库",
}


class RowFault(StrEnum):
    """Why a row of a file can't be used."""

    PERSON_MISSING = "person_missing"
    NUMBER_WRONG = "number_wrong"
    PERSON_UNKNOWN = "person_unknown"
    SEVERAL = "several"
    VENUE_MISSING = "venue_missing"
    VENUE_UNKNOWN = "venue_unknown"
    TIME_MISSING = "time_missing"
    TIME_UNREADABLE = "time_unreadable"
    AHEAD = "ahead"
    TOO_OLD = "too_old"
    BACKWARDS = "backwards"
    TOO_LONG = "too_long"
    KIND_UNKNOWN = "kind_unknown"
    CODE_MISSING = "code_missing"
    NAME_MISSING = "name_missing"
    AREA_WRONG = "area_wrong"
    OUTSIDE = "outside"
    TWICE = "twice"


FAULT_NAMES: dict[RowFault, str] = {
    RowFault.PERSON_MISSING: "没有填写人员",
    RowFault.NUMBER_WRONG: "号码不正确",
    RowFault.PERSON_UNKNOWN: "没有这个人员编号",
    RowFault.SEVERAL: "这个号码登记在几个人名下",
    RowFault.VENUE_MISSING: "没有填写场所",
    RowFault.VENUE_UNKNOWN: "没有这个场所",
    RowFault.TIME_MISSING: "没有填写时间",
    RowFault.TIME_UNREADABLE: "时间无法识别",
    RowFault.AHEAD: "时间还没有到",
    RowFault.TOO_OLD: "超过保存期限",
    RowFault.BACKWARDS: "离开早于到达",
    RowFault.TOO_LONG: "停留超过一天",
    RowFault.KIND_UNKNOWN: "种类无法识别",
    RowFault.CODE_MISSING: "没有填写场所码",
    RowFault.NAME_MISSING: "没有填写名称",
    RowFault.AREA_WRONG: "没有这个区划代码",
    RowFault.OUTSIDE: "不在你的辖区",
    RowFault.TWICE: "同一场所码写了两次",
}
REMEDIES: dict[RowFault, str] = {
    RowFault.PERSON_MISSING: "请填人员编号、身份证号或电话",
    RowFault.NUMBER_WRONG: "请核对身份证号、电话",
    RowFault.PERSON_UNKNOWN: "请核对人员编号，或改填身份证号",
    RowFault.SEVERAL: "请改填身份证号，或补上姓名",
    RowFault.VENUE_MISSING: "请填场所码或车次",
    RowFault.VENUE_UNKNOWN: "请先登记场所，再重新发送",
    RowFault.TIME_MISSING: "请填到达时间",
    RowFault.TIME_UNREADABLE: "请写作2022-07-10 08:30",
    RowFault.AHEAD: "请核对日期",
    RowFault.TOO_OLD: "不再需要，不必重新发送",
    RowFault.BACKWARDS: "请核对到达和离开时间",
    RowFault.TOO_LONG: "请核对离开时间，或分日填写",
    RowFault.KIND_UNKNOWN: "请填列出的种类之一",
    RowFault.CODE_MISSING: "请填场所码",
    RowFault.NAME_MISSING: "请填场所名称",
    RowFault.AREA_WRONG: "请核对区划代码",
    RowFault.OUTSIDE: "请交给所在地登记",
    RowFault.TWICE: "请只留一行",
}


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that can't be used: where it stands, which value, why, what to do."""

    sheet: str
    row: int
    column: str
    value: str
    fault: RowFault

    @property
    def reason(self) -> str:
        return FAULT_NAMES[self.fault]

    @property
    def remedy(self) -> str:
        return REMEDIES[self.fault]


@dataclass(frozen=True, slots=True)
class FileAccount:
    """What became of a file: `rows = taken + unchanged + rejected`; `visitors` are taken, but not registered.

    `rejects` names the file of rejected rows where one was asked for; `first` shows some of them.
    """

    file: str
    rows: int
    taken: int
    unchanged: int
    rejected: int
    visitors: int = 0
    first_day: date | None = None
    last_day: date | None = None
    rejects: str = ""
    first: tuple[Rejected, ...] = ()

    def __post_init__(self) -> None:
        if self.rows != self.taken + self.unchanged + self.rejected:
            raise ArithmeticError(f"the account of a file does not balance: {self}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A person, by number of record, whose stays within a time are asked about, under a name of the asker."""

    case: str
    person: int
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Stay:
    """Where a person was by other knowledge, such as an interview: joins what the lake knows of them."""

    case: str
    person: int
    place: int
    begins: datetime
    ends: datetime
    seat: str = ""


@dataclass(frozen=True, slots=True)
class Together:
    """Somebody was where another one was, within the window: no more of them than this one meeting.

    `person` is a number of the register, or below zero a visitor's. `overlap` are seconds at the same time
    (from `begins` to `ends`); where there are none, `apart` are the seconds between: above zero where the
    person came after the case had left, below where it had left before.
    """

    case: str
    person: int
    place: int
    kind: PresenceKind
    begins: datetime
    ends: datetime
    overlap: int
    apart: int
    seat: str
    other_seat: str


@dataclass(frozen=True, slots=True)
class Told:
    """A meeting in words. `person` is a uid, or for a visitor the masked telephone or document."""

    case: str
    person: str
    name: str
    area: str
    registered: bool
    venue: str
    venue_name: str
    kind: PresenceKind
    begins: datetime
    ends: datetime
    overlap: int
    apart: int
    seat: str
    other_seat: str


@dataclass(frozen=True)
class Answer:
    """Meetings found, ranked by overlap within each case; how they were found."""

    frame: pl.DataFrame
    engine: Engine
    ms: float

    def __len__(self) -> int:
        return self.frame.height

    def __iter__(self) -> Iterator[Together]:
        for row in self.frame.iter_rows(named=True):
            yield Together(**_told(row))


def _told(row: dict[str, Any]) -> dict[str, Any]:
    moments = {name: datetime.fromtimestamp(row[name], ZONE) for name in ("begins", "ends")}
    return {**row, **moments, "kind": PresenceKind(row["kind"])}


@dataclass(frozen=True, slots=True)
class VenueCard:
    """A venue as pages and programs show it."""

    uid: UUID
    id: int
    code: str
    name: str
    kind: VenueKind
    kind_name: str
    area: str
    address: str
    enclosed: bool | None
    ventilated: bool | None
    unit: UUID | None
