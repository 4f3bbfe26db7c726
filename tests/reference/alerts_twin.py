"""The slow twin of telling: slot by slot, step by step, in plain Python.

It knows who was told of what so far and who acknowledged when; of each open slot it asks, step after step of
the ladder, whether the step's time has come, whether it is of use, whether the level below has it in hand.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from lianfang.apps.alerts.terms import Step
from lianfang.core.duty.terms import Gap

Key = tuple[datetime, str, str, str, int]
"""Due time, kind, subject, ref, level: a slot told at a level."""


@dataclass
class Memory:
    """Who was told what, and when they acknowledged it."""

    told: dict[Key, str] = field(default_factory=dict)
    acknowledged: dict[Key, datetime] = field(default_factory=dict)


def newly_told(
    gaps: Iterable[Gap],
    memory: Memory,
    *,
    at: datetime,
    ladder: Callable[[str], tuple[Step, ...]],
    holder: Callable[[str, str], str | None],
    post: Callable[[str], str],
) -> dict[Key, str]:
    """Who is to be told of what at a moment; the memory is left as it was."""
    found: dict[Key, str] = {}
    for gap in gaps:
        for step in ladder(gap.kind):
            key = (gap.due_at, gap.kind, gap.subject, gap.ref, step.level)
            if key in memory.told or not _come(step, gap, at) or _in_hand(step, key, memory, at):
                continue
            who = holder(gap.area, step.post or post(gap.kind))
            if who:
                found[key] = who
    return found


def _come(step: Step, gap: Gap, at: datetime) -> bool:
    if step.nature == "opened":
        return gap.opens_at <= at < gap.due_at
    if step.nature == "reminder":
        return gap.due_at + step.after <= at < gap.due_at
    return gap.due_at + step.after <= at


def _in_hand(step: Step, key: Key, memory: Memory, at: datetime) -> bool:
    if step.nature != "escalated":
        return False
    below = [(*key[:4], level) for level in range(step.level)]
    return any(memory.acknowledged[one] + step.hold > at for one in below if one in memory.acknowledged)
