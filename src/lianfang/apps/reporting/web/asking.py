"""What a page of the account is asked: which place, which kind, as known when; and its sister pages."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_noop as _

from lianfang.apps.reporting import queries
from lianfang.core import doors
from lianfang.core.access.permissions import Permission
from lianfang.core.duty import registry
from lianfang.core.duty.terms import DutyKind
from lianfang.core.pages import PageRequest
from lianfang.kernel.clock import ZONE, slot_time
from lianfang.kernel.errors import WrongCall

REPORTED: Final = "17:00"
"""When the county closes its day; what was known then is what the leaders read."""
TABS: Final = (
    (_("汇总"), "reporting:rollup", Permission.VIEW_ROLLUP),
    (_("比较"), "reporting:compare", Permission.VIEW_ROLLUP),
    (_("责任人"), "reporting:holders", Permission.VIEW_GAPS),
    (_("日报"), "reporting:briefs", Permission.VIEW_BRIEF),
)


@dataclass(frozen=True)
class Asked:
    """A place, a kind or all (""), and the moment of knowledge; `at` is that moment as typed, if it was."""

    area: str
    kind: str
    known_at: datetime
    at: str

    @property
    def on(self) -> date:
        """The day of the account."""
        return self.known_at.astimezone(ZONE).date()

    @property
    def kinds(self) -> list[DutyKind] | None:
        """The kinds asked for; None is all."""
        return [registry.kind(self.kind)] if self.kind else None

    def link(self, view: str, *args: str, **asked: str) -> str:
        """The address of another page at the same moment of knowledge."""
        given = {name: value for name, value in {**asked, "at": self.at}.items() if value}
        return reverse(view, args=args) + (f"?{urlencode(given)}" if given else "")

    def behind(self, part: str, *, area: str = "", kind: str = "") -> str:
        """The address of the list behind a figure of duties; an area's own line is what none below has."""
        own = "1" if area == self.area else ""
        if part == "gap" and not own:
            return self.link("reporting:gaps", area=area or self.area, kind=kind or self.kind)
        return self.link("reporting:behind", area or self.area, part=part, kind=kind or self.kind, own=own)


def read(request: PageRequest, area: str) -> Asked:
    """What a request asks of a place; raises NotAllowed, NotFound, WrongCall for a moment to come."""
    queries.check_sight(area, by=request.actor)
    at, kind = request.GET.get("at", ""), request.GET.get("kind", "")
    known = doors.moment(at) if at else request.moment
    if known > request.moment:
        raise WrongCall(problem=_("截至时间还没有到。请选现在或以前的时间。"))
    return Asked(area, registry.kind(kind).code if kind else "", known, at)


def tabs(request: PageRequest, asked: Asked, current: str) -> list[dict[str, object]]:
    """The sister pages that this person may open."""
    return [
        {"name": name, "href": asked.link(view, asked.area), "current": view == current, "count": None}
        for name, view, permission in TABS
        if request.actor.may(permission)
    ]


def moments(request: PageRequest, asked: Asked) -> list[tuple[str, str]]:
    """The moments of knowledge that a page offers: now, 17:00 of the last days, the one that was asked."""
    today = request.moment.astimezone(ZONE).date()
    closes = [slot_time(today - timedelta(days=back), REPORTED) for back in (0, 1, 2)]
    offered = [
        (f"{close:%Y-%m-%dT%H:%M}", f"{close:%m-%d %H:%M}") for close in closes if close < request.moment
    ]
    known = {at for at, _name in offered}
    own = [(asked.at, asked.at.replace("T", " "))] if asked.at and asked.at not in known else []
    return [("", _("现在")), *own, *offered]
