"""Which room for whom: one party a room, one source together, accessible ones for who needs them, near first.

1. *floors*: each group of one source gets floors, the largest first: the fullest floor that still takes it
   whole, or else the emptiest floors one after the other.
2. *rooms*: one assignment of all parties to all free rooms of least cost (Hungarian method, solved by
   `scipy.optimize.linear_sum_assignment`). Too few beds, or a room that is not accessible for who needs one,
   are forbidden; a floor that is not the source's, a double or an accessible room for who needs none cost far
   more than any way through the building.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import linear_sum_assignment

ELSEWHERE: Final = 100_000.0
"""A room on a floor that is not of the party's source."""
ACCESSIBLE_SPENT: Final = 20_000.0
BED_SPENT: Final = 10_000.0
"""A bed more than the party needs."""
FORBIDDEN: Final = 1e9
Floor = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """A party as the assignment sees it; `source` groups those who were exposed together."""

    size: int
    source: str
    accessible: bool = False


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A free room as the assignment sees it."""

    floor: Floor
    beds: int
    accessible: bool
    distance: int


def assign(asked: Sequence[Asked], rooms: Sequence[Vacancy]) -> dict[int, int]:
    """For each party that can be placed its room, by their places in the lists.

    Where there are more parties than rooms those that stand first come first.
    """
    heard = asked[: len(rooms)]
    if not heard:
        return {}
    cost = costs(heard, rooms, floors_of(heard, rooms))
    parties, places = linear_sum_assignment(cost)
    pairs = zip(parties.tolist(), places.tolist(), strict=True)
    return {party: room for party, room in pairs if cost[party, room] < FORBIDDEN}


def floors_of(asked: Iterable[Asked], rooms: Sequence[Vacancy]) -> dict[str, set[Floor]]:
    """The floors of each source."""
    left = Counter(room.floor for room in rooms)
    near = {floor: min(room.distance for room in rooms if room.floor == floor) for floor in left}
    groups = Counter(one.source for one in asked)
    found: dict[str, set[Floor]] = defaultdict(set)
    for source, size in sorted(groups.items(), key=lambda one: (-one[1], one[0])):
        found[source] = set(_taken(size, left, near))
    return found


def _taken(size: int, left: Counter[Floor], near: Mapping[Floor, int]) -> list[Floor]:
    """Floors for a group, and their rooms taken from what is left."""
    taken = []
    while size > 0 and any(left.values()):
        fitting = [floor for floor, free in left.items() if free >= size]
        if fitting:
            floor = min(fitting, key=lambda one: (left[one], near[one], one))
        else:
            floor = max(left, key=lambda one: (left[one], -near[one], one))
        took = min(size, left[floor])
        left[floor] -= took
        size -= took
        taken.append(floor)
    return taken


def costs(
    asked: Sequence[Asked], rooms: Sequence[Vacancy], floors: Mapping[str, set[Floor]]
) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    """What each room costs for each party."""
    beds = np.array([room.beds for room in rooms])[None, :]
    suited = np.array([room.accessible for room in rooms])[None, :]
    size = np.array([one.size for one in asked])[:, None]
    needs = np.array([one.accessible for one in asked])[:, None]
    found = np.array([room.distance for room in rooms], dtype=np.float64)[None, :] + np.zeros((len(asked), 1))
    found += BED_SPENT * np.maximum(beds - size, 0) + ACCESSIBLE_SPENT * (suited & ~needs)
    found += ELSEWHERE * ~_own_floor(asked, rooms, floors)
    found[(beds < size) | (needs & ~suited)] = FORBIDDEN
    return found


def _own_floor(
    asked: Sequence[Asked], rooms: Sequence[Vacancy], floors: Mapping[str, set[Floor]]
) -> "np.ndarray[tuple[int, int], np.dtype[np.bool_]]":
    """Whether a room is on a floor of the party's source."""
    sources = {source: place for place, source in enumerate(floors)}
    levels = {floor: place for place, floor in enumerate(sorted({room.floor for room in rooms}))}
    table = np.zeros((len(sources), len(levels)), dtype=bool)
    for source, own in floors.items():
        table[sources[source], [levels[floor] for floor in own]] = True
    rows = np.array([sources[one.source] for one in asked])
    columns = np.array([levels[room.floor] for room in rooms])
    found: np.ndarray[tuple[int, int], np.dtype[np.bool_]] = table[rows][:, columns]
    return found
