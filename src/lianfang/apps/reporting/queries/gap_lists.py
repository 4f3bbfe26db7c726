"""The list of gaps of an area as pages show it: sorted by the clock, counted, kept for a little while."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from lianfang.core import kept
from lianfang.core.duty import engine, registry
from lianfang.core.duty.terms import Gap

due_at = attrgetter("due_at")


@dataclass(frozen=True)
class GapList:
    """What was due and not done at a moment, by the clock; how many each holder has, how many are overdue."""

    at: datetime
    gaps: Sequence[Gap]
    holders: Mapping[str, int]

    def __len__(self) -> int:
        return len(self.gaps)

    @property
    def overdue(self) -> int:
        """How many should have been done before the moment."""
        return bisect_left(self.gaps, self.at, key=due_at)


def gap_list(
    *, area: str, at: datetime, kind: str = "", now: bool = False, user: int | None = None
) -> GapList:
    """The gaps of an area at a moment; where it is `now`, of one shortly before, after what `user` did."""

    def make() -> GapList:
        view = engine.at_moment(area=area, at=at)
        kinds = [registry.kind(kind)] if kind else None
        found = sorted(engine.gaps(view=view, kinds=kinds), key=due_at)
        return GapList(at, found, Counter(gap.holder for gap in found if gap.holder))

    moment = at.replace(minute=0, second=0, microsecond=0) if now else at
    return kept.answer(("gaps", area, kind, moment), make, area=area, user=user)
