"""Sites with their buildings and rooms, how ready they are, what was found on the spot."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lianfang.apps.areas.models import Unit
from lianfang.core.fields import AreaField, CodeField, uid
from lianfang.core.recorded import Observed, Recorded, not_ahead


class Site(Recorded):
    """A place that holds people apart: a unit with rooms; `capacity` is what was reported of it."""

    uid = uid()
    area = AreaField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    capacity = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="site_uid_once"),
            models.UniqueConstraint(fields=["unit"], name="site_once_per_unit"),
            models.CheckConstraint(condition=Q(capacity__gte=0), name="site_capacity_possible"),
        ]
        indexes = [models.Index(fields=["area"], name="site_by_area")]


class SiteEvent(Observed):
    """How ready a site became, and when; the last one holds."""

    uid = uid()
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="events", db_index=False)
    area = AreaField()
    kind = CodeField()
    note = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="site_event_uid_once"),
            not_ahead("site_event_not_ahead"),
        ]
        indexes = [models.Index(fields=["site", "id"], name="site_event_by_site")]


class Building(Recorded):
    """A building of a site, in one of its three zones."""

    uid = uid()
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="buildings", db_index=False)
    area = AreaField()
    name = models.TextField()
    zone = CodeField()
    distance = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="building_uid_once"),
            models.UniqueConstraint(fields=["site", "name"], name="building_once"),
        ]


class Room(models.Model):
    """A room for people, with a toilet of its own; `distance` compares ways from the entrance."""

    uid = uid()
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="rooms", db_index=False)
    building = models.ForeignKey(Building, on_delete=models.PROTECT, related_name="rooms", db_index=False)
    area = AreaField()
    zone = CodeField()
    floor = models.SmallIntegerField()
    number = models.TextField()
    beds = models.SmallIntegerField()
    accessible = models.BooleanField()
    distance = models.IntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="room_uid_once"),
            models.UniqueConstraint(fields=["building", "number"], name="room_once"),
            models.CheckConstraint(condition=Q(beds__gte=1), name="room_has_a_bed"),
        ]
        indexes = [models.Index(fields=["site", "zone"], name="room_by_site")]


class Verification(Observed):
    """What two officers counted and found on the spot; its photographs are sealed in the home."""

    uid = uid()
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="verifications", db_index=False)
    area = AreaField()
    officers = ArrayField(models.TextField())
    counted = models.IntegerField()
    unmet = ArrayField(CodeField())
    note = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="verification_uid_once"),
            not_ahead("verification_not_ahead"),
            models.CheckConstraint(condition=Q(counted__gte=0), name="verification_count_possible"),
        ]
        indexes = [models.Index(fields=["site", "happened_at"], name="verification_by_site")]


class VerificationPhotograph(Recorded):
    """A photograph of a verification: sealed in the home under its hash, never altered."""

    client_id = models.UUIDField(primary_key=True)
    verification = models.ForeignKey(Verification, on_delete=models.PROTECT, related_name="photographs")
    area = AreaField()
    file_hash = models.TextField(db_collation="C")
    media_type = CodeField()
    size = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="verification_photograph_not_empty"),
        ]
