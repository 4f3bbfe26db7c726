"""Care as closed lists, each with its clock and its source: needs, meals, staff, fever clinic, homes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Final

from lianfang.apps.areas.terms import PostCode

HOUR: Final = timedelta(hours=1)


class NeedKind(StrEnum):
    """What somebody who is held apart may need."""

    DAILY = "daily"
    FOOD = "food"
    MEDICINE = "medicine"
    DOCTOR = "doctor"
    MIND = "mind"
    REPAIR = "repair"
    CHILD = "child"
    PREGNANT = "pregnant"
    DIALYSIS = "dialysis"
    ELDERLY = "elderly"
    DISABLED = "disabled"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Care:
    """A kind of need: within how many hours it is taken up and answered, and who answers it at home."""

    name: str
    acknowledged: timedelta
    answered: timedelta
    home_post: PostCode
    source: str
    certainty: str


_SUPPLY: Final = "隔离期间保障食品、饮用水和基本生活（传染病防治法第六十七条，B）；时限为本地默认"
_TREAT: Final = "隔离期间保障基本医疗（传染病防治法第六十七条，B）；时限为本地默认"
_SPECIAL: Final = "未成年人、老年人、残疾人、孕产妇、需及时救治者受特殊照顾（同上，B）；时限为本地默认"
NEEDS: Final[Mapping[NeedKind, Care]] = {
    NeedKind.DAILY: Care("生活用品", 2 * HOUR, 12 * HOUR, PostCode.GRID_WORKER, _SUPPLY, "M"),
    NeedKind.FOOD: Care("食物和饮水", HOUR, 4 * HOUR, PostCode.GRID_WORKER, _SUPPLY, "M"),
    NeedKind.MEDICINE: Care("常用药、慢性病用药", HOUR, 6 * HOUR, PostCode.VILLAGE_DOCTOR, _TREAT, "M"),
    NeedKind.DOCTOR: Care("就医、看诊", HOUR / 2, 2 * HOUR, PostCode.VILLAGE_DOCTOR, _TREAT, "M"),
    NeedKind.MIND: Care("心理疏导", 2 * HOUR, 12 * HOUR, PostCode.VILLAGE_DOCTOR, _TREAT, "M"),
    NeedKind.REPAIR: Care("水电、设施维修", 2 * HOUR, 8 * HOUR, PostCode.VILLAGE_CADRE, _SUPPLY, "M"),
    NeedKind.CHILD: Care("儿童照护、奶粉尿布", HOUR, 4 * HOUR, PostCode.VILLAGE_CADRE, _SPECIAL, "M"),
    NeedKind.PREGNANT: Care("孕产妇检查和照护", HOUR / 2, 2 * HOUR, PostCode.VILLAGE_DOCTOR, _SPECIAL, "M"),
    NeedKind.DIALYSIS: Care(
        "血液透析、放化疗", HOUR / 2, 4 * HOUR, PostCode.HEALTH_CENTRE_HEAD, _SPECIAL, "M"
    ),
    NeedKind.ELDERLY: Care("老年人照护", HOUR, 4 * HOUR, PostCode.VILLAGE_CADRE, _SPECIAL, "M"),
    NeedKind.DISABLED: Care("残疾人、不能自理者照护", HOUR, 4 * HOUR, PostCode.VILLAGE_CADRE, _SPECIAL, "M"),
    NeedKind.OTHER: Care("其他", 2 * HOUR, 24 * HOUR, PostCode.GRID_WORKER, _SUPPLY, "M"),
}
NEED_NAMES: Final[Mapping[NeedKind, str]] = {kind: care.name for kind, care in NEEDS.items()}


class NeedStep(StrEnum):
    """What is done about a need."""

    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    ENDED = "ended"


NEED_STEP_NAMES: Final[Mapping[NeedStep, str]] = {
    NeedStep.ACKNOWLEDGED: "受理",
    NeedStep.ANSWERED: "办结",
    NeedStep.ENDED: "不再需要",
}


class NeedState(StrEnum):
    """How a need stands."""

    ASKED = "asked"
    TAKEN_UP = "taken_up"
    COMING_BACK = "coming_back"
    ANSWERED = "answered"
    ENDED = "ended"


NEED_STATE_NAMES: Final[Mapping[NeedState, str]] = {
    NeedState.ASKED: "待受理",
    NeedState.TAKEN_UP: "办理中",
    NeedState.COMING_BACK: "定期照护",
    NeedState.ANSWERED: "已办结",
    NeedState.ENDED: "不再需要",
}


class Meal(StrEnum):
    """A meal of the day."""

    BREAKFAST = "breakfast"
    LUNCH = "lunch"
    DINNER = "dinner"


MEAL_NAMES: Final[Mapping[Meal, str]] = {Meal.BREAKFAST: "早餐", Meal.LUNCH: "午餐", Meal.DINNER: "晚餐"}
MEAL_CLOCKS: Final[Mapping[Meal, tuple[time, time]]] = {
    Meal.BREAKFAST: (time(7), time(9)),
    Meal.LUNCH: (time(11), time(13)),
    Meal.DINNER: (time(17), time(19)),
}
"""From when to when each meal is brought; local default (M)."""


class StaffWork(StrEnum):
    """What somebody does in the closed loop of a site."""

    MEDICAL = "medical"
    SAMPLING = "sampling"
    CLEANING = "cleaning"
    MEALS = "meals"
    GUARD = "guard"
    DRIVER = "driver"
    MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class Frequency:
    """A work in a closed loop, and every how many days who does it is tested."""

    name: str
    days: int
    source: str
    certainty: str


_DIRECT: Final = "与隔离人员直接接触的，每日检测（第九版方案）"
_INDIRECT: Final = "其他闭环工作人员，每周两次"
STAFF_TESTS: Final[Mapping[StaffWork, Frequency]] = {
    StaffWork.MEDICAL: Frequency("医护", 1, _DIRECT, "B"),
    StaffWork.SAMPLING: Frequency("采样", 1, _DIRECT, "B"),
    StaffWork.CLEANING: Frequency("消毒保洁", 1, _DIRECT, "B"),
    StaffWork.MEALS: Frequency("送餐", 1, _DIRECT, "B"),
    StaffWork.DRIVER: Frequency("转运驾驶", 1, _DIRECT, "B"),
    StaffWork.GUARD: Frequency("安保", 3, _INDIRECT, "M"),
    StaffWork.MANAGER: Frequency("管理", 3, _INDIRECT, "M"),
}
STAFF_WORK_NAMES: Final[Mapping[StaffWork, str]] = {work: one.name for work, one in STAFF_TESTS.items()}


class HoldGround(StrEnum):
    """Why somebody is tested at a fever clinic and waits apart."""

    FEVER = "fever"
    SYMPTOMS = "symptoms"
    RETEST = "retest"
    SENT = "sent"


HOLD_GROUND_NAMES: Final[Mapping[HoldGround, str]] = {
    HoldGround.FEVER: "发热（≥37.3℃）",
    HoldGround.SYMPTOMS: "有相关症状",
    HoldGround.SENT: "转运送来",
    HoldGround.RETEST: "结果可疑，复采",
}
RESULT_WITHIN: Final = 6 * HOUR
"""Results of a fever clinic (M)."""
FREED_WITHIN: Final = HOUR
"""Whoever has a result is told and goes, home or to a bed; local default (M)."""

LETTER_WITHIN: Final = 24 * HOUR
"""The home of somebody from elsewhere acknowledges the letter of the clinic; local default (M)."""


class HoldEnd(StrEnum):
    """How a hold ended."""

    NEGATIVE = "negative"
    POSITIVE = "positive"
    INCONCLUSIVE = "inconclusive"
    WITHOUT_RESULT = "without_result"


HOLD_END_NAMES: Final[Mapping[HoldEnd, str]] = {
    HoldEnd.NEGATIVE: "阴性，离开",
    HoldEnd.POSITIVE: "阳性，转送",
    HoldEnd.INCONCLUSIVE: "可疑，复采",
    HoldEnd.WITHOUT_RESULT: "未等结果离开",
}


@dataclass(frozen=True, slots=True)
class Condition:
    """What a home must offer; one that is only advised speaks neither for nor against.

    `of_members`: it follows from what is said of each who lives there, and is not asked itself.
    """

    text: str
    unmet: str
    required: bool
    source: str
    certainty: str
    of_members: bool = False


_HOME: Final = "居家隔离医学观察条件"
CONDITIONS: Final[Mapping[str, Condition]] = {
    "alone": Condition("独自居住", "不是独自居住", False, _HOME, "B", of_members=True),
    "own_room": Condition("有通风良好的单独房间", "没有通风良好的单独房间", True, _HOME, "B"),
    "own_toilet": Condition("有单独的卫生间", "没有单独的卫生间", True, _HOME, "B"),
    "own_air": Condition("不与他人共用集中空调", "与他人共用集中空调", True, _HOME, "B"),
    "no_dormitory": Condition("不是集体宿舍", "住集体宿舍", True, _HOME, "B"),
    "others_too": Condition(
        "同住的人一同隔离，或没有同住的人", "同住的人没有一同隔离", True, _HOME, "B", of_members=True
    ),
    "carer_fit": Condition(
        "照护的人不是老年人或患病者，或不需要照护",
        "照护的人是老年人或患病者，或儿童没有人照护",
        True,
        _HOME,
        "B",
        of_members=True,
    ),
    "measured": Condition("能早晚测温、接受上门采样", "不能早晚测温或上门采样", True, _HOME, "B"),
    "waste": Condition("垃圾能单独装袋、专人收运", "垃圾不能单独装袋收运", True, _HOME, "B"),
}
"""What a home must offer so that somebody may be isolated there."""


class Recommended(StrEnum):
    """Where somebody is better isolated."""

    HOME = "home"
    SITE = "site"


RECOMMENDED_NAMES: Final[Mapping[Recommended, str]] = {
    Recommended.HOME: "可以居家",
    Recommended.SITE: "应到集中隔离点",
}


@dataclass(frozen=True, slots=True)
class Housemate:
    """Somebody registered in the household: the age, where an order holds them, what care they need."""

    person: str
    age: int | None
    state: str
    place: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LivesThere:
    """What was found of one of the household: lives there, is isolated too, cares for the person, is ill."""

    person: str
    lives: bool = True
    isolates: bool = False
    carer: bool = False
    ill: bool = False


@dataclass(frozen=True, slots=True)
class CareHours:
    """Within how long needs of a kind are taken up and answered; without `area` and `by` by default."""

    kind: NeedKind
    acknowledged: timedelta
    answered: timedelta
    source: str
    area: str = ""
    from_day: date | None = None
    by: str = ""
