"""Numbers that every process of a home sees: a file of the home, mapped into the memory of each.

What stands there helps, and is never the truth about anything: a home that loses the file loses nothing.
"""

import mmap
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_UN, flock
from functools import lru_cache
from pathlib import Path
from typing import Final
from zlib import crc32

from lianfang.core.embedded.home import PRIVATE_FILE

WIDTH: Final = 8


class Numbers:
    """As many numbers as asked for, zero at first; `locked` while one changes what it has read."""

    def __init__(self, path: Path, count: int) -> None:
        self._handle = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE), "r+b")
        self._handle.truncate(count * WIDTH)
        self._lock = threading.Lock()
        self.cells: memoryview[float] = memoryview(mmap.mmap(self._handle.fileno(), count * WIDTH)).cast("d")

    @contextmanager
    def locked(self) -> "Iterator[memoryview[float]]":
        """The numbers, which nobody else changes meanwhile, in whatever process."""
        with self._lock:
            flock(self._handle, LOCK_EX)
            try:
                yield self.cells
            finally:
                flock(self._handle, LOCK_UN)


@lru_cache(maxsize=8)
def numbers(name: str, count: int) -> Numbers:
    """The numbers of a name in this home."""
    from django.conf import settings

    return Numbers(settings.HOME.root / f"{name}.shared", count)


def place(count: int, *key: object) -> int:
    """Where the number of a key stands, in every process; two keys may share a place."""
    return crc32(repr(key).encode()) % count
