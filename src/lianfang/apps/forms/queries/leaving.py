"""Reports as they leave: those of a form that counted at a moment, with what was decided of them."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, Q

from lianfang.apps.forms.models import Decision, Report, ReportPerson
from lianfang.apps.forms.rules.sight import bound_to
from lianfang.core.access.terms import Actor
from lianfang.kernel import area_code
from lianfang.kernel.errors import NotFound


def reports_within(
    form: str, *, area: str, from_day: date, until_day: date, by: Actor, known_at: datetime
) -> list[Report]:
    """The reports of a form in an area, each as it counted at a moment; raises NotFound out of sight."""
    if not by.may_see(area):
        raise NotFound(what="辖区", value=area)
    lo, hi = area_code.prefix_range(area)
    counted = Q(superseded_at=None) | Q(superseded_at__gt=known_at)
    decided = Prefetch("decisions", Decision.objects.filter(recorded_at__lte=known_at))
    found = (
        Report.objects.filter(
            counted,
            form=form,
            area__gte=lo,
            area__lt=hi,
            period_on__range=(from_day, until_day),
            recorded_at__lte=known_at,
        )
        .select_related("edition")
        .prefetch_related(decided)
        .order_by("period_on", "slot", "area", "reporter")
    )
    own = bound_to(by)
    return list(found if own is None else found.filter(reporter=str(own)))


def persons_of(reports: list[Report]) -> Mapping[tuple[int, str], frozenset[UUID]]:
    """Whom the fields of reports count, by report and field."""
    found: dict[tuple[int, str], set[UUID]] = {}
    rows = ReportPerson.objects.filter(report__in=reports).values_list("report_id", "field", "person")
    for report, field, person in rows:
        found.setdefault((report, field), set()).add(person)
    return {key: frozenset(persons) for key, persons in found.items()}
