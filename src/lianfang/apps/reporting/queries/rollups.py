"""The roll-up: the day's account of every kind of duty, level by level."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

from pydantic import TypeAdapter

from lianfang.apps.reporting.queries.places import child_digits, place_of
from lianfang.apps.reporting.terms import Place, Rollup, RollupRow
from lianfang.core import kept
from lianfang.core.duty import engine, registry
from lianfang.core.duty.terms import DutyKind, Tally
from lianfang.kernel.clock import ZONE

SHAPE: Final = TypeAdapter(Rollup)


def rollup(*, area: str, on: date, as_known_at: datetime) -> Rollup:
    """Return due, done, on time, late and gap per area below and kind of duty, as known at a moment.

    Every area below and every kind has a row, zeros included; what belongs to the area itself and to none
    below stands under the area's own code, where there is any. Raises PlaceUnknown.
    """
    place = place_of(area)
    view = engine.on_day(area=area, day=on, known_at=as_known_at)
    tallies = engine.tallies(view=view, digits=child_digits(area))
    return Rollup(area, place.name, on, as_known_at, tuple(_rows(place, tallies)))


def rollup_now(*, area: str, at: datetime, user: int | None = None) -> Rollup:
    """Return the roll-up of the day of a moment, known then or shortly before; after what `user` did."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    on = at.astimezone(ZONE).date()
    make = partial(rollup, area=area, on=on, as_known_at=at)
    return kept.answer(("rollup", area, hour), make, area=area, user=user, shape=SHAPE)


def daily_rates(
    *, area: str, kind: DutyKind, on: date, known_at: datetime, days: int
) -> dict[date, dict[str, tuple[int, int]]]:
    """Return done and due of a kind by area below, for the days that end with one, as known at a moment."""
    asked = [on - timedelta(days=back) for back in reversed(range(days))]
    found = engine.series(area=area, kind=kind, days=asked, known_at=known_at, digits=child_digits(area))
    return {day: {tally.area: (tally.done, tally.due) for tally in tallies} for day, tallies in found.items()}


def _rows(place: Place, tallies: list[Tally]) -> Iterable[RollupRow]:
    found = {(tally.area, tally.kind): tally for tally in tallies}
    areas = sorted({*place.children, *(tally.area for tally in tallies)})
    for area in areas:
        for kind in registry.kinds():
            yield _row(place, kind, found.get((area, kind.code)) or Tally(area, kind.code, 0, 0, 0, 0, 0))


def _row(place: Place, kind: DutyKind, tally: Tally) -> RollupRow:
    name = place.name if tally.area == place.area else place.children.get(tally.area, tally.area)
    return RollupRow(
        area=tally.area,
        name=name,
        kind=kind.code,
        kind_name=kind.name,
        due=tally.due,
        done=tally.done,
        on_time=tally.on_time,
        late=tally.late,
        gap=tally.gap,
        overdue=tally.overdue,
    )
