"""Draw a sample that anybody can draw again: the seed decides, not the order of rows, nor who draws.

Each target gets a number between 0 and 1 from a keyed hash of its own identity under the seed; its key is the
number of time units until it would first be hit if hits came at the rate of its weight: -ln(u) / weight. The
smallest keys are drawn. That is drawing one after the other without replacement, each time in proportion to
the weights of those left (Efraimidis and Spirakis 2006); with equal weights every subset has one chance.
"""

import hmac
from collections.abc import Iterable
from hashlib import sha256
from math import log
from typing import Final

from lianfang.apps.inspection.rules.weights import BASE, is_high_risk, weigh
from lianfang.apps.inspection.terms import Drawn, Method, Risk, Target
from lianfang.kernel.errors import InputRefused

BITS: Final = 53
"""As many bits as a float holds exactly."""
LONGEST_SEED: Final = 64


class SeedMissing(InputRefused):
    """A drawing without a seed could not be drawn again."""

    code = "inspection.seed_missing"
    sentence = "抽样种子应为1到64个字。请写一个种子，如当天公开的号码，以便他人复核。"


def draw(pool: Iterable[Target], *, seed: str, size: int, method: Method) -> list[Drawn]:
    """The whole pool with weights and keys, by key; the first `size` have a rank. Raises SeedMissing."""
    if not seed.strip() or len(seed) > LONGEST_SEED:
        raise SeedMissing
    keyed = sorted((_keyed(target, seed, method) for target in pool), key=lambda one: (one[0], one[1].target))
    return [
        Drawn(target, weight, reasons, key, rank if rank <= size else None)
        for rank, (key, target, weight, reasons) in enumerate(keyed, start=1)
    ]


def eligible(pool: Iterable[Target], *, risk: Risk) -> list[Target]:
    """The targets that a campaign looks at."""
    return [target for target in pool if risk is Risk.ANY or is_high_risk(target)]


def _keyed(target: Target, seed: str, method: Method) -> tuple[float, Target, int, tuple[str, ...]]:
    weight, reasons = weigh(target) if method is Method.WEIGHTED else (BASE, ())
    return -log(uniform(seed, target)) / weight, target, weight, reasons


def uniform(seed: str, target: Target) -> float:
    """A number above 0, at most 1, that a seed gives to a target, the same everywhere."""
    told = hmac.new(seed.encode(), f"{target.kind}:{target.target}".encode(), sha256).digest()
    return ((int.from_bytes(told[:8]) >> (64 - BITS)) + 1) / (1 << BITS)
