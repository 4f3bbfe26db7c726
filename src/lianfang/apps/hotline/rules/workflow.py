"""The workflow of a matter as one table: what may happen in which state, and where it leads."""

from collections.abc import Mapping
from typing import Final

from lianfang.apps.hotline.terms import EVENT_NAMES, STATE_NAMES, EventKind, MatterState
from lianfang.kernel.errors import InputRefused

_TAKEN: Final = {
    EventKind.HANDED_ON: MatterState.WAITING,
    EventKind.ANSWERED: MatterState.ANSWERED,
    EventKind.JOINED: MatterState.REVIEWED,
}
_OPEN: Final = _TAKEN | {EventKind.ACKNOWLEDGED: MatterState.TAKEN}
TRANSITIONS: Final[Mapping[MatterState, Mapping[EventKind, MatterState]]] = {
    MatterState.WAITING: _OPEN | {EventKind.LINKED: MatterState.WAITING},
    MatterState.TAKEN: _TAKEN | {EventKind.LINKED: MatterState.TAKEN},
    MatterState.RETURNED: _OPEN | {EventKind.LINKED: MatterState.RETURNED},
    MatterState.REVIEWED: {EventKind.LINKED: MatterState.REVIEWED},
    MatterState.ANSWERED: {
        EventKind.RATED: MatterState.ANSWERED,
        EventKind.CLOSED: MatterState.CLOSED,
        EventKind.LINKED: MatterState.ANSWERED,
    },
    MatterState.CLOSED: {EventKind.RATED: MatterState.CLOSED},
}
"""What may be done in each state; an answer that does not satisfy is worked at again."""


class NotNow(InputRefused):
    """The step does not follow from where the matter stands."""

    code = "hotline.not_now"
    sentence = "事项{number}现为“{state}”，不能{event}。"


class ReasonMissing(InputRefused):
    """Handing on, answering, closing: each says why."""

    code = "hotline.reason_missing"
    sentence = "{event}须写明内容或理由（至少四个字）。"


SHORTEST: Final = 4
"""Characters of an answer or a reason: less says nothing."""


def check_may(number: str, state: MatterState, event: EventKind) -> None:
    """Raise NotNow where the table has no such step."""
    if event not in TRANSITIONS[state]:
        raise NotNow(number=number, state=STATE_NAMES[state], event=EVENT_NAMES[event])


def said(event: EventKind, text: str) -> str:
    """What was written, trimmed; raises ReasonMissing for next to nothing."""
    if len(text.strip()) < SHORTEST:
        raise ReasonMissing(event=EVENT_NAMES[event])
    return text.strip()
