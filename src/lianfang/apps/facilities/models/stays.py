"""Who is in which room is kept by the database itself: two never, at no moment."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Q

from lianfang.apps.facilities.models.sites import Room, Site
from lianfang.apps.people.models import Person
from lianfang.core.access import rows
from lianfang.core.fields import AreaField, CodeField, uid
from lianfang.core.recorded import Observed, Recorded, not_ahead


class Party(Recorded):
    """Those who share a room, and why; nearly always one person."""

    uid = uid()
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", db_index=False)
    area = AreaField()
    reason = CodeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["uid"], name="party_uid_once")]


class Lodging(Recorded):
    """A person's stay in a room. `during` is the person's time, `room_held` the room's until it was cleaned.

    A room is held by one party at a time, a person is in one room at a time: the database refuses the rest.
    `measure_id` is the order under which somebody is there, none for who cares for another; `source` groups
    those who were exposed together. The moments are projections of the stay's events.
    """

    lends = rows.lends("people_person", by="person_id")  # lodged here, though registered elsewhere
    uid = uid()
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", db_index=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="lodgings", db_index=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="lodgings")
    area = AreaField()
    person = models.ForeignKey(Person, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    person_uid = models.UUIDField()
    measure_id = models.BigIntegerField(null=True)
    source = models.TextField(default="")
    during = DateTimeRangeField()
    room_held = DateTimeRangeField()
    arrived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="lodging_uid_once"),
            ExclusionConstraint(
                name="room_one_party",
                expressions=[
                    (F("room"), RangeOperators.EQUAL),
                    (F("party"), RangeOperators.NOT_EQUAL),
                    (F("room_held"), RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="person_one_room",
                expressions=[
                    (F("person"), RangeOperators.EQUAL),
                    (F("during"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(room_held__contains=F("during")), name="lodging_room_held_throughout"
            ),
        ]
        indexes = [GistIndex(fields=["site", "room_held"], name="lodging_by_site")]


class LodgingEvent(Observed):
    """What happened to a stay."""

    uid = uid()
    lodging = models.ForeignKey(Lodging, on_delete=models.PROTECT, related_name="events", db_index=False)
    area = AreaField()
    kind = CodeField()
    note = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="lodging_event_uid_once"),
            not_ahead("lodging_event_not_ahead"),
        ]
        indexes = [models.Index(fields=["lodging", "kind"], name="lodging_event_by_lodging")]
