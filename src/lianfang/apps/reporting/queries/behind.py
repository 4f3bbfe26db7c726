"""What stands behind a figure of duties: its slots, a page at a time, by the clock."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from heapq import merge

from lianfang.apps.reporting.queries.places import child_digits
from lianfang.apps.reporting.terms import Behind
from lianfang.core.duty import engine, registry
from lianfang.core.duty.terms import DutyKind


def count_behind(
    *, area: str, on: date, known_at: datetime, part: str, kinds: Sequence[DutyKind] | None, own: bool
) -> Mapping[str, int]:
    """Return how many slots a column of the account counts, by kind; kinds that count none are absent.

    `own` counts only what belongs to the area itself and to none below.
    """
    view = engine.on_day(area=area, day=on, known_at=known_at)
    tallies = engine.tallies(view=view, digits=child_digits(area), kinds=kinds)
    found: dict[str, int] = {}
    for tally in tallies:
        number = getattr(tally, part)
        if number and (tally.area == area or not own):
            found[tally.kind] = found.get(tally.kind, 0) + number
    return found


def behind(
    *,
    area: str,
    on: date,
    known_at: datetime,
    part: str,
    kinds: Sequence[str],
    own: bool,
    skipped: int,
    most: int,
) -> list[Behind]:
    """Return a page of the slots behind a column of the account of some kinds, the earliest due first."""
    view = engine.on_day(area=area, day=on, known_at=known_at)
    asked = [registry.kind(code) for code in kinds]
    rows = [_first(view, kind, part, own, skipped + most) for kind in asked]
    return list(merge(*rows, key=lambda each: (each.due_at, each.area, each.subject)))[
        skipped : skipped + most
    ]


def _first(view: engine.View, kind: DutyKind, part: str, own: bool, most: int) -> list[Behind]:
    found = engine.first_slots(view=view, kind=kind, part=part, own=own, most=most)
    return [
        Behind(kind.code, row["subject_id"], row["ref"], row["area"], row["due_at"], row["done_at"])
        for row in found
    ]
