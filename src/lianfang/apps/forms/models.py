"""Tables of forms: editions as loaded, reports as submitted, what was decided of them; facts are appended."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from lianfang.core.access import rows
from lianfang.core.fields import AreaField, CodeField, uid

ASKED_OF_ALL = rows.Unlocked("what every place is asked for")


class Days(Func):
    """The range of two days, both within; no second day means for ever."""

    function = "daterange"
    output_field = DateRangeField()


class Edition(models.Model):
    """An edition of a form, as loaded: in force from its first day to its last; never altered.

    Who reports is an area of `level` or a unit of one of `unit_kinds`; the level `accepted_level` decides.
    """

    lock = ASKED_OF_ALL

    form = CodeField()
    version = models.IntegerField()
    name = models.TextField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    level = models.SmallIntegerField(null=True)
    unit_kinds = ArrayField(CodeField(), default=list)
    accepted_level = models.SmallIntegerField()
    body = models.JSONField()
    source = models.TextField()
    content_hash = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "version"], name="edition_version_once"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="edition_forward"
            ),
            ExclusionConstraint(
                name="edition_one_at_a_time",
                expressions=[
                    (F("form"), RangeOperators.EQUAL),
                    (
                        Days(
                            "starts_on", "ends_on", RangeBoundary(inclusive_lower=True, inclusive_upper=True)
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]


class Field(models.Model):
    """A field of an edition as statements need it; `position` counts from 1 among those that are numbers."""

    lock = ASKED_OF_ALL

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="fields")
    code = CodeField()
    position = models.SmallIntegerField(null=True)
    type = CodeField()
    rollup = CodeField()
    numerator = CodeField(default="")
    denominator = CodeField(default="")
    figure = CodeField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="form_field_once"),
            models.UniqueConstraint(fields=["edition", "position"], name="form_field_position_once"),
        ]


class Window(models.Model):
    """When a report of an edition is expected: the clock of a day, and the days on which it counts.

    A due time that is not after the opening is that of the next day. `responses`: levels in force when it
    opens, 0 is none, empty is any. `days`: weekdays, 1 is Monday; empty is all. `dayoff`: only then, or not.
    """

    lock = ASKED_OF_ALL

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="windows")
    slot = CodeField()
    opens = models.TimeField()
    due = models.TimeField()
    zone = models.TextField()
    responses = ArrayField(models.SmallIntegerField(), default=list)
    days = ArrayField(models.SmallIntegerField(), default=list)
    dayoff = models.BooleanField(null=True)

    class Meta:
        indexes = [models.Index(fields=["edition"], name="form_window_by_edition")]


class DayOff(models.Model):
    """A day that is unlike its weekday: a holiday, or a day of work at a weekend."""

    lock = ASKED_OF_ALL

    period_on = models.DateField()
    holiday = models.BooleanField()
    name = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["period_on"], name="day_off_once")]


class Closing(models.Model):
    """A reporter that is closed from day to day, both within: nothing is expected of it; "" is every form."""

    uid = uid()
    reporter = CodeField()
    area = AreaField()
    form = CodeField(default="")
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    reason = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="closing_uid_once"),
            models.UniqueConstraint(fields=["reporter", "form", "from_on"], name="closing_once"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="closing_forward"
            ),
        ]
        indexes = [models.Index(fields=["area"], name="closing_by_area")]


class Attributed(models.Model):
    """Whatever somebody says: the name as it was, and the account."""

    by = models.TextField()
    by_user = models.BigIntegerField(null=True)

    class Meta:
        abstract = True


class Signed(Attributed):
    """What somebody says in office: when it happened, and when it was known here."""

    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    officer = models.UUIDField(null=True)

    class Meta:
        abstract = True


class Report(Signed):
    """One submission; the next of the same period supersedes it and never alters it.

    `numbers` stand by the position of their field, blank is null; `texts` and `marks` by its code.
    """

    uid = uid()
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="reports", db_index=False)
    form = CodeField()
    reporter = CodeField()
    area = AreaField()
    period_on = models.DateField()
    slot = CodeField()
    sequence = models.SmallIntegerField()
    reason = models.TextField(default="")
    zero = models.BooleanField(default=False)
    numbers = ArrayField(models.FloatField(null=True))
    texts = models.JSONField(default=dict)
    marks = models.JSONField(default=dict)
    explanation = models.TextField(default="")
    superseded_at = models.DateTimeField(null=True)
    client = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="report_uid_once"),
            models.UniqueConstraint(fields=["client"], name="report_client_once"),
            models.UniqueConstraint(
                fields=["form", "reporter", "period_on", "slot", "sequence"], name="report_sequence_once"
            ),
            models.UniqueConstraint(
                fields=["form", "reporter", "period_on", "slot"],
                condition=Q(superseded_at=None),
                name="report_current_once",
            ),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="report_sequence_counts"),
            models.CheckConstraint(
                condition=Q(sequence=1) | ~Q(reason=""), name="report_correction_has_a_reason"
            ),
            models.CheckConstraint(condition=Q(happened_at__lte=F("recorded_at")), name="report_not_ahead"),
            models.CheckConstraint(
                condition=Q(superseded_at=None) | Q(superseded_at__gte=F("recorded_at")),
                name="report_superseded_later",
            ),
        ]
        indexes = [
            models.Index(fields=["form", "period_on", "area"], name="report_by_form_day"),
            models.Index(fields=["area"], condition=Q(superseded_at=None), name="report_current_by_area"),
        ]


class ReportPerson(models.Model):
    """A person whom a field of a report counts."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="persons", db_index=False)
    area = AreaField()
    field = CodeField()
    person = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "field", "person"], name="report_person_once")
        ]
        indexes = [models.Index(fields=["person"], name="report_person_by_person")]


class Decision(Signed):
    """What the level above said of a report: accepted, frozen with a digest, or returned with a reason."""

    uid = uid()
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="decisions", db_index=False)
    area = AreaField()
    kind = CodeField()
    reason = models.TextField(default="")
    digest = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="decision_uid_once"),
            models.UniqueConstraint(fields=["report"], name="decision_once"),
            models.CheckConstraint(
                condition=Q(kind="accepted", reason="") & ~Q(digest="")
                | Q(kind="returned", digest="") & ~Q(reason=""),
                name="decision_says_what_it_must",
            ),
            models.CheckConstraint(condition=Q(happened_at__lte=F("recorded_at")), name="decision_not_ahead"),
        ]


class Dispute(Attributed):
    """A derived number that a reporter does not accept, with what the ledger held then; settled once."""

    uid = uid()
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="disputes")
    area = AreaField()
    field = CodeField()
    figure = CodeField()
    ledger = models.FloatField()
    ledger_persons = ArrayField(models.UUIDField(), default=list)
    said = models.FloatField()
    said_persons = ArrayField(models.UUIDField(), default=list)
    reason = models.TextField()
    opened_at = models.DateTimeField()
    outcome = CodeField(default="")
    words = models.TextField(default="")
    settled_by = models.TextField(default="")
    settled_user = models.BigIntegerField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="dispute_uid_once"),
            models.UniqueConstraint(fields=["report", "field"], name="dispute_once"),
            models.CheckConstraint(
                condition=Q(outcome="", settled_at=None)
                | Q(outcome__in=["ledger", "said", "both"], settled_at__isnull=False) & ~Q(words=""),
                name="dispute_settled_with_words",
            ),
        ]
        indexes = [models.Index(fields=["area", "opened_at"], name="dispute_by_area")]


class Doubt(models.Model):
    """Something about a report, or about its absence, at which a person must look; it blames nobody."""

    uid = uid()
    check_code = CodeField()
    form = CodeField()
    reporter = CodeField()
    area = AreaField()
    period_on = models.DateField()
    slot = CodeField(default="")
    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, null=True, related_name="doubts", db_index=False
    )
    evidence = models.JSONField()
    content_hash = models.TextField(db_collation="C")
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="doubt_uid_once"),
            models.UniqueConstraint(fields=["content_hash"], name="doubt_once"),
        ]
        indexes = [models.Index(fields=["area", "period_on"], name="doubt_by_area")]


class DoubtSeen(Attributed):
    """What a person who looked at a doubt found."""

    lock = rows.following("forms_doubt", id="doubt_id")

    uid = uid()
    doubt = models.ForeignKey(Doubt, on_delete=models.PROTECT, related_name="seen", db_index=False)
    outcome = CodeField()
    words = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="doubt_seen_uid_once"),
            models.UniqueConstraint(fields=["doubt"], name="doubt_seen_once"),
        ]


class DoubtAnswer(Attributed):
    """What the reporter says to a doubt before somebody has looked."""

    lock = rows.following("forms_doubt", id="doubt_id")

    uid = uid()
    doubt = models.ForeignKey(Doubt, on_delete=models.PROTECT, related_name="answered")
    words = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["uid"], name="doubt_answer_uid_once")]


class HandedReport(models.Model):
    """A report that another server accepted and handed over; a later one of the same period supersedes it.

    It counts in roll-ups where nothing of the period was handed in here. `numbers` are those of our edition
    of its form; without one (null) it is kept and counts nowhere. `source` is the hand-over that brought it.
    """

    report = models.UUIDField()
    source = models.UUIDField()
    supplier = models.TextField()
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    area = AreaField()
    form = CodeField()
    version = models.IntegerField()
    reporter = CodeField()
    name = models.TextField()
    period_on = models.DateField()
    slot = CodeField()
    sequence = models.IntegerField()
    zero = models.BooleanField()
    values = models.JSONField()
    numbers = ArrayField(models.FloatField(null=True), null=True)
    reported_at = models.DateTimeField()
    accepted_at = models.DateTimeField()
    accepted_digest = models.TextField()
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "report"], name="handed_report_once"),
            models.UniqueConstraint(
                fields=["form", "area", "reporter", "period_on", "slot"],
                condition=Q(superseded_at=None),
                name="handed_report_current_once",
            ),
            models.CheckConstraint(
                condition=Q(edition=None, numbers=None) | Q(edition__isnull=False, numbers__isnull=False),
                name="handed_report_numbers_by_edition",
            ),
        ]
        indexes = [models.Index(fields=["form", "period_on", "area"], name="handed_report_by_form_day")]
