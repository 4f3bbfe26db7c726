"""Who may hand somebody over to whom, as one table: at any moment exactly one answers.

Hand-overs are told in any order: a phone without a network tells its own later. What counts is the order in
which they happened; each must follow from the one before it and lead to the one after, or it is refused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from lianfang.apps.facilities.terms import CUSTODIAN_NAMES, Custodian
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused

NEXT: Final[Mapping[Custodian, tuple[Custodian, ...]]] = {
    Custodian.SENDER: (Custodian.CREW, Custodian.RECEIVER),
    Custodian.CREW: (Custodian.RECEIVER, Custodian.CREW, Custodian.SENDER),
    Custodian.RECEIVER: (),
}
"""The sender gives to a crew, or brings the person; a crew gives to the receiver, another crew, or back."""


class HandOverImpossible(InputRefused):
    """A hand-over that does not follow, or that says not who takes over."""

    code = "facilities.hand_over_impossible"
    sentence = "不能这样交接：{problem}。"


class HandOverContested(InputRefused):
    """A hand-over by who did not know of another one; `other` is that one."""

    code = "facilities.hand_over_contested"
    sentence = "{at}已登记由{name}接手，你登记时还不知道。确实又交接过一次的，以你的为准再发送。"

    def __init__(self, other: "Turn") -> None:
        super().__init__(name=other.name, at=f"{other.at.astimezone(ZONE):%m-%d %H:%M}")
        self.other = other


@dataclass(frozen=True, slots=True)
class Turn:
    """Who answers from a moment on."""

    uid: UUID | None
    custodian: Custodian
    name: str
    at: datetime


def check_named(to: Custodian, *, name: str, vehicle: str) -> None:
    """Raise HandOverImpossible unless it is said who takes over, and with which vehicle."""
    if not name.strip() or (to is Custodian.CREW and not vehicle.strip()):
        raise HandOverImpossible(problem="须写明接手的人，上车的还须写明车牌")


def check_fits(turns: Sequence[Turn], new: Turn) -> tuple[Turn, Turn | None]:
    """The turns before and after a new one; raise HandOverImpossible where it does not fit between them."""
    before = [turn for turn in turns if turn.at < new.at]
    after = [turn for turn in turns if turn.at > new.at]
    if len(before) + len(after) < len(turns) or not before:
        raise HandOverImpossible(problem="交接时间须晚于上一次交接")
    last, following = before[-1], after[0] if after else None
    _check_may(last, new)
    if following is not None:
        _check_may(new, following)
    return last, following


def _check_may(giver: Turn, taker: Turn) -> None:
    if taker.custodian not in NEXT[giver.custodian]:
        told = CUSTODIAN_NAMES
        who = f"{giver.at.astimezone(ZONE):%m-%d %H:%M}起由{told[giver.custodian]}{giver.name}负责"
        raise HandOverImpossible(problem=f"{who}，不能交给{told[taker.custodian]}{taker.name}")


def check_uncontested(
    last: Turn, following: Turn | None, new: Turn, *, seen: UUID | None, over: UUID | None
) -> None:
    """Raise HandOverContested for a turn that its maker might not claim, had the neighbours been known.

    `seen` is the last turn that the maker knew, `over` one that the maker has seen since. Whoever receives
    the person knows it, whatever the crew told; a receipt told before the crew's turn contests nothing.
    """
    later = following if following and following.custodian is not Custodian.RECEIVER else None
    unknown = last if new.custodian is not Custodian.RECEIVER and seen not in {None, last.uid} else None
    for other in (later, unknown):
        if other is not None and other.uid != over:
            raise HandOverContested(other)


def check_cancel(now: Custodian, *, note: str, since: datetime, at: datetime) -> None:
    """Raise HandOverImpossible unless the sender answers still, or again, and a reason is given."""
    if now is not Custodian.SENDER:
        raise HandOverImpossible(problem="人已交出，须先送达或交回，才能取消")
    if not note.strip() or at < since:
        raise HandOverImpossible(problem="取消须写明理由")
