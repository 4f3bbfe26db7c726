"""Answers that cost much are kept for a little while, so that twenty people who look at one county ask once.

An answer is kept five times as long as it took: a village's list is made anew within moments, a county's
within seconds, and at most a sixth of a server's time goes into making them. What was cheap is also made anew
after any operation of this process. While an answer is made again, others get the one before. Every answer
says its moment.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from django.db import connection

TIMES_ITS_COST: Final = 5
CHEAP: Final = 0.25
"""Seconds; what took less is not kept past a change."""
MOST: Final = 16
"""Answers kept at most; a county's list of gaps is tens of megabytes."""
Answer = TypeVar("Answer")


@dataclass
class _Kept:
    lock: threading.Lock = field(default_factory=threading.Lock)
    value: Any = None
    made: float = 0.0
    cost: float = -1.0
    version: int = -1

    def is_fresh(self) -> bool:
        if self.cost < 0 or (self.cost < CHEAP and self.version != _changes[0]):
            return False
        return time.monotonic() - self.made < self.cost * TIMES_ITS_COST


_kept: OrderedDict[Hashable, _Kept] = OrderedDict()
_guard: Final = threading.Lock()
_changes: Final = [0]


def changed() -> None:
    """Something was written: cheap answers are made anew."""
    _changes[0] += 1


def forget() -> None:
    """Keep nothing of what was answered before."""
    with _guard:
        _kept.clear()


def answer(key: Hashable, make: Callable[[], Answer]) -> Answer:
    """The answer of a key, kept or made; one caller makes it, whoever sees the same rows may get it."""
    entry = _entry((connection.settings_dict["NAME"], _sight(), key))
    if entry.is_fresh() or not entry.lock.acquire(blocking=entry.cost < 0):
        return entry.value  # type: ignore[no-any-return]
    try:
        if not entry.is_fresh():
            _make(entry, make)
        return entry.value  # type: ignore[no-any-return]
    finally:
        entry.lock.release()


def _make(entry: _Kept, make: Callable[[], Any]) -> None:
    version, started = _changes[0], time.monotonic()
    entry.value = make()
    entry.made = time.monotonic()
    entry.version, entry.cost = version, entry.made - started


def _entry(key: Hashable) -> _Kept:
    with _guard:
        entry = _kept.setdefault(key, _Kept())
        _kept.move_to_end(key)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
        return entry


def _sight() -> str:
    """Which rows this session sees: an answer is for those who see the same."""
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('lianfang.scopes', true)")
        return str(cursor.fetchone()[0])
