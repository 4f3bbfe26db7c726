"""Positive results beside cases: one of them, and whether the one under a case was taken back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from lianfang.apps.cases.terms import CaseCard, PositiveResult
from lianfang.core import sql
from lianfang.core.access.terms import Actor
from lianfang.kernel import area_code
from lianfang.kernel.errors import NotFound

APP: Final = "cases"


def positive(result: UUID, *, by: Actor) -> PositiveResult:
    """A positive result within an actor's sight; raises NotFound."""
    lo, hi = area_code.prefix_range(by.scope)
    row = sql.fetch_one(APP, "positive_of", uid=result, lo=lo, hi=hi)
    if row is None:
        raise NotFound(what="阳性结果", value=result)
    return PositiveResult(**row)


def diseases_of_positives(results: Iterable[UUID], *, by: Actor) -> dict[UUID, str]:
    """For which disease each of some positive results is."""
    lo, hi = area_code.prefix_range(by.scope)
    rows = sql.fetch(APP, "diseases_of_results", results=list(results), lo=lo, hi=hi)
    return {row["uid"]: row["disease"] for row in rows}


def corrected_positive(card: CaseCard, *, known_at: datetime) -> datetime | None:
    """When the last positive result of a case was taken back; None while one stands, or there was none."""
    row = sql.fetch_one(APP, "corrected_positive", case=card.uid, known_at=known_at)
    return row["corrected_at"] if row else None
