"""The list of gaps of an area as pages show it: by danger and clock, counted, kept for a little while."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from lianfang.apps.control.duties import FEVER_TRANSFER
from lianfang.core import kept
from lianfang.core.duty import engine, registry
from lianfang.core.duty.terms import Gap

due_at = attrgetter("due_at")


@dataclass(frozen=True)
class GapList:
    """What was due and not done at a moment: fevers first, posts last, the others by the clock.

    `holders`: how many each has; `overdue`: how many should have been done before the moment.
    """

    at: datetime
    gaps: Sequence[Gap]
    holders: Mapping[str, int]
    overdue: int

    def __len__(self) -> int:
        return len(self.gaps)


def gap_list(
    *, area: str, at: datetime, kind: str = "", now: bool = False, user: int | None = None
) -> GapList:
    """The gaps of an area at a moment; where it is `now`, of one shortly before, after what `user` did."""

    def make() -> GapList:
        view = engine.at_moment(area=area, at=at)
        kinds = [registry.kind(kind)] if kind else None
        found = sorted(engine.gaps(view=view, kinds=kinds), key=due_at)
        holders = Counter(gap.holder for gap in found if gap.holder)
        return GapList(at, _by_danger(found), holders, bisect_left(found, at, key=due_at))

    moment = at.replace(minute=0, second=0, microsecond=0) if now else at
    return kept.answer(("gaps", area, kind, moment), make, area=area, user=user)


def _by_danger(found: Sequence[Gap]) -> Sequence[Gap]:
    """A fever waits for no clock; a post that has been vacant for years goes behind the persons of today."""
    posts = {kind.code for kind in registry.kinds() if kind.subject == "post"}
    groups: tuple[list[Gap], ...] = ([], [], [])
    for gap in found:
        groups[0 if gap.kind == FEVER_TRANSFER.code else 2 if gap.kind in posts else 1].append(gap)
    return [gap for group in groups for gap in group]
