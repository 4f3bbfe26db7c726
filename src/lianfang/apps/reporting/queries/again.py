"""Figures of any document counted again: the value, the records, their digest, at any moment of knowledge."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256

from lianfang.apps.reporting.queries.accounts import account_of
from lianfang.apps.reporting.queries.ledger import Counts
from lianfang.apps.reporting.queries.records import Records
from lianfang.apps.reporting.terms import (
    BEFORE,
    CHANGE,
    DIFFERENCE,
    FIGURES,
    QUOTIENT,
    Account,
    Counted,
    Record,
    Source,
)
from lianfang.core.duty import engine


class Again:
    """Counts the figures of an area's day again as known at a moment; each view is asked once."""

    def __init__(self, area: str, on: date, known_at: datetime) -> None:
        self._area, self._on, self._known_at = area, on, known_at
        self._records: dict[int, Records] = {}

    def recount(self, source: Source, written: Mapping[str, Counted]) -> int | str:
        """Return the figure counted again; `written` are the figures of which a rate or a change is made."""
        if source.query == DIFFERENCE:
            later, earlier = (self.recount(written[key].source, written) for key in (source.of, source.by))
            return int(later) - int(earlier)
        return self._at(source.back).recount(source, written)

    def records(self, source: Source) -> tuple[Record, ...]:
        """Return the records that a figure counts; a rate and a change count none of their own."""
        return () if source.query in {QUOTIENT, DIFFERENCE} else self._at(source.back).of(source)

    def digest(self, source: Source) -> tuple[int, str]:
        """Return how many records a figure counts, and their digest, whatever their order."""
        lines = sorted(f"{record.kind} {record.id}" for record in self.records(source))
        return len(lines), sha256("\n".join(lines).encode()).hexdigest()

    def _at(self, back: int) -> Records:
        if back not in self._records:
            view = view_of(self._area, self._on, self._known_at, back)
            self._records[back] = Records(view)
        return self._records[back]


def view_of(area: str, on: date, known_at: datetime, back: int = 0) -> engine.View:
    """Return the view of a day as known at a moment, or of a day some days earlier at the same hour."""
    days = timedelta(days=back)
    return engine.on_day(area=area, day=on - days, known_at=known_at - days)


def compared(account: Account) -> dict[str, Counted]:
    """Return the figures of an account, with those of the same hour a day earlier and how they changed."""
    day = timedelta(days=1)
    place = account.place.area
    earlier = account_of(area=place, on=account.on - day, as_known_at=account.as_known_at - day)
    found = dict(account.figures)
    for declared in FIGURES:
        now, then = account.figures[declared.key], earlier.figures[declared.key]
        if declared.source.query == QUOTIENT:
            continue
        for figure in (_earlier(then), _changed(now, then)):
            found[figure.key] = figure
    return found


def _earlier(then: Counted) -> Counted:
    source = Source(then.source.query, **(then.source.parameters() | {"back": 1}))  # type: ignore[arg-type]
    return Counted(f"{BEFORE}.{then.key}", then.value, then.text, f"昨日同时：{then.counts}", source)


def _changed(now: Counted, then: Counted) -> Counted:
    change = int(now.value) - int(then.value)
    source = Source(DIFFERENCE, of=now.key, by=f"{BEFORE}.{now.key}")
    return Counted(f"{CHANGE}.{now.key}", change, str(abs(change)), f"比昨日同时：{now.counts}", source)


def days_before(account: Account, keys: Sequence[str], *, days: int) -> dict[str, tuple[int, ...]]:
    """Return what figures of statements were on each of the days before, the latest first."""
    area, on, known_at = account.place.area, account.on, account.as_known_at
    sources = {figure.key: figure.source for figure in FIGURES if figure.key in keys}
    views = [Counts(view_of(area, on, known_at, back)) for back in range(1, days + 1)]
    return {
        key: tuple(counts.of(source.query, source.part) for counts in views)
        for key, source in sources.items()
    }
