"""What is expected of whom, reporter by reporter, day by day, window by window: slow, and obviously right."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from lianfang.apps.areas.models import Area, Unit
from lianfang.apps.areas.models import Edition as Areas
from lianfang.apps.directives.models import Activation
from lianfang.apps.forms.models import Closing, DayOff, Edition, Window
from lianfang.kernel.clock import ZONE

SATURDAY = 6


@dataclass(frozen=True, order=True)
class Due:
    """A report that is expected."""

    form: str
    version: int
    reporter: str
    area: str
    period_on: date
    slot: str
    opens_at: datetime
    due_at: datetime


def expected(*, lo: str, hi: str, from_day: date, until_day: date) -> list[Due]:
    """Everything expected in a range of areas on some days."""
    days = [from_day + timedelta(days=n) for n in range((until_day - from_day).days + 1)]
    found: list[Due] = []
    for day in days:
        for edition in Edition.objects.all():
            if edition.starts_on <= day and (edition.ends_on is None or day <= edition.ends_on):
                found += _of_day(edition, day, lo, hi)
    return sorted(found)


def _of_day(edition: Edition, day: date, lo: str, hi: str) -> Iterator[Due]:
    for window in edition.windows.all():
        if not _counts(window, day):
            continue
        zone = ZoneInfo(window.zone)
        opens = datetime.combine(day, window.opens, tzinfo=zone)
        due = datetime.combine(day, window.due, tzinfo=zone)
        if window.due <= window.opens:
            due = datetime.combine(day + timedelta(days=1), window.due, tzinfo=zone)
        for reporter, area in _reporters(edition, day):
            asked = not window.responses or _response(area, opens) in window.responses
            if lo <= area < hi and asked and not _closed(reporter, edition.form, day):
                yield Due(edition.form, edition.version, reporter, area, day, window.slot, opens, due)


def _counts(window: Window, day: date) -> bool:
    told = DayOff.objects.filter(period_on=day).first()
    off = told.holiday if told else day.isoweekday() >= SATURDAY
    return (not window.days or day.isoweekday() in window.days) and window.dayoff in {None, off}


def _reporters(edition: Edition, day: date) -> Iterator[tuple[str, str]]:
    if edition.level is not None:
        for area in Area.objects.filter(level=edition.level):
            if _is_called_so(area, day):
                yield area.code, area.code
    for unit in Unit.objects.filter(kind__in=edition.unit_kinds):
        yield str(unit.uid), unit.area


def _closed(reporter: str, form: str, day: date) -> bool:
    return any(
        closing.form in {"", form}
        and closing.from_on <= day
        and (closing.until_on is None or day <= closing.until_on)
        for closing in Closing.objects.filter(reporter=reporter)
    )


def _is_called_so(area: Area, day: date) -> bool:
    """Whether a place had its code on a day: what the first table says that speaks of it was always so."""
    ended = area.until_edition
    if ended is not None and ended.loaded_at.astimezone(ZONE).date() <= day:
        return False
    begun = area.from_edition
    before = Areas.objects.filter(pk__lt=begun.pk, deepest__gte=area.level)
    spoken = any(begun.scope.startswith(one.scope) for one in before)
    return not spoken or begun.loaded_at.astimezone(ZONE).date() <= day


def _response(area: str, at: datetime) -> int:
    levels = [0]
    for activation in Activation.objects.all():
        end = activation.directive.events.filter(kind="stepped_down").order_by("id").first()
        begun = activation.activated_at <= at
        if area.startswith(activation.area) and begun and (end is None or at < end.happened_at):
            levels.append(activation.level)
    return min((level for level in levels if level), default=0)
