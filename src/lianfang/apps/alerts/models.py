"""Tables of what was told: notices, the slots in each, and what left by message."""

from django.db import models
from django.db.models import F, Q

from lianfang.core.fields import AreaField, CodeField, uid


class Notice(models.Model):
    """What one officer was told in one run, however many slots it was about; no person is named.

    `lines` are kind, nature, count and first due time; the slots themselves are escalations.
    """

    uid = uid()
    area = AreaField()
    officer = models.UUIDField()
    holder = models.TextField()
    post = CodeField()
    nature = CodeField()
    urgent = models.BooleanField()
    items = models.IntegerField()
    lines = models.JSONField()
    due_at = models.DateTimeField()
    told_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="notice_uid_once"),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_by="")
                | Q(acknowledged_at__gte=F("told_at")) & ~Q(acknowledged_by=""),
                name="notice_acknowledged_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["officer", "-told_at"], name="notice_by_officer"),
            models.Index(fields=["told_at"], name="notice_by_time"),
            models.Index(fields=["officer"], condition=Q(acknowledged_at=None), name="notice_unacknowledged"),
        ]


class Escalation(models.Model):
    """One slot of a duty, of which the holder of a post was told at one level of its ladder, once.

    The slot is named by kind, subject, ref and due time: moved to another day, it is told anew.
    """

    notice = models.ForeignKey(
        Notice, on_delete=models.DO_NOTHING, db_constraint=False, related_name="escalations"
    )
    kind = CodeField()
    subject = CodeField()
    ref = CodeField()
    area = AreaField()
    due_at = models.DateTimeField()
    level = models.SmallIntegerField()
    post = CodeField()
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["due_at", "kind", "subject", "ref", "level"], name="told_once"),
        ]


class Message(models.Model):
    """One text that left, or is about to, by one channel for one officer: the digest of some notices.

    `handed_at` is when the gateway took it; handing the same uid over again changes nothing.
    """

    uid = uid()
    area = AreaField()
    officer = models.UUIDField()
    holder = models.TextField()
    channel = CodeField()
    address_masked = models.TextField()
    text = models.TextField()
    notices = models.IntegerField()
    made_at = models.DateTimeField()
    handed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["uid"], name="message_uid_once")]
        indexes = [
            models.Index(fields=["officer", "channel", "-made_at"], name="message_by_officer"),
            models.Index(fields=["made_at"], condition=Q(handed_at=None), name="message_unhanded"),
        ]


class Dispatch(models.Model):
    """A notice that is to leave by a channel, not before a moment; then part of a message, or dropped."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="dispatches")
    area = AreaField()
    channel = CodeField()
    not_before = models.DateTimeField()
    state = CodeField(default="waiting")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, null=True, related_name="dispatches")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="dispatch_once_per_channel"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "gathered", "dropped", "unreachable"]),
                name="dispatch_state_known",
            ),
        ]
        indexes = [
            models.Index(fields=["not_before"], condition=Q(state="waiting"), name="dispatch_waiting"),
        ]


class Mailbox(models.Model):
    """Where an officer wants e-mail; the telephone stands with the officer."""

    area = AreaField()
    officer = models.UUIDField()
    sealed = models.BinaryField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["officer"], name="mailbox_once_per_officer")]
