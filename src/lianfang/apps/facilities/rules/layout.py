"""How a building is laid out: floors and numbers of its rooms, where they are, which are accessible."""

from collections.abc import Iterator
from typing import Final

from lianfang.apps.facilities.terms import BuildingPlan, PlannedRoom
from lianfang.kernel.errors import InputRefused

PER_FLOOR: Final = 20
PER_ROOM: Final = 4
"""Metres that a floor, and a door of the corridor, add to the way from the entrance; to compare rooms by."""
MOST_FLOORS, MOST_ROOMS = 60, 200


class LayoutImpossible(InputRefused):
    """A building that can't be so."""

    code = "facilities.layout_impossible"
    sentence = "楼栋不成立：{problem}。请核对层数和每层房间数。"


def check_layout(plan: BuildingPlan) -> None:
    """Raise LayoutImpossible for a building without rooms, or with more special rooms than rooms."""
    if not plan.name.strip():
        raise LayoutImpossible(problem="没有写楼栋名称")
    if not (1 <= plan.floors <= MOST_FLOORS and 1 <= plan.rooms_per_floor <= MOST_ROOMS):
        raise LayoutImpossible(problem=f"层数应为1至{MOST_FLOORS}，每层房间应为1至{MOST_ROOMS}")
    if not (0 <= plan.accessible <= plan.rooms_per_floor and 0 <= plan.doubles <= plan.rooms_per_floor):
        raise LayoutImpossible(problem="无障碍房间或双床房间多于一层的房间")
    if plan.distance < 0:
        raise LayoutImpossible(problem="离入口的距离不能为负")


def rooms_of(plan: BuildingPlan) -> Iterator[PlannedRoom]:
    """The rooms of a building: accessible ones are the first of the first floor, double ones the last."""
    for floor in range(1, plan.floors + 1):
        for place in range(1, plan.rooms_per_floor + 1):
            yield PlannedRoom(
                floor=floor,
                number=f"{floor}{place:02}",
                beds=2 if place > plan.rooms_per_floor - plan.doubles else 1,
                accessible=floor == 1 and place <= plan.accessible,
                distance=plan.distance + (floor - 1) * PER_FLOOR + place * PER_ROOM,
            )
