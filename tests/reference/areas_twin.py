"""Who answers for a post somewhere, in plain Python: one area at a time, step by step up the ladder."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Held:
    """One assignment as it was recorded."""

    post: str
    area: str
    holder: str
    begins_at: datetime
    begin_recorded_at: datetime
    ends_at: datetime | None
    end_recorded_at: datetime | None


def holds(one: Held, *, at: datetime, known_at: datetime) -> bool:
    """Whether the assignment was in force at a moment, as far as known at another."""
    if one.begin_recorded_at > known_at or one.begins_at > at:
        return False
    ends = one.ends_at if one.end_recorded_at and one.end_recorded_at <= known_at else None
    return ends is None or ends > at


def responsible(
    held: list[Held], *, area: str, ladder: list[str], at: datetime, known_at: datetime, above: bool = False
) -> tuple[str, str, str] | None:
    """Holder, post and area of the first step of the ladder that is held; the nearest area first."""
    nearest_first = [area[:length] for length in (18, 15, 12, 9, 6, 4, 2) if length <= len(area)]
    for post in ladder:
        for place in nearest_first:
            if above and place == area:
                continue
            found = [one for one in held if (one.post, one.area) == (post, place)]
            found = [one for one in found if holds(one, at=at, known_at=known_at)]
            if found:
                latest = max(found, key=lambda one: one.begins_at)
                return latest.holder, post, place
    return None
