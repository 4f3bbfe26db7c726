"""The one table of reporting: the briefs that were written, with every figure they printed."""

from django.db import models

from lianfang.core.fields import AreaField, uid


class Brief(models.Model):
    """A daily brief of an area as it was written; never altered: another text is another brief."""

    uid = uid()
    area = AreaField()
    on = models.DateField()
    as_known_at = models.DateTimeField()
    figures = models.JSONField()
    content_hash = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="brief_uid_once"),
            models.UniqueConstraint(
                fields=["area", "on", "as_known_at", "content_hash"], name="brief_text_once"
            ),
        ]
