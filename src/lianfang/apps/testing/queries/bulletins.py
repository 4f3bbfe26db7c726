"""The weekly bulletin: how far each group was tested."""

from datetime import date, datetime, timedelta
from typing import Final

from lianfang.apps.testing.terms import BulletinLine
from lianfang.core import sql
from lianfang.core.access.terms import Actor
from lianfang.kernel import area_code
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import NotAllowed

APP: Final = "testing"
WEEK: Final = timedelta(days=7)


def week_of(on: date) -> tuple[date, date]:
    """The week, from Monday to the next, that holds a day."""
    monday = on - timedelta(days=on.weekday())
    return monday, monday + WEEK


def bulletin(*, area: str, on: date, by: Actor, at: datetime) -> list[BulletinLine]:
    """Each programme's group in the week of a day, as far as it is known; a running week until today."""
    if area and not by.may_see(area):
        raise NotAllowed(actor=by.name, action=f"查看{area}的检测周报")
    lo, hi = area_code.prefix_range(area or by.scope)
    from_on, until_on = week_of(on)
    tomorrow = at.astimezone(ZONE).date() + timedelta(days=1)
    told = {"from_on": from_on, "until_on": min(until_on, max(tomorrow, from_on)), "at": at, "zone": ZONE.key}
    return [BulletinLine(**row) for row in sql.fetch(APP, "bulletin", lo=lo, hi=hi, **told)]
