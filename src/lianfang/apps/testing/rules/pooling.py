"""Which pool is cheapest at a prevalence, and which are allowed."""

from math import ceil, log2
from typing import Final

from lianfang.apps.testing.terms.planning import PoolChoice

SIZES: Final = (1, 5, 10, 20)
"""Single, and the pools of the guides."""
LARGEST: Final = 20
POOLED_BELOW: Final = 0.001
"""Share of positives below which samples may be pooled (B)."""
SEARCHED: Final = 100


def tests_per_person(size: int, prevalence: float) -> float:
    """Laboratory tests for each person: a share of the pool's, and one's own where the pool is positive."""
    return 1.0 if size == 1 else 1 / size + 1 - (1 - prevalence) ** size


def cheapest(prevalence: float) -> int:
    """The pool size with the fewest tests for each person, whatever is allowed (Dorfman)."""
    return min(range(1, SEARCHED + 1), key=lambda size: (tests_per_person(size, prevalence), size))


def refused(size: int, prevalence: float) -> str:
    """The code of the warning why a pool of this size is not allowed, nothing if it is."""
    if size > LARGEST:
        return "pool_too_large"
    if size > 1 and prevalence >= POOLED_BELOW:
        return "pool_positive"
    return ""


def choice(size: int, *, population: int, prevalence: float) -> PoolChoice:
    """What a pool size means for a population."""
    tubes = ceil(population / size)
    positive = tubes * (1 - (1 - prevalence) ** size)
    return PoolChoice(
        size=size,
        tests_per_person=round(tests_per_person(size, prevalence), 4),
        tubes=tubes,
        retests=0 if size == 1 else ceil(round(positive * size, 6)),
        ct_rise=round(log2(size), 1),
        refused=refused(size, prevalence),
    )


def best(prevalence: float) -> int:
    """The cheapest of the guides' sizes that is allowed."""
    allowed = [size for size in SIZES if not refused(size, prevalence)]
    return min(allowed, key=lambda size: (tests_per_person(size, prevalence), size))
