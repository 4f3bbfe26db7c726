"""The list of gaps of an area as pages show it: fevers first, posts last, the others by the clock."""

from datetime import datetime
from functools import lru_cache

from lianfang.apps.control.duties import FEVER_TRANSFER
from lianfang.apps.reporting.terms import NOBODY
from lianfang.core.duty import lists, registry
from lianfang.core.duty.lists import GapList, Holding
from lianfang.core.duty.terms import Count, Gap


def gap_list(
    *, area: str, at: datetime, kind: str = "", now: bool = False, user: int | None = None
) -> GapList:
    """The gaps of an area at a moment; where it is `now`, of one shortly before, after what `user` did."""
    kinds = [registry.kind(kind)] if kind else []
    return lists.gap_list(areas=[area], at=at, order=by_danger, kinds=kinds, now=now, user=user)


def holding(name: str) -> Holding:
    """What a holder of a name has, or nobody."""
    wanted = None if name == NOBODY else name

    def has(one: Gap | Count) -> bool:
        return one.holder == wanted

    return Holding(name, has)


def by_danger(gap: Gap) -> tuple[int, datetime]:
    """A fever waits for no clock; a post that has been vacant for years goes behind the persons of today."""
    return (0 if gap.kind == FEVER_TRANSFER.code else 2 if gap.kind in _posts() else 1), gap.due_at


@lru_cache(maxsize=1)
def _posts() -> frozenset[str]:
    return frozenset(kind.code for kind in registry.kinds() if kind.subject == "post")
