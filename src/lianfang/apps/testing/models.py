"""Tables of testing. In which tube a sample is, is kept by the database itself: exactly one."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from lianfang.apps.people.models import Person
from lianfang.core.access import rows
from lianfang.core.fields import AreaField, CodeField, uid
from lianfang.core.recorded import Observed, Recorded, not_ahead


def _person() -> "models.ForeignKey[Person, Person]":
    return models.ForeignKey(Person, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")


class Programme(Recorded):
    """Who is tested for a disease every so many days: an occupation by its words, a place, or a list."""

    lock = rows.in_scope_or_above()
    uid = uid()
    area = AreaField()
    disease = CodeField()
    name = models.TextField()
    kind = CodeField()
    words = ArrayField(models.TextField(), default=list)
    every_days = models.SmallIntegerField()
    source = models.TextField()
    certainty = CodeField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="programme_uid_once"),
            models.UniqueConstraint(fields=["area", "name"], name="programme_once"),
            models.CheckConstraint(condition=Q(every_days__gte=1), name="programme_frequency_possible"),
            models.CheckConstraint(
                condition=Q(kind__in=["occupation", "place", "list"]), name="programme_kind_known"
            ),
        ]


class Member(Recorded):
    """A person on the list of a programme, from a day on, until a day."""

    uid = uid()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="members", db_index=False)
    area = AreaField()
    person = _person()
    person_uid = models.UUIDField()
    since_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="member_uid_once"),
            models.UniqueConstraint(
                fields=["programme", "person"], condition=Q(until_on=None), name="member_once"
            ),
        ]


class Point(Recorded):
    """A sampling point: how many it takes an hour, with how many samplers, when it is open."""

    lock = rows.in_scope_or_above()
    uid = uid()
    area = AreaField()
    name = models.TextField()
    address = models.TextField(default="")
    per_hour = models.IntegerField()
    samplers = models.IntegerField()
    opens = models.TimeField()
    closes = models.TimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="point_uid_once"),
            models.UniqueConstraint(fields=["area", "name"], name="point_once"),
            models.CheckConstraint(
                condition=Q(per_hour__gte=1, samplers__gte=1, opens__lt=F("closes")), name="point_possible"
            ),
        ]


class QueueReport(Observed):
    """How many waited at a sampling point at a moment, as the point reports."""

    lock = rows.in_scope_or_above()
    uid = uid()
    point = models.ForeignKey(Point, on_delete=models.PROTECT, related_name="queue", db_index=False)
    area = AreaField()
    waiting = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="queue_report_uid_once"),
            models.CheckConstraint(
                condition=Q(waiting__gte=0, waiting__lte=9999), name="queue_report_possible"
            ),
            not_ahead("queue_report_not_ahead"),
        ]
        indexes = [models.Index(fields=["point", "-happened_at"], name="queue_report_latest")]


class LabelRun(Recorded):
    """Labels that were printed: so many numbers of a county from one on, never given out again."""

    uid = uid()
    area = AreaField()
    county = CodeField()
    first = models.IntegerField()
    count = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="label_run_uid_once"),
            models.UniqueConstraint(fields=["county", "first"], name="label_run_once"),
            models.CheckConstraint(condition=Q(first__gte=1, count__gte=1), name="label_run_possible"),
        ]


class Round(Recorded):
    """A round of testing all of an area for a disease: residents = targets + away + exempt + held elsewhere.

    The numbers of the stop rule are those of the table of policy in force when the round began.
    """

    lock = rows.in_scope_or_above()
    uid = uid()
    area = AreaField()
    disease = CodeField()
    number = models.SmallIntegerField()
    starts_at = models.DateTimeField()
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    pool = CodeField()
    pack = models.TextField()
    clear_rounds = models.SmallIntegerField()
    pause_days = models.SmallIntegerField()
    final_rounds = models.SmallIntegerField()
    residents = models.IntegerField(default=0)
    targets = models.IntegerField(default=0)
    away = models.IntegerField(default=0)
    exempt = models.IntegerField(default=0)
    held = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="round_uid_once"),
            models.UniqueConstraint(fields=["area", "number"], name="round_once"),
            models.UniqueConstraint(fields=["area"], condition=Q(ended_at=None), name="round_one_at_a_time"),
            models.CheckConstraint(condition=Q(due_at__gt=F("starts_at")), name="round_forward"),
            models.CheckConstraint(
                condition=Q(residents=F("targets") + F("away") + F("exempt") + F("held")),
                name="round_account_balances",
            ),
        ]


class RoundGrid(models.Model):
    """How many of an area of the lowest level a round asks for."""

    pk = models.CompositePrimaryKey("round_id", "area")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="grids", db_index=False)
    area = AreaField()
    targets = models.IntegerField()
    households = models.IntegerField()


class Target(models.Model):
    """Somebody whom a round asks for, where they lived when it began. Written in bulk."""

    pk = models.CompositePrimaryKey("round_id", "area", "person_id")
    round = models.ForeignKey(
        Round, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    area = AreaField()
    person = models.ForeignKey(
        Person, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    household_id = models.BigIntegerField(null=True)


class Exemption(Recorded):
    """Somebody whom rounds do not ask for, why, and until when."""

    uid = uid()
    area = AreaField()
    person = _person()
    person_uid = models.UUIDField()
    reason = CodeField()
    note = models.TextField(default="")
    until_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["uid"], name="exemption_uid_once")]


class Tube(Recorded):
    """A tube with its label: for one person, for so many, or for a household; tested for one disease.

    `state` is the last event's.
    """

    uid = uid()
    area = AreaField()
    disease = CodeField()
    code = models.TextField(db_collation="C")
    kind = CodeField()
    size = models.SmallIntegerField()
    point = models.ForeignKey(Point, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, null=True, related_name="tubes")
    household_id = models.BigIntegerField(null=True)
    state = CodeField(default="open")
    step = models.SmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="tube_uid_once"),
            models.UniqueConstraint(fields=["code"], name="tube_code_once"),
            models.CheckConstraint(condition=Q(size__gte=1, size__lte=20), name="tube_size_possible"),
        ]
        indexes = [models.Index(fields=["area", "recorded_at"], name="tube_by_area")]


class TubeEvent(Observed):
    """What happened to a tube: sealed, handed to a courier, received, on a plate, resulted, corrected."""

    uid = uid()
    tube = models.ForeignKey(Tube, on_delete=models.PROTECT, related_name="events", db_index=False)
    area = AreaField()
    step = models.SmallIntegerField()
    kind = CodeField()
    who = models.TextField(default="")
    plate = models.TextField(default="")
    result = CodeField(default="")
    ct = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    reason = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="tube_event_uid_once"),
            models.UniqueConstraint(fields=["tube", "step"], name="tube_step_once"),
            not_ahead("tube_event_not_ahead"),
            models.CheckConstraint(
                condition=Q(result="") ^ Q(kind__in=["resulted", "corrected"]), name="tube_result_said"
            ),
        ]
        indexes = [models.Index(fields=["area", "happened_at"], name="tube_event_by_area")]


class Hold(Recorded):
    """Somebody who is held where they are because a pool with their sample is positive, until that is over.

    `batch` is the list of exposures on which the order rests; the order itself is control's. Over it is when
    the single re-test is negative, or the pool's result was corrected.
    """

    lock = rows.in_scope("area", "home")
    uid = uid()
    tube = models.ForeignKey(Tube, on_delete=models.PROTECT, related_name="holds", db_index=False)
    area = AreaField()
    home = AreaField()
    person = _person()
    person_uid = models.UUIDField()
    batch = models.BigIntegerField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="hold_uid_once"),
            models.UniqueConstraint(
                fields=["tube", "person"], condition=Q(ended_at=None), name="hold_once_at_a_time"
            ),
        ]


class Sample(Observed):
    """What was taken of a person at a moment: it is in exactly one tube, at one place of it.

    `area` is where it was taken, `home` where the person belongs; both see it. `asked` tells whether the
    round asked for the person, `visitor` whether they were registered at the point; each counts once in a
    round.
    """

    lock = rows.in_scope("area", "home")
    lends = rows.lends("people_person", by="person_id")  # sampled here, though registered elsewhere
    uid = uid()
    client_id = models.UUIDField()
    tube = models.ForeignKey(Tube, on_delete=models.PROTECT, related_name="samples", db_index=False)
    place = models.SmallIntegerField()
    person = _person()
    person_uid = models.UUIDField()
    area = AreaField()
    home = AreaField()
    round = models.ForeignKey(Round, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    asked = models.BooleanField(default=False)
    visitor = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="sample_uid_once"),
            models.UniqueConstraint(fields=["client_id"], name="sample_client_once"),
            models.UniqueConstraint(fields=["tube", "place"], name="sample_place_once"),
            models.UniqueConstraint(fields=["tube", "person"], name="sample_person_once_in_tube"),
            models.UniqueConstraint(
                fields=["round", "person"], condition=Q(round__isnull=False), name="sample_once_a_round"
            ),
            models.CheckConstraint(condition=Q(place__gte=1, place__lte=20), name="sample_place_possible"),
            models.CheckConstraint(
                condition=Q(asked=False) | Q(visitor=False), name="sample_visitor_not_due"
            ),
            not_ahead("sample_not_ahead"),
        ]
        indexes = [
            models.Index(
                fields=["round", "home"], include=["area"], name="sample_by_round", condition=Q(asked=True)
            ),
            models.Index(fields=["home", "happened_at"], name="sample_by_home"),
        ]
