"""Tables of the exchange: other servers, what was handed to them, what they handed to us."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from lianfang.core.fields import AreaField, CodeField, uid


class Peer(models.Model):
    """Another server: its address (empty: files alone), its key, for which areas one of us speaks, and when.

    `area` is the area that holds all of `areas`.
    """

    uid = uid()
    name = models.TextField()
    url = models.TextField(default="")
    public_key = CodeField()
    direction = CodeField()
    area = AreaField()
    areas = ArrayField(AreaField())
    begins_on = models.DateField()
    ends_on = models.DateField(null=True)
    by = models.TextField()
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="peer_uid_once"),
            models.UniqueConstraint(
                fields=["name"], condition=Q(ended_at=None), name="peer_name_once_in_force"
            ),
            models.UniqueConstraint(
                fields=["public_key", "direction"], condition=Q(ended_at=None), name="peer_key_once_in_force"
            ),
            models.CheckConstraint(condition=Q(direction__in=["in", "out"]), name="peer_direction_known"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("begins_on")), name="peer_forward"
            ),
        ]


class HandOver(models.Model):
    """A signed text between a peer and us: its number, the day and the digest of what it holds."""

    uid = uid()
    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="+", db_index=False)
    area = AreaField()
    period_on = models.DateField()
    sequence = models.IntegerField()
    digest = models.TextField(db_collation="C")
    envelope = models.TextField()
    reports = models.IntegerField()

    class Meta:
        abstract = True


class Message(HandOver):
    """A hand-over to a peer: how often it was tried, what the peer signed for it."""

    by = models.TextField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    attempts = models.IntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    reason = models.TextField(default="")
    receipt = models.TextField(default="")
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="hand_over_uid_once"),
            models.UniqueConstraint(fields=["peer", "sequence"], name="hand_over_sequence_once"),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="hand_over_sequence_counts"),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, receipt="")
                | Q(acknowledged_at__isnull=False, next_at=None) & ~Q(receipt=""),
                name="hand_over_acknowledged_with_receipt",
            ),
        ]
        indexes = [
            models.Index(fields=["peer", "period_on"], name="hand_over_by_day"),
            models.Index(fields=["next_at"], name="hand_over_due", condition=Q(next_at__isnull=False)),
        ]


class Received(HandOver):
    """A hand-over from a peer, taken once, with the receipt that we signed."""

    receipt = models.TextField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="received_uid_once"),
            models.UniqueConstraint(fields=["peer", "sequence"], name="received_sequence_once"),
            models.UniqueConstraint(fields=["peer", "digest"], name="received_digest_once"),
        ]
