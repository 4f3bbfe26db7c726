"""The worker: does the clock work by its timetable, beside the pages or alone.

`./start` runs it as a child of its own process group; it ends when the pages end, even where
they are killed: the pipe of a dead parent closes.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from procrastinate.contrib.django import app

from lianfang.core import jobs
from lianfang.core.doors import console, now, print_table, remarks

PARENT: Final = "LIANFANG_WORKER_PARENT"
AT_ONCE: Final = 2
PATIENCE: Final = 20.0


def run() -> None:
    """Work until interrupted."""
    known = list(jobs.jobs())
    logging.getLogger("procrastinate").setLevel(logging.CRITICAL)  # incidents are told by the jobs
    logging.captureWarnings(capture=True)
    _end_with_parent()
    if PARENT not in os.environ:
        console.print(f"定时任务 {len(known)} 项，按 Ctrl-C 停止。")
    with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
        app.run_worker(concurrency=AT_ONCE, shutdown_graceful_timeout=PATIENCE, delete_jobs="successful")


def run_once() -> None:
    """Do every job once, now."""
    for job in jobs.jobs():
        jobs.run(job)
        remarks.print(f"  ✓ {job.name}  {job.purpose}", markup=False)


def show() -> None:
    """Print the timetable."""
    rows = [(job.name, job.purpose, job.cron) for job in jobs.jobs()]
    print_table(f"定时任务（时钟 {now():%Y-%m-%d %H:%M}）", ("任务", "作用", "时刻"), rows)


def _end_with_parent() -> None:
    """Where a parent gave us the end of a pipe, stop when it closes."""
    handle = os.environ.get(PARENT)
    if handle is None:
        return

    def wait() -> None:
        os.read(int(handle), 1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="parent", daemon=True).start()


@contextmanager
def beside() -> Iterator[None]:
    """Run the worker as a child while the block runs."""
    ours, theirs = os.pipe()
    command = [sys.executable, "-c", "from lianfang.project.cli import main; main()", "worker"]
    child = subprocess.Popen(
        command, env=os.environ | {PARENT: str(ours)}, pass_fds=[ours], stdin=subprocess.DEVNULL
    )
    os.close(ours)
    try:
        yield
    finally:
        os.close(theirs)
        child.wait()
