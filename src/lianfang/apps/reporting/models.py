"""The tables of reporting: briefs being prepared, briefs as written with every figure, and as signed."""

from django.db import models

from lianfang.core.fields import AreaField, uid


class Brief(models.Model):
    """A daily brief of an area as it was written; never altered: another text is another brief."""

    uid = uid()
    area = AreaField()
    on = models.DateField()
    as_known_at = models.DateTimeField()
    figures = models.JSONField()
    texts = models.JSONField(default=dict)
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


class Draft(models.Model):
    """What people have written so far for an area's brief of a day; the one record here that changes."""

    area = AreaField()
    on = models.DateField()
    as_known_at = models.DateTimeField()
    texts = models.JSONField(default=dict)
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "on"], name="draft_once_a_day")]


class Signature(models.Model):
    """A brief frozen by whoever answers for it: the bytes that were signed, and their digest."""

    brief = models.ForeignKey(Brief, on_delete=models.DO_NOTHING, related_name="signatures")
    area = AreaField()
    on = models.DateField()
    as_known_at = models.DateTimeField()
    docx = models.BinaryField()
    digest = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brief"], name="signature_once_a_brief"),
            models.UniqueConstraint(fields=["area", "on", "as_known_at"], name="signature_once_a_cut_off"),
        ]
