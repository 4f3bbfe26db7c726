"""Where a case was: its stays as known at a moment."""

from datetime import datetime
from typing import Final

from lianfang.apps.cases.terms import CaseCard, StayCard
from lianfang.core import sql

APP: Final = "cases"


def stays(card: CaseCard, *, known_at: datetime) -> list[StayCard]:
    """The stays of a case in the order of time; of two that contradict each other both."""
    return [StayCard(**row) for row in sql.fetch(APP, "stays", case=card.uid, known_at=known_at)]
