"""Progress of long work: steps with rows and milliseconds, told to a listener and kept in the run."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime

from lianfang.core.sql.models import Run
from lianfang.core.sql.runner import StepResult

Listener = Callable[[StepResult], None]


def silent(step: StepResult) -> None:
    """A listener that tells nobody."""


@dataclass
class Progress:
    """Steps of one run so far; `note` adds one and tells the listener."""

    listener: Listener = silent
    steps: list[StepResult] = field(default_factory=list)

    def note(self, step: StepResult) -> StepResult:
        self.steps.append(step)
        self.listener(step)
        return step


def begin(*, job: str, window: str, at: datetime) -> tuple[Run, bool]:
    """Open or reopen the run of a window; the second value is False when it was done already."""
    run, _ = Run.objects.get_or_create(job=job, window=window, defaults={"started_at": at})
    if run.state == "done":
        return run, False
    Run.objects.filter(pk=run.pk).update(state="running", started_at=at)
    return run, True


def finish(run: Run, *, progress: Progress, at: datetime) -> None:
    """Mark a run as done, with its steps; call inside the transaction that did the work."""
    steps = [asdict(step) for step in progress.steps]
    Run.objects.filter(pk=run.pk).update(state="done", finished_at=at, steps=steps)
