"""Counts for the public: taken from the statements of reporting, protected, and only then kept."""

from datetime import datetime

from lianfang.apps.bulletin.rules.disclosure import is_small, protected
from lianfang.apps.bulletin.terms import (
    BY_PLACE,
    PUBLIC_FIGURES,
    Frozen,
    FrozenFigure,
    FrozenTable,
)
from lianfang.apps.reporting import queries as reporting
from lianfang.apps.reporting.terms import Source
from lianfang.kernel.clock import ZONE

ELSEWHERE = "其他"


def freeze(*, area: str, at: datetime) -> Frozen:
    """Every figure that the public may read of an area, as known at a moment; small ones are left out."""
    counts = {key: _count(area, figure.query, at) for key, figure in PUBLIC_FIGURES.items()}
    table = _table(area, counts[BY_PLACE], at)
    told = {key: None if is_small(count) else count for key, count in counts.items()}
    told[BY_PLACE] = table.total
    figures = tuple(
        FrozenFigure(figure.name, figure.definition, told[key]) for key, figure in PUBLIC_FIGURES.items()
    )
    return Frozen(figures, table, at)


def _table(area: str, whole: int, at: datetime) -> FrozenTable:
    """The figure by place; the whole is told only where the table's own total is."""
    figure = PUBLIC_FIGURES[BY_PLACE]
    places = reporting.place_of(area).children
    counts = {code: _count(code, figure.query, at) for code in places}
    rest = whole - sum(counts.values())
    kept = protected(counts | ({ELSEWHERE: rest} if rest > 0 else {}))
    rows = tuple((places.get(code, ELSEWHERE), count) for code, count in kept.cells.items())
    return FrozenTable(figure.name, rows, kept.total)


def _count(area: str, query: str, at: datetime) -> int:
    on = at.astimezone(ZONE).date()
    return len(reporting.records_of(area, on=on, known_at=at, source=Source(query)))
