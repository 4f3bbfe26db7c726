"""Who of those who wait can have a room at all, and which rule leaves the others without.

Parties differ in two things: how many beds they need, and whether the room must be accessible. Some can all
be placed exactly if, for every set of these kinds, no more parties ask than rooms suit any kind of the set
(Hall's theorem). Whoever fits beside those admitted before is admitted: first come first served, and as many
as any other choice would place.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

from lianfang.apps.facilities.rules.rooming import Asked, Vacancy
from lianfang.apps.facilities.terms import WhyNot

Kind = tuple[int, bool]
"""Beds that are needed, and whether the room must be accessible."""


def admit(asked: Sequence[Asked], rooms: Sequence[Vacancy], *, most: int) -> list[WhyNot | None]:
    """For each party, in the order of their waiting, none if it can be placed, or else why not.

    `most` is how many rooms may be used, however many are free.
    """
    kinds = sorted({_kind(one) for one in asked})
    supply = _supply(kinds, rooms)
    found: list[WhyNot | None] = []
    admitted: Counter[Kind] = Counter()
    for one in asked:
        why = _why_not(_kind(one), admitted, supply, rooms=len(rooms), most=most)
        admitted[_kind(one)] += why is None
        found.append(why)
    return found


def _kind(one: Asked) -> Kind:
    return one.size, one.accessible


def _supply(kinds: Sequence[Kind], rooms: Sequence[Vacancy]) -> dict[tuple[Kind, ...], int]:
    """How many rooms suit any kind of each set of kinds."""
    alike = Counter((room.beds, room.accessible) for room in rooms)
    return {
        some: sum(count for room, count in alike.items() if any(_suits(room, kind) for kind in some))
        for size in range(1, len(kinds) + 1)
        for some in combinations(kinds, size)
    }


def _suits(room: tuple[int, bool], kind: Kind) -> bool:
    return room[0] >= kind[0] and (room[1] or not kind[1])


def _why_not(
    kind: Kind, admitted: Counter[Kind], supply: Mapping[tuple[Kind, ...], int], *, rooms: int, most: int
) -> WhyNot | None:
    taken = admitted.total()
    if taken >= rooms:
        return WhyNot.NO_ROOM
    if taken >= most:
        return WhyNot.NOT_COUNTED
    full = any(kind in some and sum(admitted[one] for one in some) >= free for some, free in supply.items())
    if not full:
        return None
    size, accessible = kind
    if accessible:
        return WhyNot.NO_ACCESSIBLE
    return WhyNot.NO_DOUBLE if size > 1 else WhyNot.NO_ROOM
