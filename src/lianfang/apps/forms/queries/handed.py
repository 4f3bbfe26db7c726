"""Reports that another server accepted and handed over: those of a form and place, one with its chain."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q

from lianfang.apps.forms.models import HandedReport
from lianfang.core.access.terms import Actor
from lianfang.kernel import area_code
from lianfang.kernel.errors import NotFound


def handed_within(
    form: str, *, area: str, from_day: date, until_day: date, by: Actor, known_at: datetime
) -> list[HandedReport]:
    """What was handed over of a form and an area, as it stood at a moment; raises NotFound out of sight."""
    if not by.may_see(area):
        raise NotFound(what="辖区", value=area)
    lo, hi = area_code.prefix_range(area)
    found = HandedReport.objects.filter(
        Q(superseded_at=None) | Q(superseded_at__gt=known_at),
        form=form,
        area__gte=lo,
        area__lt=hi,
        period_on__range=(from_day, until_day),
        recorded_at__lte=known_at,
    )
    return list(found.select_related("edition").order_by("period_on", "slot", "area", "reporter"))


def handed_counts(
    sources: Iterable[UUID], *, on: date, known_at: datetime
) -> dict[tuple[UUID, str], tuple[int, int]]:
    """By hand-over and form: how many reports of a day stood, and how many of an edition unknown here."""
    standing = Q(superseded_at=None) | Q(superseded_at__gt=known_at)
    found = HandedReport.objects.filter(standing, source__in=list(sources), period_on=on)
    unknown = Count("id", filter=Q(edition=None))
    told = found.order_by().values_list("source", "form").annotate(count=Count("id"), unknown=unknown)
    return {(source, form): (count, lost) for source, form, count, lost in told}


def handed_report(number: int, *, by: Actor) -> HandedReport:
    """One of them; raises NotFound out of sight."""
    found = HandedReport.objects.select_related("edition").filter(pk=number).first()
    if found is None or not by.may_see(found.area):
        raise NotFound(what="移交的报表", value=number)
    return found


def handed_chain(found: HandedReport) -> list[HandedReport]:
    """Everything that was handed over of its period, the first first."""
    period = {name: getattr(found, name) for name in ("form", "area", "reporter", "period_on", "slot")}
    return list(HandedReport.objects.filter(**period).order_by("id"))
