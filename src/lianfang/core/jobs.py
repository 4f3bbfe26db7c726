"""Clock work: what the worker does by a timetable, each job once at a time, as a named actor.

An app declares its jobs in `jobs.py`. A job is given the moment, in a rehearsal the stopped one, and calls an
operation for each scope it works in; it may be run twice or killed at any point, so its operations must tell
for themselves what is done. What nobody foresaw becomes an incident, and the job runs again at its next hour.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import close_old_connections, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from lianfang.core import incidents
from lianfang.core.access import rows
from lianfang.core.access.terms import Actor
from lianfang.core.doors import now, remarks

Work = Callable[[datetime], object]


@dataclass(frozen=True)
class Job:
    """A piece of clock work: its name, what it is for, its timetable as cron writes it, and what it does."""

    name: str
    purpose: str
    cron: str
    work: Work


_JOBS: dict[str, Job] = {}


def periodic(name: str, *, cron: str, purpose: str) -> Callable[[Work], Work]:
    """Declare a job of the worker; `cron` is minute, hour, day, month, weekday in the machine's time."""

    def declare(work: Work) -> Work:
        job = _JOBS[name] = Job(name, purpose, cron, work)

        def due(timestamp: int) -> None:
            run(job)

        app.periodic(cron=cron, periodic_id=name)(app.task(name=name, queueing_lock=name)(due))
        return work

    return declare


def soon(name: str) -> None:
    """Have a job done now rather than at its hour; one that waits already is enough."""
    list(jobs())
    with suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(name, queueing_lock=name).defer(timestamp=int(now().timestamp()))


def jobs() -> Iterator[Job]:
    """Every declared job, in the order of the apps."""
    for config in apps.get_app_configs():
        module = f"{config.name}.jobs"
        if config.name.startswith("lianfang.") and find_spec(module):
            import_module(module)
    yield from _JOBS.values()


def run(job: Job) -> object:
    """Do a job now; keep the trace of what nobody foresaw, and fail."""
    close_old_connections()
    try:
        with rows.acting(Actor.job(job.name)):
            return job.work(now())
    except Exception as problem:
        said = f"定时任务{job.name}出现未预料的错误，编号 {incidents.keep(problem)}。"
        remarks.print(said, style="red", markup=False, soft_wrap=True)
        raise
    finally:
        close_old_connections()
