"""Turns counts into figures: the declared ones, and those of the tables of codes, kinds and places."""

from collections.abc import Iterator, Mapping, Sequence

from lianfang.apps.reporting.queries.ledger import Counts
from lianfang.apps.reporting.terms import (
    COLUMNS,
    DUTY_GAPS,
    DUTY_TALLY,
    FIGURES,
    QUOTIENT,
    TALLY_COLUMNS,
    Counted,
    Source,
)
from lianfang.core.duty.terms import Tally
from lianfang.kernel.rates import rate


def number(key: str, value: int, counts: str, source: Source) -> Counted:
    """Return a whole number as a figure."""
    return Counted(key, value, str(value), counts, source)


def declared(counts: Counts, tallies: Sequence[Tally], gaps: int) -> Iterator[Counted]:
    """Yield the figures that sentences print."""
    for figure in FIGURES:
        source = figure.source
        if source.query == QUOTIENT:
            shown = rate(total(tallies, "done"), total(tallies, "due"))
            yield Counted(figure.key, shown, shown, figure.counts, source)
        elif source.query == DUTY_TALLY:
            yield number(figure.key, total(tallies, source.part), figure.counts, source)
        elif source.query == DUTY_GAPS:
            yield number(figure.key, gaps, figure.counts, source)
        else:
            yield number(figure.key, counts.of(source.query, source.part), figure.counts, source)


def coded(
    prefix: str, columns: Mapping[str, tuple[str, str]], rows: Mapping[str, str], counts: Counts
) -> Iterator[Counted]:
    """Yield the figures of a table whose rows are the parts of its columns' statements."""
    for code, name in rows.items():
        for column, (head, query) in columns.items():
            source = Source(query, part=str(code))
            yield number(f"{prefix}.{code}.{column}", counts.of(query, code), f"{name}：{head}", source)


def tallied(
    prefix: str, groups: Mapping[str, Sequence[Tally]], names: Mapping[str, str]
) -> Iterator[Counted]:
    """Yield due, done, on time, late, gap, overdue and rate of each group of tallies: kinds or places."""
    for code, tallies in groups.items():
        name = names.get(code, "本级")
        for column in TALLY_COLUMNS:
            source = Source(DUTY_TALLY, part=column, **{_SCOPE[prefix]: code})  # type: ignore[arg-type]
            counts = f"{name}：{COLUMNS.get(column, '超时')}"
            yield number(f"{prefix}.{code}.{column}", total(tallies, column), counts, source)
        shown = rate(total(tallies, "done"), total(tallies, "due"))
        quotient = Source(QUOTIENT, of=f"{prefix}.{code}.done", by=f"{prefix}.{code}.due")
        yield Counted(f"{prefix}.{code}.rate", shown, shown, f"{name}：已办占应办", quotient)


_SCOPE = {"kind": "kind", "place": "area"}


def total(tallies: Sequence[Tally], column: str) -> int:
    """Return the sum of a column of the account."""
    return sum(getattr(tally, column) for tally in tallies)
