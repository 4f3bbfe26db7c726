"""Hours of care in a place: as it, or one above it, set them, or else by default."""

from datetime import datetime
from typing import Final

from lianfang.apps.facilities.queries.references import area_range
from lianfang.apps.facilities.rules import hours
from lianfang.apps.facilities.terms import CareHours, NeedKind
from lianfang.core import sql
from lianfang.core.access.terms import Actor
from lianfang.kernel.clock import ZONE

APP: Final = "facilities"


def care_hours(*, area: str, by: Actor, at: datetime) -> dict[NeedKind, CareHours]:
    """The hours of every kind that hold in an area at a moment; raises NotAllowed out of sight."""
    area_range(area, by=by)
    above = [area[:length] for length in range(len(area) + 1)]
    rows = sql.fetch(APP, "care_clocks", areas=above, on=at.astimezone(ZONE).date(), at=at)
    told = {NeedKind(row["kind"]): CareHours(**row | {"kind": NeedKind(row["kind"])}) for row in rows}
    return {kind: told.get(kind) or hours.default(kind) for kind in NeedKind}
