"""What a point's phone held back without a network: taken in the order of its making, each with a fate."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import cast

from django.db import transaction

from lianfang.apps.testing import queries
from lianfang.apps.testing.operations.sampling import SampledAtOnce, register
from lianfang.apps.testing.operations.tubes import pass_on
from lianfang.apps.testing.terms import Sealing, Swab, SwabFate, TubeState
from lianfang.core.access.terms import Actor
from lianfang.kernel.errors import DomainError, NotFound


def take_queue(queue: Sequence[Swab | Sealing], *, by: Actor, at: datetime) -> list[SwabFate]:
    """Register samples and seal tubes as a phone recorded them; one fate for each, in their order.

    A record sent again changes nothing; one that is refused stops no other. Raises PermissionMissing.
    """
    fates: list[SwabFate] = []
    for kind, some in groupby(queue, key=type):
        if kind is Swab:
            fates += _registered(cast("list[Swab]", list(some)), by=by, at=at)
        else:
            fates += [_sealed(one, by=by, at=at) for one in cast("list[Sealing]", list(some))]
    return fates


def _registered(swabs: Sequence[Swab], *, by: Actor, at: datetime) -> list[SwabFate]:
    """Register samples; whoever is registered elsewhere at the same moment is known the second time."""
    try:
        return register(swabs, by=by, at=at)
    except SampledAtOnce:
        return register(swabs, by=by, at=at)


def _sealed(one: Sealing, *, by: Actor, at: datetime) -> SwabFate:
    try:
        if queries.tube(one.tube, by=by).sealed_at is not None:
            return SwabFate()
        with transaction.atomic():
            pass_on([one.tube], TubeState.SEALED, by=by, at=at, happened_at=min(one.sealed_at, at))
    except (DomainError, NotFound) as refusal:
        return SwabFate(problem=str(refusal))
    return SwabFate(fresh=True)
