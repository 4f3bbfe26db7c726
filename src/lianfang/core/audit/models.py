"""The audit log: append-only lines, each bound to the one before."""

from typing import ClassVar, Final

from django.db import models

from lianfang.core.access import rows

END: Final = rows.Answer(
    "audit_end() returns table (number bigint, bound bytea)",
    """
    perform pg_advisory_xact_lock(4712001);
    return query select id, hash from audit_auditevent order by id desc limit 1;""",
)
"""Number and hash of the last line, which nobody follows with another until this transaction ends."""


class AuditEvent(models.Model):
    """One act: who, when, what, on which record, with which facts, and the hash that binds it to its past."""

    lock = rows.written_by_all()
    answers: ClassVar = (END,)

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
