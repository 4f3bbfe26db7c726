"""What the tables of facts share: who said it, when it happened, when it became known here."""

from django.db import models
from django.db.models import F, Q


class Recorded(models.Model):
    """A row that somebody wrote at a moment: the name as it was, and when it became known here."""

    by = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True


class Observed(Recorded):
    """A fact with its own moment, which is never after the moment at which it became known (`not_ahead`)."""

    happened_at = models.DateTimeField()

    class Meta:
        abstract = True


def not_ahead(name: str, *, moment: str = "happened_at") -> models.CheckConstraint:
    """The constraint that nothing is recorded before its moment has come."""
    return models.CheckConstraint(condition=Q((f"{moment}__lte", F("recorded_at"))), name=name)
