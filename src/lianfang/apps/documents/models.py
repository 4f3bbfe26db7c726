"""Tables of documents: offices' templates, documents with revisions and steps, the register, papers."""

from django.db import models
from django.db.models import Q

from lianfang.core.access import rows
from lianfang.core.fields import AreaField, CodeField, uid


class Template(models.Model):
    """A template that an office edited; the newest of its area, or of an area above, is used.

    Of a paper with blanks `source` is the paper as handed in, `blanks` which were filled by what, which not.
    """

    lock = rows.in_scope_or_above()

    uid = uid()
    area = AreaField()
    kind = CodeField()
    version = models.IntegerField()
    name = models.TextField()
    docx = models.BinaryField()
    digest = models.TextField()
    names = models.JSONField(default=list)
    source = models.BinaryField(null=True)
    blanks = models.JSONField(default=list)
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="template_uid_once"),
            models.UniqueConstraint(fields=["area", "kind", "version"], name="template_version_once"),
        ]


class Document(models.Model):
    """A document of a kind, of which area, about what, of which day; what it says is in its revisions."""

    uid = uid()
    area = AreaField()
    kind = CodeField()
    about = models.TextField(default="")
    on = models.DateField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["uid"], name="document_uid_once")]
        indexes = [models.Index(fields=["area", "-at"], name="document_by_area")]


class Revision(models.Model):
    """What a document says from a moment on: its head, what people wrote, as known when its figures count."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="revisions")
    area = AreaField()
    number = models.IntegerField()
    as_known_at = models.DateTimeField()
    head = models.JSONField()
    texts = models.JSONField(default=dict)
    template = models.ForeignKey(Template, on_delete=models.PROTECT, null=True, related_name="+")
    account = models.BigIntegerField(null=True)
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="revision_number_once")]


class DocumentStep(models.Model):
    """Who submitted, approved, returned or dropped a document, at which of its revisions."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="steps")
    area = AreaField()
    revision = models.IntegerField()
    kind = CodeField()
    account = models.BigIntegerField(null=True)
    by = models.TextField()
    note = models.TextField(default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "revision", "by"],
                condition=Q(kind="approved"),
                name="document_approved_by_another",
            ),
        ]


class NumberSeries(models.Model):
    """The last number of an office's short name in a year; whoever takes the next holds the row."""

    area = AreaField()
    prefix = models.TextField()
    year = models.IntegerField()
    last = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "prefix", "year"], name="number_series_once"),
            models.CheckConstraint(condition=Q(last__gt=0), name="number_series_counts"),
        ]


class RegisterEntry(models.Model):
    """A number that a document got; one document, one number, never given again."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="entries")
    area = AreaField()
    prefix = models.TextField()
    year = models.IntegerField()
    number = models.IntegerField()
    written = models.TextField()
    title = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document"], name="register_document_once"),
            models.UniqueConstraint(fields=["area", "prefix", "year", "number"], name="register_number_once"),
        ]


class Paper(models.Model):
    """A docx as it was written, with every figure that it prints; of an issued document with its bytes."""

    uid = uid()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="papers")
    area = AreaField()
    revision = models.IntegerField()
    as_known_at = models.DateTimeField()
    figures = models.JSONField()
    docx = models.BinaryField(null=True)
    digest = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="document_paper_uid_once"),
            models.UniqueConstraint(
                fields=["document"], condition=Q(docx__isnull=False), name="document_issued_once"
            ),
        ]
