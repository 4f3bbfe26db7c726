"""Reports that another server accepted: kept beside our own, counted where we have none of the period."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lianfang.apps.forms import queries
from lianfang.apps.forms.models import Edition, HandedReport
from lianfang.apps.forms.terms import Handed
from lianfang.core import sql
from lianfang.core.forms.values import numbers_of

Editions = Mapping[tuple[str, int], Edition]


@transaction.atomic
def take_handed(reports: Sequence[Handed], *, source: UUID, supplier: str, at: datetime) -> int:
    """Keep what a hand-over brings; what stands here already is left alone. Returns how many were new.

    Whether the supplier may hand over, and the line in the log, are for whoever took the hand-over.
    """
    known = HandedReport.objects.filter(report__in=[one.uid for one in reports], superseded_at=None)
    held = set(known.values_list("report", flat=True))
    fresh = [one for one in reports if one.uid not in held]
    _supersede(fresh, at=at)
    editions = {(one.form, one.version): one for one in queries.editions()}
    HandedReport.objects.bulk_create(
        _row(one, editions, source=source, supplier=supplier, at=at) for one in fresh
    )
    return len(fresh)


def _supersede(fresh: Sequence[Handed], *, at: datetime) -> None:
    sql.run(
        "forms",
        "supersede_handed",
        at=at,
        forms=[one.form for one in fresh],
        areas=[one.area for one in fresh],
        reporters=[one.reporter for one in fresh],
        days=[one.on for one in fresh],
        slots=[one.slot for one in fresh],
    )


def _row(one: Handed, editions: Editions, *, source: UUID, supplier: str, at: datetime) -> HandedReport:
    edition, numbers = _placed(one, editions)
    return HandedReport(
        report=one.uid,
        source=source,
        supplier=supplier,
        edition=edition,
        area=one.area,
        form=one.form,
        version=one.version,
        reporter=one.reporter,
        name=one.name,
        period_on=one.on,
        slot=one.slot,
        sequence=one.sequence,
        zero=one.zero,
        values=dict(one.values),
        numbers=numbers,
        reported_at=one.reported_at,
        accepted_at=one.accepted_at,
        accepted_digest=one.accepted_digest,
        recorded_at=at,
    )


def _placed(one: Handed, editions: Editions) -> tuple[Edition | None, list[float | None] | None]:
    """Our edition of its form and its numbers there; none where it names a field that ours lacks."""
    edition = editions.get((one.form, one.version))
    if edition is None:
        return None, None
    form = queries.form_of(edition)
    return (edition, numbers_of(form, one.values)) if set(one.values) <= set(form.by_code) else (None, None)


@transaction.atomic
def place_handed(edition: Edition) -> int:
    """Count what was handed over before its edition was loaded here; returns how many reports."""
    waiting = HandedReport.objects.filter(form=edition.form, version=edition.version, edition=None)
    form, placed = queries.form_of(edition), []
    for one in waiting:
        if set(one.values) <= set(form.by_code):
            one.edition, one.numbers = edition, numbers_of(form, one.values)
            placed.append(one)
    HandedReport.objects.bulk_update(placed, ["edition", "numbers"], batch_size=500)
    return len(placed)
