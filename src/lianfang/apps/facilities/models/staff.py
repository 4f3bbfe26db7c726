"""Who works in the closed loop of a site: in one at a time, which the database itself keeps."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Q

from lianfang.apps.facilities.models.sites import Site
from lianfang.apps.people.models import Person
from lianfang.core.access import rows
from lianfang.core.fields import AreaField, CodeField, uid
from lianfang.core.recorded import Recorded


class StaffPeriod(Recorded):
    """From when to when somebody works inside a site, at what, and every how many days they are tested."""

    lends = rows.lends("people_person", by="person_id")  # works here, wherever they are registered
    uid = uid()
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", db_index=False)
    area = AreaField()
    person = models.ForeignKey(Person, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    person_uid = models.UUIDField()
    work = CodeField()
    tested_every = models.SmallIntegerField()
    during = DateTimeRangeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="staff_period_uid_once"),
            ExclusionConstraint(
                name="staff_one_site",
                expressions=[
                    (F("person"), RangeOperators.EQUAL),
                    (F("during"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=Q(tested_every__gte=1), name="staff_tested_by_the_day"),
        ]
        indexes = [GistIndex(fields=["site", "during"], name="staff_by_site")]
