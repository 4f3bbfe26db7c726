"""Hours of care: within how long a need is taken up and answered, as set for a place or by default."""

from datetime import date, timedelta
from typing import Final

from lianfang.apps.facilities.terms import NEEDS, CareHours, NeedKind
from lianfang.kernel.errors import InputRefused

SOONEST: Final = timedelta(minutes=15)
LATEST: Final = timedelta(days=7)


class HoursImpossible(InputRefused):
    """Hours of care that can't be set so."""

    code = "facilities.hours_impossible"
    sentence = "不能这样设定照护时限：{problem}。"


def default(kind: NeedKind) -> CareHours:
    """The hours of a kind where nobody set others, with their source."""
    care = NEEDS[kind]
    return CareHours(kind, care.acknowledged, care.answered, f"{care.source}（{care.certainty}）")


def check_hours(
    acknowledged: timedelta, answered: timedelta, *, ground: str, from_day: date, today: date
) -> None:
    """Raise HoursImpossible: in order and in bounds, with a ground, and not for days that are over."""
    if not SOONEST <= acknowledged <= answered <= LATEST:
        raise HoursImpossible(problem="受理不少于15分钟，办结不早于受理、不超过7天")
    if not ground.strip():
        raise HoursImpossible(problem="须写明依据")
    if from_day < today:
        raise HoursImpossible(problem="不能从已经过去的日子起")
