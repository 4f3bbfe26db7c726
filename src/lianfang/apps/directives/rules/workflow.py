"""What may happen to a task in which state, and the clocks of those who take it up and look at it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from lianfang.apps.directives.terms import TASK_EVENT_NAMES, TASK_STATE_NAMES, TaskEventKind, TaskState
from lianfang.kernel.errors import InputRefused

RECEIVED_WITHIN: Final = timedelta(hours=12)
"""A task is received within half a day, or by its own limit if that is earlier. Local norm (C)."""
SIGNED_OFF_WITHIN: Final = timedelta(hours=48)
"""What was done is looked at, and signed off or sent back, within two days. Local norm (C)."""
DONE_WITHIN: Final = timedelta(days=7)
"""Where an item tells no limit and the issuer sets none: a week. Local norm (C)."""
AT_ONCE: Final = timedelta(hours=2)
"""第一时间、立即、马上: two hours, as for a case report. Local norm (C)."""

Kind = TaskEventKind
State = TaskState
ALLOWED: Final[Mapping[State, frozenset[Kind]]] = {
    State.ISSUED: frozenset({Kind.RECEIVED, Kind.PROGRESS, Kind.DONE, Kind.WITHDRAWN}),
    State.RECEIVED: frozenset({Kind.PROGRESS, Kind.DONE, Kind.WITHDRAWN}),
    State.DONE: frozenset({Kind.SENT_BACK, Kind.SIGNED_OFF, Kind.WITHDRAWN}),
    State.SENT_BACK: frozenset({Kind.PROGRESS, Kind.DONE, Kind.WITHDRAWN}),
    State.SIGNED_OFF: frozenset(),
    State.WITHDRAWN: frozenset(),
}
IN_RHYTHM: Final = frozenset({Kind.SENT_BACK, Kind.SIGNED_OFF})
"""What the issuer may also do with a task that comes back, while it is open."""
ENDING: Final = frozenset({Kind.SIGNED_OFF, Kind.WITHDRAWN})
TOLD: Final = frozenset({Kind.PROGRESS, Kind.DONE, Kind.SENT_BACK, Kind.WITHDRAWN})
"""What needs words: what was done, why it is sent back or withdrawn."""


class NotNow(InputRefused):
    """An event that the state of a task does not allow."""

    code = "directives.not_now"
    sentence = "任务现为“{state}”，不能{event}。请刷新页面后重试。"


class WordsMissing(InputRefused):
    """Progress, completion, sending back and withdrawal say something."""

    code = "directives.words_missing"
    sentence = "请写明{event}的情况或理由。"


class LimitPast(InputRefused):
    """A new limit that is over already."""

    code = "directives.limit_past"
    sentence = "新的时限{due}已过。请改为以后的时间。"


def allowed(state: State, *, recurs: bool) -> frozenset[Kind]:
    """What may happen to a task in a state."""
    return ALLOWED[state] | (IN_RHYTHM if recurs and ALLOWED[state] else frozenset())


def check(event: Kind, *, state: State, recurs: bool, note: str) -> None:
    """Raise NotNow or WordsMissing for what may not happen, or not without words."""
    if event not in allowed(state, recurs=recurs):
        raise NotNow(state=TASK_STATE_NAMES[state], event=TASK_EVENT_NAMES[event])
    if event in TOLD and not note.strip():
        raise WordsMissing(event=TASK_EVENT_NAMES[event])


def check_limit(due_at: datetime | None, *, at: datetime) -> None:
    """Raise LimitPast for a limit before now."""
    if due_at is not None and due_at <= at:
        raise LimitPast(due=due_at.isoformat(sep=" ", timespec="minutes"))


def state_after(events: Iterable[Kind], *, recurs: bool) -> State:
    """The state in which events leave a task, in their order; progress changes nothing."""
    state = State.ISSUED
    for event in events:
        if event is Kind.DONE and recurs:
            state = State.RECEIVED
        elif event is not Kind.PROGRESS:
            state = State(event.value)
    return state
