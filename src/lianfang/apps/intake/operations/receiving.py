"""Receive a list: keep it, read it, resolve and locate its rows, write what it tells, account for every row.

The batch is committed as `received` before the work begins and becomes `done` in the one transaction that
does all of it: a run that is killed leaves nothing applied, and the same command finishes the work. Lists are
worked on one after the other (an advisory lock), so that two lists can't create the same person twice.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection

from lianfang.apps.intake.models import Batch
from lianfang.apps.intake.operations.ahead import ahead
from lianfang.apps.intake.operations.applying import Applying
from lianfang.apps.intake.operations.resolving import Resolving
from lianfang.apps.intake.operations.spool import Spool
from lianfang.apps.intake.operations.staging import Stager
from lianfang.apps.intake.queries.gazetteer import gazetteer
from lianfang.apps.intake.reading.terms import ListChunk
from lianfang.core import sql
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.core.sql.progress import Progress
from lianfang.core.sql.runner import StepResult
from lianfang.kernel.clock import ZONE

LOCK: Final = 4_712_002  # one list at a time
SESSION: Final = {
    "work_mem": "256MB",  # for one hash or sort: a million persons' numbers and places
    "enable_memoize": "off",  # nearly every number and person is looked up once: there is nothing to remember
    "default_statistics_target": "10",  # temporary tables are analysed often: how many rows is what matters
    "client_connection_check_interval": "2s",  # a killed client's statement ends, and its lock with it
}
JOB: Final = "intake.receive"


@dataclass
class ListRun:
    """A list being received: its batch, where its rows come from, who acts and when."""

    batch: Batch
    chunks: Callable[[], Iterator[ListChunk]]
    by: Actor
    at: datetime
    progress: Progress

    def run(self) -> dict[str, int]:
        """All steps from staging to the account, in the caller's transaction."""
        _prepare_session()
        with Spool() as spool:
            resolving = self._resolving(spool)
            applying = Applying(self.batch, spool, self.progress, self.by, self.at)
            rows, sheets = self._stage(resolving, applying)
            resolving.run(may_create=not applying.returning)
            applying.write_rest()
            counts = applying.account(rows)
        self._finish(counts, sheets)
        return counts

    def _resolving(self, spool: Spool) -> Resolving:
        return Resolving(
            area=self.batch.area,
            channel=self.batch.channel,
            received_on=self.batch.received_at.astimezone(ZONE).date(),
            spool=spool,
            progress=self.progress,
            by=self.by,
            at=self.at,
        )

    def _stage(self, resolving: Resolving, applying: Applying) -> tuple[int, list[dict[str, object]]]:
        """Match and write chunk after chunk, while the next one is cleaned; how many rows, and the sheets."""
        sql.run("intake", "make_staging")
        area = self.batch.area
        stager = Stager(channel=self.batch.channel, area=area, gazetteer=gazetteer(area=area))
        started, rows = time.perf_counter(), 0
        for chunk in ahead(stager.prepare(self.chunks())):
            resolving.take(chunk)
            applying.write_settled(chunk.clear)
            rows += chunk.staged.height
            self.progress.listener(StepResult("intake.chunk", rows, (time.perf_counter() - started) * 1000))
        self.progress.note(StepResult("intake.chunks", rows, (time.perf_counter() - started) * 1000))
        self.batch.ignored_lines = stager.ignored
        return rows, stager.sheets

    def _finish(self, counts: dict[str, int], sheets: list[dict[str, object]]) -> None:
        batch = self.batch
        batch.mapping = batch.mapping | {"sheets": sheets}
        for name, value in (counts | {"state": "done", "done_at": self.at, "recorded_at": self.at}).items():
            setattr(batch, name, value)
        batch.save()
        audit.record(
            "intake.received",
            subject=f"batch:{batch.uid}",
            area=batch.area,
            by=self.by,
            at=self.at,
            channel=batch.channel,
            file=batch.file_hash,
            **counts,
        )


def _prepare_session() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        for name, value in SESSION.items():
            cursor.execute("select set_config(%s, %s, true)", [name, value])
