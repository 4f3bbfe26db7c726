"""Where an expected report stands, row by row: what `sql/states.sql` says of all at once."""

from dataclasses import dataclass
from datetime import datetime

from lianfang.apps.forms.terms import State


@dataclass(frozen=True)
class Seen:
    """What is known of an expected report; `first_at` is when the server received its first version."""

    opens_at: datetime
    due_at: datetime
    first_at: datetime | None = None
    zero: bool = False
    decision: str = ""


def state_of(seen: Seen, *, at: datetime) -> State:
    """Where it stands at a moment."""
    if seen.first_at is not None:
        return _handed_in(seen, seen.first_at)
    if at < seen.opens_at:
        return State.NOT_DUE
    return State.DUE if at <= seen.due_at else State.MISSING


def _handed_in(seen: Seen, first_at: datetime) -> State:
    if seen.decision:
        return State(seen.decision)
    if seen.zero:
        return State.ZERO
    return State.ON_TIME if first_at <= seen.due_at else State.LATE
