"""What the pages of a roll-up are asked, and the choices they offer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_noop as _

from lianfang.apps.forms import queries
from lianfang.apps.reporting.terms import SCALES
from lianfang.core import doors
from lianfang.core.forms.terms import SLOT_NAMES, Field
from lianfang.core.pages import PageRequest
from lianfang.core.typed import day_or
from lianfang.kernel.clock import ZONE, slot_time

REPORTED: Final = "17:00"
MEASURES: Final = ("rate", "on_time_rate", "gap")


@dataclass(frozen=True)
class Asked:
    """What a page is asked: form, place, day, slot, moment of knowledge; against which day or moment.

    No slot is the whole day: its periods come together by the rule of each field.
    """

    form: str
    area: str
    on: date
    slot: str
    slots: tuple[str, ...]
    known_at: datetime
    at: str
    against: str

    def link(self, area: str, view: str = "forms:rollup", **given: str) -> str:
        """The address of another place, or of what is behind, asked the same."""
        told = {"on": f"{self.on}", "slot": self.slot, "at": self.at, "against": self.against, **given}
        query = urlencode({name: value for name, value in told.items() if value})
        return f"{reverse(view, args=[self.form, area])}?{query}"

    @property
    def export(self) -> str:
        """Where it leaves as a file."""
        return self.link(self.area, "forms:export_rollup")


def read(request: PageRequest, form: str, area: str) -> Asked:
    """What a request asks; raises NotFound, WrongCall."""
    given = request.GET
    at = given.get("at", "")
    known = min(doors.moment(at), request.moment) if at else request.moment
    on = day_or(given.get("on", ""), known.astimezone(ZONE).date())
    slots = tuple(queries.slots_of(queries.in_force(form, on, on)))
    return Asked(form, area, on, given.get("slot", ""), slots, known, at, given.get("against", ""))


def section_of(request: PageRequest, fields: Sequence[Field]) -> str:
    """The section of the form whose fields are shown place by place; the first where none is asked for."""
    known = [field.section for field in fields]
    chosen = request.GET.get("section", "")
    return chosen if chosen in known else next(iter(known), "")


def choices(
    request: PageRequest, asked: Asked, section: str, fields: Sequence[Field]
) -> list[dict[str, object]]:
    """The questions above a roll-up that have more than one answer."""
    today = asked.on
    names = {one.code: one.name for one in queries.form_of(queries.edition_on(asked.form, today)).sections}
    sections = [(code, names.get(code, code)) for code in dict.fromkeys(field.section for field in fields)]
    days = [today - timedelta(days=back) for back in (1, 7)]
    close = slot_time(today, REPORTED)
    moments = [("", _("现在"))]
    moments += [(f"{close:%Y-%m-%dT%H:%M}", f"{close:%m-%d %H:%M}")] if close < request.moment else []
    moments += [(asked.at, asked.at.replace("T", " "))] if asked.at not in dict(moments) else []
    against = [
        ("", _("不比较")),
        ("close", _("当日17:00所知")),
        *((f"{day}", f"{day:%m-%d}") for day in days),
    ]
    against += [(asked.against, asked.against)] if asked.against not in dict(against) else []
    slots = (
        [("", _("全天各期")), *((slot, SLOT_NAMES.get(slot, slot)) for slot in asked.slots)]
        if len(asked.slots) > 1
        else []
    )
    asks: tuple[tuple[str, str, Sequence[tuple[str, str]], str], ...] = (
        (_("期次"), "slot", slots, asked.slot),
        (_("截至"), "at", moments, asked.at),
        (_("比较"), "against", against, asked.against),
        (_("栏目"), "section", sections, section),
        (_("地图按"), "scale", [(one, SCALES[one]) for one in MEASURES], scale_of(request)),
    )
    return [
        {"label": label, "name": name, "choices": choices, "value": value}
        for label, name, choices, value in asks
        if len(choices) > 1
    ]


def scale_of(request: PageRequest) -> str:
    """By what the map is coloured."""
    chosen = request.GET.get("scale", "")
    return chosen if chosen in MEASURES else MEASURES[0]
