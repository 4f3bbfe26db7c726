"""The workflow of an order as one table: what may happen in which state, and where it leads."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from lianfang.apps.control.terms import EVENT_NAMES, STATE_NAMES, EventKind, MeasureState, MeasureView
from lianfang.kernel.clock import ZONE, slot_time
from lianfang.kernel.errors import InputRefused

_IN_FORCE: Final = {
    EventKind.LAPSED: MeasureState.LAPSED,
    EventKind.RELEASED: MeasureState.RELEASED,
    EventKind.REVOKED: MeasureState.REVOKED,
    EventKind.SUPERSEDED: MeasureState.SUPERSEDED,
}
_SAME: Final = (
    EventKind.VISITED,
    EventKind.EXTENDED,
    EventKind.SHORTENED,
    EventKind.SHIFTED,
    EventKind.APPEALED,
    EventKind.APPEAL_ANSWERED,
)
_HEARD: Final = (EventKind.APPEALED, EventKind.APPEAL_ANSWERED)

TRANSITIONS: Final[Mapping[MeasureState, Mapping[EventKind, MeasureState]]] = {
    MeasureState.ISSUED: {EventKind.SERVED: MeasureState.SERVED}
    | dict.fromkeys(_SAME, MeasureState.ISSUED)
    | _IN_FORCE,
    MeasureState.SERVED: dict.fromkeys(_SAME, MeasureState.SERVED) | _IN_FORCE,
    MeasureState.LAPSED: {EventKind.RELEASED: MeasureState.RELEASED}
    | dict.fromkeys(_HEARD, MeasureState.LAPSED),
    MeasureState.RELEASED: dict.fromkeys(_HEARD, MeasureState.RELEASED),
    MeasureState.REVOKED: dict.fromkeys(_HEARD, MeasureState.REVOKED),
    MeasureState.SUPERSEDED: dict.fromkeys(_HEARD, MeasureState.SUPERSEDED),
}
"""An appeal changes no state: it never suspends the measure (传染病防治法 2025, B)."""

IN_FORCE: Final = frozenset({MeasureState.ISSUED, MeasureState.SERVED})


class MeasureNotInForce(InputRefused):
    """The order has ended, or the step does not follow from where it stands."""

    code = "control.measure_not_in_force"
    sentence = "决定{measure}现为“{state}”，不能{event}。可以进行的是：{possible}。"


class PastItsEnd(InputRefused):
    """The order's period is over: it has no force that could be prolonged."""

    code = "control.past_its_end"
    sentence = "决定{measure}已于{ends_on}期满，不能{event}。仍需管理的，请重新作出决定。"


class NotLonger(InputRefused):
    """A new end that does not change the period in the direction named."""

    code = "control.end_not_moved"
    sentence = "新的截止日{day}与{event}不符：现截止日为{ends_on}，今天是{today}。请核对。"


class LongerThanRule(InputRefused):
    """A period longer than the rule that imposed it allows."""

    code = "control.longer_than_rule"
    sentence = "延长到{day}超过政策规定的{ruled}（层层加码）。确有必要的，请写明批准人和理由。"


def state_of(measure: MeasureView) -> MeasureState:
    """Where an order stands."""
    if measure.released_at:
        return MeasureState.RELEASED
    if measure.ended_at:
        return MeasureState(measure.end_ground)
    return MeasureState.SERVED if measure.served_at else MeasureState.ISSUED


def check_may(measure: MeasureView, event: EventKind) -> MeasureState:
    """The state that an event leads to; raises MeasureNotInForce where the table has no such step."""
    state = state_of(measure)
    following = TRANSITIONS[state].get(event)
    if following is None:
        possible = "、".join(EVENT_NAMES[kind] for kind in TRANSITIONS[state])
        raise MeasureNotInForce(
            measure=measure.id, state=STATE_NAMES[state], event=EVENT_NAMES[event], possible=possible
        )
    return following


def in_force(measure: MeasureView, *, at: datetime) -> bool:
    """Whether an order binds at a moment: neither ended nor past its end (periods are half-open)."""
    return state_of(measure) in IN_FORCE and at < slot_time(measure.ends_on, "00:00", ZONE)


def check_extension(measure: MeasureView, *, day: date, ruled: date, approved: bool, at: datetime) -> None:
    """Raise unless the end may move to a later day.

    Within the rule (`ruled`, what the table gives) nothing more is asked; beyond it an approval is.
    """
    check_may(measure, EventKind.EXTENDED)
    _check_before_end(measure, EventKind.EXTENDED, at=at)
    if day <= measure.ends_on:
        raise _not_moved(measure, EventKind.EXTENDED, day=day, at=at)
    if day > ruled and not approved:
        raise LongerThanRule(day=day, ruled=ruled)


def check_shortening(measure: MeasureView, *, day: date, at: datetime) -> None:
    """Raise unless the end may move to an earlier day that is still ahead."""
    check_may(measure, EventKind.SHORTENED)
    _check_before_end(measure, EventKind.SHORTENED, at=at)
    today = at.astimezone(ZONE).date()
    if not max(today, measure.starts_on) < day < measure.ends_on:
        raise _not_moved(measure, EventKind.SHORTENED, day=day, at=at)


def _check_before_end(measure: MeasureView, event: EventKind, *, at: datetime) -> None:
    if not in_force(measure, at=at):
        raise PastItsEnd(measure=measure.id, ends_on=measure.ends_on, event=EVENT_NAMES[event])


def _not_moved(measure: MeasureView, event: EventKind, *, day: date, at: datetime) -> NotLonger:
    today = at.astimezone(ZONE).date()
    return NotLonger(day=day, event=EVENT_NAMES[event], ends_on=measure.ends_on, today=today)


def diagram() -> str:
    """The workflow as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", "    [*] --> issued: 作出决定"]
    for state, steps in TRANSITIONS.items():
        for event, following in steps.items():
            lines.append(f"    {state} --> {following}: {EVENT_NAMES[event]}")
    return "\n".join(lines)


def page() -> str:
    """The reference page of the workflow: the diagram, and the same as a table."""
    rows = [
        f"| {STATE_NAMES[state]} (`{state}`) | {EVENT_NAMES[event]} (`{event}`) | {STATE_NAMES[following]} |"
        for state, steps in TRANSITIONS.items()
        for event, following in steps.items()
    ]
    return "\n".join(
        [
            "# States of an order\n",
            "Made by `docs/generate.py` from `control.rules.workflow.TRANSITIONS`.\n",
            f"```mermaid\n{diagram()}\n```\n",
            "| state | what happens | then |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )
