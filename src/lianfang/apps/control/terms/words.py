"""Words of control: states and events of a measure, grounds of its end, readings, encounters, results."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Final


class MeasureState(StrEnum):
    """Where an order stands."""

    ISSUED = "issued"
    SERVED = "served"
    LAPSED = "lapsed"
    RELEASED = "released"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"


STATE_NAMES: Mapping[MeasureState, str] = {
    MeasureState.ISSUED: "已决定",
    MeasureState.SERVED: "已送达",
    MeasureState.LAPSED: "到期失效（待送达解除通知）",
    MeasureState.RELEASED: "已解除",
    MeasureState.REVOKED: "已撤销",
    MeasureState.SUPERSEDED: "已被更严格的决定取代",
}


class EventKind(StrEnum):
    """What can happen to an order after it was issued."""

    SERVED = "served"
    VISITED = "visited"
    EXTENDED = "extended"
    SHORTENED = "shortened"
    SHIFTED = "shifted"
    SUPERSEDED = "superseded"
    RELEASED = "released"
    LAPSED = "lapsed"
    REVOKED = "revoked"
    APPEALED = "appealed"
    APPEAL_ANSWERED = "appeal_answered"


EVENT_NAMES: Mapping[EventKind, str] = {
    EventKind.SERVED: "送达告知书",
    EventKind.VISITED: "首次上门",
    EventKind.EXTENDED: "延长",
    EventKind.SHORTENED: "缩短",
    EventKind.SHIFTED: "调整起始日",
    EventKind.SUPERSEDED: "被取代",
    EventKind.RELEASED: "解除",
    EventKind.LAPSED: "到期失效",
    EventKind.REVOKED: "撤销",
    EventKind.APPEALED: "申诉",
    EventKind.APPEAL_ANSWERED: "答复申诉",
}


class ReleaseGround(StrEnum):
    """Why a person is let go; only `completed` asks whether the rule's days and tests are fulfilled."""

    COMPLETED = "completed"
    BECAME_CASE = "became_case"
    POLICY_CHANGED = "policy_changed"
    HANDED_OVER = "handed_over"
    RETEST_NEGATIVE = "retest_negative"
    DECEASED = "deceased"


RELEASE_GROUNDS: Mapping[ReleaseGround, str] = {
    ReleaseGround.COMPLETED: "期满，检测和观察均符合解除条件",
    ReleaseGround.BECAME_CASE: "转为病例，移交医疗机构",
    ReleaseGround.POLICY_CHANGED: "防控政策调整",
    ReleaseGround.HANDED_OVER: "移交其他地区继续管理",
    ReleaseGround.RETEST_NEGATIVE: "混管阳性后单采复核阴性",
    ReleaseGround.DECEASED: "死亡",
}


class Slot(StrEnum):
    """Half of a working day."""

    AM = "am"
    PM = "pm"


SLOT_NAMES: Mapping[Slot, str] = {Slot.AM: "上午", Slot.PM: "下午"}


class EncounterKind(StrEnum):
    """How somebody in charge met, or tried to meet, a person under a measure."""

    CALL = "call"
    KNOCK = "knock"
    VISIT = "visit"
    TRANSFER = "transfer"


ENCOUNTER_NAMES: Mapping[EncounterKind, str] = {
    EncounterKind.CALL: "电话",
    EncounterKind.KNOCK: "敲门",
    EncounterKind.VISIT: "上门",
    EncounterKind.TRANSFER: "转运",
}


class EncounterOutcome(StrEnum):
    """What came of an encounter."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    WRONG_NUMBER = "wrong_number"
    ABSENT = "absent"
    DEPARTED = "departed"
    ARRIVED = "arrived"


OUTCOME_NAMES: Mapping[EncounterOutcome, str] = {
    EncounterOutcome.REACHED: "已见到或已接通",
    EncounterOutcome.NO_ANSWER: "无人应答",
    EncounterOutcome.REFUSED: "拒绝",
    EncounterOutcome.WRONG_NUMBER: "号码有误",
    EncounterOutcome.ABSENT: "不在家",
    EncounterOutcome.DEPARTED: "已出发",
    EncounterOutcome.ARRIVED: "已到达并交接",
}


class Result(StrEnum):
    """Result of a laboratory test."""

    NEGATIVE = "negative"
    POSITIVE = "positive"
    INCONCLUSIVE = "inconclusive"


RESULT_NAMES: Mapping[Result, str] = {
    Result.NEGATIVE: "阴性",
    Result.POSITIVE: "阳性",
    Result.INCONCLUSIVE: "可疑，待复检",
}
DISEASE_UNSAID: Final = "按管控令或现行政策"
"""Where nobody says for which disease somebody was tested."""
RESULT_WORDS: Final[Mapping[str, Result]] = {
    **{name: result for result, name in RESULT_NAMES.items()},
    **{result.value: result for result in Result},
    "阴": Result.NEGATIVE,
    "-": Result.NEGATIVE,
    "未检出": Result.NEGATIVE,
    "阳": Result.POSITIVE,
    "+": Result.POSITIVE,
    "检出": Result.POSITIVE,
    "可疑": Result.INCONCLUSIVE,
    "待复检": Result.INCONCLUSIVE,
}
"""How laboratories write a result in their files, in small letters."""
HIGHEST_CT: Final = Decimal(60)
"""A Ct value above it is a slip of the pen: machines run 40 to 45 cycles."""


class Fate(StrEnum):
    """What becomes of an observation; every one has exactly one fate."""

    ADDED = "added"
    SUPERSEDING = "superseding"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


FATE_NAMES: Mapping[Fate, str] = {
    Fate.ADDED: "已登记",
    Fate.SUPERSEDING: "已登记，取代同一时段的前一次",
    Fate.UNCHANGED: "与已登记的相同，没有改动",
    Fate.REFUSED: "退回",
}


class FieldKind(StrEnum):
    """What a record made in the field tells."""

    READING = "reading"
    ENCOUNTER = "encounter"
    SERVED = "served"
    CHECK = "check"
    RESULT = "result"


class FieldFate(StrEnum):
    """What becomes of a record made in the field; every one has exactly one fate."""

    ACCEPTED = "accepted"
    KNOWN = "known"
    CONFLICT = "conflict"
    REFUSED = "refused"


FIELD_FATE_NAMES: Mapping[FieldFate, str] = {
    FieldFate.ACCEPTED: "已登记",
    FieldFate.KNOWN: "此前已登记",
    FieldFate.CONFLICT: "与他人登记的不一致",
    FieldFate.REFUSED: "退回",
}


ISSUE_STEP_NAMES: Mapping[str, str] = {
    "control.candidates_of_batch": "名单上还没有决定的暴露",
    "policy.assess": "逐条套用政策",
    "control.contest": "与在期决定比较",
    "control.write_orders": "写入决定",
    "control.write_contested_orders": "写入比较后的决定",
}
"""What an issue of orders is doing, by the name of its statement."""
