"""Calls answered once: a caller's key, what was asked under it, and the answer."""

from django.db import models

from lianfang.core.access import rows


class Answered(models.Model):
    """The answer that a call with an `Idempotency-Key` had; the same call again has the same answer."""

    lock = rows.Unlocked("an answer is found by its caller and key alone")

    caller = models.TextField()
    key = models.TextField()
    asked = models.BinaryField()
    status = models.SmallIntegerField()
    content_type = models.TextField()
    content = models.BinaryField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["caller", "key"], name="answered_once_per_key")]
        indexes = [models.Index(fields=["recorded_at"], name="answered_by_age")]
