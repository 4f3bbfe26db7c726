"""What becomes of a matter, told plainly: its state, its slots, event by event, as known at a moment."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Event:
    """One event of a matter, in the order it was recorded."""

    number: int
    kind: str
    happened_at: datetime
    recorded_at: datetime
    post: str = ""
    held_in: str = ""
    satisfaction: str = ""


@dataclass(frozen=True)
class Slot:
    """A slot of a matter: from when, until when, done when, held where by which post."""

    ref: str
    area: str
    post: str
    opens_at: datetime
    due_at: datetime
    done_at: datetime | None


def known(events: Iterable[Event], at: datetime) -> list[Event]:
    """The events that were recorded by a moment."""
    return [event for event in events if event.recorded_at <= at]


def state(events: Iterable[Event], at: datetime) -> str:
    """Where a matter stood, as known at a moment."""
    now = "waiting"
    for event in known(events, at):
        if event.kind in {"assigned", "handed_on"}:
            now = "waiting"
        elif event.kind == "acknowledged":
            now = "taken"
        elif event.kind == "answered":
            now = "answered"
        elif event.kind == "closed":
            now = "closed"
        elif event.kind == "rated" and event.satisfaction == "unsatisfied":
            now = "returned"
    return now


def answering(received_at: datetime, events: list[Event], within: timedelta, at: datetime) -> Iterator[Slot]:
    """From the receipt, and from each rating that is not satisfied, until the next answer."""
    seen = known(events, at)
    holder = [event for event in seen if event.kind in {"assigned", "handed_on"}][-1]
    openings = [(0, received_at)]
    openings += [(one.number, one.happened_at) for one in seen if one.satisfaction == "unsatisfied"]
    for number, opens in openings:
        answers = [one.happened_at for one in seen if one.kind == "answered" and one.number > number]
        done = answers[0] if answers else None
        yield Slot(f"answer:{number}", holder.held_in, holder.post, opens, opens + within, done)


def taking(events: list[Event], within: timedelta, at: datetime) -> Iterator[Slot]:
    """From each time that it was given to a post, until it is taken up, handed on or answered."""
    seen = known(events, at)
    ends = {"acknowledged", "handed_on", "answered"}
    for given in seen:
        if given.kind not in {"assigned", "handed_on"}:
            continue
        after = [one.happened_at for one in seen if one.kind in ends and one.number > given.number]
        opens, done = given.happened_at, after[0] if after else None
        yield Slot(f"taken:{given.number}", given.held_in, given.post, opens, opens + within, done)
