"""Tables of inspection. What is not to be known beforehand is sealed to every session; facts are appended."""

from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from lianfang.core.access import rows
from lianfang.core.fields import AreaField, CodeField, uid

UNANNOUNCED: Final = rows.Lock(rows.WHOLE)
"""Rows that no session of an area sees, whoever acts; `queries.opened` is the door to them."""


class Checklist(models.Model):
    """A version of a checklist, as loaded; never altered."""

    lock = rows.Unlocked("what every place is asked for")

    code = CodeField()
    version = models.TextField()
    title = models.TextField()
    kinds = ArrayField(CodeField())
    source = models.TextField()
    items = models.JSONField()
    content_hash = models.TextField()
    loaded_by = models.TextField()
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="checklist_version_once")]


class Campaign(models.Model):
    """What is to be inspected, why, when, by which teams; unannounced, so nobody of an area sees the row."""

    lock = UNANNOUNCED

    uid = uid()
    area = AreaField()
    name = models.TextField()
    purpose = models.TextField()
    ground = models.TextField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, related_name="+")
    kinds = ArrayField(CodeField())
    risk = CodeField()
    method = CodeField()
    size = models.IntegerField()
    teams = models.JSONField()
    by = models.TextField()
    planned_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="campaign_uid_once"),
            models.UniqueConstraint(fields=["area", "name"], name="campaign_name_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="campaign_forward"),
            models.CheckConstraint(condition=Q(size__gt=0), name="campaign_draws_some"),
        ]


class Draw(models.Model):
    """A drawing of a sample from the pool as it then was; the newest counts until a visit was made."""

    lock = UNANNOUNCED

    uid = uid()
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="draws")
    seed = models.TextField()
    method = CodeField()
    size = models.IntegerField()
    pool = models.IntegerField()
    by = models.TextField()
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="draw_uid_once"),
            models.UniqueConstraint(fields=["campaign", "seed"], name="draw_seed_once"),
        ]


class DrawnTarget(models.Model):
    """A target of the pool of a drawing, with what spoke for it; drawn where it has a rank."""

    lock = UNANNOUNCED

    uid = uid()
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="targets")
    kind = CodeField()
    target = CodeField()
    area = AreaField()
    name = models.TextField()
    weight = models.IntegerField()
    reasons = ArrayField(CodeField())
    key = models.FloatField()
    rank = models.IntegerField(null=True)
    team = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="drawn_uid_once"),
            models.UniqueConstraint(fields=["draw", "kind", "target"], name="drawn_target_once"),
        ]


class Visit(models.Model):
    """A visit that was made: from then on its place may know of it; `client_id` is the phone's."""

    client_id = models.UUIDField(primary_key=True)
    drawn = models.ForeignKey(
        DrawnTarget, on_delete=models.DO_NOTHING, db_constraint=False, related_name="visits"
    )
    campaign = models.TextField()
    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, related_name="+")
    kind = CodeField()
    target = CodeField()
    unit = models.UUIDField(null=True)
    area = AreaField()
    name = models.TextField()
    place = models.TextField()
    filled = models.JSONField()
    findings_made = models.IntegerField()
    present = models.TextField()
    present_role = models.TextField()
    refused = models.BooleanField(default=False)
    digest = models.BinaryField()
    by = models.TextField()
    by_user = models.BigIntegerField(null=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(happened_at__lte=F("recorded_at")), name="visit_not_ahead"),
        ]
        indexes = [
            models.Index(fields=["area", "happened_at"], name="visit_by_area"),
            models.Index(fields=["target"], name="visit_by_target"),
        ]


class Shift(models.Model):
    """Somebody's turn on the roster of a unit, as it was planned; swaps and presence are its events."""

    uid = uid()
    area = AreaField()
    unit = models.UUIDField()
    unit_name = models.TextField()
    role = CodeField()
    officer = models.TextField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    by = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="shift_uid_once"),
            models.UniqueConstraint(fields=["unit", "role", "officer", "begins_at"], name="shift_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="shift_forward"),
        ]
        indexes = [models.Index(fields=["area", "begins_at"], name="shift_by_area")]


class ShiftEvent(models.Model):
    """What happened to a shift: a swap, a check-in, a spot call, leave."""

    uid = uid()
    shift = models.ForeignKey(Shift, on_delete=models.DO_NOTHING, db_constraint=False, related_name="events")
    area = AreaField()
    kind = CodeField()
    officer = models.TextField(default="")
    note = models.TextField(default="")
    by = models.TextField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="shift_event_uid_once"),
            models.UniqueConstraint(
                fields=["shift"], condition=Q(kind="checked_in"), name="shift_checked_in_once"
            ),
            models.CheckConstraint(
                condition=Q(happened_at__lte=F("recorded_at")), name="shift_event_not_ahead"
            ),
        ]
        indexes = [models.Index(fields=["shift", "kind"], name="shift_event_by_shift")]


class Finding(models.Model):
    """Something that was found wrong, as it was found; all that follows are its events."""

    uid = uid()
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="findings")
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, null=True, related_name="findings")
    area = AreaField()
    kind = CodeField()
    target = CodeField()
    unit = models.UUIDField(null=True)
    name = models.TextField()
    item = CodeField()
    category = models.TextField()
    text = models.TextField()
    mode = CodeField()
    severity = CodeField()
    due_at = models.DateTimeField()
    by = models.TextField()
    by_user = models.BigIntegerField(null=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="finding_uid_once"),
            models.UniqueConstraint(fields=["shift"], name="finding_once_per_shift"),
            models.UniqueConstraint(fields=["visit", "item"], name="finding_once_per_item"),
            models.CheckConstraint(condition=Q(happened_at__lte=F("recorded_at")), name="finding_not_ahead"),
            models.CheckConstraint(
                condition=Q(visit__isnull=False) | Q(shift__isnull=False), name="finding_has_a_source"
            ),
        ]
        indexes = [
            models.Index(fields=["area", "happened_at"], name="finding_by_area"),
            models.Index(fields=["target", "item"], name="finding_by_item"),
        ]


class FindingEvent(models.Model):
    """What happened to a finding; its state is that after the last event, as known at any moment."""

    uid = uid()
    finding = models.ForeignKey(
        Finding, on_delete=models.DO_NOTHING, db_constraint=False, related_name="events"
    )
    area = AreaField()
    kind = CodeField()
    text = models.TextField(default="")
    mode = CodeField(default="")
    due_at = models.DateTimeField(null=True)
    by = models.TextField()
    by_user = models.BigIntegerField(null=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="finding_event_uid_once"),
            models.CheckConstraint(
                condition=Q(happened_at__lte=F("recorded_at")), name="finding_event_not_ahead"
            ),
        ]
        indexes = [models.Index(fields=["finding", "id"], name="finding_event_by_finding")]


class Evidence(models.Model):
    """A photograph of a finding or of what was mended: sealed in the home under its hash, never altered."""

    client_id = models.UUIDField(primary_key=True)
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="evidence")
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
                condition=Q(happened_at__lte=F("recorded_at")), name="finding_photograph_not_ahead"
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="finding_photograph_not_empty"),
        ]


class Signature(models.Model):
    """What who was there at a visit drew on the phone: sealed in the home, one a visit, never altered."""

    client_id = models.UUIDField(primary_key=True)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="signatures", db_index=False)
    area = AreaField()
    file_hash = models.TextField(db_collation="C")
    size = models.IntegerField()
    by = models.TextField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit"], name="signature_once"),
            models.CheckConstraint(
                condition=Q(happened_at__lte=F("recorded_at")), name="signature_not_ahead"
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="signature_not_empty"),
        ]


class Outcome(models.Model):
    """What an official got, on which basis; the name is sealed, and opened by a permission of its own."""

    uid = uid()
    area = AreaField()
    unit = models.TextField()
    kind = CodeField()
    basis = models.TextField()
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, null=True, related_name="outcomes")
    issuer = models.TextField()
    decided_on = models.DateField()
    name_sealed = models.BinaryField()
    by = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["uid"], name="outcome_uid_once")]
        indexes = [models.Index(fields=["area", "decided_on"], name="outcome_by_area")]


class Paper(models.Model):
    """A bulletin, a report or a notice that was written, with every figure it prints and what it counts."""

    uid = uid()
    area = AreaField()
    kind = CodeField()
    about = models.TextField()
    on = models.DateField()
    as_known_at = models.DateTimeField()
    figures = models.JSONField()
    content_hash = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="paper_uid_once"),
            models.UniqueConstraint(
                fields=["area", "kind", "about", "as_known_at", "content_hash"], name="paper_once"
            ),
        ]
