"""Tables of the hotline: matters, what happened to them, who brought them (sealed), openings, fact sheets."""

from django.db import models
from django.db.models import F, Q

from lianfang.core.access import rows
from lianfang.core.fields import AreaField, CodeField, uid

VAULT: str = (
    "{table}.matter::text = current_setting('lianfang.opening', true)"
    " or current_setting('lianfang.retention', true) = 'on'"
)
"""No session reads a sealed identity but the one that opens just this, and it reads no more than a cipher."""


class Matter(models.Model):
    """What somebody brought: their words without themselves; `area` is where it is held now, and who sees it.

    Where it stands follows from its events; `area` alone moves, with whoever has it. `place` is where it
    happened, or where help is needed.
    """

    uid = uid()
    number = CodeField()
    code_digest = models.BinaryField()
    kind = CodeField()
    need = CodeField(default="")
    channel = CodeField()
    place = AreaField()
    area = AreaField()
    text = models.TextField()
    contact_sealed = models.BinaryField(null=True)
    source_digest = models.BinaryField(null=True)
    received_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="matter_uid_once"),
            models.UniqueConstraint(fields=["number"], name="matter_number_once"),
            models.UniqueConstraint(fields=["source_digest"], name="matter_letter_once"),
            models.CheckConstraint(condition=Q(received_at__lte=F("recorded_at")), name="matter_not_ahead"),
            models.CheckConstraint(
                condition=Q(kind="help") & ~Q(need="") | ~Q(kind="help") & Q(need=""),
                name="matter_help_needs_something",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["lead", "complaint"]) | Q(contact_sealed=None),
                name="matter_informant_in_vault",
            ),
        ]
        indexes = [models.Index(fields=["area", "received_at"], name="matter_by_area")]


class MatterEvent(models.Model):
    """What happened to a matter: given to a post, taken up, answered, rated; appended, never altered.

    `held_in`, `post` and the unit within it say who has it from then on, in the words of a duty's slot.
    """

    lock = rows.following("hotline_matter", id="matter_id")

    uid = uid()
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="events")
    kind = CodeField()
    note = models.TextField(default="")
    post = CodeField(default="")
    held_in = AreaField(default="")
    satisfaction = CodeField(default="")
    link = CodeField(default="")
    link_to = models.TextField(default="")
    appeal = models.UUIDField(null=True)
    by = models.TextField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="matter_event_uid_once"),
            models.CheckConstraint(
                condition=Q(happened_at__lte=F("recorded_at")), name="matter_event_not_ahead"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["assigned", "handed_on"]) | ~Q(post="") & ~Q(held_in=""),
                name="matter_event_names_holder",
            ),
        ]


class SealedIdentity(models.Model):
    """Who brought a matter, under a key that nothing else uses, bound to the matter: see SECURITY.md."""

    lock = rows.Lock(VAULT, written="true")

    matter = models.UUIDField(primary_key=True)
    sealed = models.BinaryField()
    recorded_at = models.DateTimeField()


class Opening(models.Model):
    """A request of one named account to open a sealed identity, to be confirmed by another that it names."""

    uid = uid()
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="openings")
    area = AreaField()
    reason = models.TextField()
    asked_by = models.BigIntegerField()
    asked_name = models.TextField()
    confirmer = models.BigIntegerField()
    confirmer_name = models.TextField()
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="opening_uid_once"),
            models.CheckConstraint(condition=~Q(asked_by=F("confirmer")), name="opening_by_two"),
        ]
        indexes = [models.Index(fields=["confirmer"], name="opening_by_confirmer")]


class OpeningStep(models.Model):
    """What became of a request: confirmed or declined, opened; each once."""

    lock = rows.following("hotline_opening", id="opening_id")

    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="steps")
    kind = CodeField()
    account = models.BigIntegerField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opening", "kind"], name="opening_step_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["confirmed", "declined", "opened"]), name="opening_step_known"
            ),
        ]


class FactSheet(models.Model):
    """A rumour answered: the question, the facts, where they are from. Who asked or spoke is nowhere."""

    uid = uid()
    area = AreaField()
    question = models.TextField()
    facts = models.TextField()
    source = models.TextField()
    on = models.DateField()
    written_by = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["uid"], name="fact_sheet_uid_once")]
        indexes = [models.Index(fields=["area", "on"], name="fact_sheet_by_area")]
