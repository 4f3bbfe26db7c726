"""Tables of measures and of what is observed under them; facts are appended, never altered."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q

from lianfang.apps.control.rules.monitoring import FEVER_CELSIUS
from lianfang.apps.people.models import Person
from lianfang.core.access import rows
from lianfang.core.fields import AreaField, CodeField, uid


class Measure(models.Model):
    """An order over one person: what, where, on which ground, by whom, from when until when.

    A policy of two phases (14 days in a centre, then 7 at home) is two measures of one `series`; periods are
    half-open, `ends_on` is the day of release. The columns down to `recorded_at` never change; those below
    are the projection of the measure's events, each milestone with the moment it was recorded, and a period
    that was moved with all its earlier ends (`ends_known`, from the moments `ends_recorded` on) and first
    days (`shifts_…`): what was known at any moment stands in the row. `ends_by` is the latest end it ever
    had. `person_uid` stands beside the key so that a work list of 100,000 gaps joins no person.
    """

    lends = rows.lends("people_person", by="person_id")  # held here, though registered elsewhere
    uid = uid()
    series = models.UUIDField()
    step = models.SmallIntegerField()
    last = models.BooleanField()
    person = models.ForeignKey(Person, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    person_uid = models.UUIDField()
    area = AreaField()
    disease = CodeField()
    exposure_id = models.BigIntegerField(null=True)
    rule_id = models.BigIntegerField()
    category = CodeField()
    measure = CodeField()
    place = CodeField()
    strictness = models.SmallIntegerField()
    readings_per_day = models.SmallIntegerField()
    calls_per_day = models.SmallIntegerField()
    test_dates = ArrayField(models.DateField())
    starts_on = models.DateField()
    ordered_until = models.DateField()
    issuer = models.TextField()
    approval = models.JSONField(null=True)
    issued_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    duties_from = models.DateField()
    ends_on = models.DateField()
    ends_by = models.DateField()
    ends_known = ArrayField(models.DateField(), null=True)
    ends_recorded = ArrayField(models.DateTimeField(), null=True)
    shifts_known = ArrayField(models.DateField(), null=True)
    shifts_recorded = ArrayField(models.DateTimeField(), null=True)
    served_at = models.DateTimeField(null=True)
    served_recorded_at = models.DateTimeField(null=True)
    visited_at = models.DateTimeField(null=True)
    visited_recorded_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_recorded_at = models.DateTimeField(null=True)
    end_ground = CodeField(default="")
    released_at = models.DateTimeField(null=True)
    released_recorded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="measure_uid_once"),
            models.UniqueConstraint(fields=["exposure_id", "step"], name="measure_once_per_exposure"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="measure_has_an_end"),
            models.CheckConstraint(
                condition=Q(issued_at__lte=F("recorded_at")), name="measure_issued_before_recorded"
            ),
        ]
        indexes = [
            models.Index(fields=["area", "ends_by"], name="measure_by_area"),
        ]


class MeasureEvent(models.Model):
    """What happened to a measure after it was issued; a column of the projection is the last such event."""

    uid = uid()
    measure = models.ForeignKey(
        Measure, on_delete=models.DO_NOTHING, db_constraint=False, related_name="events"
    )
    area = AreaField()
    kind = CodeField()
    day = models.DateField(null=True)
    ground = CodeField(default="")
    note = models.TextField(default="")
    details = models.JSONField(null=True)
    by = models.TextField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(happened_at__lte=F("recorded_at")), name="measure_event_not_ahead"
            ),
        ]
        indexes = [
            models.Index(fields=["area", "recorded_at"], name="measure_event_by_area"),
            models.Index(
                fields=["area", "happened_at"], condition=Q(kind="appealed"), name="measure_event_appeals"
            ),
        ]


class Reading(models.Model):
    """A temperature of a person in a slot of a day.

    A correction is a later reading of the same slot (`repeats`): its value counts from then on, but the slot
    stays done at the time of the first.
    """

    uid = uid()
    person = models.ForeignKey(
        Person, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    area = AreaField()
    on_date = models.DateField()
    slot = CodeField()
    celsius = models.DecimalField(max_digits=3, decimal_places=1)
    symptoms = models.TextField(default="")
    repeats = models.BooleanField(default=False)
    by = models.TextField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "on_date", "slot"], condition=Q(repeats=False), name="reading_once_per_slot"
            ),
            models.CheckConstraint(condition=Q(happened_at__lte=F("recorded_at")), name="reading_not_ahead"),
            models.CheckConstraint(condition=Q(slot__in=["am", "pm"]), name="reading_slot_known"),
            models.CheckConstraint(
                condition=Q(celsius__gte=30) & Q(celsius__lte=45), name="reading_possible"
            ),
        ]
        indexes = [
            models.Index(fields=["area", "on_date"], name="reading_by_area"),
            BrinIndex(fields=["on_date"], name="reading_by_day", pages_per_range=16),
            models.Index(
                fields=["person", "on_date", "slot"], condition=Q(repeats=True), name="reading_repeated"
            ),
            models.Index(
                fields=["area", "on_date"],
                condition=Q(celsius__gte=FEVER_CELSIUS) | ~Q(symptoms=""),
                name="reading_alerting",
            ),
        ]


class Encounter(models.Model):
    """A call, a knock, a visit or a hand-over to the fever clinic, with its outcome.

    `slot` is filled where the person was reached: the half of the day whose contact this is; a second contact
    of the same half `repeats`.
    """

    uid = uid()
    person = models.ForeignKey(
        Person, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    area = AreaField()
    kind = CodeField()
    on_date = models.DateField()
    slot = CodeField(default="")
    outcome = CodeField()
    repeats = models.BooleanField(default=False)
    note = models.TextField(default="")
    by = models.TextField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "on_date", "slot"],
                condition=~Q(slot="") & Q(repeats=False),
                name="contact_once_per_slot",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["call", "knock", "visit", "transfer"]), name="encounter_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(happened_at__lte=F("recorded_at")), name="encounter_not_ahead"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "on_date"], name="encounter_by_person"),
            models.Index(fields=["area", "on_date"], name="encounter_by_area"),
            BrinIndex(fields=["on_date"], name="encounter_by_day", pages_per_range=16),
        ]


class TestResult(models.Model):
    """A laboratory result of a person for a disease, by sampling day.

    `sample` is the sample of testing from which it came; of several of one sample the last one stands.
    """

    uid = uid()
    person = models.ForeignKey(
        Person, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    area = AreaField()
    disease = CodeField()
    sampled_on = models.DateField()
    result = CodeField()
    ct = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    laboratory = models.TextField(default="")
    sample = models.UUIDField(null=True)
    by = models.TextField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(result__in=["negative", "positive", "inconclusive"]), name="test_result_known"
            ),
            models.CheckConstraint(condition=Q(happened_at__lte=F("recorded_at")), name="test_not_ahead"),
            models.CheckConstraint(condition=~Q(disease=""), name="test_disease_said"),
        ]
        indexes = [
            models.Index(fields=["person", "sampled_on"], name="test_by_person"),
            models.Index(fields=["area", "sampled_on"], name="test_by_area"),
            BrinIndex(fields=["sampled_on"], name="test_by_day", pages_per_range=16),
            models.Index(fields=["sample", "id"], name="test_by_sample", condition=Q(sample__isnull=False)),
            models.Index(fields=["area"], name="test_positive", condition=Q(result="positive")),
        ]


class FieldRecord(models.Model):
    """A record made away from the server that was taken: its maker's identity for it, and a digest of it.

    The fact itself stands in its own table; this row keeps the same record, sent again, from being another.
    """

    client_id = models.UUIDField(primary_key=True)
    kind = CodeField()
    area = AreaField()
    digest = models.BinaryField()
    by = models.TextField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(happened_at__lte=F("recorded_at")), name="field_record_not_ahead"
            ),
        ]


class Photograph(models.Model):
    """A photograph taken as evidence about a person: sealed in the home under its hash, never altered."""

    client_id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(
        Person, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    area = AreaField()
    about = CodeField()
    file_hash = models.TextField(db_collation="C")
    media_type = CodeField()
    size = models.IntegerField()
    by = models.TextField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(happened_at__lte=F("recorded_at")), name="photograph_not_ahead"
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="photograph_not_empty"),
        ]
        indexes = [models.Index(fields=["person", "happened_at"], name="photograph_by_person")]


class NoticeSheaf(models.Model):
    """Many notices asked for as one file: which, why, by whom; how far it is written, where it is kept."""

    uid = uid()
    area = AreaField()
    batch = models.BigIntegerField(null=True)
    since = models.DateTimeField()
    released = models.BooleanField()
    help_phone = models.TextField()
    reason = models.TextField()
    by = models.TextField()
    account = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    written = models.IntegerField(default=0)
    total = models.IntegerField()
    done_at = models.DateTimeField(null=True)
    file_hash = models.TextField(default="", db_collation="C")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["uid"], name="notice_sheaf_uid_once")]
        indexes = [models.Index(fields=["area", "-asked_at"], name="notice_sheaf_by_area")]
