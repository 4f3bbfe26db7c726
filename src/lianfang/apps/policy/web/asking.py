"""What the forms of policy share: days as typed, changes of a table as shown."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext

from lianfang.apps.policy import queries
from lianfang.apps.policy.queries import Change
from lianfang.apps.policy.rules import table_view
from lianfang.apps.policy.rules.comparison import Comparison
from lianfang.apps.policy.terms import Pack
from lianfang.core.pages import PageRequest
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused


class DayRefused(InputRefused):
    """What stands in the field of a day is none."""

    code = "policy.day_refused"
    sentence = "{label}“{value}”不是日期，请按2022-07-01的格式填写。"


@dataclass(frozen=True)
class Shown:
    """A change as a page shows it: against which table, every differing cell, what is above all marked."""

    current: str
    same: int
    counts: dict[str, int]
    differences: list[table_view.Difference]
    upper: str
    above: list[table_view.Difference]


def shown(change: Change, pack: Pack) -> Shown:
    """A change in words."""
    above = Comparison(change.stricter, 0)
    return Shown(
        current=_titled(change.current),
        same=change.found.same,
        counts=counts(change.found),
        differences=table_view.differences(change.found, pack),
        upper=_titled(change.upper),
        above=table_view.differences(above, pack),
    )


def counts(found: Comparison) -> dict[str, int]:
    """How many cells differ in which direction."""
    return {"stricter": len(found.stricter), "laxer": len(found.laxer), "changed": len(found.changed)}


def _titled(pack_id: int | None) -> str:
    return "" if pack_id is None else queries.read_pack(pack_id).title


def today(request: PageRequest) -> date:
    """The day of the request."""
    return request.moment.astimezone(ZONE).date()


def day(text: str, label: str) -> date:
    """A day as typed; raises DayRefused."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as problem:
        raise DayRefused(label=gettext(label), value=text) from problem


def day_or_none(text: str, label: str) -> date | None:
    """A day as typed, or None where nothing was."""
    return day(text, label) if text.strip() else None


def said(request: PageRequest, **more: Any) -> dict[str, Any]:
    """What was typed, whichever way it was sent, over what stands there at first."""
    asked = request.POST if request.method == "POST" else request.GET
    return more | asked.dict()
