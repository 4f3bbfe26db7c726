"""What the database refuses by a named constraint, told as a refusal that people understand."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Final

from lianfang.core import sql
from lianfang.kernel.errors import DomainError, InputRefused


class RoomTaken(InputRefused):
    """A room that others hold, or that was not cleaned after them."""

    code = "facilities.room_taken"
    sentence = "这间房已有人，或前一位离开后还没有终末消毒。请换一间。"


class PersonLodged(InputRefused):
    """Somebody who is in another room."""

    code = "facilities.person_lodged"
    sentence = "这个人已安排在另一间房。请先办理离开或取消分配。"


class TransferOpen(InputRefused):
    """Somebody who is being moved already."""

    code = "facilities.transfer_open"
    sentence = "这个人正在转运中，不能再申请。请先送达或取消前一次。"


class StaffElsewhere(InputRefused):
    """Somebody who is in the closed loop of a site already."""

    code = "facilities.staff_elsewhere"
    sentence = "这个人已在一个隔离点的闭环内。同一时间只能在一处，请先登记离开。"


class HeldAlready(InputRefused):
    """Somebody who waits at a fever clinic already."""

    code = "facilities.held_already"
    sentence = "这个人已在发热门诊等候结果。请先登记结果或离开。"


class MealBrought(InputRefused):
    """A meal that was recorded already."""

    code = "facilities.meal_brought"
    sentence = "今天这一餐已经登记送达。"


REFUSED: Final[Mapping[str, type[DomainError]]] = {
    "room_one_party": RoomTaken,
    "person_one_room": PersonLodged,
    "transfer_one_at_a_time": TransferOpen,
    "staff_one_site": StaffElsewhere,
    "clinic_hold_one_at_a_time": HeldAlready,
    "meal_round_once": MealBrought,
}


def refusing() -> AbstractContextManager[None]:
    """Turn what one of these constraints refuses into its refusal."""
    return sql.refusing(REFUSED)
