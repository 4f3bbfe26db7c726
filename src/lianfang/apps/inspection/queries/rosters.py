"""Rosters: shifts with who is on them and whether they came; units that keep one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from lianfang.apps.inspection.models import Shift
from lianfang.apps.inspection.rules import shifts as rules
from lianfang.core import sql
from lianfang.core.access.terms import Actor, bound_to
from lianfang.kernel import area_code
from lianfang.kernel.errors import NotAllowed, NotFound

APP: Final = "inspection"
EVER: Final = timedelta(days=36500)
MOST_UNITS: Final = 200


@dataclass(frozen=True, slots=True)
class ShiftView:
    """A shift as known at a moment."""

    uid: UUID
    id: int
    area: str
    unit: UUID
    unit_name: str
    role: str
    planned: str
    officer: str
    begins_at: datetime
    ends_at: datetime
    came_at: datetime | None
    excused_at: datetime | None
    called: str | None
    called_at: datetime | None
    finding: UUID | None
    state: str


def shifts(
    *, area: str, by: Actor, at: datetime, since: datetime, until: datetime, uid: UUID | None = None
) -> list[ShiftView]:
    """Shifts of an area that an actor may see, in a period; a unit's clerk sees the unit's alone."""
    if area and not by.may_see(area):
        raise NotAllowed(actor=by.name, action=f"查看{area}的值班")
    lo, hi = area_code.prefix_range(area or by.scope)
    asked = {"own": bound_to(by), "uid": uid, "since": since, "until": until, "known_at": at}
    return [_view(row, at) for row in sql.fetch(APP, "shifts", lo=lo, hi=hi, **asked)]


def _view(row: dict[str, Any], at: datetime) -> ShiftView:
    state = rules.state_of(
        begins_at=row["begins_at"],
        ends_at=row["ends_at"],
        came=row["came_at"] is not None,
        excused=row["excused_at"] is not None,
        at=at,
    )
    return ShiftView(**row, state=state)


def shift(uid: str | UUID, *, by: Actor, at: datetime) -> ShiftView:
    """A shift; raises NotFound, also out of sight."""
    try:
        asked = UUID(str(uid))
    except ValueError as problem:
        raise NotFound(what="值班", value=uid) from problem
    found = shifts(area="", by=by, at=at, since=at - EVER, until=at + EVER, uid=asked)
    if not found or not by.may_see(found[0].area):
        raise NotFound(what="值班", value=uid)
    return found[0]


def units_of(units: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """Kind, name and area of units by uid."""
    rows = sql.fetch(APP, "units_of", units=list(units))
    return {row["uid"]: row for row in rows}


def units_within(*, by: Actor) -> list[tuple[str, str]]:
    """Units for which an actor may plan: uid and name."""
    lo, hi = area_code.prefix_range(by.scope)
    rows = sql.fetch(APP, "units_within", lo=lo, hi=hi, own=bound_to(by), most=MOST_UNITS)
    return [(str(row["uid"]), row["name"]) for row in rows]


def shift_names(uids: Iterable[str]) -> dict[str, str]:
    """Of which unit and whom shifts are, by their uids; those out of sight are absent."""
    rows = Shift.objects.filter(uid__in=list(uids)).values_list("uid", "unit_name", "officer")
    return {str(uid): f"{unit} {officer}" for uid, unit, officer in rows}
