"""Tables of persons, households, identity keys and merges."""

from django.db import models
from django.db.models import F, Q

from lianfang.core.access import rows
from lianfang.core.fields import AreaField, CodeField, uid


class Household(models.Model):
    """People who live at one address of one area."""

    uid = uid()
    area = AreaField()
    address = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="household_uid_once"),
        ]
        indexes = [models.Index(fields=["area", "address"], name="household_by_address")]


class Person(models.Model):
    """A person as known now; a duplicate points to the person it was merged into and keeps its own facts."""

    uid = uid()
    name = models.TextField()
    name_key = models.TextField(db_collation="C")
    sex = CodeField(default="")
    birth_date = models.DateField(null=True)
    area = AreaField()
    address = models.TextField(default="")
    household = models.ForeignKey(
        Household, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="persons"
    )
    occupation = models.TextField(default="")
    state = CodeField(default="present")
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, db_constraint=False, null=True, related_name="+", db_index=False
    )
    source = models.TextField(default="")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="person_uid_once"),
            models.CheckConstraint(condition=Q(sex__in=["", "male", "female"]), name="person_sex_known"),
            models.CheckConstraint(
                condition=Q(state__in=["present", "away", "left", "deceased"]), name="person_state_known"
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="person_not_into_itself"
            ),
        ]
        indexes = [
            models.Index(fields=["area", "name_key"], name="person_by_area"),
            models.Index(fields=["name", "birth_date"], name="person_by_name"),
            models.Index(fields=["name_key", "area"], name="person_by_name_key"),
            models.Index(
                fields=["merged_into"], name="person_by_merge", condition=Q(merged_into__isnull=False)
            ),
        ]


class IdentityKey(models.Model):
    """A document number or telephone of a person: keyed digest to find it, sealed value to read it back."""

    lock = rows.following("people_person", id="person_id")

    pk = models.CompositePrimaryKey("digest", "person_id")
    digest = models.BinaryField()
    person = models.ForeignKey(Person, on_delete=models.DO_NOTHING, db_constraint=False, related_name="keys")
    kind = CodeField()
    sealed = models.BinaryField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "national_id",
                        "passport",
                        "hk_macao_permit",
                        "hk_macao_residence",
                        "taiwan_permit",
                        "foreign_residence",
                        "other_document",
                        "phone",
                    ]
                ),
                name="identity_kind_known",
            ),
        ]


class Merge(models.Model):
    """Two records found to be one person; undoing is a date, not a deletion."""

    uid = uid()
    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges_kept")
    merged = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges_into")
    area = AreaField()
    ground = models.TextField()
    by = models.TextField()
    merged_at = models.DateTimeField()
    undone_by = models.TextField(default="")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merged"], condition=Q(undone_at=None), name="merge_once"),
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="merge_two_persons"),
        ]
