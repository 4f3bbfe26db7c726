"""Resolve the staged rows of a list to persons, in rounds of named rules.

0. *take*: number and telephone, chunk by chunk, while the next chunk is cleaned.
1. *settle*: the same by what was learnt since, then birth and village, then door; the surest rule that finds
   one person matches. What matched rows newly tell (a telephone, a missing number) their persons learn.
2. *hint*: rows still open that may be somebody by a weaker rule get candidates, and wait for a person.
3. *arrive*: open rows without a hint that are complete and belong here bring new persons, first those with a
   number, then with a telephone, then with a birth date. Other rows of the same person find it in the next
   round of 1, so that one list makes one person however often it names them.

Rounds end when nothing new was learnt. All is set-based and in one transaction.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

import polars as pl

from lianfang.apps.intake.operations.spool import Spool
from lianfang.apps.people import operations as people
from lianfang.core import sealing, sql
from lianfang.core.access.terms import Actor
from lianfang.core.sql.progress import Progress

PHONE: Final = "phone"
EVERY: Final = -1  # keys taught in any round or before
NEWCOMERS: Final = ("new_by_id", "new_by_phone", "new_by_birth")


@dataclass
class Resolving:
    """One list being resolved: where it was sent, who does it, and how far it is."""

    area: str
    channel: str
    received_on: date
    spool: Spool
    progress: Progress
    by: Actor
    at: datetime
    round: int = field(default=0)
    closed_at: int = field(default=0)  # up to which round settled rows were put down
    paired_at: int = field(default=0)  # up to which round taught keys were looked for
    hinted_at: int = field(default=0)
    newest: int = field(default=0)  # the highest number of a person
    paired_to: int = field(default=0)  # up to which number persons were paired by name
    hinted_to: int = field(default=0)

    def take(self, chunk: pl.DataFrame) -> None:
        """Stage a chunk and match it by its keys, while the next one is being cleaned."""
        sql.run("intake", "clear_open")
        sql.copy_in("intake_open", chunk)
        self.round += 1
        sql.run("intake", "resolve_by_id", round=self.round, since=EVERY)
        self._learn()
        sql.run("intake", "stage_open")
        sql.run("intake", "close_rows", round=self.round)
        self.round += 1
        sql.run("intake", "pair_by_phone", since=EVERY)
        self._judge()
        self._learn()
        sql.run("intake", "close_rows", round=self.round)
        sql.run("intake", "hint_by_key", since=EVERY)
        sql.run("intake", "leave_open")

    def run(self, *, may_create: bool) -> None:
        """Resolve all that can be resolved, once every chunk was taken."""
        sql.run("intake", "analyse_staging")
        sql.run("intake", "clear_open")
        self._step("open_rows")
        self._write_learnt()
        self._settle()
        for newcomers in NEWCOMERS if may_create else ():
            if not self._hint():
                return
            if self._arrive(newcomers):
                self._settle()
        self._hint()

    def _settle(self) -> None:
        """Match open rows until nobody learns a key by it."""
        while self._open():
            since, self.paired_at = self.paired_at, self.round
            self.round += 1
            if self._step("resolve_by_id", round=self.round, since=since):
                self._learn()
                self._step("close_rows", round=self.round)
                self.round += 1
            self._step("pair_by_phone", since=since)
            self._step("pair_by_birth", after=self.paired_to)
            self._step("pair_by_door", after=self.paired_to, received_on=self.received_on)
            self.paired_to = self.newest
            self._judge()
            self._learn()
            if not self._write_learnt():
                return

    def _judge(self) -> None:
        sql.run("intake", "judge_pairs", round=self.round)
        sql.run("intake", "hint_several")
        sql.run("intake", "clear_pairs")

    def _open(self) -> int:
        """Put down the rows that are settled; how many are still open."""
        self._step("close_rows", round=self.closed_at)
        self.closed_at = self.round
        sql.run("intake", "analyse_open")
        sql.run("intake", "open_villages")
        (counted,) = sql.fetch("intake", "count_open")
        self.newest = counted["person"]
        return int(counted["rows"])

    def _hint(self) -> int:
        """Name whom the open rows may be among persons not looked at before; how many rows are open."""
        rows = self._open()
        if rows:
            self._step("hint_by_key", since=self.hinted_at)
            self._step("hint_by_name", after=self.hinted_to)
            self.hinted_at, self.hinted_to = self.round, self.newest
        return rows

    def _arrive(self, newcomers: str) -> bool:
        """Register the persons whom open rows bring; whether there were any."""
        people.begin_arrival()
        if not self._step(newcomers, area=self.area):
            return False
        self.round += 1
        self._register()
        self._step("match_new", round=self.round)
        self._learn()
        self._write_learnt()
        return True

    def _learn(self) -> None:
        """Note what the matches of this round tell; they are many or none, so the planner is told."""
        sql.run("intake", "analyse_matches")
        sql.run("intake", "learn_keys", round=self.round)

    def _write_learnt(self) -> bool:
        """Give persons the keys that their rows told; whether there were any."""
        keys = pl.DataFrame(sql.fetch("intake", "learnt_keys"), schema=LEARNT)
        if keys.height:
            people.begin_arrival()
            self._step("arrive_known")
            sql.copy_in("identity_arriving", self._sealed(keys))
            self._register()
            sql.run("intake", "note_taught", round=self.round)
        sql.run("intake", "forget_learnt")
        return not keys.is_empty()

    def _sealed(self, keys: pl.DataFrame) -> pl.DataFrame:
        """The keys with their clear values, fetched from the spool by digest, sealed."""
        found = pl.concat([_clear_keys(rows) for rows in self.spool.keys(keys["k"].unique().sort())])
        keys = keys.join(found.unique(["k", "kind", "digest"]), on=["k", "kind", "digest"], how="inner")
        sealed = pl.Series(sealing.seals(keys["value"]), dtype=pl.Binary)
        return keys.select("person_uid", "kind", "digest", sealed=sealed)

    def _register(self) -> None:
        people.register_arrived(by=self.by, at=self.at, source=self.channel, listener=self.progress.listener)

    def _step(self, name: str, **params: object) -> int:
        return self.progress.note(sql.run("intake", name, **params)).rows


LEARNT: Final = {"k": pl.Int32, "kind": pl.String, "digest": pl.Binary, "person_uid": pl.String}


def _clear_keys(rows: pl.DataFrame) -> pl.DataFrame:
    """Every number and telephone of clear rows, with its digest."""
    from lianfang.apps.intake.operations.staging import document_kind

    numbers = rows.filter(pl.col("id_number").is_not_null()).select(
        "k", kind=document_kind(), value="id_number"
    )
    phones = rows.select("k", kind=pl.lit(PHONE), value="phones").explode("value").drop_nulls("value")
    parts = pl.concat([numbers, phones]).partition_by("kind")
    return pl.concat(
        part.with_columns(digest=pl.Series(sealing.digests(part["kind"][0], part["value"]), dtype=pl.Binary))
        for part in parts
    )
