"""Tables of access: accounts, granted roles, one-time codes, tokens, and the logs of what deserves one."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from lianfang.core import sql
from lianfang.core.access import rows
from lianfang.core.fields import AreaField, CodeField


class Accounts(BaseUserManager["User"]):
    """Accounts by name; they are made by `operations` only."""

    def get(self, *args: Any, **asked: Any) -> "User":
        """One account; by its number alone, as every page asks, without planning it each time."""
        if args or asked.keys() != {"pk"}:
            return super().get(*args, **asked)
        found = sql.lookup("core.access", "account", number=asked["pk"])
        if not found:
            raise self.model.DoesNotExist
        fields = [field.attname for field in self.model._meta.concrete_fields]
        return self.model.from_db(self.db, fields, [found[0][name] for name in fields])


class User(AbstractBaseUser):
    """An account: a name to sign in with, and the officer whose posts it carries; it has no rights itself."""

    lock = rows.Unlocked("who signs in is found before their scope is known")

    username = CodeField()
    name = models.TextField()
    officer = models.UUIDField(null=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects: ClassVar[Accounts] = Accounts()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["username"], name="user_username_once"),
            models.UniqueConstraint(
                fields=["officer"], condition=Q(officer__isnull=False), name="user_officer_once"
            ),
        ]


class Grant(models.Model):
    """A role without a post, given to an account for an area and a period, on a ground."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = CodeField()
    area = AreaField(default="")
    unit = models.UUIDField(null=True)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    ground = models.TextField()
    granted_by = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("begins_at")), name="grant_forward"
            ),
        ]


class Entry(models.Model):
    """A one-time code that lets an account set its password, or enter a rehearsal; kept as a digest."""

    lock = rows.Unlocked("digests of one-time codes, used before a scope is known")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="entries")
    purpose = CodeField()
    digest = models.BinaryField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    created_by = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest"], name="entry_digest_once")]


class Token(models.Model):
    """A secret of a machine that acts for an account: one of its roles, in one area, until a moment."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens")
    label = models.TextField()
    role = CodeField()
    area = AreaField(default="")
    read_only = models.BooleanField(default=False)
    per_minute = models.IntegerField(default=1200)
    digest = models.BinaryField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest"], name="token_digest_once")]


class SignIn(models.Model):
    """An attempt to sign in, or a sign-out: who, from where, and what became of it."""

    lock = rows.Unlocked("attempts of nobody in particular, read by permission")

    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="sign_ins")
    username = models.TextField()
    outcome = CodeField()
    address = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="sign_in_by_time")]


class BreakGlass(models.Model):
    """A look beyond one's area: where, why, from when to when; its area's head is told.

    Its time runs by the clock on the wall; `at` and `noted_at` are moments of the work.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="break_glasses")
    actor = models.TextField()
    area = AreaField()
    reason = models.TextField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    at = models.DateTimeField()
    seen_by = models.TextField(default="")
    seen_at = models.DateTimeField(null=True)
    noted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["area", "begins_at"], name="break_glass_by_area")]


class Export(models.Model):
    """Data that left by a file: who took what, why, how many rows; the mark stands in the file too."""

    user = models.BigIntegerField(null=True)
    actor = models.TextField()
    role = models.TextField()
    area = AreaField(default="")
    what = models.TextField()
    reason = models.TextField()
    mark = models.TextField()
    rows = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mark"], name="export_mark_once")]
        indexes = [models.Index(fields=["at"], name="export_by_time")]
