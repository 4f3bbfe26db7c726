"""The records that figures count, from the statements of reporting and from the duty engine."""

from collections.abc import Iterator, Mapping
from typing import Any

from lianfang.apps.reporting.queries.holders import key_of
from lianfang.apps.reporting.queries.ledger import records_by_part
from lianfang.apps.reporting.rules.rates import rate
from lianfang.apps.reporting.terms import DUTY_GAPS, DUTY_TALLY, QUOTIENT, Counted, Record, Source
from lianfang.core.duty import engine, registry
from lianfang.core.duty.engine import View
from lianfang.core.duty.terms import Gap


class Records:
    """Lists what figures count in one view; every statement and every kind of duty is asked once."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._statements: dict[str, dict[str, list[Record]]] = {}
        self._slots: dict[str, list[dict[str, Any]]] = {}
        self._gaps: list[Gap] | None = None

    def recount(self, source: Source, written: Mapping[str, Counted]) -> int | str:
        """Return the figure counted again: the number of its records, or the rate of two such numbers."""
        if source.query == QUOTIENT:
            done, due = (len(self.of(written[key].source)) for key in (source.of, source.by))
            return rate(done, due)
        return len(self.of(source))

    def of(self, source: Source) -> tuple[Record, ...]:
        """Return the records that a figure counts; a rate counts none of its own."""
        if source.query == QUOTIENT:
            return ()
        if source.query == DUTY_TALLY:
            return tuple(self._tallied(source))
        if source.query == DUTY_GAPS:
            return tuple(self._open(source))
        parts = self._statement(source.query)
        if source.part:
            return tuple(parts.get(source.part, ()))
        return tuple(record for part in sorted(parts) for record in parts[part])

    def _statement(self, query: str) -> dict[str, list[Record]]:
        if query not in self._statements:
            self._statements[query] = records_by_part(self._view, query)
        return self._statements[query]

    def _tallied(self, source: Source) -> Iterator[Record]:
        for kind in registry.kinds():
            if source.kind in {"", kind.code}:
                for slot in self._slots_of(kind.code):
                    if self._within(slot["area"], source) and _falls_in(slot, source.part, self._view):
                        yield Record("slot", f"{kind.code}:{slot['subject_id']}:{slot['ref']}")

    def _slots_of(self, kind: str) -> list[dict[str, Any]]:
        if kind not in self._slots:
            self._slots[kind] = engine.slots(view=self._view, kind=registry.kind(kind))
        return self._slots[kind]

    def _within(self, area: str, source: Source) -> bool:
        """Whether a slot lies in the source's area; the view's own area means what lies in none below it."""
        return area == source.area if source.area == self._view.area else area.startswith(source.area)

    def _open(self, source: Source) -> Iterator[Record]:
        """Yield the open duties: all, or those of one holder in one post and village."""
        if self._gaps is None:
            at = self._view.until_at
            moment = engine.at_moment(area=self._view.area, at=at, known_at=self._view.known_at)
            self._gaps = list(engine.gaps(view=moment))
        asked = (source.holder, source.post, source.area)
        for gap in self._gaps:
            if (not source.holder or key_of(gap) == asked) and source.kind in {"", gap.kind}:
                yield Record("slot", f"{gap.kind}:{gap.subject}:{gap.ref}")


def _falls_in(slot: Mapping[str, Any], column: str, view: View) -> bool:
    """Whether a slot of the account counts in one of its columns, judged one by one."""
    done, due = slot["done_at"], slot["due_at"]
    if done is None:
        return column in {"due", "gap"} or (column == "overdue" and due < view.until_at)
    return column in {"due", "done", "on_time" if done <= due else "late"}
