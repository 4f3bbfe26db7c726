"""Appeals against orders: who may not decide them, and what was decided."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from lianfang.apps.control.terms import MeasureView
from lianfang.core import sql
from lianfang.core.access.rows import acting_for
from lianfang.core.access.terms import Actor, Work

ISSUED: Final = Work(
    "control.took_part", "the issue of an order stands in the log of the county, which a town does not see"
)


@dataclass(frozen=True, slots=True)
class Decided:
    """The reasoned answer to an appeal; `upheld` ended the order."""

    text: str
    upheld: bool
    by: str
    decided_at: datetime


def took_part(view: MeasureView, *, by: Actor) -> bool:
    """Whether an actor issued an order or prolonged it."""
    with acting_for(ISSUED):
        (row,) = sql.fetch("control", "took_part", measure=view.id, actor=by.name, account=by.user)
    return bool(row["took_part"])


def decision(appeal: UUID, *, known_at: datetime) -> Decided | None:
    """What was decided on an appeal, as known at a moment; None while it waits."""
    rows = sql.fetch("control", "appeal_decision", appeal=appeal, known_at=known_at)
    return Decided(**rows[0]) if rows else None
