"""Findings as known at a moment, event by event in plain Python: slow, and obviously right."""

from dataclasses import dataclass
from datetime import datetime

from lianfang.apps.inspection.models import Finding, FindingEvent
from lianfang.apps.inspection.rules.workflow import STATE_AFTER
from lianfang.apps.inspection.terms import FindingEventKind


@dataclass(frozen=True)
class Known:
    """What is known of a finding."""

    state: str
    mode: str
    due_at: datetime
    rounds: int
    times: int
    rectified_at: datetime | None
    closed_at: datetime | None


def known(finding: Finding, *, at: datetime) -> Known | None:
    """Walk through the events that were recorded by a moment; None for a finding that was not."""
    if finding.recorded_at > at:
        return None
    state, mode, due_at, rounds = "open", finding.mode, finding.due_at, 1
    rectified_at = closed_at = None
    for event in FindingEvent.objects.filter(finding=finding).order_by("id"):
        if event.recorded_at > at:
            continue
        kind = FindingEventKind(event.kind)
        state = STATE_AFTER.get(kind, state)
        mode = event.mode or mode
        due_at = event.due_at or due_at
        rounds += kind is FindingEventKind.FAILED
        rectified_at = event.happened_at if kind is FindingEventKind.RECTIFIED else rectified_at
        closed_at = event.happened_at if kind is FindingEventKind.PASSED else closed_at
    closed_at = closed_at if state == "closed" else None
    return Known(str(state), mode, due_at, rounds, _times(finding, at), rectified_at, closed_at)


def _times(finding: Finding, at: datetime) -> int:
    """Which time this is, of the same item in the same place."""
    if finding.item == "other":
        return 1
    return sum(
        (other.happened_at, other.pk) <= (finding.happened_at, finding.pk)
        for other in Finding.objects.filter(kind=finding.kind, target=finding.target, item=finding.item)
        if other.recorded_at <= at
    )
