"""Temperatures that nobody measured: too identical, too even, taken all at once just before the time.

Bodies differ, so honest readings of a week lie in a bell a fifth of a degree wide around 36.4; a thermometer
that rounds (to 0.2 or 0.5) makes them fewer values, but not the same for all. Closed forms only: the chance
of so many alike is bounded by Chernoff's inequality, evenness is a ratio of likelihoods.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import log, pi
from typing import Final

FEWEST: Final = 24
"""Readings of a week below which numbers say too little."""
COMMONEST: Final[Mapping[int, float]] = {1: 0.36, 2: 0.60, 5: 0.93}
"""The largest share that honest readings give to one value, by the step of the thermometer in tenths."""
ALIKE: Final = 11.0
"""Chance of so many alike below 1 in 60,000."""
EVEN: Final = 2.5
"""How much better an even spread explains the readings than a bell does: e to this."""
DIFFER: Final = 2.0
"""Bodies differ: between persons the spread is many times that within one; invented, it is about the same."""
NARROWEST: Final = 3
"""Values that an even spread needs: two are a matter of likeness."""
BURST_FEWEST: Final = 4
BURST_SHARE: Final = 0.9
BURST_ROUNDS: Final = 5
"""Rounds of the week that fell into one minute."""
FEVER: Final = 373
"""Tenths of a degree from which a reading is no part of the pattern."""


class Pattern(StrEnum):
    """What is odd about readings."""

    ALIKE = "alike"
    EVEN = "even"
    BURST = "burst"


@dataclass(frozen=True)
class Round:
    """One round of measuring: how many readings, how many in its fullest minute, which minute that was."""

    readings: int
    fullest: int
    minute: str


@dataclass(frozen=True)
class Odd:
    """What is odd about the readings of a week."""

    pattern: Pattern
    strength: float
    readings: int
    value: int = 0
    share: float = 0.0
    rounds: int = 0
    minute: str = ""


def odd(tenths: Mapping[int, int], rounds: Sequence[Round], differ: float) -> Odd | None:
    """The strongest oddity of a week's readings, if there is one: how many of each value, in tenths.

    `differ` is the spread between persons over that within one (the F of an analysis of variance).
    """
    usual = {value: count for value, count in tenths.items() if value < FEVER}
    total = sum(usual.values())
    found = [_burst(rounds, total)]
    if total >= FEWEST:
        found += [_alike(usual, total), _even(usual, total) if differ < DIFFER else None]
    return max((one for one in found if one), key=lambda one: one.strength, default=None)


def step_of(values: Mapping[int, int]) -> int:
    """The step of the thermometer in tenths: 5, 2 or 1."""
    total = sum(values.values())
    for step in (5, 2):
        on = sum(count for value, count in values.items() if value % step == 0)
        if on >= 0.98 * total and len(values) > 1:
            return step
    return 1


def _alike(values: Mapping[int, int], total: int) -> Odd | None:
    value, count = max(values.items(), key=lambda pair: pair[1])
    share, usual = count / total, COMMONEST[step_of(values)]
    if share <= usual:
        return None
    strength = total * _divergence(share, usual)
    return Odd(Pattern.ALIKE, strength, total, value, share) if strength >= ALIKE else None


def _divergence(share: float, usual: float) -> float:
    """Kullback and Leibler's divergence of two shares: Chernoff's bound for one reading."""
    rest = (1 - share) * log((1 - share) / (1 - usual)) if share < 1 else 0.0
    return share * log(share / usual) + rest


def _even(values: Mapping[int, int], total: int) -> Odd | None:
    step = step_of(values)
    low, high = min(values), max(values)
    width = (high - low) // step + 1
    if width < NARROWEST:
        return None
    middle = sum(value * count for value, count in values.items()) / total
    spread = sum(count * (value - middle) ** 2 for value, count in values.items()) / total + step**2 / 12
    bell = -total * (log(2 * pi * spread) + 1) / 2 + total * log(step)
    strength = -total * log(width) - bell
    return Odd(Pattern.EVEN, strength, total, share=1 / width) if strength >= EVEN else None


def _burst(rounds: Sequence[Round], total: int) -> Odd | None:
    full = [
        one for one in rounds if one.readings >= BURST_FEWEST and one.fullest >= BURST_SHARE * one.readings
    ]
    if len(full) < BURST_ROUNDS:
        return None
    return Odd(Pattern.BURST, float(len(full)), total, rounds=len(full), minute=full[-1].minute)
