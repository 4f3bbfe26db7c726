"""How often something may be tried: a bucket for each key, emptied by tries, refilled steadily.

The buckets lie in a file of the home that all processes share; what stands there of a key is a number, not
the key: who tried is not kept.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from lianfang.core import shared
from lianfang.kernel.errors import DomainError

BUCKETS: Final = 8192
FILE = "tries"
"""The file of the home, which all processes share."""


class TooOften(DomainError):
    """Tried too often in too short a time."""

    code = "call.too_often"
    sentence = "操作过于频繁，请{minutes}分钟后再试。"
    status = 429


@dataclass(frozen=True)
class Limit:
    """At most `tries` of one key in `seconds`, at once or spread, in whichever process."""

    name: str
    tries: int
    seconds: float
    clock: Callable[[], float] = field(default=time.time, compare=False)

    def take(self, *key: object) -> None:
        """Take one try of a key; raises TooOften where none is left."""
        at = 2 * shared.place(BUCKETS, self.name, *key)
        with shared.numbers(FILE, 2 * BUCKETS).locked() as cells:
            now = self.clock()
            taken = max(0.0, cells[at] - max(0.0, now - cells[at + 1]) * self.tries / self.seconds)
            allowed = taken + 1 <= self.tries
            cells[at], cells[at + 1] = taken + allowed, now
        if not allowed:
            wait = (taken + 1 - self.tries) * self.seconds / self.tries
            raise TooOften(minutes=max(1, round(wait / 60)))


def forget() -> None:
    """Fill every bucket again: what was tried before is forgotten."""
    with shared.numbers(FILE, 2 * BUCKETS).locked() as cells:
        for place in range(2 * BUCKETS):
            cells[place] = 0.0
