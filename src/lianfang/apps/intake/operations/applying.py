"""Write what resolved rows tell: rows, exposures, groups, forwards, candidates; nobody may be lost.

A chunk's settled rows are written while the next chunk is cleaned, what was left of all chunks at the end.
"""

from dataclasses import dataclass
from datetime import datetime

import polars as pl
from django.conf import settings

from lianfang.apps.intake.models import Batch
from lianfang.apps.intake.operations.ahead import ahead
from lianfang.apps.intake.operations.clear import contents
from lianfang.apps.intake.operations.spool import Spool
from lianfang.apps.intake.terms import CHECK_RETURN, Outcome
from lianfang.core import sealing, sql
from lianfang.core.access.terms import Actor
from lianfang.core.sql.progress import Progress, silent


class AccountUnbalanced(ArithmeticError):
    """Rows in and rows accounted for differ, or something points to nothing: a defect, all is rolled back."""


@dataclass
class Applying:
    """A resolved list being written."""

    batch: Batch
    spool: Spool
    progress: Progress
    by: Actor
    at: datetime

    @property
    def returning(self) -> bool:
        """Whether the list reports outcomes of checks and brings nobody."""
        return str(self.batch.channel) == CHECK_RETURN

    def write_settled(self, clear: pl.DataFrame) -> None:
        """Write the rows of the chunk at hand that are settled; `clear` is the chunk."""
        self._write([clear], Progress(silent), every=False)

    def write_rest(self) -> None:
        """Write all rows at hand: those that were left of all chunks."""
        self._write(None, self.progress, every=True)

    def account(self, rows: int) -> dict[str, int]:
        """The counts by outcome, after making sure that every row read is accounted for."""
        (counts,) = sql.fetch("intake", "account", batch=self.batch.pk)
        (hanging,) = sql.fetch("intake", "faults_of_account", batch=self.batch.pk)
        wrong = {name: counts.pop(name) for name in ("misplaced", "dangling", "unkept")}
        wrong["unaccounted"] = rows - counts["rows"]
        wrong["forwards"] = hanging["forwards"] - counts[Outcome.FORWARDED]
        wrong["stray_candidates"] = hanging["stray_candidates"]
        if any(wrong.values()):
            raise AccountUnbalanced(f"batch {self.batch.pk}: {wrong}")
        return counts

    def _write(self, clear: list[pl.DataFrame] | None, progress: Progress, *, every: bool) -> None:
        batch = {"batch": self.batch.pk}
        told = {"area": self.batch.area, "channel": self.batch.channel, "returning": self.returning}
        sql.run("intake", "met_again")
        sql.run("intake", "repeated_persons")
        progress.note(sql.run("intake", "repeated_rows"))
        sql.run("intake", "empty_fate")
        progress.note(sql.run("intake", "fate", **told, **batch))
        sql.run("intake", "analyse_fate")
        if every:
            progress.note(sql.run("intake", "sent_before", channel=self.batch.channel, **batch))
        self._keep(clear)
        progress.note(sql.run("intake", "write_rows", **batch))
        if self.returning:
            self._write_checks(progress)
        else:
            self._write_facts(progress)
        sql.run("intake", "note_met")

    def _write_facts(self, progress: Progress) -> None:
        batch, area = {"batch": self.batch.pk}, {"area": self.batch.area}
        times = batch | {"received_at": self.batch.received_at, "at": self.at}
        progress.note(sql.run("intake", "write_candidates", **batch))
        progress.note(sql.run("intake", "repeated_exposures"))
        progress.note(sql.run("intake", "write_exposures", disease=self.batch.disease, **times))
        progress.note(sql.run("intake", "write_groups", **area, **times))
        progress.note(sql.run("intake", "write_forwards", **area, **times))

    def _write_checks(self, progress: Progress) -> None:
        facts = {"by": self.by.name, "received_at": self.batch.received_at, "at": self.at}
        progress.note(sql.run("intake", "write_returned_checks", zone=settings.TIME_ZONE, **facts))

    def _keep(self, clear: list[pl.DataFrame] | None) -> None:
        """Seal the content of the rows that somebody will look at."""
        wanted = pl.Series([row["k"] for row in sql.fetch("intake", "kept_rows")], dtype=pl.Int32)
        sql.run("intake", "empty_kept")
        if wanted.is_empty():
            return
        sources = iter(clear) if clear else self.spool.rows(wanted)
        for kept in ahead(_sealed(rows.filter(pl.col("k").is_in(wanted.implode()))) for rows in sources):
            sql.copy_in("intake_kept", kept)
        sql.run("intake", "analyse_kept")


def _sealed(rows: pl.DataFrame) -> pl.DataFrame:
    """The number of each row and its whole content, sealed."""
    sealed = pl.Series(sealing.seals(contents(rows.drop("k"))), dtype=pl.Binary)
    return rows.select("k", sealed=sealed)
