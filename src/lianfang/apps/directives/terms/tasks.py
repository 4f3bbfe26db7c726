"""Words of tasks: what an item becomes, what happens to a task, in which state that leaves it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from lianfang.apps.areas.terms import PostCode, UnitKind


class Source(StrEnum):
    """Where the items of a directive come from: a paper, the decisions of a meeting, an activated plan."""

    PAPER = "paper"
    MEETING = "meeting"
    PLAN = "plan"


SOURCE_NAMES: Mapping[Source, str] = {
    Source.PAPER: "文件",
    Source.MEETING: "会议决定",
    Source.PLAN: "预案启动",
}


class DirectiveEventKind(StrEnum):
    """What happens to a directive as a whole."""

    ISSUED = "issued"
    WITHDRAWN = "withdrawn"
    STEPPED_DOWN = "stepped_down"
    PLANNED = "planned"


DIRECTIVE_STATE_NAMES: Mapping[str, str] = {
    "draft": "待交办",
    DirectiveEventKind.ISSUED: "已交办",
    DirectiveEventKind.WITHDRAWN: "已收回",
    DirectiveEventKind.STEPPED_DOWN: "已终止响应",
    DirectiveEventKind.PLANNED: "已定为预案",
}


class ItemUse(StrEnum):
    """What becomes of an item: a task, nothing, or nothing new because standing work covers it."""

    TASK = "task"
    COVERED = "covered"
    LEFT_OUT = "left_out"


ITEM_USE_NAMES: Mapping[ItemUse, str] = {
    ItemUse.TASK: "交办",
    ItemUse.COVERED: "已有常规事项",
    ItemUse.LEFT_OUT: "不交办",
}


PART_NAMES: Final[Mapping[int, str]] = {
    1: "之一",
    2: "之二",
    3: "之三",
    4: "之四",
    5: "之五",
    6: "之六",
}
"""Parts of an item that has several limits, each with a clock of its own."""


class TaskEventKind(StrEnum):
    """What happens to a task."""

    RECEIVED = "received"
    PROGRESS = "progress"
    DONE = "done"
    SENT_BACK = "sent_back"
    SIGNED_OFF = "signed_off"
    WITHDRAWN = "withdrawn"


TASK_EVENT_NAMES: Mapping[TaskEventKind, str] = {
    TaskEventKind.RECEIVED: "签收",
    TaskEventKind.PROGRESS: "进展",
    TaskEventKind.DONE: "办结",
    TaskEventKind.SENT_BACK: "退回重办",
    TaskEventKind.SIGNED_OFF: "销号",
    TaskEventKind.WITHDRAWN: "收回",
}


class TaskState(StrEnum):
    """In which state its events leave a task."""

    ISSUED = "issued"
    RECEIVED = "received"
    DONE = "done"
    SENT_BACK = "sent_back"
    SIGNED_OFF = "signed_off"
    WITHDRAWN = "withdrawn"


TASK_STATE_NAMES: Mapping[TaskState, str] = {
    TaskState.ISSUED: "待签收",
    TaskState.RECEIVED: "办理中",
    TaskState.DONE: "待销号",
    TaskState.SENT_BACK: "退回重办",
    TaskState.SIGNED_OFF: "已销号",
    TaskState.WITHDRAWN: "已收回",
}

UNIT_POSTS: Final[Mapping[UnitKind, PostCode]] = {
    UnitKind.HEADQUARTERS: PostCode.COUNTY_OFFICE,
    UnitKind.TOWN_OFFICE: PostCode.TOWN_CLERK,
    UnitKind.VILLAGE_COMMITTEE: PostCode.VILLAGE_SECRETARY,
    UnitKind.HEALTH_CENTRE: PostCode.HEALTH_CENTRE_HEAD,
    UnitKind.POLICE_STATION: PostCode.POLICE_STATION_HEAD,
}
"""Units whose head holds a post of its own name: a task of the unit is a task of that post."""


@dataclass(frozen=True, slots=True)
class Limit:
    """By when an item is to be done: within a time of its issue, or by a moment; or again and again.

    `times` in every `days` days, each by one of the `clocks`; the period ends on `weekday` (1 to 7) if told.
    """

    within: timedelta | None = None
    due_at: datetime | None = None
    times: int = 0
    days: int = 0
    clocks: tuple[time, ...] = ()
    weekday: int | None = None

    @property
    def recurs(self) -> bool:
        """Whether it is to be done again and again."""
        return self.times > 0


@dataclass(frozen=True, slots=True)
class Targets:
    """Who is to act: posts, kinds of unit, named units; within some areas, or all of the issuer's."""

    posts: tuple[str, ...] = ()
    unit_kinds: tuple[str, ...] = ()
    units: tuple[UUID, ...] = ()
    areas: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.posts or self.unit_kinds or self.units)


@dataclass(frozen=True, slots=True)
class TasksIssued:
    """Account of an issue: items = tasks of some, covered, left out; `tasks` fanned out to `places`.

    `vacant` tasks have nobody who answers for them, up to the county.
    """

    directive: UUID
    items: int
    as_tasks: int
    covered: int
    left_out: int
    tasks: int
    places: int
    holders: int
    vacant: int

    def __post_init__(self) -> None:
        if self.items != self.as_tasks + self.covered + self.left_out:
            raise ArithmeticError(f"the account of items does not balance: {self}")
