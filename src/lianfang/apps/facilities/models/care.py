"""Care of those who are held apart: what they need, their meals, whether a home would do for them."""

from django.db import models
from django.db.models import F, Q

from lianfang.apps.facilities.models.sites import Site
from lianfang.apps.facilities.models.stays import Lodging
from lianfang.apps.people.models import Person
from lianfang.core.access import rows
from lianfang.core.fields import AreaField, CodeField, uid
from lianfang.core.recorded import Observed, not_ahead


class Need(Observed):
    """What somebody needs who is held apart: asked at `happened_at`, by when it is taken up and answered.

    `every` makes it come back so long after each answer, until it is ended or the stay is over. `post` holds
    it: the head of the site, or at home the post that the kind names.
    """

    lends = rows.lends("people_person", by="person_id")  # cared for here, though registered elsewhere
    uid = uid()
    area = AreaField()
    person = models.ForeignKey(Person, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    person_uid = models.UUIDField()
    lodging = models.ForeignKey(Lodging, on_delete=models.PROTECT, null=True, related_name="needs")
    kind = CodeField()
    text = models.TextField(default="")
    post = models.TextField()
    acknowledge_by = models.DateTimeField()
    due_at = models.DateTimeField()
    every = models.DurationField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="need_uid_once"),
            not_ahead("need_not_ahead"),
            models.CheckConstraint(
                condition=Q(acknowledge_by__gt=F("happened_at"), due_at__gte=F("acknowledge_by")),
                name="need_clocks_forward",
            ),
        ]
        indexes = [models.Index(fields=["area", "happened_at"], name="need_by_area")]


class NeedEvent(Observed):
    """What was done about a need."""

    uid = uid()
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="events", db_index=False)
    area = AreaField()
    kind = CodeField()
    note = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="need_event_uid_once"),
            models.UniqueConstraint(
                fields=["need", "kind"], condition=~Q(kind="answered"), name="need_step_once"
            ),
            not_ahead("need_event_not_ahead"),
        ]
        indexes = [models.Index(fields=["need", "kind"], name="need_event_by_need")]


class MealRound(Observed):
    """A meal was brought to the doors of a site, to so many people."""

    uid = uid()
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", db_index=False)
    area = AreaField()
    meal = CodeField()
    on_date = models.DateField()
    served = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="meal_round_uid_once"),
            models.UniqueConstraint(fields=["site", "on_date", "meal"], name="meal_round_once"),
            not_ahead("meal_round_not_ahead"),
            models.CheckConstraint(condition=Q(served__gte=0), name="meal_round_possible"),
        ]


class HomeCheck(Observed):
    """Whether somebody can be isolated at home: each condition as it was answered, and what follows.

    `members` is what was found of each who is registered there (`listed`) and how many are not (`unlisted`).
    """

    lends = rows.lends("people_person", by="person_id")
    uid = uid()
    area = AreaField()
    person = models.ForeignKey(Person, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    person_uid = models.UUIDField()
    household = models.UUIDField(null=True)
    found = models.JSONField()
    members = models.JSONField()
    recommended = CodeField()
    note = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="home_check_uid_once"),
            not_ahead("home_check_not_ahead"),
            models.CheckConstraint(condition=Q(recommended__in=["home", "site"]), name="home_check_decided"),
        ]
        indexes = [models.Index(fields=["area", "happened_at"], name="home_check_by_area")]


class CareClock(Observed):
    """Within how long needs of a kind are taken up and answered in an area, from a day on, on what ground."""

    lock = rows.in_scope_or_above()  # a village keeps the hours of its county
    uid = uid()
    area = AreaField()
    kind = CodeField()
    acknowledged = models.DurationField()
    answered = models.DurationField()
    from_day = models.DateField()
    ground = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="care_clock_uid_once"),
            not_ahead("care_clock_not_ahead"),
            models.CheckConstraint(
                condition=Q(answered__gte=F("acknowledged")) & ~Q(ground=""), name="care_clock_possible"
            ),
        ]
        indexes = [models.Index(fields=["area", "kind"], name="care_clock_by_area")]
