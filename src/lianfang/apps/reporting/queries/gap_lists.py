"""The list of gaps of an area as pages show it: by danger and clock, counted, kept for a little while.

Its counts and first rows come from the database as such; all rows are fetched only for who looks far behind,
and those of one holder from the places where that holder has any.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from operator import attrgetter
from typing import Final

from pydantic import TypeAdapter

from lianfang.apps.control.duties import FEVER_TRANSFER
from lianfang.apps.reporting.terms import NOBODY
from lianfang.core import kept
from lianfang.core.duty import engine, registry
from lianfang.core.duty.terms import Count, DutyKind, Gap, Outline
from lianfang.kernel import area_code

FIRST: Final = 100
"""Rows of each kind that stand at hand: the first pages of a list, whatever its kinds."""
SHAPE: Final = TypeAdapter(tuple[datetime, Outline])
due_at = attrgetter("due_at")


@dataclass(frozen=True)
class GapList:
    """What was due and not done at a moment: fevers first, posts last, the others by the clock.

    `holder` narrows it to what one holder has, or nobody.
    """

    area: str
    at: datetime
    kinds: Sequence[DutyKind]
    outline: Outline
    holder: str = ""

    def __len__(self) -> int:
        return self._total

    def __getitem__(self, rows: slice) -> Sequence[Gap]:
        """Rows from the list's beginning on: from those at hand, where they reach far enough."""
        if self.holder or min(rows.stop, len(self)) > FIRST:
            return self._all()[rows]
        return by_danger(gap for found in self.outline.first.values() for gap in found)[rows]

    @property
    def overdue(self) -> int:
        """How many should have been done before the moment."""
        return sum(count.overdue for count in self._counts)

    @cached_property
    def holders(self) -> Mapping[str, int]:
        """How many each holder has."""
        found: Counter[str] = Counter()
        for count in self._counts:
            if count.holder:
                found[count.holder] += count.gap
        return found

    def held_by(self, holder: str) -> "GapList":
        """What a holder has of this list."""
        return GapList(self.area, self.at, self.kinds, self.outline, holder)

    @cached_property
    def _total(self) -> int:
        return sum(count.gap for count in self._counts)

    @cached_property
    def _counts(self) -> Sequence[Count]:
        wanted = None if self.holder == NOBODY else self.holder
        return [count for count in self.outline.counts if not self.holder or count.holder == wanted]

    def _all(self) -> Sequence[Gap]:
        """Every row, kept as what was cheap or dear to make; its moment is past, so it stays what it is."""
        codes = tuple(kind.code for kind in self.kinds)
        return kept.answer(("all gaps", self.area, codes, self.holder, self.at), self._fetch, area=self.area)

    def _fetch(self) -> Sequence[Gap]:
        """Every row, from the narrowest place that holds them and the kinds that have any."""
        codes = {count.kind for count in self._counts}
        kinds = [kind for kind in self.kinds if kind.code in codes]
        place = area_code.shared([count.area for count in self._counts]) if self.holder else self.area
        found = engine.gaps(view=engine.at_moment(area=place, at=self.at), kinds=kinds)
        wanted = None if self.holder == NOBODY else self.holder
        return by_danger(gap for gap in found if not self.holder or gap.holder == wanted)


def gap_list(
    *, area: str, at: datetime, kind: str = "", now: bool = False, user: int | None = None
) -> GapList:
    """The gaps of an area at a moment; where it is `now`, of one shortly before, after what `user` did."""
    kinds = [registry.kind(kind)] if kind else registry.kinds()
    moment = at.replace(minute=0, second=0, microsecond=0) if now else at
    make = partial(_outline, area, at, kinds)
    known_at, outline = kept.answer(("gaps", area, kind, moment), make, area=area, user=user, shape=SHAPE)
    return GapList(area, known_at, kinds, outline)


def _outline(area: str, at: datetime, kinds: Sequence[DutyKind]) -> tuple[datetime, Outline]:
    view = engine.at_moment(area=area, at=at)
    return at, engine.outline(view=view, kinds=kinds, first=FIRST)


def by_danger(gaps: Iterable[Gap]) -> Sequence[Gap]:
    """A fever waits for no clock; a post that has been vacant for years goes behind the persons of today."""
    posts = {kind.code for kind in registry.kinds() if kind.subject == "post"}
    groups: tuple[list[Gap], ...] = ([], [], [])
    for gap in sorted(gaps, key=due_at):
        groups[0 if gap.kind == FEVER_TRANSFER.code else 2 if gap.kind in posts else 1].append(gap)
    return [gap for group in groups for gap in group]
