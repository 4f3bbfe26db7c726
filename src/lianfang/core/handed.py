"""Answers that one process of a home made, handed to the others: they need not make them too.

They lie in a file of the home, sealed; a block that is torn, of another key or altered is none. Who begins to
make an answer says so: others are content with the one before, for a moment.
"""

import json
import os
import time
from collections.abc import Hashable
from functools import lru_cache
from typing import Any, Final, NamedTuple

from pydantic import TypeAdapter

from lianfang.core import shared
from lianfang.core.embedded.home import PRIVATE_FILE
from lianfang.core.sealing import SealBroken, seal_bytes, unseal_bytes

BLOCKS: Final = 64
LARGEST: Final = 1 << 20
PATIENCE: Final = 10.0
"""Seconds after which nobody waits for one who began to make an answer: that process may be gone."""
LENGTH: Final = 8


class Handed(NamedTuple):
    """An answer, when its making began, and the seconds it took."""

    value: Any
    begun: float
    cost: float


def take(key: Hashable, shape: TypeAdapter[Any], *, after: float) -> Handed | None:
    """The answer of a key that was begun after a moment, if a process handed one."""
    place = shared.place(BLOCKS, key)
    if shared.numbers("handed", BLOCKS).cells[place] <= after:
        return None
    found = os.pread(_file(), LARGEST, place * LARGEST)
    try:
        block = unseal_bytes(found[LENGTH : LENGTH + int.from_bytes(found[:LENGTH])])
    except (SealBroken, ValueError):
        return None
    head, _, value = block.partition(b"\n")
    name, begun, cost = json.loads(head)
    if name != repr(key) or not after < begun <= time.monotonic():
        return None
    return Handed(shape.validate_json(value), begun, cost)


def hand(key: Hashable, shape: TypeAdapter[Any], made: Handed) -> None:
    """Hand an answer to the other processes; one too large they make themselves."""
    place = shared.place(BLOCKS, key)
    head = json.dumps([repr(key), made.begun, made.cost]).encode()
    sealed = seal_bytes(head + b"\n" + shape.dump_json(made.value))
    if len(sealed) <= LARGEST - LENGTH:
        os.pwrite(_file(), len(sealed).to_bytes(LENGTH) + sealed, place * LARGEST)
        shared.numbers("handed", BLOCKS).cells[place] = made.begun


def begin(key: Hashable) -> None:
    """Say that the answer of a key is being made."""
    shared.numbers("making", BLOCKS).cells[shared.place(BLOCKS, key)] = time.monotonic()


def end(key: Hashable) -> None:
    """Say that it no longer is."""
    shared.numbers("making", BLOCKS).cells[shared.place(BLOCKS, key)] = 0.0


def is_being_made(key: Hashable) -> bool:
    """Whether a process said lately that it makes the answer of a key."""
    begun = shared.numbers("making", BLOCKS).cells[shared.place(BLOCKS, key)]
    return 0.0 <= time.monotonic() - begun < PATIENCE


def forget() -> None:
    """Hand nothing of what was handed before."""
    for cells in (shared.numbers(name, BLOCKS).cells for name in ("handed", "making")):
        for place in range(BLOCKS):
            cells[place] = 0.0


@lru_cache(maxsize=1)
def _file() -> int:
    from django.conf import settings

    return os.open(settings.HOME.root / "answers.shared", os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
