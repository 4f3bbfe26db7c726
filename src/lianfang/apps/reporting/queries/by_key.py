"""Figures of the ledger by their keys: for whoever must not type a number that the ledger holds."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from lianfang.apps.reporting.queries.briefs import persons_of
from lianfang.apps.reporting.queries.records import Records
from lianfang.apps.reporting.terms import (
    COLUMNS,
    DUTY_GAPS,
    DUTY_TALLY,
    FIGURES,
    MEASURE_COLUMNS,
    MEASURE_ROWS,
    QUOTIENT,
    TALLY_COLUMNS,
    LedgerFigure,
    Source,
)
from lianfang.core.duty import engine, registry
from lianfang.kernel.errors import NotFound

COMPUTED: Final = frozenset({DUTY_TALLY, DUTY_GAPS, QUOTIENT})


@lru_cache(maxsize=1)
def figure_sources() -> Mapping[str, tuple[Source, str]]:
    """Every figure that counts records of its own, by key: its source and what it counts."""
    declared = {one.key: (one.source, one.counts) for one in FIGURES if one.source.query not in COMPUTED}
    measures = {
        f"measure.{code}.{column}": (Source(query, part=str(code)), f"{name}：{head}")
        for code, name in MEASURE_ROWS.items()
        for column, (head, query) in MEASURE_COLUMNS.items()
    }
    duties = {
        f"kind.{kind.code}.{column}": (
            Source(DUTY_TALLY, part=column, kind=kind.code),
            f"{kind.name}：{COLUMNS.get(column, '超时')}",
        )
        for kind in registry.kinds()
        for column in TALLY_COLUMNS
    }
    return declared | measures | duties


def figures_by_key(
    keys: Iterable[str], *, area: str, on: date, known_at: datetime
) -> dict[str, LedgerFigure]:
    """What the ledger of an area holds of some figures on a day, as known at a moment; raises NotFound."""
    records = Records(engine.on_day(area=area, day=on, known_at=known_at))
    found: dict[str, LedgerFigure] = {}
    for key in dict.fromkeys(keys):
        if key not in figure_sources():
            raise NotFound(what="台账指标", value=key)
        source, counts = figure_sources()[key]
        counted = records.of(source)
        of_persons = not source.kind or registry.kind(source.kind).subject == "person"
        persons = persons_of(area, counted) if of_persons else {}
        found[key] = LedgerFigure(key, len(counted), counts, source, tuple(sorted(set(persons.values()))))
    return found
