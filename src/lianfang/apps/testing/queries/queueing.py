"""Queues at sampling points: for those who manage them, and for everybody."""

from datetime import datetime
from typing import Final

from lianfang.apps.testing.queries.setup import reaches
from lianfang.apps.testing.rules import queueing
from lianfang.apps.testing.terms import PointFigures, PointState
from lianfang.core import sql
from lianfang.core.access import rows
from lianfang.core.access.terms import Actor, Work

APP: Final = "testing"
TOLD: Final = Work("testing.queues", "anybody may know which sampling point is open, and how long one waits")


def point_states(*, by: Actor, at: datetime) -> list[PointState]:
    """Open sampling points of an actor's areas with their queues."""
    return queueing.states([one for one in _figures(at) if reaches(one.area, by)], at=at)


def public_points(*, area: str, at: datetime) -> list[PointState]:
    """The points of an area that are open now, as everybody may know them; the shortest wait first."""
    with rows.acting_for(TOLD):
        found = [one for one in _figures(at) if one.area.startswith(area)]
    states = [one for one in queueing.states(found, at=at) if one.is_open]
    return sorted(states, key=lambda one: (one.over, one.wait or 0, one.point.name))


def _figures(at: datetime) -> list[PointFigures]:
    return [PointFigures(**row) for row in sql.fetch(APP, "point_figures", at=at)]
