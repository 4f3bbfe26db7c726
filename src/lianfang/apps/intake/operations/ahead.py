"""Work one item ahead: the next chunk is cleaned by one thread while the caller stores this one."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final, TypeVar

Item = TypeVar("Item")
TURN: Final = 0.0002  # seconds until a waiting thread gets its turn; the usual 0.005 starve the database


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
    """Whoever sends rows to the database needs a moment of Python after every block, and soon."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


def _next(items: Iterator[Item]) -> tuple[Item] | None:
    try:
        return (next(items),)
    except StopIteration:
        return None
