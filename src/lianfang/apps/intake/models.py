"""Tables of lists received: batches, rows, what they say of exposure, forwards, checks and groups."""

from django.db import models
from django.db.models import F, Q

from lianfang.apps.people.models import Person
from lianfang.core.access import rows
from lianfang.core.fields import AreaField, CodeField, uid

PENDING = ["forwarded", "review"]  # outcomes without which a row is not at its end


class Mapping(models.Model):
    """A saved reading of a sender's columns and values."""

    lock = rows.Unlocked("names of columns, of nobody")

    name = models.TextField()
    channel = CodeField(default="")
    columns = models.JSONField()
    values = models.JSONField(default=dict)
    saved_by = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name"], name="mapping_name_once")]


class Batch(models.Model):
    """A list as received: the kept file, who sent it to whom, and the account of its rows."""

    lock = rows.in_scope_or_above(
        "exists (select from intake_forward handed where handed.batch_id = intake_batch.id)"
    )

    uid = uid()
    channel = CodeField()
    area = AreaField()
    file_name = models.TextField()
    file_hash = models.TextField()
    sheet = models.TextField(default="")
    mapping_name = models.TextField(default="")
    mapping = models.JSONField(default=dict)
    disease = CodeField()
    state = CodeField(default="received")
    received_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    by = models.TextField()
    rows = models.IntegerField(default=0)
    matched = models.IntegerField(default=0)
    created = models.IntegerField(default=0)
    review = models.IntegerField(default=0)
    rejected = models.IntegerField(default=0)
    forwarded = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    ignored_lines = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="batch_uid_once"),
            models.UniqueConstraint(
                fields=["file_hash", "channel", "area", "sheet", "mapping_name"], name="batch_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    rows=F("matched")
                    + F("created")
                    + F("review")
                    + F("rejected")
                    + F("forwarded")
                    + F("unchanged")
                ),
                name="batch_conserves_rows",
            ),
            models.CheckConstraint(condition=Q(state__in=["received", "done"]), name="batch_state_known"),
        ]
        indexes = [models.Index(fields=["area", "received_at"], name="batch_by_area")]


class Submission(models.Model):
    """A file handed in at the desk: kept sealed, looked at, tried, and then received as a batch.

    `work` is what is being done with it while the state is `working`; `look` is how it would be read, sealed
    because it holds samples of cells; `tried` the account that a dry run gave.
    """

    uid = uid()
    area = AreaField()
    channel = CodeField()
    file_name = models.TextField()
    file_hash = models.TextField()
    sheet = models.TextField(default="")
    mapping_name = models.TextField(default="")
    state = CodeField(default="waiting")
    work = CodeField(default="")
    problem = models.TextField(default="")
    rows = models.IntegerField(default=0)
    look = models.BinaryField(null=True)
    tried = models.JSONField(null=True)
    batch = models.ForeignKey(
        Batch, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+"
    )
    by = models.TextField()
    received_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="submission_uid_once"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "working", "done", "withdrawn"]),
                name="submission_state_known",
            ),
            models.CheckConstraint(
                condition=Q(work__in=["", "look", "dry_run", "receive"]), name="submission_work_known"
            ),
        ]
        indexes = [models.Index(fields=["area", "recorded_at"], name="submission_by_area")]


class Row(models.Model):
    """One row of a batch and its fate; raw cells are sealed, and kept only where a person must look."""

    pk = models.CompositePrimaryKey("batch_id", "sheet_no", "row_no", "part")
    batch = models.ForeignKey(
        Batch, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    sheet_no = models.SmallIntegerField()
    row_no = models.IntegerField()
    part = models.SmallIntegerField(default=0)
    outcome = CodeField()
    rule = CodeField(default="")
    reason = CodeField(default="")
    person = models.ForeignKey(
        Person, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+"
    )
    area = AreaField()
    facts_digest = models.BinaryField()
    sealed = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    outcome__in=["matched", "created", "review", "rejected", "forwarded", "unchanged"]
                ),
                name="row_outcome_known",
            ),
        ]
        indexes = [
            models.Index(fields=["area"], name="row_by_area"),
            models.Index(
                fields=["facts_digest"], name="row_pending_by_facts", condition=Q(outcome__in=PENDING)
            ),
        ]


class Candidate(models.Model):
    """A person that a row in review may be, with the evidence for and against."""

    lock = rows.following(
        "intake_row", batch_id="batch_id", sheet_no="sheet_no", row_no="row_no", part="part"
    )

    batch = models.ForeignKey(
        Batch, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    sheet_no = models.SmallIntegerField()
    row_no = models.IntegerField()
    part = models.SmallIntegerField(default=0)
    person = models.ForeignKey(Person, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    rule = CodeField()
    agrees = models.JSONField(default=list)
    differs = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "sheet_no", "row_no", "part", "person"], name="candidate_once"
            ),
        ]


class ReviewDecision(models.Model):
    """What a person decided of a row in review; a later decision supersedes an earlier one."""

    uid = uid()
    batch = models.ForeignKey(
        Batch, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    sheet_no = models.SmallIntegerField()
    row_no = models.IntegerField()
    part = models.SmallIntegerField(default=0)
    area = AreaField()
    decision = CodeField()
    person = models.ForeignKey(
        Person, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+"
    )
    reason = models.TextField(default="")
    by = models.TextField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["batch", "sheet_no", "row_no"], name="decision_by_row")]


def told_by() -> models.ForeignKey[ReviewDecision | None]:
    """The decision of a doubtful row that told a fact; none where the row spoke for itself."""
    return models.ForeignKey(
        ReviewDecision,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        null=True,
        related_name="+",
    )


class Exposure(models.Model):
    """What a list says of a person's exposure: the ground of every measure.

    `decision` is the decision of a person that told it, where the row was doubtful. What a later decision
    withdrew (`Withdrawal`) stays, but is the ground of nothing any more.
    """

    person = models.ForeignKey(Person, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    area = AreaField()
    batch = models.ForeignKey(Batch, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    row_no = models.IntegerField()
    disease = CodeField()
    kind = CodeField()
    level = CodeField(default="")
    origin = models.TextField(default="")
    last_exposure = models.DateField(null=True)
    arrived = models.DateField(null=True)
    vaccinated = models.BooleanField(null=True)
    decision = told_by()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()


class Withdrawal(models.Model):
    """An exposure is no longer said of a person: the row that told it is somebody else's."""

    exposure = models.ForeignKey(
        Exposure, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    area = AreaField()
    decision = told_by()
    by = models.TextField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["exposure"], name="withdrawal_once")]


class Forward(models.Model):
    """A row handed to the area it belongs to, until that area acknowledges it.

    `area` is empty where no table knows the place, `to_name` keeps its words; `held_in` is where the
    acknowledgement must be seen to: the receiving place within the county, else the sender.
    """

    lock = rows.in_scope("held_in", "area", "from_area")

    uid = uid()
    batch = models.ForeignKey(Batch, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    sheet_no = models.SmallIntegerField()
    row_no = models.IntegerField()
    part = models.SmallIntegerField(default=0)
    from_area = AreaField()
    area = AreaField()
    to_name = models.TextField(default="")
    held_in = AreaField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_recorded_at = models.DateTimeField(null=True)
    acknowledged_by = models.TextField(default="")

    class Meta:
        indexes = [models.Index(fields=["held_in", "happened_at"], name="forward_by_holder")]


class Check(models.Model):
    """Outcome of a check at the door or by telephone of a person on a list."""

    uid = uid()
    person = models.ForeignKey(Person, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    area = AreaField()
    outcome = CodeField()
    note = models.TextField(default="")
    by = models.TextField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["area", "happened_at"], name="check_by_area")]


class GroupFact(models.Model):
    """A person enters or leaves one of the five groups that a village keeps clear (五清)."""

    person = models.ForeignKey(Person, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    area = AreaField()
    group = CodeField()
    enters = models.BooleanField(default=True)
    batch = models.ForeignKey(
        Batch, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+", db_index=False
    )
    decision = told_by()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["area", "group"], name="group_fact_by_area")]
