"""The table of close contacts once more, person by person and minute by minute, for comparison.

Written from the table alone (rows of vehicles, days before the onset), without the rules of the program.
"""

from collections.abc import Sequence
from dataclasses import dataclass

REACH = {"plane": 3, "open_train": 1, "ventilated_bus": 3, "ship": 0}
"""Rows that a vehicle's line reaches; in the others everybody aboard is close."""


@dataclass(frozen=True)
class Meeting:
    """Somebody was with the case, or with `through`: from hour to hour, aboard what, how many rows apart."""

    person: int
    through: int | None
    since: int
    until: int
    vehicle: str = ""
    apart: int | None = None


def close(one: Meeting) -> bool:
    """Whether somebody was near enough, whenever it was."""
    return one.apart is None or one.vehicle not in REACH or one.apart <= REACH[one.vehicle]


def degrees(meetings: Sequence[Meeting], *, begin: int) -> dict[int, tuple[int, int, int]]:
    """Degree, first and last hour of each contact, where hours from `begin` on count."""
    found = {}
    for person in {one.person for one in meetings}:
        hours = _near(meetings, person, through=None, begin=begin)
        if hours:
            found[person] = (1, min(hours)[0], max(hours, key=lambda one: one[1])[1])
    for person in {one.person for one in meetings} - found.keys():
        hours = []
        for source, (degree, first, _last) in list(found.items()):
            if degree == 1:
                hours += _near(meetings, person, through=source, begin=first)
        if hours:
            found[person] = (2, min(hours)[0], max(hours, key=lambda one: one[1])[1])
    return found


def _near(
    meetings: Sequence[Meeting], person: int, *, through: int | None, begin: int
) -> list[tuple[int, int]]:
    """From which to which hour a person was near, as far as it counts."""
    own = [one for one in meetings if one.person == person and one.through == through and close(one)]
    return [(max(one.since, begin), one.until) for one in own if one.until >= begin]
