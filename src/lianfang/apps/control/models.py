"""Tables of measures and of what is observed under them; facts are appended, never altered."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from lianfang.apps.people.models import Person
from lianfang.core.fields import AreaField, CodeField, uid


class Measure(models.Model):
    """An order over one person: what, where, on which ground, by whom, from when until when.

    A policy of two phases (14 days in a centre, then 7 at home) is two measures of one `series`. The columns
    below `issued_at` never change; those from `served_at` on are the projection of the measure's events,
    true for every moment from `changed_at` on.
    """

    uid = uid()
    series = models.UUIDField()
    step = models.SmallIntegerField()
    last = models.BooleanField()
    person = models.ForeignKey(Person, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    area = AreaField()
    exposure_id = models.BigIntegerField(null=True)
    rule_id = models.BigIntegerField()
    category = CodeField()
    measure = CodeField()
    place = CodeField()
    readings_per_day = models.SmallIntegerField()
    calls_per_day = models.SmallIntegerField()
    test_dates = ArrayField(models.DateField())
    starts_on = models.DateField()
    issuer = models.TextField()
    issued_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    ends_on = models.DateField()
    served_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_ground = CodeField(default="")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="measure_uid_once"),
            models.UniqueConstraint(fields=["exposure_id", "step"], name="measure_once_per_exposure"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="measure_has_an_end"),
        ]
        indexes = [
            models.Index(fields=["area", "starts_on"], name="measure_by_area"),
            models.Index(fields=["changed_at"], name="measure_by_change"),
        ]


class MeasureEvent(models.Model):
    """What happened to a measure: served, extended, shortened, released, lapsed, revoked, appealed."""

    uid = uid()
    measure = models.ForeignKey(
        Measure, on_delete=models.DO_NOTHING, db_constraint=False, related_name="events"
    )
    area = AreaField()
    kind = CodeField()
    ends_on = models.DateField(null=True)
    ground = CodeField(default="")
    note = models.TextField(default="")
    by = models.TextField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()


class Reading(models.Model):
    """A temperature of a person in a slot of a day; a correction is a later reading of the same slot."""

    uid = uid()
    person = models.ForeignKey(
        Person, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    area = AreaField()
    on_date = models.DateField()
    slot = CodeField()
    celsius = models.DecimalField(max_digits=3, decimal_places=1)
    symptoms = models.TextField(default="")
    by = models.TextField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(slot__in=["am", "pm"]), name="reading_slot_known"),
            models.CheckConstraint(
                condition=Q(celsius__gte=30) & Q(celsius__lte=45), name="reading_possible"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "on_date", "slot"], name="reading_by_slot"),
            models.Index(fields=["area", "on_date"], name="reading_by_area"),
        ]


class Encounter(models.Model):
    """A call, a visit, a knock or a hand-over to the fever clinic, with its outcome."""

    uid = uid()
    person = models.ForeignKey(
        Person, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    area = AreaField()
    kind = CodeField()
    on_date = models.DateField()
    slot = CodeField(default="")
    outcome = CodeField()
    note = models.TextField(default="")
    by = models.TextField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["person", "kind", "on_date"], name="encounter_by_person"),
            models.Index(fields=["area", "on_date"], name="encounter_by_area"),
        ]


class TestResult(models.Model):
    """A laboratory result of a person, by sampling day."""

    uid = uid()
    person = models.ForeignKey(
        Person, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    area = AreaField()
    sampled_on = models.DateField()
    result = CodeField()
    ct = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    laboratory = models.TextField(default="")
    by = models.TextField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(result__in=["negative", "positive", "inconclusive"]), name="test_result_known"
            ),
        ]
        indexes = [models.Index(fields=["person", "sampled_on"], name="test_by_person")]
