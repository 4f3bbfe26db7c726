"""Tables of venues and of what is known of stays there; the stays of weeks lie in the lake, outside."""

from django.db import models
from django.db.models import F, Q

from lianfang.core.access import rows
from lianfang.core.fields import AreaField, CodeField, uid
from lianfang.core.recorded import Recorded


class Venue(Recorded):
    """A place where people meet, with the code that they scan there; a vehicle by its service."""

    uid = uid()
    area = AreaField()
    code = CodeField()
    name = models.TextField()
    kind = CodeField()
    address = models.TextField(default="")
    enclosed = models.BooleanField(null=True)
    ventilated = models.BooleanField(null=True)
    unit = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="venue_uid_once"),
            models.UniqueConstraint(fields=["code"], name="venue_code_once"),
        ]
        indexes = [models.Index(fields=["area", "kind"], name="venue_by_area")]


class Visitor(models.Model):
    """Somebody seen at a venue whom the register does not know: by digest, to be called by sealed numbers."""

    area = AreaField()
    digest = models.BinaryField()
    kind = CodeField()
    sealed = models.BinaryField()
    phone = models.BinaryField()
    name = models.TextField(default="")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest"], name="visitor_once")]
        indexes = [models.Index(fields=["seen_at"], name="visitor_by_time")]


class Load(models.Model):
    """A file of observations that was read, and its account."""

    uid = uid()
    area = AreaField()
    file_name = models.TextField()
    content_hash = models.TextField()
    rows = models.IntegerField()
    taken = models.IntegerField()
    unchanged = models.IntegerField()
    rejected = models.IntegerField()
    by = models.TextField()
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="load_uid_once"),
            models.CheckConstraint(
                condition=Q(rows=F("taken") + F("unchanged") + F("rejected")), name="load_balances"
            ),
        ]
        indexes = [models.Index(fields=["area", "-loaded_at"], name="load_by_area")]


class Part(models.Model):
    """A file of the lake: one day and kind of one load. What no row names does not count, and goes."""

    lock = rows.Unlocked("names of files, days and counts, of nobody")

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="parts")
    day = models.DateField()
    kind = CodeField()
    name = models.TextField()
    rows = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name"], name="part_name_once")]
        indexes = [models.Index(fields=["day"], name="part_by_day")]


class Presence(models.Model):
    """A stay of the recent days, for a question that can't wait: a table of parts, by day modulo `SLOTS`.

    Moments are seconds since 1970; `person` is a record of the register, or below zero a visitor.
    """

    lock = rows.following("venues_venue", id="place_id")

    pk = models.CompositePrimaryKey("slot", "person", "begins", "place_id", "ends", "kind", "seat")
    slot = models.SmallIntegerField()
    person = models.BigIntegerField()
    place = models.ForeignKey(
        Venue, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="presences"
    )
    begins = models.BigIntegerField()
    ends = models.BigIntegerField()
    kind = CodeField()
    seat = CodeField(default="")

    class Meta:
        indexes = [models.Index(fields=["place", "begins", "ends"], name="presence_by_place")]
