"""What is due and not done as a list: counted, in an order of its own, narrowed to kinds or to holders.

Its counts and first rows come from the database as such; all rows are fetched only for who looks far behind,
and those of some holders from the places and kinds where they have any. It is kept for a little while, and
made anew for who has acted since.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, partial
from typing import Any, Final

from pydantic import TypeAdapter

from lianfang.core import kept
from lianfang.core.duty import engine, registry
from lianfang.core.duty.terms import Count, DutyKind, Gap, Outline
from lianfang.kernel import area_code

FIRST: Final = 100
"""Rows of each kind that stand at hand: the first pages of a list, whatever its kinds."""
SHAPE: Final = TypeAdapter(tuple[datetime, Outline])
Order = Callable[[Gap], Any]
"""What rows are sorted by; within a kind it must go by the clock, then by area and subject."""


@dataclass(frozen=True)
class Holding:
    """Which holders a list is narrowed to: `name` tells this narrowing from others, `has` asks of a row."""

    name: str
    has: Callable[[Gap | Count], bool]


@dataclass(frozen=True)
class GapList:
    """The gap of some areas, none within another, at a moment, in an order."""

    areas: tuple[str, ...]
    at: datetime
    kinds: tuple[DutyKind, ...]
    outline: Outline
    order: Order
    holding: Holding | None = None

    def __len__(self) -> int:
        return self._total

    def __getitem__(self, rows: slice) -> Sequence[Gap]:
        """Rows from the list's beginning on: from those at hand, where they reach far enough."""
        if self.holding or min(rows.stop, len(self)) > FIRST:
            return self._all()[rows]
        first = (gap for kind in self.kinds for gap in self.outline.first[kind.code])
        return sorted(first, key=self.order)[rows]

    @property
    def overdue(self) -> int:
        """How many should have been done before the moment."""
        return sum(count.overdue for count in self._counts)

    @cached_property
    def holders(self) -> Mapping[str, int]:
        """How many each holder has, by name."""
        return _summed((count.holder, count.gap) for count in self._counts if count.holder)

    @cached_property
    def by_kind(self) -> Mapping[str, int]:
        """How many there are of each kind that has any."""
        return _summed((count.kind, count.gap) for count in self._counts)

    @cached_property
    def overdue_by_kind(self) -> Mapping[str, int]:
        """How many of each kind should have been done before the moment."""
        return _summed((count.kind, count.overdue) for count in self._counts)

    def leading(self, most: int, *, but: Collection[str] = ()) -> Sequence[Gap]:
        """The first rows that are of none of some kinds."""
        if self.holding:
            return [gap for gap in self._all() if gap.kind not in but][:most]
        return self.of(kind.code for kind in self.kinds if kind.code not in but)[:most]

    def first_of(self, kind: str) -> Gap:
        """The first row of a kind that has any."""
        if self.holding:
            return next(gap for gap in self._all() if gap.kind == kind)
        return self.outline.first[kind][0]

    def held(self, holding: Holding) -> "GapList":
        """What some holders have of this list."""
        return replace(self, holding=holding)

    def of(self, kinds: Iterable[str]) -> "GapList":
        """What is of some kinds, by their codes."""
        wanted = set(kinds)
        return replace(self, kinds=tuple(kind for kind in self.kinds if kind.code in wanted))

    @cached_property
    def _total(self) -> int:
        return sum(count.gap for count in self._counts)

    @cached_property
    def _counts(self) -> Sequence[Count]:
        codes = {kind.code for kind in self.kinds}
        found = (count for count in self.outline.counts if count.kind in codes)
        return [count for count in found if not self.holding or self.holding.has(count)]

    def _all(self) -> Sequence[Gap]:
        """Every row, kept as what was cheap or dear to make; its moment is past, so it stays what it is."""
        codes = tuple(kind.code for kind in self.kinds)
        key = ("all gaps", self.areas, codes, self.holding and self.holding.name, self.order, self.at)
        return kept.answer(key, self._fetch, area=area_code.shared(self.areas))

    def _fetch(self) -> Sequence[Gap]:
        return sorted((gap for area in self.areas for gap in self._fetched(area)), key=self.order)

    def _fetched(self, area: str) -> Iterable[Gap]:
        """The rows of an area, from the narrowest place that holds them and the kinds that have any."""
        within = [count for count in self._counts if count.area.startswith(area)]
        if not within:
            return ()
        codes = {count.kind for count in within}
        place = area_code.shared([count.area for count in within]) if self.holding else area
        view = engine.at_moment(area=place, at=self.at)
        found = engine.gaps(view=view, kinds=[kind for kind in self.kinds if kind.code in codes])
        return (gap for gap in found if not self.holding or self.holding.has(gap))


def gap_list(
    *,
    areas: Iterable[str],
    at: datetime,
    order: Order,
    kinds: Sequence[DutyKind] = (),
    now: bool = False,
    user: int | None = None,
) -> GapList:
    """The gaps of areas at a moment, of some kinds or all; `now`: shortly before, after what `user` did."""
    chosen, places = tuple(kinds) or registry.kinds(), tuple(areas)
    outlines = [_outlined(area, at, chosen, now=now, user=user) for area in places]
    if len(outlines) == 1:
        ((known_at, outline),) = outlines
        return GapList(places, known_at, chosen, outline, order)
    return GapList(places, at, chosen, _together([outline for _, outline in outlines], order), order)


def _outlined(
    area: str, at: datetime, kinds: tuple[DutyKind, ...], *, now: bool, user: int | None
) -> tuple[datetime, Outline]:
    moment = at.replace(minute=0, second=0, microsecond=0) if now else at
    key = ("gaps", area, tuple(kind.code for kind in kinds), moment)
    return kept.answer(key, partial(_make, area, at, kinds), area=area, user=user, shape=SHAPE)


def _make(area: str, at: datetime, kinds: Sequence[DutyKind]) -> tuple[datetime, Outline]:
    return at, engine.outline(view=engine.at_moment(area=area, at=at), kinds=kinds, first=FIRST)


def _together(outlines: Sequence[Outline], order: Order) -> Outline:
    counts = [count for outline in outlines for count in outline.counts]
    codes = {code for outline in outlines for code in outline.first}
    first = {
        code: sorted((gap for outline in outlines for gap in outline.first[code]), key=order)[:FIRST]
        for code in codes
    }
    return Outline(counts, first)


def _summed(pairs: Iterable[tuple[str, int]]) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    for name, number in pairs:
        found[name] += number
    return found
