"""Work one item ahead: the next chunk is cleaned by one thread while the caller stores this one."""

import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final, TypeVar

Item = TypeVar("Item")
TURN: Final = 0.0002  # seconds until a waiting thread gets its turn; the usual 0.005 starve the database
USUAL: Final = sys.getswitchinterval()
_guard: Final = threading.Lock()
_at_work: Final[list[float]] = []


def ahead(items: Iterator[Item]) -> Iterator[Item]:
    """The same items in the same order, one of them being made while the caller uses the one before.

    Errors of the maker surface at the item they belong to; at most two items exist at a time.
    """
    with _short_turns(), ThreadPoolExecutor(max_workers=1) as maker:
        pending = maker.submit(_next, items)
        while found := pending.result():
            pending = maker.submit(_next, items)
            yield found[0]
            del found


@contextmanager
def _short_turns() -> Iterator[None]:
    """Whoever sends rows to the database needs a moment of Python after every block, and soon.

    The turns are the process's: the last who works ahead puts them back.
    """
    with _guard:
        _at_work.append(TURN)
        sys.setswitchinterval(TURN)
    try:
        yield
    finally:
        with _guard:
            _at_work.pop()
            sys.setswitchinterval(TURN if _at_work else USUAL)


def _next(items: Iterator[Item]) -> tuple[Item] | None:
    try:
        return (next(items),)
    except StopIteration:
        return None
