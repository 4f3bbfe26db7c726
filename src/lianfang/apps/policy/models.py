"""Tables of packs, their rows and phases, adoptions and deviations, disease profiles and risk areas.

The first migration adds what Django's models can't say: no two adoptions of an area, and no two grades of
a place, overlap in time; rows, phases and deviations are append-only; of a pack only `closed_on` changes.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from lianfang.core.access import rows
from lianfang.core.fields import AreaField, CodeField


class Pack(models.Model):
    """A version of a decision table; its content never changes, `closed_on` is set by the next version."""

    lock = rows.Unlocked("policy is public")

    name = CodeField()
    version = CodeField()
    title = models.TextField()
    diseases = ArrayField(CodeField())
    issuer_level = models.SmallIntegerField()
    issuer_area = AreaField(default="")
    issuer_name = models.TextField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    valid_certainty = models.JSONField(default=dict)
    closed_on = models.DateField(null=True)
    source = models.TextField()
    certainty = CodeField()
    legal_basis = models.JSONField(default=list)
    contact_window = models.JSONField(default=list)
    case_clocks = models.JSONField(default=dict)
    area_rules = models.JSONField(default=list)
    mass_test = models.JSONField(default=dict)
    thresholds = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    labels = models.JSONField(default=dict)
    content_hash = CodeField()
    loaded_by = models.TextField()
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "version"], name="pack_version_once"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="pack_period_forward"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("valid_from")),
                name="pack_closed_after_start",
            ),
        ]


class Rule(models.Model):
    """One row of a decision table: typed conditions (empty or null: any), then what applies."""

    lock = rows.Unlocked("policy is public")

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="rules", db_index=False)
    priority = models.SmallIntegerField()
    code = CodeField()
    category = CodeField()
    label = models.TextField()
    disease = CodeField()
    exposure = CodeField(default="")
    level = CodeField(default="")
    occupation = models.TextField(default="")
    vaccinated = models.BooleanField(null=True)
    age_from = models.SmallIntegerField(null=True)
    age_under = models.SmallIntegerField(null=True)
    days_min = models.SmallIntegerField(null=True)
    days_max = models.SmallIntegerField(null=True)
    anchors = ArrayField(CodeField(), default=list)
    day_ones = ArrayField(CodeField(), default=list)
    total_days = models.SmallIntegerField()
    reason = models.TextField(default="")
    advice = models.TextField(default="")
    source = models.TextField()
    certainty = CodeField()
    basis = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pack", "priority"], name="rule_priority_once"),
            models.UniqueConstraint(fields=["pack", "code"], name="rule_code_once"),
        ]


class Phase(models.Model):
    """One step of a row: measure, place, days, test days counted from its first day."""

    lock = rows.Unlocked("policy is public")

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="phases", db_index=False)
    step = models.SmallIntegerField()
    last = models.BooleanField()
    measure = CodeField()
    place = CodeField()
    else_place = CodeField(default="")
    strictness = models.SmallIntegerField()
    day_offset = models.SmallIntegerField()
    days = models.SmallIntegerField()
    test_days = ArrayField(models.SmallIntegerField(), default=list)
    tests_count = models.SmallIntegerField(null=True)
    min_gap_h = models.SmallIntegerField(null=True)
    readings_per_day = models.SmallIntegerField(default=0)
    readings_by = models.TimeField(null=True)
    calls_per_day = models.SmallIntegerField(default=0)
    release = CodeField(default="")
    revisit_weeks = ArrayField(models.SmallIntegerField(), default=list)
    certainty = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "step"], name="phase_step_once"),
            models.CheckConstraint(condition=Q(days__gt=0), name="phase_has_days"),
        ]


class Adoption(models.Model):
    """An area works by a pack from one day until another, whatever else would be in force there."""

    lock = rows.readable_by_all()

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="adoptions")
    disease = CodeField()
    area = AreaField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    adopted_by = models.TextField()
    adopted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="adoption_forward"
            ),
        ]


class Deviation(models.Model):
    """A table stricter than the one above it was let in: who approved it, why, and every stricter cell."""

    lock = rows.readable_by_all()

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="deviations")
    upper = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="+")
    area = AreaField(default="")
    approved_by = models.TextField()
    reason = models.TextField()
    cells = models.JSONField()
    recorded_by = models.TextField()
    recorded_at = models.DateTimeField()


class Disease(models.Model):
    """Profile of a disease as one load knew it; the current row has no `superseded_at`."""

    lock = rows.Unlocked("policy is public")

    code = CodeField()
    name = models.TextField()
    legal_class = CodeField()
    report_hours = models.SmallIntegerField(null=True)
    incubation_min_hours = models.SmallIntegerField(null=True)
    incubation_max_hours = models.SmallIntegerField(null=True)
    infectious_from_days = models.SmallIntegerField(null=True)
    infectious_to_days = models.SmallIntegerField(null=True)
    follow_up_days = models.SmallIntegerField(null=True)
    sormas_follow_up_days = models.SmallIntegerField(null=True)
    as_class_a_until = models.DateField(null=True)
    certainty = models.JSONField(default=dict)
    note = models.TextField(default="")
    loaded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(superseded_at=None), name="disease_current_once"
            ),
        ]


class RiskArea(models.Model):
    """A place of a grade from the day of its announcement until the day it is lifted (half-open)."""

    lock = rows.Unlocked("announced to everybody")

    disease = CodeField()
    place = CodeField()
    name = models.TextField(default="")
    level = CodeField()
    announced_on = models.DateField()
    announced_recorded_at = models.DateTimeField()
    announced_by = models.TextField()
    lifted_on = models.DateField(null=True)
    lifted_recorded_at = models.DateTimeField(null=True)
    lifted_by = models.TextField(default="")
    source = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=["high", "medium", "low", "sealed", "controlled", "precaution"]),
                name="risk_area_level_known",
            ),
            models.CheckConstraint(
                condition=Q(lifted_on=None) | Q(lifted_on__gte=F("announced_on")), name="risk_area_forward"
            ),
        ]
