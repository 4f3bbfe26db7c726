"""Whom a case was with, as the investigation heard it: before anything is judged."""

from datetime import datetime

from lianfang.apps.cases.models import Nearness
from lianfang.apps.cases.terms import CaseCard, MetCard, NearnessSource
from lianfang.apps.people import queries as people
from lianfang.apps.people.terms import PersonLabel


def met(card: CaseCard, *, known_at: datetime) -> list[MetCard]:
    """The people met of whom the teams told, in the order of time; without a name whoever is out of sight."""
    rows = Nearness.objects.filter(
        case__uid=card.uid, source=NearnessSource.TOLD, recorded_at__lte=known_at
    ).order_by("since", "until", "id")
    labels = people.labels(person for row in rows for person in (row.person_id, row.through_id) if person)
    return [_card(row, labels) for row in rows]


def _card(row: Nearness, labels: dict[int, PersonLabel]) -> MetCard:
    label, between = labels.get(row.person_id), labels.get(row.through_id or 0)
    return MetCard(
        person=label.person if label else None,
        name=label.name if label else "",
        through=between.name if between else "",
        situation=row.situation,
        vehicle=row.vehicle,
        rows_apart=row.rows_apart,
        place=row.place,
        since=row.since,
        until=row.until,
        by=row.by,
    )
