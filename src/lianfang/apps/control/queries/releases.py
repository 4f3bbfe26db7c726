"""Who is to be let go: orders whose period is over, each with what its rule still asks for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lianfang.apps.control.queries.orders import view_of
from lianfang.apps.control.queries.today import gaps_of
from lianfang.apps.control.rules import monitoring, today, workflow
from lianfang.apps.control.rules.release import Course, missing_for_release
from lianfang.apps.control.terms import MeasureView, Sampled
from lianfang.core import sql
from lianfang.core.access.terms import Actor
from lianfang.core.duty.terms import Gap

APP: Final = "control"
DUE: Final = ("release_on_time",)


@dataclass(frozen=True, slots=True)
class Ending:
    """An order, the condition of release that its phase names, and what was observed under it."""

    view: MeasureView
    condition: str
    course: Course

    def missing(self, *, at: datetime) -> tuple[str, ...]:
        """What the rule still asks for, one phrase each."""
        return missing_for_release(self.view, condition=self.condition, course=self.course, at=at)


@dataclass(frozen=True, slots=True)
class Release:
    """Somebody to be let go: the order, by when and by whom, and what is still missing."""

    view: MeasureView
    due_at: datetime
    holder: str
    missing: tuple[str, ...]


def releases(*, by: Actor, at: datetime) -> list[Release]:
    """Whose period ended in an actor's areas and who was not let go; those who may go come first."""
    due = gaps_of(by=by, at=at, kinds=DUE)
    gaps = {_number(gap): gap for gap in due[: len(due)]}
    found = (_release(one, gaps[one.view.id], at) for one in endings(list(gaps)))
    return sorted(found, key=lambda one: (bool(one.missing), one.due_at, one.view.area, one.view.id))


def _number(gap: Gap) -> int:
    return int(today.facts_of(gap)["measure"])


def _release(ending: Ending, gap: Gap, at: datetime) -> Release:
    return Release(ending.view, gap.due_at, gap.holder or "", ending.missing(at=at))


def lock_endings(measures: Sequence[int], *, by: Actor) -> dict[int, Ending]:
    """The orders of these numbers that the actor may see, locked until the end of the transaction."""
    sql.fetch(APP, "lock_orders", measures=list(measures))
    return {one.view.id: one for one in endings(measures) if by.may_see(one.view.area)}


def endings(measures: Sequence[int]) -> list[Ending]:
    """Orders with what their release asks for: three statements, however many."""
    rows = sql.fetch(APP, "orders_ending", measures=list(measures)) if measures else []
    conditions = {row["id"]: row.pop("condition") for row in rows}
    views = [view_of(row) for row in rows]
    seen = courses(view for view in views if workflow.state_of(view) in workflow.IN_FORCE)
    return [Ending(view, conditions[view.id], seen.get(view.id, Course())) for view in views]


def courses(views: Iterable[MeasureView]) -> Mapping[int, Course]:
    """Results and alerts of the persons of orders since each order began."""
    measures = [view.id for view in views]
    if not measures:
        return {}
    results: dict[int, list[Sampled]] = {measure: [] for measure in measures}
    alerts: dict[int, list[datetime]] = {measure: [] for measure in measures}
    for row in sql.fetch(APP, "results_under_orders", measures=measures):
        results[row.pop("measure_id")].append(Sampled(**row))
    asked = {"measures": measures, "fever": monitoring.FEVER_CELSIUS}
    for row in sql.fetch(APP, "alerts_under_orders", **asked):
        alerts[row["measure_id"]].append(row["happened_at"])
    return {one: Course(tuple(results[one]), tuple(alerts[one])) for one in measures}


def course(view: MeasureView) -> Course:
    """Results and alerts of a person since the order began."""
    return courses([view])[view.id]
