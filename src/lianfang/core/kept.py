"""Answers that cost much are kept for a little while, so that twenty people who look at one county ask once.

An answer is kept ten times as long as it took, for two seconds at least and half a minute at most; it says
its moment. What was cheap, a village's list, is made anew after any operation in its town, and everything
after an operation of the one who asks: who acts sees it done. While an answer is made again, others get the
one before, unless that is over a minute old. What is constant within a topic, as the rows of a policy are, is
kept until an operation of that topic, a minute at most.

Each process keeps its own; all of a home share the moments of the last operations, and hand each other what
has a shape and costs much.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sized
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, TypeVar

from django.db import close_old_connections, connection
from django.utils import translation
from django.utils.translation import get_language
from pydantic import TypeAdapter

from lianfang.core import handed, incidents, shared
from lianfang.core.access import rows

TIMES_ITS_COST: Final = 10
SHORTEST: Final = 2.0
LONGEST: Final = 30.0
CONSTANT: Final = 60.0
OLDEST: Final = 60.0
"""Seconds; who comes first in the morning waits, and is not shown the evening before."""
CHEAP: Final = 0.25
"""Seconds; what took less is not kept past a change."""
MOST: Final = 512
LARGEST: Final = 1_000_000
"""Lines kept at most in all lists; a county's list of gaps has a hundred thousand."""
TOWN: Final = 9
"""Digits of a town's code: changes are noted by town, those of wider places for all."""
SLOTS: Final = 8192
Answer = TypeVar("Answer")


class Asked(NamedTuple):
    """For which place and account an answer is, or on what topic: what makes it out of date."""

    area: str = ""
    user: int | None = None
    topic: str = ""


class _Made(NamedTuple):
    value: Any
    begun: float
    cost: float

    @property
    def size(self) -> int:
        return len(self.value) if isinstance(self.value, Sized) and not isinstance(self.value, str) else 1

    def is_fresh(self, asked: Asked) -> bool:
        age = time.monotonic() - self.begun
        if asked.topic:
            return age < CONSTANT and self.begun > _last("topic", asked.topic)
        if self.cost < CHEAP and self.begun <= _last_in(asked.area):
            return False
        keep = min(max(self.cost * (TIMES_ITS_COST + 1), SHORTEST), LONGEST)
        return age < keep and not self.is_before_own(asked)

    def may_be_shown(self, asked: Asked) -> bool:
        """Whether it may still be shown while it is made again."""
        return time.monotonic() - self.begun < OLDEST and not self.is_before_own(asked)

    def is_before_own(self, asked: Asked) -> bool:
        """Whether the one who asks has done something since."""
        return asked.user is not None and self.begun <= _last("user", asked.user)


@dataclass
class _Kept:
    key: Hashable
    shape: TypeAdapter[Any] | None
    lock: threading.Lock = field(default_factory=threading.Lock)
    made: _Made | None = None

    def newest(self, asked: Asked) -> _Made | None:
        """What this process keeps, or where that has grown old what another has made since."""
        if self.shape and not (self.made and self.made.is_fresh(asked)):
            taken = handed.take(self.key, self.shape, after=self.made.begun if self.made else 0.0)
            self.made = _Made(*taken) if taken else self.made
        return self.made


_kept: OrderedDict[Hashable, _Kept] = OrderedDict()
_guard: Final = threading.Lock()
_maker: Final = ThreadPoolExecutor(max_workers=1, thread_name_prefix="lianfang-kept")


def changed(*, action: str = "", area: str = "", user: int | None = None) -> None:
    """Something was written, by an account, in an area: what that makes out of date is made anew."""
    now = time.monotonic()
    place = ("town", area[:TOWN]) if len(area) >= TOWN else ("town", "")
    moments = shared.numbers("moments", SLOTS).cells
    for kind, which in (("all", ""), place, ("user", user), ("topic", action.partition(".")[0])):
        moments[_slot(kind, which)] = now


def forget() -> None:
    """Keep nothing of what was answered before."""
    with _guard:
        _kept.clear()
    handed.forget()


def answer(
    key: Hashable,
    make: Callable[[], Answer],
    *,
    area: str = "",
    user: int | None = None,
    topic: str = "",
    shape: TypeAdapter[Any] | None = None,
) -> Answer:
    """The answer of a key, kept or made; one caller makes it, whoever sees the same rows may get it.

    With a `shape`, a costly one is made by one process for all.
    """
    asked = Asked(area, user, topic)
    entry = _entry((connection.settings_dict["NAME"], topic or _sight(), key), shape)
    made = entry.newest(asked)
    if made and made.is_fresh(asked):
        return made.value  # type: ignore[no-any-return]
    if made and made.may_be_shown(asked):
        _make_again(entry, asked, make)
        return entry.made.value  # type: ignore[union-attr,no-any-return]
    with entry.lock:
        made = entry.newest(asked)
        if made is None or not made.is_fresh(asked):
            entry.made = made = _make(entry, make)
        return made.value  # type: ignore[no-any-return]


def _make_again(entry: _Kept, asked: Asked, make: Callable[[], Any]) -> None:
    """Make what has grown old, unless somebody does; what costs much on a thread of its own: nobody waits."""
    if (entry.shape and handed.is_being_made(entry.key)) or not entry.lock.acquire(blocking=False):
        return
    if entry.made and entry.made.cost >= CHEAP and not asked.topic and not connection.in_atomic_block:
        _maker.submit(_make_beside, entry, make, _sight(), get_language())
        return
    try:
        entry.made = _make(entry, make)
    finally:
        entry.lock.release()


def _make_beside(entry: _Kept, make: Callable[[], Any], sight: str, language: str | None) -> None:
    """Make an answer for those who see what `sight` says; where that fails, who asks next is told.

    Nobody waits for it: it takes one processor, and leaves the others to those who ask.
    """
    try:
        with rows.seeing(sight), translation.override(language), connection.cursor() as cursor:
            cursor.execute("set max_parallel_workers_per_gather = 0")
            entry.made = _make(entry, make)
    except Exception as problem:  # noqa: BLE001  the thread outlives any answer
        entry.made = None
        incidents.keep(problem)
    finally:
        entry.lock.release()
        close_old_connections()


def _make(entry: _Kept, make: Callable[[], Any]) -> _Made:
    begun = time.monotonic()
    if entry.shape is None:
        return _Made(make(), begun, time.monotonic() - begun)
    handed.begin(entry.key)
    try:
        made = _Made(make(), begun, time.monotonic() - begun)
        if made.cost >= CHEAP:
            handed.hand(entry.key, entry.shape, handed.Handed(*made))
        return made
    finally:
        handed.end(entry.key)


def _entry(key: Hashable, shape: TypeAdapter[Any] | None) -> _Kept:
    with _guard:
        entry = _kept.setdefault(key, _Kept(key, shape))
        _kept.move_to_end(key)
        while len(_kept) > MOST or (len(_kept) > 1 and _size() > LARGEST):
            _kept.popitem(last=False)
        return entry


def _size() -> int:
    return sum(entry.made.size for entry in _kept.values() if entry.made)


def _last_in(area: str) -> float:
    """When something was last written that concerns an area."""
    if len(area) < TOWN:
        return _last("all", "")
    return max(_last("town", area[:TOWN]), _last("town", ""))


def _last(kind: str, which: object) -> float:
    """When something was last written; 0 for what was noted before the machine started, by another clock."""
    noted = shared.numbers("moments", SLOTS).cells[_slot(kind, which)]
    return noted if noted <= time.monotonic() else 0.0


def _slot(kind: str, which: object) -> int:
    """Where a moment stands; what shares a place is made anew once too often."""
    return shared.place(SLOTS, connection.settings_dict["NAME"], kind, which)


def _sight() -> str:
    """Which rows this session sees: an answer is for those who see the same."""
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('lianfang.scopes', true)")
        return str(cursor.fetchone()[0])
