"""The records that figures count, from the statements of reporting and from the duty engine.

Each statement and each kind of duty is asked once and its records are sorted into buckets; a figure is the
buckets that it counts, laid end to end.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from itertools import chain

from lianfang.apps.reporting.queries.holders import Key, key_of
from lianfang.apps.reporting.queries.ledger import records_by_part
from lianfang.apps.reporting.queries.places import child_digits
from lianfang.apps.reporting.terms import DUTY_GAPS, DUTY_TALLY, QUOTIENT, Counted, Record, Source
from lianfang.core.duty import engine, registry
from lianfang.core.duty.engine import View
from lianfang.core.duty.terms import DutyKind
from lianfang.kernel.rates import rate

Buckets = dict[tuple[str, str], list[Record]]


class Records:
    """Lists what figures count in one view."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._statements: dict[str, dict[str, list[Record]]] = {}
        self._accounts: dict[str, Buckets] = {}

    def recount(self, source: Source, written: Mapping[str, Counted]) -> int | str:
        """Return the figure counted again: the number of its records, or the rate of two such numbers."""
        if source.query == QUOTIENT:
            done, due = (self.recount(written[key].source, written) for key in (source.of, source.by))
            return rate(int(done), int(due))
        return sum(map(len, self._buckets_of(source)))

    def of(self, source: Source) -> tuple[Record, ...]:
        """Return the records that a figure counts; a rate counts none of its own."""
        return tuple(chain.from_iterable(self._buckets_of(source)))

    def _buckets_of(self, source: Source) -> Iterator[Sequence[Record]]:
        if source.query == DUTY_TALLY:
            yield from self._tallied(source)
        elif source.query == DUTY_GAPS:
            yield from self._open(source)
        elif source.query != QUOTIENT:
            parts = self._statement(source.query)
            yield from (parts[part] for part in sorted(parts) if source.part in {"", part})

    def _statement(self, query: str) -> dict[str, list[Record]]:
        if query not in self._statements:
            self._statements[query] = records_by_part(self._view, query)
        return self._statements[query]

    def _tallied(self, source: Source) -> Iterator[Sequence[Record]]:
        """Yield the slots that count in a column, of one kind or all, of one area below or all."""
        for kind in registry.kinds():
            if source.kind in {"", kind.code}:
                for (area, column), found in self._account(kind).items():
                    if column == source.part and source.area in {"", area}:
                        yield found

    def _account(self, kind: DutyKind) -> Buckets:
        """Return the slots of a kind by area below and column, asked once."""
        if kind.code not in self._accounts:
            self._accounts[kind.code] = self._judged(kind)
        return self._accounts[kind.code]

    def _judged(self, kind: DutyKind) -> Buckets:
        digits, found = child_digits(self._view.area), Buckets()
        for slot in engine.slots(view=self._view, kind=kind):
            record = Record("slot", f"{kind.code}:{slot['subject_id']}:{slot['ref']}")
            for column in _columns(slot["done_at"], slot["due_at"], self._view.until_at):
                found.setdefault((slot["area"][:digits], column), []).append(record)
        return found

    def _open(self, source: Source) -> Iterator[Sequence[Record]]:
        """Yield the open duties: all, or those of one holder, of one kind or all."""
        asked = (source.holder, source.post, source.area)
        for (holder, kind), found in self._gaps.items():
            if (not source.holder or holder == asked) and source.kind in {"", kind}:
                yield found

    @cached_property
    def _gaps(self) -> dict[tuple[Key, str], list[Record]]:
        at, found = self._view.until_at, dict[tuple[Key, str], list[Record]]()
        moment = engine.at_moment(area=self._view.area, at=at, known_at=self._view.known_at)
        for gap in engine.gaps(view=moment):
            record = Record("slot", f"{gap.kind}:{gap.subject}:{gap.ref}")
            found.setdefault((key_of(gap), gap.kind), []).append(record)
        return found


def _columns(done: datetime | None, due: datetime, until: datetime) -> tuple[str, ...]:
    """Return the columns of the account in which a slot counts."""
    if done is None:
        return ("due", "gap", "overdue") if due < until else ("due", "gap")
    return "due", "done", "on_time" if done <= due else "late"
