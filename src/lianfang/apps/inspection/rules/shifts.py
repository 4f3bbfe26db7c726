"""When somebody of a roster is on duty, late, absent; all clocks are local norms (C)."""

from datetime import datetime, timedelta
from typing import Final

from lianfang.apps.inspection.terms import PlannedShift, ShiftRole
from lianfang.kernel.errors import InputRefused

CHECKED_IN_WITHIN: Final = timedelta(minutes=10)
"""The gap `on_duty` is late after the first minutes of a shift."""
ABSENT_AFTER: Final = timedelta(minutes=30)
"""Without check-in and without leave so long after a shift began, it is a finding."""
EARLY: Final = timedelta(minutes=30)
LONGEST: Final = timedelta(hours=24)


class ShiftImpossible(InputRefused):
    """A shift that can't be, or something that can't be done to it."""

    code = "inspection.shift_impossible"
    sentence = "值班安排不成立：{problem}。请核对时间、人员和单位。"


def check_planned(shift: PlannedShift) -> None:
    """Raise ShiftImpossible for a shift without somebody, backwards, or longer than a day."""
    if not shift.officer.strip():
        raise ShiftImpossible(problem="没有写值班人员")
    if not timedelta(0) < shift.ends_at - shift.begins_at <= LONGEST:
        raise ShiftImpossible(problem="一班应在24小时以内，结束晚于开始")
    if shift.role not in set(ShiftRole):
        raise ShiftImpossible(problem=f"“{shift.role}”不是班次职责")


def state_of(*, begins_at: datetime, ends_at: datetime, came: bool, excused: bool, at: datetime) -> str:
    """Where a shift stands: excused, came, ahead, waited for, absent."""
    if excused:
        return "excused"
    if came:
        return "came"
    if at < begins_at:
        return "ahead"
    return "waited" if at < min(begins_at + ABSENT_AFTER, ends_at) else "absent"


STATE_TONES: Final = {"excused": "", "came": "good", "ahead": "", "waited": "late", "absent": "bad"}
