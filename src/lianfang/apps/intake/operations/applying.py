"""Write what a resolved list tells: rows, exposures, groups, forwards, candidates; nobody may be lost."""

from dataclasses import dataclass
from datetime import datetime

import polars as pl
from django.conf import settings

from lianfang.apps.intake.models import Batch
from lianfang.apps.intake.operations.spool import Spool, contents
from lianfang.apps.intake.terms import CHECK_RETURN
from lianfang.core import sealing, sql
from lianfang.core.access.terms import Actor
from lianfang.core.sql.progress import Progress


class AccountUnbalanced(ArithmeticError):
    """Rows in and rows accounted for differ, or something points to nothing: a defect, all is rolled back."""


@dataclass
class Applying:
    """One resolved list being written."""

    batch: Batch
    spool: Spool
    progress: Progress
    by: Actor
    at: datetime

    @property
    def returning(self) -> bool:
        """Whether the list reports outcomes of checks and brings nobody."""
        return str(self.batch.channel) == CHECK_RETURN

    def run(self) -> dict[str, int]:
        """Decide the fate of every row, write everything; the counts by outcome."""
        sql.run("intake", "repeated_persons")
        self._step("repeated_rows")
        self._step("fate", area=self.batch.area, channel=self.batch.channel, returning=self.returning)
        sql.run("intake", "analyse_fate")
        self._step("sent_before", channel=self.batch.channel)
        self._keep()
        self._step("write_rows", batch=self.batch.pk)
        if self.returning:
            self._write_checks()
        else:
            self._write_facts()
        return self._balanced()

    def _write_facts(self) -> None:
        times = {"batch": self.batch.pk, "received_at": self.batch.received_at, "at": self.at}
        self._step("write_candidates", batch=self.batch.pk)
        self._step("repeated_exposures")
        self._step("write_exposures", disease=self.batch.disease, **times)
        self._step("write_groups", area=self.batch.area, **times)
        self._step("write_forwards", area=self.batch.area, **times)

    def _write_checks(self) -> None:
        self._step(
            "write_returned_checks",
            by=self.by.name,
            received_at=self.batch.received_at,
            at=self.at,
            zone=settings.TIME_ZONE,
        )

    def _keep(self) -> None:
        """Seal the content of the rows that somebody will look at."""
        wanted = pl.Series([row["k"] for row in sql.fetch("intake", "kept_rows")], dtype=pl.Int32)
        for rows in self.spool.rows(wanted):
            sealed = sealing.seals(contents(rows.drop("k")))
            sql.copy_in("intake_kept", rows.select("k", sealed=pl.Series(sealed, dtype=pl.Binary)))

    def _balanced(self) -> dict[str, int]:
        faults = sql.fetch("intake", "faults_of_account", batch=self.batch.pk)
        if faults:
            raise AccountUnbalanced(f"batch {self.batch.pk}: {faults}")
        (counts,) = sql.fetch("intake", "account", batch=self.batch.pk)
        return counts

    def _step(self, name: str, **params: object) -> int:
        return self.progress.note(sql.run("intake", name, **params)).rows
