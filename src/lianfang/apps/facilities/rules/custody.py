"""Who may hand somebody over to whom, as one table: at any moment exactly one answers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from lianfang.apps.facilities.terms import CUSTODIAN_NAMES, Custodian
from lianfang.kernel.errors import InputRefused

NEXT: Final[Mapping[Custodian, tuple[Custodian, ...]]] = {
    Custodian.SENDER: (Custodian.CREW,),
    Custodian.CREW: (Custodian.RECEIVER, Custodian.CREW, Custodian.SENDER),
    Custodian.RECEIVER: (),
}
"""The sender gives to a crew; a crew to another crew, to the receiver, or back."""


class HandOverImpossible(InputRefused):
    """A hand-over that does not follow, or that says not who takes over."""

    code = "facilities.hand_over_impossible"
    sentence = "不能这样交接：{problem}。"


def check_hand_over(
    now: Custodian, then: Custodian, *, name: str, vehicle: str, since: datetime, at: datetime
) -> None:
    """Raise HandOverImpossible unless who answers now may give to who takes over, after taking over."""
    if then not in NEXT[now]:
        told = CUSTODIAN_NAMES
        raise HandOverImpossible(problem=f"现由{told[now]}负责，不能交给{told[then]}")
    if not name.strip() or (then is Custodian.CREW and not vehicle.strip()):
        raise HandOverImpossible(problem="须写明接手的人，上车的还须写明车牌")
    if at <= since:
        raise HandOverImpossible(problem="交接时间须晚于上一次交接")


def check_cancel(now: Custodian, *, note: str, since: datetime, at: datetime) -> None:
    """Raise HandOverImpossible unless the sender answers still, or again, and a reason is given."""
    if now is not Custodian.SENDER:
        raise HandOverImpossible(problem="人已交出，须先送达或交回，才能取消")
    if not note.strip() or at < since:
        raise HandOverImpossible(problem="取消须写明理由")
