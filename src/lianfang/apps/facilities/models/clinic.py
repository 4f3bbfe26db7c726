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

    `happened_at` is the moment of the sample; `end` says how it ended. `home` and `home_area` are where
    somebody lives who does not live here, as told and as a code where the register knows it.
    """

    lends = rows.lends("people_person", by="person_id")  # waits here, though registered elsewhere
    uid = uid()
    area = AreaField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    person_uid = models.UUIDField()
    ground = CodeField()
    note = models.TextField(default="")
    home = models.TextField(default="")
    home_area = AreaField(default="")
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


class ClinicLetter(Observed):
    """What the home of somebody from elsewhere is told: held where, why, and how it ended. No more.

    It lies with the area where they live, or with the clinic that sends it where no area here is theirs
    (`outside`). `happened_at` is the moment of the sample, `ended_at` that of the end.
    """

    lends = rows.lends("people_person", by="person_id")  # told of whom it is about
    uid = uid()
    hold = models.ForeignKey(ClinicHold, on_delete=models.PROTECT, related_name="letters", db_index=False)
    area = AreaField()
    outside = models.BooleanField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    person_uid = models.UUIDField()
    home = models.TextField(default="")
    ground = CodeField()
    end = CodeField()
    end_note = models.TextField(default="")
    ended_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="clinic_letter_uid_once"),
            models.UniqueConstraint(fields=["hold"], name="clinic_letter_once"),
            not_ahead("clinic_letter_not_ahead"),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_by="")
                | Q(acknowledged_at__gte=F("ended_at")) & ~Q(acknowledged_by=""),
                name="clinic_letter_acknowledged_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["area", "ended_at"], name="clinic_letter_by_area")]
