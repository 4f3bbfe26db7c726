"""How often a token may call: a bucket each, emptied by calls, refilled steadily, shared by all processes."""

import threading
import time
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest
from ninja.throttling import BaseThrottle

from lianfang.core import shared
from lianfang.core.access.terms import NOBODY

PER_MINUTE: Final = 1200
"""Calls a minute of a token that names no limit of its own; bulk calls count once."""
BUCKETS: Final = 8192
"""For as many tokens and, apart from them, accounts, until two share one."""


class TokenLimit(BaseThrottle):
    """At most `per_minute` calls of one token a minute, at once or spread, in whichever process."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic, name: str = "limits") -> None:
        self._clock = clock
        self._name = name
        self._wait: threading.local = threading.local()

    def allow_request(self, request: HttpRequest) -> bool:
        """Take one call from the caller's bucket, if there is one left."""
        place, limit = _caller(request)
        now = self._clock()
        with shared.numbers(self._name, 2 * BUCKETS).locked() as cells:
            taken, seen = cells[2 * place], cells[2 * place + 1]
            if seen <= now:  # else it was noted before the machine started, by another clock
                taken = max(0.0, taken - (now - seen) * limit / 60)
            allowed = taken + 1 <= limit
            cells[2 * place], cells[2 * place + 1] = taken + allowed, now
        self._wait.seconds = 0.0 if allowed else (taken + 1 - limit) * 60 / limit
        return allowed

    def wait(self) -> float | None:
        """Seconds until this caller's next call, after a refusal."""
        return float(self._wait.seconds)


def _caller(request: HttpRequest) -> tuple[int, int]:
    """The bucket of a caller, tokens in their own half; and how many calls it holds."""
    token, half = getattr(request, "token", None), BUCKETS // 2
    limit = getattr(token, "per_minute", None) or PER_MINUTE
    if token:
        return token.id % half, limit
    return half + shared.place(half, getattr(request, "actor", NOBODY).name), limit
