"""Words of the bulletin: what is published, where it stands, which figures the public may read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID


class PublicationKind(StrEnum):
    """What is told to the public."""

    RELEASE = "release"
    NOTICE = "notice"
    CLOSURE = "closure"
    NUMBERS = "numbers"
    HOSPITALS = "hospitals"
    FAQ = "faq"


PUBLICATION_KIND_NAMES: dict[PublicationKind, str] = {
    PublicationKind.RELEASE: "情况发布",
    PublicationKind.NOTICE: "通告",
    PublicationKind.CLOSURE: "封闭和管控",
    PublicationKind.NUMBERS: "服务电话",
    PublicationKind.HOSPITALS: "定点医院",
    PublicationKind.FAQ: "问答",
}
LISTED: Final = frozenset({PublicationKind.CLOSURE, PublicationKind.NUMBERS, PublicationKind.HOSPITALS})
"""Kinds that are lists of entries: a name, a number or address, a remark."""
WITH_NUMBERS: Final = frozenset({PublicationKind.NUMBERS, PublicationKind.HOSPITALS})
"""Kinds whose entries may hold telephone numbers: those of services."""


class PublicationState(StrEnum):
    """Where a publication stands."""

    WRITTEN = "written"
    HALF_APPROVED = "half_approved"
    DECLINED = "declined"
    PUBLISHED = "published"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


PUBLICATION_STATE_NAMES: dict[PublicationState, str] = {
    PublicationState.WRITTEN: "待两人审核",
    PublicationState.HALF_APPROVED: "一人已同意",
    PublicationState.DECLINED: "退回修改",
    PublicationState.PUBLISHED: "已发布",
    PublicationState.CORRECTED: "已更正",
    PublicationState.WITHDRAWN: "已撤回",
}


class StepKind(StrEnum):
    """What somebody decides about a publication."""

    WROTE = "wrote"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


STEP_NAMES: dict[StepKind, str] = {
    StepKind.WROTE: "拟稿",
    StepKind.APPROVED: "同意发布",
    StepKind.DECLINED: "退回修改",
    StepKind.WITHDRAWN: "撤回",
}


@dataclass(frozen=True, slots=True)
class PublicFigure:
    """A figure that the public may read: what it is called, what it counts, the statement that counts it."""

    name: str
    definition: str
    query: str


PUBLIC_FIGURES: Final[Mapping[str, PublicFigure]] = {
    "persons": PublicFigure(
        "现在管人数", "截至发布所注时间，隔离或健康监测期未满的人，每人计一次", "persons_under_measure"
    ),
    "new": PublicFigure("24小时新增", "截至发布所注时间的24小时内新作出决定的人", "persons_newly_ordered"),
    "released": PublicFigure("24小时解除", "截至发布所注时间的24小时内解除的人", "persons_released"),
    "tested": PublicFigure("当日采样检测人次", "当日零时至发布所注时间采样的人次", "tests_sampled"),
}
BY_PLACE: Final = "persons"
"""The one figure that is also told by place; two tables of related figures could be subtracted."""


@dataclass(frozen=True, slots=True)
class FrozenFigure:
    """A figure as it was frozen: its words, and the number, or None where it is too small to be told."""

    name: str
    definition: str
    value: int | None


@dataclass(frozen=True, slots=True)
class FrozenTable:
    """A figure by place as it was frozen; None where a number is too small, or would tell one that is."""

    name: str
    rows: tuple[tuple[str, int | None], ...]
    total: int | None


@dataclass(frozen=True, slots=True)
class Frozen:
    """Everything that a release counts, as known at one moment."""

    figures: tuple[FrozenFigure, ...] = ()
    table: FrozenTable | None = None
    as_known_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list: a place or service, its number or address, a remark."""

    name: str
    number: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """What somebody writes to be published."""

    kind: PublicationKind
    title: str
    text: str
    entries: tuple[Entry, ...] = ()
    begins_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A publication as everybody reads it: no name of who wrote or approved it."""

    uid: UUID
    kind: str
    area: str
    title: str
    text: str
    entries: tuple[Entry, ...]
    frozen: Frozen
    begins_on: date | None
    ends_on: date | None
    published_at: datetime
    version: int
    correction: str
    newer: UUID | None
    older: UUID | None
    withdrawn_at: datetime | None
    withdrawn_why: str
    source: str


@dataclass(frozen=True, slots=True)
class StepTaken:
    """What somebody decided, and why."""

    kind: str
    by: str
    note: str
    at: datetime
