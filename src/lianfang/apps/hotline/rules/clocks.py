"""The clocks of the hotline in one table: how soon a matter is taken up, how soon it is answered.

All are local norms (C), to be set by whoever answers for the county: no text of law that is known here gives
hours. The clock of an appeal against an order, 48 hours (C), is that of control: here it is registered there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from lianfang.apps.hotline.terms import KIND_NAMES, NEED_NAMES, MatterKind, Need

HOUR: Final = timedelta(hours=1)
MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Clock:
    """How soon what must have happened, and who says so."""

    name: str
    taken: timedelta
    answered: timedelta
    source: str
    certainty: str = "C"


LOCAL: Final = "接诉即办（地方）；时限为本系统暂定，由县指挥部核定"
LIVING: Final = "封控期间生活和就医保障（地方）；时限为本系统暂定，由县指挥部核定"
CLOCKS: Final[Mapping[str, Clock]] = {
    MatterKind.LEAD: Clock(KIND_NAMES[MatterKind.LEAD], 4 * HOUR, 120 * HOUR, LOCAL),
    MatterKind.COMPLAINT: Clock(KIND_NAMES[MatterKind.COMPLAINT], 4 * HOUR, 72 * HOUR, LOCAL),
    MatterKind.QUESTION: Clock(KIND_NAMES[MatterKind.QUESTION], 4 * HOUR, 24 * HOUR, LOCAL),
    MatterKind.APPEAL: Clock(
        KIND_NAMES[MatterKind.APPEAL],
        2 * HOUR,
        4 * HOUR,
        "登记为对决定的申诉；登记后48小时内答复（湖北健康码规定，地方），自提出时起算",
    ),
    Need.FOOD: Clock(NEED_NAMES[Need.FOOD], 2 * HOUR, 12 * HOUR, LIVING),
    Need.MEDICINE: Clock(NEED_NAMES[Need.MEDICINE], HOUR, 6 * HOUR, LIVING),
    Need.DIALYSIS: Clock(NEED_NAMES[Need.DIALYSIS], 30 * MINUTE, 2 * HOUR, LIVING),
    Need.BIRTH: Clock(NEED_NAMES[Need.BIRTH], 15 * MINUTE, HOUR, LIVING),
    Need.CARE: Clock(NEED_NAMES[Need.CARE], HOUR, 4 * HOUR, LIVING),
    Need.COUNSEL: Clock(NEED_NAMES[Need.COUNSEL], 4 * HOUR, 24 * HOUR, LIVING),
}


def clock_of(kind: str, need: str) -> Clock:
    """The clock of a matter: that of its need, else of its kind."""
    return CLOCKS[need or kind]


def due_at(kind: str, need: str, received_at: datetime) -> datetime:
    """By when a matter is to be answered, or the help to be there."""
    return received_at + clock_of(kind, need).answered


def answer_seconds() -> dict[str, float]:
    """Seconds until the answer, by need or kind, for statements."""
    return {code: clock.answered.total_seconds() for code, clock in CLOCKS.items()}


def taking_seconds() -> dict[str, float]:
    """Seconds until a matter is taken up, by need or kind, for statements."""
    return {code: clock.taken.total_seconds() for code, clock in CLOCKS.items()}
