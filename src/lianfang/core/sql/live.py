"""Progress that others see while the work's transaction is still open: told by a connection of its own."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from lianfang.core.sql.models import Run
from lianfang.core.sql.progress import Listener
from lianfang.core.sql.runner import StepResult, text


@dataclass
class _Telling:
    """The run row of one piece of work, written step by step."""

    wrapper: BaseDatabaseWrapper
    job: str
    window: str
    at: datetime
    steps: list[dict[str, Any]] = field(default_factory=list)

    def note(self, step: StepResult) -> None:
        self.steps.append(asdict(step))
        self.tell("running")

    def tell(self, state: str) -> None:
        facts = {"job": self.job, "window": self.window, "state": state, "at": self.at.isoformat()}
        with self.wrapper.cursor() as cursor:
            cursor.execute(text("core.sql", "tell_run"), {**facts, "steps": json.dumps(self.steps)})


@contextmanager
def told(*, job: str, window: str, at: datetime) -> Iterator[Listener]:
    """A listener whose steps stand in the run row at once; the row ends as done, or as failed by an error."""
    wrapper = connections[DEFAULT_DB_ALIAS].copy()
    telling = _Telling(wrapper, job, window, at)
    state = "failed"
    try:
        telling.tell("running")
        yield telling.note
        state = "done"
    finally:
        telling.tell(state)
        wrapper.close()


def steps_of(*, job: str, window: str) -> list[StepResult]:
    """The steps that a piece of work has told of so far."""
    run = Run.objects.filter(job=job, window=window).first()
    return [StepResult(**step) for step in run.steps] if run else []


def state_of(*, job: str, window: str) -> str:
    """Whether a piece of work is running, done or failed, as far as it told; empty where it never began."""
    return str(Run.objects.filter(job=job, window=window).values_list("state", flat=True).first() or "")
