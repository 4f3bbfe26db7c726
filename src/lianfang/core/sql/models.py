"""Run rows: what long work has done, so that it can be resumed and shown."""

from django.db import models

from lianfang.core.access import rows


class Run(models.Model):
    """One piece of long work: what, on which window, how far."""

    lock = rows.Unlocked("names and counts of steps, of nobody")

    job = models.TextField()
    window = models.TextField()
    state = models.TextField(default="running")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    steps = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "window"], name="run_once_per_window"),
            models.CheckConstraint(
                condition=models.Q(state__in=["running", "done", "failed"]), name="run_state_known"
            ),
        ]
