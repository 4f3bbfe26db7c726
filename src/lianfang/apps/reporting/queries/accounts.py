"""The account of a day for a brief: every declared figure counted, the tables in their order.

1. Each statement behind the declared figures is asked once; a figure is the count of its part.
2. The duty engine gives the tallies by kind and by area below; totals are their sums.
3. The gap list of the cut-off, grouped by holder, gives the table of who must do what.
"""

from datetime import date, datetime

from lianfang.apps.reporting.queries import figures
from lianfang.apps.reporting.queries.holders import held, holders_of, longest_of
from lianfang.apps.reporting.queries.ledger import Counts
from lianfang.apps.reporting.queries.places import child_digits, place_of
from lianfang.apps.reporting.terms import (
    MEASURE_COLUMNS,
    MEASURE_ROWS,
    POST_COLUMNS,
    POST_ROWS,
    Account,
    Place,
)
from lianfang.core.duty import engine, registry
from lianfang.core.duty.terms import Tally


def account_of(*, area: str, on: date, as_known_at: datetime) -> Account:
    """Return the account of an area's day as known at a moment; raises PlaceUnknown."""
    place = place_of(area)
    view = engine.on_day(area=area, day=on, known_at=as_known_at)
    kinds = {kind.code: kind.name for kind in registry.kinds()}
    tallies = engine.tallies(view=view, digits=child_digits(area))
    gaps = list(engine.gaps(view=engine.at_moment(area=area, at=view.until_at, known_at=as_known_at)))
    holders = holders_of(gaps, kinds)
    counts = Counts(view)
    by_kind = {code: [tally for tally in tallies if tally.kind == code] for code in kinds}
    by_place = _by_place(place, tallies)
    found = [
        *figures.declared(counts, tallies, len(gaps)),
        *figures.coded("measure", MEASURE_COLUMNS, MEASURE_ROWS, counts),
        *figures.coded("post", POST_COLUMNS, POST_ROWS, counts),
        *figures.tallied("kind", by_kind, kinds),
        *figures.tallied("place", by_place, place.children),
        *held(holders, gaps),
    ]
    return Account(
        place=place,
        on=on,
        as_known_at=as_known_at,
        figures={figure.key: figure for figure in found},
        kinds=kinds,
        ranking=_ranking(by_place),
        posts={code: name for code, name in POST_ROWS.items() if counts.of("posts_by_code", code)},
        holders=holders,
        longest=longest_of(gaps, kinds),
    )


def _by_place(place: Place, tallies: list[Tally]) -> dict[str, list[Tally]]:
    """Return the tallies of each area below, and of the area itself for what belongs to none below."""
    found: dict[str, list[Tally]] = {code: [] for code in place.children}
    for tally in tallies:
        found.setdefault(tally.area, []).append(tally)
    return found


def _ranking(by_place: dict[str, list[Tally]]) -> tuple[str, ...]:
    """Return the areas by open duties, most first, then by code."""
    gap = {code: sum(tally.gap for tally in tallies) for code, tallies in by_place.items()}
    return tuple(sorted(gap, key=lambda code: (-gap[code], code)))
