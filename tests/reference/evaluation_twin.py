"""How units reported, told by replaying what happened and counting unit by unit: slow and plain."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from tests.reference.forms_twin import Due
from tests.reference.rollup_twin import Decided, Told

Counts = tuple[int, int, int, int]
"""Expected, received, on time, returned."""


def evaluation(events: Sequence[Told | Decided], due: Iterable[Due], known_at: datetime) -> dict[str, Counts]:
    """What was counted of each reporter of what was due by then, as known then; what came here goes first."""
    found: dict[str, Counts] = {}
    for one in due:
        if one.due_at >= known_at:
            continue
        key = one.area, one.reporter, one.period_on, one.slot
        own = [event for event in events if event.key == key and event.recorded_at <= known_at]
        reports = [event for event in own if isinstance(event, Told)]
        told = [event for event in reports if not event.handed] or reports
        told.sort(key=lambda event: event.recorded_at)
        returned = any(isinstance(event, Decided) and event.kind == "returned" for event in own)
        first = (told[0].happened_at if told[0].handed else told[0].recorded_at) if told else None
        on_time = first is not None and first <= one.due_at
        before = found.get(one.reporter, (0, 0, 0, 0))
        found[one.reporter] = (
            before[0] + 1,
            before[1] + bool(told),
            before[2] + on_time,
            before[3] + returned,
        )
    return found
