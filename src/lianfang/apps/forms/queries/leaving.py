"""Reports as they leave: those of a form that counted at a moment, with what was decided of them."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from lianfang.apps.forms.models import Decision, Report, ReportPerson
from lianfang.core.access.terms import Actor, bound_to
from lianfang.kernel import area_code
from lianfang.kernel.errors import NotFound


def reports_within(
    form: str, *, area: str, from_day: date, until_day: date, by: Actor, known_at: datetime
) -> list[Report]:
    """The reports of a form in an area, each as it counted at a moment; raises NotFound out of sight.

    `first_at` of each is when the first report of its period was received.
    """
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
        .annotate(first_at=Subquery(_first().values("recorded_at")))
        .order_by("period_on", "slot", "area", "reporter")
    )
    own = bound_to(by)
    return list(found if own is None else found.filter(reporter=str(own)))


def _first() -> "QuerySet[Report]":
    period = {name: OuterRef(name) for name in ("form", "reporter", "period_on", "slot")}
    return Report.objects.filter(**period, sequence=1)


def persons_of(reports: list[Report]) -> Mapping[tuple[int, str], frozenset[UUID]]:
    """Whom the fields of reports count, by report and field."""
    found: dict[tuple[int, str], set[UUID]] = {}
    rows = ReportPerson.objects.filter(report__in=reports).values_list("report_id", "field", "person")
    for report, field, person in rows:
        found.setdefault((report, field), set()).add(person)
    return {key: frozenset(persons) for key, persons in found.items()}
