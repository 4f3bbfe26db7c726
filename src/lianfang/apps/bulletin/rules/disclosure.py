"""Small counts are not told, and not to be worked out from what is told either.

1. *primary*: a count from 1 to one below the threshold is hidden; so is a total that is as small.
2. *secondary*: where hidden counts could be told from the total by subtraction, the next smallest are
   hidden too, until at least two are and each of them might, for all that a reader knows, be no small one.
3. Where there is nothing left to hide, the total is hidden.

A zero is told: it is nobody's. One table of a release is protected; a reader who compares releases of
different days, or knows a person, may know more, as with any count.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from lianfang.apps.documents.terms import SMALLEST_SHOWN


@dataclass(frozen=True, slots=True)
class Protected:
    """Counts that may be told; None for those that may not."""

    cells: Mapping[str, int | None]
    total: int | None


def is_small(count: int) -> bool:
    """Whether a count is of so few that they might be known."""
    return 0 < count < SMALLEST_SHOWN


def protected(counts: Mapping[str, int]) -> Protected:
    """The cells and the total of a table of counts, as far as they may be told."""
    hidden, total = {place for place, count in counts.items() if is_small(count)}, sum(counts.values())
    others = sorted((count, place) for place, count in counts.items() if count >= SMALLEST_SHOWN)
    told = not is_small(total)
    while told and hidden and not _is_safe([counts[place] for place in hidden]):
        if not others:
            told = False
            break
        hidden.add(others.pop(0)[1])
    cells = {place: None if place in hidden else count for place, count in counts.items()}
    return Protected(cells, total if told else None)


def _is_safe(hidden: Collection[int]) -> bool:
    """Whether each hidden count might have reached the threshold, the others being one at least."""
    return len(hidden) > 1 and sum(hidden) - (len(hidden) - 1) >= SMALLEST_SHOWN
