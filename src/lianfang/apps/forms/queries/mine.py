"""What is expected of the one who looks: of the areas and units for which the hat signs."""

from datetime import datetime, timedelta
from typing import Final

from lianfang.apps.areas.terms import UnitKind
from lianfang.apps.forms.queries.expected import as_unit, expected, units
from lianfang.apps.forms.terms import Expected, State
from lianfang.core.access.permissions import Permission
from lianfang.core.access.roles import RoleCode
from lianfang.core.access.terms import Actor, bound_to
from lianfang.kernel.clock import ZONE

DAY: Final = timedelta(days=1)
SIGNED_BY: Final = {
    RoleCode.VILLAGE_SECRETARY: UnitKind.VILLAGE_COMMITTEE,
    RoleCode.TOWN_CLERK: UnitKind.TOWN_OFFICE,
    RoleCode.HEALTH_CENTRE: UnitKind.HEALTH_CENTRE,
    RoleCode.INVESTIGATOR: UnitKind.POLICE_STATION,
}
"""Kinds of units for which a role of an area signs; other units have clerks of their own."""
OPEN: Final = frozenset({State.DUE, State.MISSING, State.RETURNED, State.NOT_DUE})


def mine(*, by: Actor, at: datetime) -> list[Expected]:
    """Today's expected reports of one's own, and what yesterday left open; by the clock."""
    today = at.astimezone(ZONE).date()
    found = [
        one
        for scope in by.scopes
        for one in expected(area=scope, from_day=today - DAY, until_day=today, by=by, at=at)
        if one.period_on == today or one.state in {State.MISSING, State.RETURNED}
    ]
    kinds = {unit["uid"]: unit["kind"] for unit in units({one.unit for one in found if one.unit})}
    own = [one for one in found if signs(by, one, kinds.get(one.unit, ""))]
    return sorted(own, key=lambda one: (one.state not in OPEN, one.due_at, one.form))


def signs_for(reporter: str, *, by: Actor) -> bool:
    """Whether the reports of a reporter are one's own to sign."""
    unit = as_unit(reporter)
    if unit is None or not by.may(Permission.SUBMIT_REPORT):
        return reporter in by.scopes and by.may(Permission.SUBMIT_REPORT)
    own, found = bound_to(by), units([unit])
    return unit == own if own else bool(found) and SIGNED_BY.get(by.role) == found[0]["kind"]  # type: ignore[call-overload]


def signs(by: Actor, one: Expected, unit_kind: str) -> bool:
    """Whether an expected report is one's own to sign."""
    if one.unit is None:
        return one.reporter in by.scopes
    own = bound_to(by)
    return one.unit == own if own else SIGNED_BY.get(by.role) == unit_kind  # type: ignore[call-overload]
