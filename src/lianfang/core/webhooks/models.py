"""Tables of webhooks: who asked to be told, what happened, and every delivery."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lianfang.core.fields import AreaField, CodeField, uid


class Webhook(models.Model):
    """Somebody who wants to be told: where, of which kinds, of which area; the secret signs what is sent."""

    uid = uid()
    url = models.TextField()
    kinds = ArrayField(CodeField())
    area = AreaField()
    sealed_secret = models.BinaryField()
    by = models.TextField()
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["uid"], name="webhook_uid_once")]


class Event(models.Model):
    """Something that happened and may be told; `spread_at` is when deliveries were made of it."""

    uid = uid()
    kind = CodeField()
    subject = models.TextField()
    area = AreaField()
    facts = models.JSONField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    spread_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["uid"], name="event_uid_once")]
        indexes = [
            models.Index(fields=["id"], name="event_unspread", condition=models.Q(spread_at=None)),
            models.Index(fields=["recorded_at"], name="event_by_age"),
        ]


class Delivery(models.Model):
    """One message to one webhook: how often it was tried, when next, what came back last."""

    uid = uid()
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    area = AreaField()
    attempts = models.SmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    status = models.SmallIntegerField(null=True)
    reason = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="delivery_uid_once"),
            models.UniqueConstraint(fields=["webhook", "event"], name="delivery_once"),
        ]
        indexes = [
            models.Index(fields=["next_at"], name="delivery_due", condition=models.Q(next_at__isnull=False))
        ]
