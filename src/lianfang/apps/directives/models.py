"""Tables of directives: papers and their items, the tasks that they become, what happens to each."""

from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from lianfang.apps.areas.models import Unit
from lianfang.core.access import rows
from lianfang.core.fields import AreaField, CodeField, uid

OF_DIRECTIVE: Final = rows.Lock(
    rows.in_scope().within,
    readable="exists (select from directives_directive parent where parent.id = {table}.directive_id)",
)
"""Written in the issuer's area; read by whoever reads the directive, as those do who hold its tasks."""
ABOVE: Final = "area = any ((select lianfang_above())::text[])"
ANNOUNCED: Final = rows.Lock(OF_DIRECTIVE.within, readable=f"{ABOVE} or {OF_DIRECTIVE.readable}")
"""A response is in force for all who stand below its area, and read by them."""
ENDING: Final = rows.Lock(
    OF_DIRECTIVE.within, readable=f"(kind = 'stepped_down' and {ABOVE}) or {OF_DIRECTIVE.readable}"
)
"""So is its end."""


class Directive(models.Model):
    """What asks for work: a paper as received and read, decisions of a meeting, an activated plan.

    `area` is that of the office which issues it. The text never changes; the original is sealed by its hash.
    """

    uid = uid()
    area = AreaField()
    source = CodeField()
    title = models.TextField()
    issuer = models.TextField(default="")
    dated = models.DateField(null=True)
    name = models.TextField(default="")
    text = models.TextField()
    papers = models.JSONField(default=list)
    marks = models.JSONField(default=list)
    file_hash = models.TextField(default="", db_collation="C")
    by = models.TextField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="directive_uid_once"),
            models.CheckConstraint(
                condition=Q(source__in=["paper", "meeting", "plan"]), name="directive_source_known"
            ),
        ]
        indexes = [models.Index(fields=["area", "-received_at"], name="directive_by_area")]


class DirectiveEvent(models.Model):
    """What happened to a directive as a whole: issued, withdrawn, a plan stepped down from."""

    lock = ENDING

    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="events")
    area = AreaField()
    kind = CodeField()
    note = models.TextField(default="")
    facts = models.JSONField(default=dict)
    by = models.TextField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["directive"], condition=Q(kind="issued"), name="directive_issued_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["issued", "withdrawn", "stepped_down", "planned"]),
                name="directive_event_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(happened_at__lte=F("recorded_at")), name="directive_event_not_ahead"
            ),
        ]


class Item(models.Model):
    """An item as it was read (`read`, never altered), and what a person decided of it until it is issued.

    What is to be done both by a moment and again and again stands in several rows of one `index`: one demand
    of the paper. `part` counts them from one, and is nought where there is only one.
    """

    lock = OF_DIRECTIVE

    uid = uid()
    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="items", db_index=False)
    area = AreaField()
    index = models.IntegerField()
    part = models.SmallIntegerField(default=0)
    kind = CodeField()
    number = models.TextField(default="")
    level = models.SmallIntegerField(default=1)
    area_of_work = models.TextField(default="")
    title = models.TextField(default="")
    text = models.TextField()
    start = models.IntegerField(default=0)
    end = models.IntegerField(default=0)
    confidence = models.FloatField(default=1.0)
    read = models.JSONField(default=dict)
    doubts = models.JSONField(default=list)
    use = CodeField(default="task")
    covered_by = CodeField(default="")
    posts = ArrayField(CodeField(), default=list)
    unit_kinds = ArrayField(CodeField(), default=list)
    units = ArrayField(models.UUIDField(), default=list)
    areas = ArrayField(AreaField(), default=list)
    within = models.DurationField(null=True)
    due_at = models.DateTimeField(null=True)
    times = models.SmallIntegerField(default=0)
    days = models.SmallIntegerField(default=0)
    clocks = ArrayField(models.TimeField(), default=list)
    weekday = models.SmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="item_uid_once"),
            models.UniqueConstraint(fields=["directive", "index", "part"], name="item_once"),
            models.CheckConstraint(
                condition=Q(use__in=["task", "covered", "left_out"]), name="item_use_known"
            ),
            models.CheckConstraint(
                condition=~Q(use="covered") | ~Q(covered_by=""), name="item_covered_by_something"
            ),
            models.CheckConstraint(
                condition=Q(times=0, days=0) | Q(times__gt=0, days__gt=0), name="item_rhythm_whole"
            ),
        ]


class Task(models.Model):
    """An item for one area and post, or the head of one unit: once by `due_at`, or in a rhythm of slots.

    What it is now follows from its events; `ended_at` repeats the one that closed it for good.
    """

    lends = rows.lends("directives_directive", by="directive_id")

    uid = uid()
    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="tasks", db_index=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="tasks", db_index=False)
    area = AreaField()
    issuer_area = AreaField()
    post = CodeField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    issued_at = models.DateTimeField()
    receive_by = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    starts_on = models.DateField(null=True)
    times = models.SmallIntegerField(default=0)
    days = models.SmallIntegerField(default=0)
    clocks = ArrayField(models.TimeField(), default=list)
    ended_at = models.DateTimeField(null=True)
    end_recorded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="task_uid_once"),
            models.UniqueConstraint(fields=["item", "area", "post"], name="task_once"),
            models.CheckConstraint(
                condition=Q(times=0, days=0, due_at__isnull=False, starts_on=None)
                | Q(times__gt=0, days__gt=0, due_at=None, starts_on__isnull=False),
                name="task_once_or_rhythm",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, end_recorded_at=None)
                | Q(ended_at__isnull=False, end_recorded_at__isnull=False),
                name="task_end_recorded",
            ),
        ]
        indexes = [
            models.Index(fields=["area"], name="task_by_area"),
            models.Index(fields=["area"], condition=Q(ended_at=None), name="task_open_by_area"),
            models.Index(fields=["directive"], name="task_by_directive"),
            models.Index(fields=["issuer_area"], condition=Q(ended_at=None), name="task_open_by_issuer"),
        ]


class TaskEvent(models.Model):
    """What happened to a task, never altered; `slot` names the time of a rhythm that it is about.

    A task that is sent back may get another limit: `due_at`.
    """

    uid = uid()
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="events", db_index=False)
    area = AreaField()
    kind = CodeField()
    slot = CodeField(default="")
    note = models.TextField(default="")
    due_at = models.DateTimeField(null=True)
    by = models.TextField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="task_event_uid_once"),
            models.CheckConstraint(
                condition=Q(
                    kind__in=["received", "progress", "done", "sent_back", "signed_off", "withdrawn"]
                ),
                name="task_event_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(happened_at__lte=F("recorded_at")), name="task_event_not_ahead"
            ),
        ]
        indexes = [models.Index(fields=["task", "happened_at"], name="task_event_by_task")]


class Evidence(models.Model):
    """A photograph or a file that shows what was done: sealed in the home under its hash, never altered."""

    uid = uid()
    event = models.ForeignKey(TaskEvent, on_delete=models.PROTECT, related_name="evidence")
    area = AreaField()
    name = models.TextField()
    media_type = CodeField()
    size = models.IntegerField()
    file_hash = models.TextField(db_collation="C")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="evidence_uid_once"),
            models.CheckConstraint(condition=Q(size__gt=0), name="evidence_not_empty"),
        ]


class Meeting(models.Model):
    """A meeting: its agenda with who speaks, its minutes; its decisions are the items of a directive.

    Prepared until its minutes are signed; `previous` is the meeting whose open tasks it begins with.
    """

    uid = uid()
    area = AreaField()
    title = models.TextField()
    held_at = models.DateTimeField()
    place = models.TextField(default="")
    chair = models.TextField(default="")
    attendees = models.TextField(default="")
    agenda = models.JSONField(default=list)
    minutes = models.TextField(default="")
    previous = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    directive = models.ForeignKey(
        Directive, on_delete=models.PROTECT, null=True, related_name="meetings", db_index=False
    )
    signed_by = models.TextField(default="")
    signed_at = models.DateTimeField(null=True)
    by = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["uid"], name="meeting_uid_once")]
        indexes = [models.Index(fields=["area", "-held_at"], name="meeting_by_area")]


class MeetingPaper(models.Model):
    """A file for a point of the agenda, known by its title, or for the whole meeting: sealed in the home."""

    uid = uid()
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="papers", db_index=False)
    area = AreaField()
    point = models.TextField(default="")
    name = models.TextField()
    media_type = CodeField()
    size = models.IntegerField()
    file_hash = models.TextField(db_collation="C")
    by = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="meeting_paper_uid_once"),
            models.UniqueConstraint(fields=["meeting", "point", "file_hash"], name="meeting_paper_once"),
            models.CheckConstraint(condition=Q(size__gt=0), name="meeting_paper_not_empty"),
        ]


class Plan(models.Model):
    """An emergency plan of an area beside those shipped: sheets of tasks by level and phase, with source."""

    lock = rows.in_scope_or_above()

    area = AreaField()
    code = CodeField()
    title = models.TextField()
    source = models.TextField()
    certainty = CodeField()
    sheets = models.JSONField()
    file_hash = models.TextField(default="", db_collation="C")
    by = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "code"], name="plan_once"),
            models.CheckConstraint(
                condition=Q(certainty__in=["A", "B", "C", "M+", "M", "M-"]), name="plan_certainty_known"
            ),
        ]


class Activation(models.Model):
    """A plan put into force in an area at a level: its ground, and the directive by which it fanned out."""

    lock = ANNOUNCED

    uid = uid()
    area = AreaField()
    plan = CodeField()
    title = models.TextField()
    level = models.SmallIntegerField()
    ground = models.TextField()
    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="activations")
    by = models.TextField()
    activated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="activation_uid_once"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=4), name="activation_level_known"),
        ]
