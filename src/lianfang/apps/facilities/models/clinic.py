"""Who is held at a fever clinic until the result of the test is there, and not a moment longer."""

from django.db import models
from django.db.models import F, Q

from lianfang.apps.areas.models import Unit
from lianfang.apps.people.models import Person
from lianfang.core.access import rows
from lianfang.core.fields import AreaField, CodeField, uid
from lianfang.core.recorded import Observed, not_ahead


class ClinicHold(Observed):
    """Somebody who was tested first and waits apart for the result: on what ground, until what end.

    `happened_at` is the moment of the sample; `end` says how it ended.
    """

    lends = rows.lends("people_person", by="person_id")  # waits here, though registered elsewhere
    uid = uid()
    area = AreaField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    person_uid = models.UUIDField()
    ground = CodeField()
    note = models.TextField(default="")
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end = CodeField(default="")
    end_note = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="clinic_hold_uid_once"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None), name="clinic_hold_one_at_a_time"
            ),
            not_ahead("clinic_hold_not_ahead"),
            models.CheckConstraint(
                condition=Q(ended_at=None, end="") | Q(ended_at__gte=F("happened_at")) & ~Q(end=""),
                name="clinic_hold_end_said",
            ),
        ]
        indexes = [models.Index(fields=["area", "happened_at"], name="clinic_hold_by_area")]
