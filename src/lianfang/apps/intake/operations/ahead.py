"""Work one item ahead: the next chunk is cleaned by one thread while the caller stores this one."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")


def ahead(items: Iterator[Item]) -> Iterator[Item]:
    """The same items in the same order, one of them being made while the caller uses the one before.

    Errors of the maker surface at the item they belong to; at most two items exist at a time.
    """
    with ThreadPoolExecutor(max_workers=1) as maker:
        pending = maker.submit(_next, items)
        while found := pending.result():
            pending = maker.submit(_next, items)
            yield found[0]
            del found


def _next(items: Iterator[Item]) -> tuple[Item] | None:
    try:
        return (next(items),)
    except StopIteration:
        return None
