"""Who is moved, and who answers for them at every moment."""

from django.db import models
from django.db.models import F, Q

from lianfang.apps.areas.models import Unit
from lianfang.apps.facilities.models.sites import Site
from lianfang.apps.people.models import Person
from lianfang.core.access import rows
from lianfang.core.fields import AreaField, CodeField, uid
from lianfang.core.recorded import Observed, Recorded, not_ahead


class Transfer(Recorded):
    """Somebody who is to be moved from one place to another; who answers for them meanwhile: `HandOver`.

    `site` is where they are brought, `from_unit` the unit that lets them go: where they live or work.
    """

    lends = rows.lends("people_person", by="person_id")  # moved from here, though registered elsewhere
    uid = uid()
    area = AreaField()
    person = models.ForeignKey(Person, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    person_uid = models.UUIDField()
    why = CodeField()
    from_place = models.TextField()
    to_place = models.TextField()
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    due_at = models.DateTimeField()
    requested_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    cancelled = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="transfer_uid_once"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None), name="transfer_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("requested_at")), name="transfer_forward"
            ),
        ]
        indexes = [models.Index(fields=["area", "requested_at"], name="transfer_by_area")]


class HandOver(Observed):
    """Somebody is handed over: who answers from this moment on, until the next one. Step 0 is the request."""

    uid = uid()
    transfer = models.ForeignKey(
        Transfer, on_delete=models.PROTECT, related_name="hand_overs", db_index=False
    )
    area = AreaField()
    step = models.SmallIntegerField()
    custodian = CodeField()
    name = models.TextField()
    vehicle = models.TextField(default="")
    note = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="custody_uid_once"),
            models.UniqueConstraint(fields=["transfer", "step"], name="custody_step_once"),
            models.UniqueConstraint(fields=["transfer", "happened_at"], name="custody_moment_once"),
            not_ahead("custody_not_ahead"),
        ]
