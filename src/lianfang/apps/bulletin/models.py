"""Tables of the bulletin: publications, each version for itself, and what was decided about them."""

from django.db import models
from django.db.models import F, Q

from lianfang.core.access import rows
from lianfang.core.fields import AreaField, CodeField, uid


class Publication(models.Model):
    """One version of what the public is told; everybody reads it once it is published, nobody alters it.

    `figures` hold only what may be told: a count that is too small is not in the row. The three columns of
    publishing and withdrawing are the projection of the steps.
    """

    lock = rows.Lock(rows.in_scope().within, readable="published_at is not null")

    uid = uid()
    series = models.UUIDField()
    version = models.SmallIntegerField()
    area = AreaField()
    kind = CodeField()
    title = models.TextField()
    text = models.TextField()
    entries = models.JSONField(default=list)
    figures = models.JSONField(null=True)
    source = models.TextField(default="")
    begins_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    correction = models.TextField(default="")
    recorded_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="publication_uid_once"),
            models.UniqueConstraint(fields=["series", "version"], name="publication_version_once"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("begins_on")), name="publication_forward"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(published_at__isnull=False) & ~Q(withdrawn_why=""),
                name="publication_withdrawn_with_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-published_at"],
                condition=Q(published_at__isnull=False),
                name="publication_published",
            ),
            models.Index(fields=["area", "recorded_at"], name="publication_by_area"),
        ]


class PublicationStep(models.Model):
    """Who wrote a publication, approved it, declined it, took it back; seen in its area alone."""

    uid = uid()
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="steps")
    area = AreaField()
    kind = CodeField()
    account = models.BigIntegerField(null=True)
    by = models.TextField()
    note = models.TextField(default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="publication_step_uid_once"),
            models.UniqueConstraint(
                fields=["publication", "by"],
                condition=~Q(kind="withdrawn"),
                name="publication_step_by_another",
            ),
        ]
