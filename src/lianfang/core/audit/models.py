"""The audit log: append-only lines, each bound to the one before."""

from django.db import models

from lianfang.core.access import rows


class AuditEvent(models.Model):
    """One act: who, when, what, on which record, with which facts, and the hash that binds it to its past."""

    lock = rows.written_by_all()

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor = models.TextField()
    role = models.TextField()
    user = models.BigIntegerField(null=True)
    action = models.TextField()
    subject = models.TextField()
    area = models.TextField(default="", db_collation="C")
    facts = models.JSONField()
    hash = models.BinaryField()

    class Meta:
        indexes = [
            models.Index(fields=["subject"], name="audit_by_subject"),
            models.Index(fields=["area", "at"], name="audit_by_area"),
        ]
