"""How often a token may call: a bucket each, refilled steadily, kept in the serving process."""

import threading
import time
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from ninja.throttling import BaseThrottle

from lianfang.core.access.terms import NOBODY

PER_MINUTE: Final = 1200
"""Calls a minute of a token that names no limit of its own; bulk calls count once."""
KEPT: Final = 10_000


@dataclass
class Bucket:
    """Calls left, and when that was so."""

    left: float
    seen: float


class TokenLimit(BaseThrottle):
    """At most `per_minute` calls of one token a minute, all at once or spread."""

    def __init__(self, *, clock: object = time.monotonic) -> None:
        self._clock = clock
        self._buckets: dict[str, Bucket] = {}
        self._lock = threading.Lock()
        self._wait: threading.local = threading.local()

    def allow_request(self, request: HttpRequest) -> bool:
        """Take one call from the caller's bucket, if there is one left."""
        caller, limit = _caller(request)
        now = self._clock()  # type: ignore[operator]
        with self._lock:
            bucket = self._bucket(caller, limit, now)
            if bucket.left < 1:
                self._wait.seconds = (1 - bucket.left) * 60 / limit
                return False
            bucket.left -= 1
            return True

    def wait(self) -> float | None:
        """Seconds until this caller's next call, after a refusal."""
        return float(self._wait.seconds)

    def _bucket(self, caller: str, limit: int, now: float) -> Bucket:
        if len(self._buckets) > KEPT:
            self._buckets.clear()
        bucket = self._buckets.setdefault(caller, Bucket(limit, now))
        bucket.left = min(limit, bucket.left + (now - bucket.seen) * limit / 60)
        bucket.seen = now
        return bucket


def _caller(request: HttpRequest) -> tuple[str, int]:
    token = getattr(request, "token", None)
    limit = getattr(token, "per_minute", None) or PER_MINUTE
    return (f"token:{token.id}", limit) if token else (getattr(request, "actor", NOBODY).name, limit)
