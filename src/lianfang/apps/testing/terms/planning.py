"""Words of planning a round: what is asked, each figure with its source, why a plan can't be kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number comes from and how sure it is."""

    text: str
    certainty: str


POINTS_NORM: Final = Source("区域核酸检测组织实施指南第三版（2022年3月）：每2000至3000人设一个采样点", "B")
SAMPLERS_NORM: Final = Source("区域核酸检测组织实施指南第三版（2022年3月）：采样人员数＝人口÷360", "B")
POOL_NORM: Final = Source("全员核酸检测组织实施指南第二版（2021年9月）：5、10、20合1，最多20", "B")
DILUTION_NORM: Final = Source("阳性率低于0.1%方可稀释混样", "B")
DAYS_NORM: Final = Source("指南第二版（2021年9月）：500万人以下2天，500万人以上3天完成一轮", "B")
DAYS_NORM_3RD: Final = Source("指南第三版（2022年3月）：划定范围24小时内完成", "B")
DORFMAN: Final = Source("混检理论（Dorfman，1943）：每人次数＝1/k＋1－(1－p)^k", "A")
DOUBLING: Final = Source("混样k份，目标物稀释k倍，Ct值约升高log₂k", "M")
LOCAL: Final = Source("本地设定，可改", "M")
DERIVED: Final = Source("由上面各数推算", "M")


FIGURES_TOLD: Final[Mapping[str, tuple[str, str, Source]]] = {
    "points_fewest": ("采样点，至少", "个", POINTS_NORM),
    "points_most": ("采样点，至多", "个", POINTS_NORM),
    "samplers": ("采样人员", "人", SAMPLERS_NORM),
    "pool": ("几份一管", "份", POOL_NORM),
    "tubes": ("采样管", "管", DERIVED),
    "retests": ("预计单采复核", "人", DORFMAN),
    "tests_per_person": ("每人检测次数", "次", DORFMAN),
    "ct_rise": ("混样使Ct升高约", "", DOUBLING),
    "tubes_a_day": ("实验室每天", "管", DERIVED),
    "norm_days": ("指南要求的天数", "天", DAYS_NORM),
    "norm_hours": ("指南要求的小时，划定区域", "小时", DAYS_NORM_3RD),
    "pooled_below": ("混样的阳性率上限", "%", DILUTION_NORM),
    "courier_hours": ("送检路上", "小时", LOCAL),
    "run_hours": ("检测一轮", "小时", LOCAL),
    "recall_hours": ("召回复核", "小时", LOCAL),
}
"""What each figure of a plan is called, its unit and its source."""
WARNINGS: Final[Mapping[str, tuple[str, str]]] = {
    "pool_too_large": ("最多{largest}份混成一管，这里是{size}份", "改用{best}份一管"),
    "pool_positive": ("阳性率达到0.1%，不能混样", "改用{best}份一管"),
    "samplers": ("{has}名采样人员，每天最多采{taken}人，{days}天采不完", "至少{needed}名"),
    "points": ("{has}个采样点，每个要接待{people}人", "至少{needed}个"),
    "no_lab": ("没有写实验室能力，算不出何时出完结果", "每天需要{needed}管"),
    "laboratory": (
        "实验室每天{has}管，需要{needed}管，{days}天做不完",
        "再调{missing}管的能力，或在允许的范围内加大混样",
    ),
    "too_late": (
        "{days}天内做不完，要{hours}小时",
        "采样、送检、检测和复核首尾相接：提前采样、延长开放时间，或再加实验室",
    ),
    "endless": ("六十天内也做不完", "加采样人员和实验室"),
}
"""Each warning of a plan: what is wrong, what would help."""


@dataclass(frozen=True, slots=True)
class PlanAsked:
    """A round as it is planned; `pool` none: the cheapest that is allowed. `labs`: tubes a day of each."""

    population: int
    days: int = 2
    pool: int | None = None
    prevalence: float = 0.0001
    labs: tuple[int, ...] = ()
    samplers: int | None = None
    points: int | None = None
    hours: int = 12


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a plan: what it is, how it came about, where the rule comes from."""

    code: str
    name: str
    value: float
    unit: str
    how: str
    source: str
    certainty: str


@dataclass(frozen=True, slots=True)
class PoolChoice:
    """A pool size at a prevalence: tests for each person, tubes at first, rise of Ct; why it is forbidden."""

    size: int
    tests_per_person: float
    tubes: int
    retests: int
    ct_rise: float
    refused: str  # the code of a warning, nothing if it may be used


@dataclass(frozen=True, slots=True)
class PlanWarning:
    """Why a plan can't be kept or should not, and what would help; `facts` fill the sentences of its code."""

    code: str
    facts: Mapping[str, int | str] = field(hash=False)
    sentence: str = ""
    remedy: str = ""

    def __post_init__(self) -> None:
        for name, said in zip(("sentence", "remedy"), WARNINGS[self.code], strict=True):
            object.__setattr__(self, name, said.format(**self.facts))


@dataclass(frozen=True, slots=True)
class Plan:
    """The arithmetic of a round; hours count from the opening of the points, none where they never end."""

    asked: PlanAsked
    pool: int
    cheapest: int
    figures: tuple[Figure, ...]
    choices: tuple[PoolChoice, ...]
    sampled_hours: int | None
    finished_hours: int | None
    finishes: bool
    warnings: tuple[PlanWarning, ...]
