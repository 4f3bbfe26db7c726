"""Tables of places, units, posts and who holds them."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import Exact

from lianfang.core.access import rows
from lianfang.core.fields import AreaField, CodeField, uid


class Span(Func):
    """The half-open range of two moments; no second moment means for ever."""

    function = "tstzrange"
    output_field = DateTimeRangeField()


class Undigited(Func):
    """What is left of a text without the digits at its beginning; three times as fast as a pattern."""

    function = "ltrim"
    template = "%(function)s(%(expressions)s, '0123456789')"
    output_field = models.TextField()


class Edition(models.Model):
    """One load of a table of areas that changed something; later loads close and open rows, never alter them.

    `deepest` is the lowest level that the table speaks of: below it (grids, buildings) it decides nothing.
    """

    lock = rows.Unlocked("the official table of areas")

    label = models.TextField()
    scope = AreaField(default="")
    content_hash = models.TextField()
    areas = models.IntegerField()
    deepest = models.SmallIntegerField()
    loaded_at = models.DateTimeField()


class Area(models.Model):
    """A place as one range of editions knows it; the current row has no `until_edition`."""

    lock = rows.Unlocked("the official table of areas")

    code = AreaField()
    level = models.SmallIntegerField()
    name = models.TextField()
    name_key = models.TextField(default="", db_collation="C")
    population = models.IntegerField(null=True)
    households = models.IntegerField(null=True)
    from_edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, db_constraint=False, related_name="+", db_index=False
    )
    until_edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, db_constraint=False, related_name="+", null=True, db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(until_edition=None), name="area_code_current_once"
            ),
            models.CheckConstraint(condition=Exact(Undigited("code"), Value("")), name="area_code_digits"),
        ]
        indexes = [
            models.Index(
                fields=["code"], condition=Q(until_edition__isnull=False), name="area_closed_by_code"
            ),
        ]


class Recoding(models.Model):
    """A place whose code changed with an edition; several old codes may become one, never one several."""

    lock = rows.Unlocked("the official table of areas")

    old_code = AreaField()
    new_code = AreaField()
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="recodings")
    ground = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old_code", "edition"], name="recoding_once"),
            models.CheckConstraint(condition=~Q(old_code=F("new_code")), name="recoding_changes"),
        ]


class Unit(models.Model):
    """An office, health centre, police station, school, enterprise, hotel, hospital…"""

    lock = rows.readable_by_all()

    uid = uid()
    kind = CodeField()
    name = models.TextField()
    area = AreaField()
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "kind", "name"], name="unit_once"),
            models.UniqueConstraint(fields=["uid"], name="unit_uid_once"),
        ]


class Officer(models.Model):
    """A person who works for prevention and control: cadre, doctor, police officer, grid worker."""

    lock = rows.following("areas_assignment", officer_id="id", written="true")

    uid = uid()
    name = models.TextField()
    phone_digest = models.BinaryField(null=True)
    phone_sealed = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="officer_uid_once"),
        ]


class Post(models.Model):
    """An established position for an area or a unit; it exists whether held or vacant."""

    lock = rows.in_scope_or_above()

    uid = uid()
    code = CodeField()
    area = AreaField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="posts")
    established_at = models.DateTimeField()
    abolished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="post_uid_once"),
            models.UniqueConstraint(
                fields=["code", "area", "unit"],
                name="post_once",
                condition=Q(abolished_at=None),
                nulls_distinct=False,
            ),
        ]
        indexes = [models.Index(fields=["area", "code"], name="post_by_area")]


class Assignment(models.Model):
    """Who holds a post, from when to when; begun and ended are each known from their own moment.

    A post has one holder at a time.
    """

    lock = rows.in_scope_or_above()

    uid = uid()
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="assignments")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="assignments")
    area = AreaField()
    begins_at = models.DateTimeField()
    begin_recorded_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    end_recorded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="assignment_uid_once"),
            models.UniqueConstraint(fields=["post", "officer", "begins_at"], name="assignment_once"),
            ExclusionConstraint(
                name="assignment_one_holder",
                expressions=[
                    (F("post"), RangeOperators.EQUAL),
                    (Span("begins_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("begins_at")), name="assignment_forward"
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None, end_recorded_at=None)
                | Q(ends_at__isnull=False, end_recorded_at__isnull=False),
                name="assignment_end_recorded",
            ),
        ]
        indexes = [models.Index(fields=["area"], name="assignment_by_area")]


class Deputy(models.Model):
    """An officer who stands in for the holder of a post for a period, with the same rights in its area.

    Who answers for the post stays its holder; several may stand in at a time.
    """

    uid = uid()
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="deputies")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="deputies")
    area = AreaField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ground = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="deputy_uid_once"),
            models.UniqueConstraint(fields=["post", "officer", "begins_at"], name="deputy_once"),
            models.CheckConstraint(condition=Q(ends_at__gte=F("begins_at")), name="deputy_forward"),
        ]
        indexes = [models.Index(fields=["area"], name="deputy_by_area")]


class Pledge(models.Model):
    """A holder's signature under the duties of a post (责任状), once for each time the post is taken."""

    uid = uid()
    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, related_name="pledges", db_index=False
    )
    area = AreaField()
    signed_as = models.TextField()
    signed_at = models.DateTimeField()
    recorded_by = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment"], name="pledge_once"),
            models.UniqueConstraint(fields=["uid"], name="pledge_uid_once"),
        ]
        indexes = [models.Index(fields=["area"], name="pledge_by_area")]
