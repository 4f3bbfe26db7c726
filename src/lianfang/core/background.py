"""Long work beside the pages: one piece after the other, on a thread of a serving process.

What the work does must be safe to break off and to begin again: a process that ends takes its queue with it,
and whoever looks next, in whichever process, is told so, because the key of the work is no longer busy. Each
piece holds the lock of a file of its own while it waits and runs, and that of the turn while it runs.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock
from functools import partial
from pathlib import Path
from typing import IO, Final

from django.conf import settings
from django.db import connections

from lianfang.core import incidents
from lianfang.core.access import rows
from lianfang.core.access.terms import Actor
from lianfang.core.embedded.home import PRIVATE_FOLDER

TURN: Final = "turn"
_worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="lianfang-work")
_queue: dict[str, Future[None]] = {}


def start(key: str, work: Callable[[], None], *, by: Actor, wait: float = 0.0) -> None:
    """Queue work of an actor under a key; returns after `wait` seconds at the latest, or once it is done."""
    if settings.WORK_INLINE:
        work()
        return
    claim = _held(key)
    queued = _queue[key] = _worker.submit(_guarded, work, by)
    queued.add_done_callback(partial(_forget, key, claim))
    try:
        queued.result(timeout=wait)
    except TimeoutError:
        return


def is_busy(key: str) -> bool:
    """Whether work of a key runs or waits, in whichever process."""
    claim = _folder() / key
    if not claim.exists():
        return False
    with claim.open() as handle:
        try:
            flock(handle, LOCK_SH | LOCK_NB)
        except BlockingIOError:
            return True
    return False


def queued(key: str) -> "Future[None] | None":
    """The work of a key that runs or waits in this process, to wait for."""
    return _queue.get(key)


def before(key: str) -> int:
    """How many pieces of work must end before that of a key begins."""
    claims = sorted(_folder().iterdir(), key=_claimed_at)
    keys = [claim.name for claim in claims if claim.name != TURN and is_busy(claim.name)]
    return keys.index(key) if key in keys else 0


def _claimed_at(claim: Path) -> int:
    try:
        return claim.stat().st_mtime_ns
    except FileNotFoundError:  # done meanwhile
        return 0


def _folder() -> Path:
    folder: Path = settings.HOME.root / "work"
    folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    return folder


def _held(key: str) -> IO[str]:
    """The file of a key, locked until it is closed: by us, or by the end of this process.

    Where the key is busy already, its lock stays with the work that came first.
    """
    handle = (_folder() / key).open("w")
    os.utime(handle.fileno())
    with suppress(BlockingIOError):
        flock(handle, LOCK_EX | LOCK_NB)
    return handle


def _forget(key: str, claim: IO[str], done: "Future[None]") -> None:
    if _queue.get(key) is done:
        del _queue[key]
        (_folder() / key).unlink(missing_ok=True)
    claim.close()


@contextmanager
def _turn() -> Iterator[None]:
    with (_folder() / TURN).open("w") as handle:
        flock(handle, LOCK_EX)
        yield


def _guarded(work: Callable[[], None], by: Actor) -> None:
    """Do the work, seeing what its actor may see; an unforeseen error is kept, and never stops the queue."""
    try:
        with _turn(), rows.acting(by):
            work()
    except Exception as problem:  # noqa: BLE001  the queue outlives any piece of work
        incidents.keep(problem)
    finally:
        connections.close_all()
