"""Persons whom results and traces tell of before they are cases or contacts."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class PositiveResult:
    """A positive result of somebody sampled alone, by their number; `corrected` was taken back since."""

    person: int
    area: str
    sampled_on: date
    corrected: bool


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody who was with a case and is in no register: a masked number, where, until when to be found.

    `settled_at` is when they were found, or when it was said why not (`reason`).
    """

    visitor: int
    number: str
    name: str
    places: tuple[str, ...]
    first_at: datetime
    last_at: datetime
    due_at: datetime
    settled_at: datetime | None
    reason: str
