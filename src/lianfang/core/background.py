"""Long work beside the pages: one piece after the other, on a thread of the serving process.

What the work does must be safe to break off and to begin again: a process that ends takes its queue with it,
and whoever looks next is told so, because the key of the work is no longer busy.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

from django.conf import settings
from django.db import connections

from lianfang.core import incidents
from lianfang.core.access import rows
from lianfang.core.access.terms import Actor

_worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="lianfang-work")
_queue: dict[str, Future[None]] = {}


def start(key: str, work: Callable[[], None], *, by: Actor, wait: float = 0.0) -> None:
    """Queue work of an actor under a key; returns after `wait` seconds at the latest, or once it is done."""
    if settings.WORK_INLINE:
        work()
        return
    queued = _queue[key] = _worker.submit(_guarded, work, by)
    queued.add_done_callback(partial(_forget, key))
    try:
        queued.result(timeout=wait)
    except TimeoutError:
        return


def is_busy(key: str) -> bool:
    """Whether work of a key runs or waits in this process."""
    return key in _queue


def queued(key: str) -> "Future[None] | None":
    """The work of a key that runs or waits, to wait for."""
    return _queue.get(key)


def before(key: str) -> int:
    """How many pieces of work must end before that of a key begins."""
    keys = list(_queue)
    return keys.index(key) if key in keys else 0


def _forget(key: str, done: "Future[None]") -> None:
    if _queue.get(key) is done:
        del _queue[key]


def _guarded(work: Callable[[], None], by: Actor) -> None:
    """Do the work, seeing what its actor may see; an unforeseen error is kept, and never stops the queue."""
    try:
        with rows.acting(by):
            work()
    except Exception as problem:  # noqa: BLE001  the queue outlives any piece of work
        incidents.keep(problem)
    finally:
        connections.close_all()
