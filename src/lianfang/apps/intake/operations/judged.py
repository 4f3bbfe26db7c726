"""Exposures that an investigation judged: a list of the program's own, whose rows are persons already."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from uuid import uuid4

from django.db import transaction

from lianfang.apps.intake.models import Batch, Exposure, Row
from lianfang.apps.intake.terms import INVESTIGATION, Ground, Outcome
from lianfang.apps.people import queries as people
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit


@transaction.atomic
def take_judged(
    grounds: Sequence[Ground], *, area: str, disease: str, name: str, by: Actor, at: datetime
) -> int:
    """Keep what an investigation says of persons' exposures, as the grounds of measures; the list's number.

    Every row is a person of the register: `rows = matched`.
    """
    batch = Batch.objects.create(
        channel=INVESTIGATION,
        area=area,
        file_name=name,
        file_hash=f"judged:{uuid4()}",
        disease=disease,
        state="done",
        received_at=at,
        recorded_at=at,
        done_at=at,
        by=by.name,
        rows=len(grounds),
        matched=len(grounds),
    )
    labels = people.labels(one.person for one in grounds)
    numbered = [(number, one, labels[one.person].area) for number, one in enumerate(grounds, start=1)]
    Row.objects.bulk_create(_row(batch, number, one, place) for number, one, place in numbered)
    Exposure.objects.bulk_create(_exposure(batch, number, one, place) for number, one, place in numbered)
    facts = {"rows": len(grounds), "channel": INVESTIGATION}
    audit.record("intake.judged", subject=f"intake_batch:{batch.pk}", by=by, at=at, area=area, **facts)
    return int(batch.pk)


def _row(batch: Batch, number: int, one: Ground, area: str) -> Row:
    facts = f"{one.person}:{one.exposure}:{one.last_exposure}"
    return Row(
        batch=batch,
        sheet_no=0,
        row_no=number,
        part=0,
        outcome=Outcome.MATCHED,
        rule="judged",
        person_id=one.person,
        area=area,
        facts_digest=sha256(facts.encode()).digest(),
    )


def _exposure(batch: Batch, number: int, one: Ground, area: str) -> Exposure:
    return Exposure(
        batch=batch,
        person_id=one.person,
        area=area,
        row_no=number,
        disease=batch.disease,
        kind=one.exposure,
        last_exposure=one.last_exposure,
        happened_at=batch.received_at,
        recorded_at=batch.recorded_at,
    )
