"""What may follow in the care of somebody: a need is taken up, answered once or again and again, or ended."""

from datetime import datetime, timedelta
from typing import Final

from lianfang.apps.facilities.terms import NeedState, NeedStep, NeedView
from lianfang.kernel.errors import InputRefused

OFTENEST: Final = timedelta(hours=1)
RAREST: Final = timedelta(days=30)


class NeedImpossible(InputRefused):
    """A need that can't be so, or a step that does not follow from where it stands."""

    code = "facilities.need_impossible"
    sentence = "不能这样登记照护：{problem}。"


def check_every(every: timedelta | None) -> None:
    """Raise NeedImpossible for care that comes back more than once an hour, or less than once a month."""
    if every is not None and not OFTENEST <= every <= RAREST:
        raise NeedImpossible(problem="定期照护应为1至720小时一次")


def state(
    *,
    acknowledged_at: datetime | None,
    answered_at: datetime | None,
    ended_at: datetime | None,
    every: timedelta | None,
) -> NeedState:
    """How a need stands by what was done about it."""
    if answered_at is not None and every is None:
        return NeedState.ANSWERED
    if ended_at is not None:
        return NeedState.ENDED
    if answered_at is not None:
        return NeedState.COMING_BACK
    return NeedState.TAKEN_UP if acknowledged_at is not None else NeedState.ASKED


def check_step(need: NeedView, step: NeedStep, *, note: str) -> None:
    """Raise NeedImpossible for a need that is over, taken up twice, or ended without a reason."""
    if not need.open:
        raise NeedImpossible(problem="这项需求已经办结，或不再需要")
    if step is NeedStep.ACKNOWLEDGED and need.state is not NeedState.ASKED:
        raise NeedImpossible(problem="已经受理")
    if step is NeedStep.ENDED and not note.strip():
        raise NeedImpossible(problem="不再需要的，须写明理由")
