"""Reports that repeat the one before, number for number, longer than chance explains.

How often a number repeats is learned: from all who report, by size of the number (a nought repeats nearly
always, a count near a hundred hardly ever), and from the reporter's own days, so that whoever makes the same
rounds every day is not doubted for it. Fields that the form itself keeps from yesterday are left out.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
SURPRISE: Final = 9.2
"""Chance below 1 in 10,000, as a natural logarithm."""
FEWEST: Final = 5
"""Numbers that make a form rich enough to say anything."""
OWN_WEIGHT: Final = 6.0
"""Days of one's own that weigh as much as what all others do."""
DAYS: Final = 3
"""Days without which nothing is said."""
SIZES: Final = 16
FLOOR: Final = 0.02


@dataclass(frozen=True)
class Copy:
    """A reporter whose last report repeats the one before: for how many days, and how surprising that is."""

    reporter: int
    days: int
    numbers: int
    surprise: float


def copies(values: Floats) -> list[Copy]:
    """Reports of the last day that repeat longer than chance explains; `values` by reporter, day, field."""
    if values.shape[1] < DAYS or values.shape[2] < FEWEST:
        return []
    now, last = values[:, 1:], values[:, :-1]
    both = ~np.isnan(now) & ~np.isnan(last)
    same = both & (now == last)
    whole = (same == both).all(axis=2) & (both.sum(axis=2) >= FEWEST)
    general = _general(now, same, both)
    found = []
    for row in np.flatnonzero(whole[:, -1]):
        days = _run(whole[row])
        chance = _own(same[row, :-days], both[row, :-days], general[row, -days:])
        total = float(np.where(same[row, -days:], -np.log(chance), 0.0).sum())
        if total >= SURPRISE:
            found.append(Copy(int(row), days, int(both[row, -1].sum()), total))
    return found


def _run(whole: npt.NDArray[np.bool_]) -> int:
    """How many of the last days repeat without a break."""
    breaks = np.flatnonzero(~whole[::-1])
    return int(breaks[0]) if len(breaks) else len(whole)


def _general(now: Floats, same: npt.NDArray[np.bool_], both: npt.NDArray[np.bool_]) -> Floats:
    """The chance that each number repeats, learned from everybody's numbers of its field and size."""
    counts = np.maximum(np.nan_to_num(now), 0)
    size = (np.log2(counts + 1) * 2).astype(int).clip(0, SIZES - 1)
    general = np.empty(now.shape)
    for column in range(now.shape[2]):
        sizes, known = size[:, :, column], both[:, :, column]
        seen = np.bincount(sizes[known], minlength=SIZES)
        hits = np.bincount(sizes[known & same[:, :, column]], minlength=SIZES)
        general[:, :, column] = ((hits + 0.5) / (seen + 1.0))[sizes]
    return general


def _own(same: npt.NDArray[np.bool_], both: npt.NDArray[np.bool_], general: Floats) -> Floats:
    """The chance of each number of the run, with one's own days before it, by field."""
    chance = (same.sum(axis=0) + OWN_WEIGHT * general) / (both.sum(axis=0) + OWN_WEIGHT)
    return np.asarray(np.clip(chance, FLOOR, 1.0))
