"""Resolve the rows of a list to persons, in named rules and rounds; all set-based, in one transaction.

1. *take*, chunk by chunk while the next is cleaned: number, then telephone; the surest rule that finds one
   person matches. Rows that are settled by that are written at once (`applying`), others are left to the end.
2. *settle* what is left: by keys that persons were taught since, by birth and village, by door. What matched
   rows newly tell (a telephone, a missing number) their persons learn.
3. *hint*: rows still open that may be somebody by a weaker rule get candidates, and wait for a person.
4. *arrive*: open rows without a hint that are complete and belong here bring new persons, first those with a
   number, then with a telephone, then with a birth date. Other rows of the same person find it in the next
   round of 2, so that one list makes one person however often it names them.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

import polars as pl

from lianfang.apps.intake.operations.ahead import ahead
from lianfang.apps.intake.operations.clear import sealed_keys
from lianfang.apps.intake.operations.spool import Spool
from lianfang.apps.intake.operations.staging import StagedChunk
from lianfang.apps.people import operations as people
from lianfang.core import sql
from lianfang.core.access.terms import Actor
from lianfang.core.sql.progress import Progress

EVERY: Final = -1  # keys taught in any round, and those known before
NEWCOMERS: Final = ("new_by_id", "new_by_phone", "new_by_birth")
LEARNT: Final = {"k": pl.Int32, "kind": pl.String, "digest": pl.Binary, "person_id": pl.Int64}
NEW: Final = {"k": pl.Int32, "person_uid": pl.String}


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

    def take(self, chunk: StagedChunk) -> None:
        """Match a chunk by its keys; what is not settled by them is left to the end."""
        sql.run("intake", "clear_chunk")
        sql.copy_in("intake_open", chunk.staged)
        if chunk.variants.height:
            sql.copy_in("intake_variant", chunk.variants)
        sql.run("intake", "analyse_open")
        self.round += 1
        sql.run("intake", "resolve_by_id", round=self.round, since=EVERY)
        sql.run("intake", "hint_several", round=self.round)
        sql.run("intake", "analyse_matches")
        sql.run("intake", "pair_by_phone", since=EVERY)
        self._judge()
        self._learn(chunk.clear, since=0)
        if sql.run("intake", "leave_open", area=self.area).rows:
            sql.run("intake", "leave_matches")
            first = int(chunk.clear["k"][0])
            self.spool.add(_of(chunk.clear, sql.fetch("intake", "left_rows", first=first)))

    def run(self, *, may_create: bool) -> None:
        """Resolve what was left of all chunks, and take it up whole again."""
        sql.run("intake", "clear_chunk")
        sql.run("intake", "take_left")
        sql.run("intake", "take_matches")
        sql.run("intake", "open_villages")
        sql.run("intake", "hint_by_variant", since=EVERY)
        self._teach()
        self._settle()
        for newcomers in NEWCOMERS if may_create else ():
            if not self._hint():
                break
            if self._arrive(newcomers):
                self._settle()
        self._hint()
        sql.run("intake", "empty_open")
        sql.run("intake", "take_left")

    def _settle(self) -> None:
        """Match open rows until nobody learns a key by it."""
        while self._open():
            since, self.paired_at = self.paired_at, self.round
            first = self.round = self.round + 1
            self._step("resolve_by_id", round=self.round, since=since)
            sql.run("intake", "hint_several", round=self.round)
            sql.run("intake", "analyse_matches")
            self._step("pair_by_phone", since=since)
            self._step("pair_by_birth", after=self.paired_to)
            self._step("pair_by_door", after=self.paired_to, received_on=self.received_on)
            self.paired_to = self.newest
            self._judge()
            self._learn(None, since=first)
            if not self._teach():
                return

    def _judge(self) -> None:
        """Match by the pairs of this round; the weak ones become hints."""
        self.round += 1
        sql.run("intake", "judge_pairs", round=self.round)
        sql.run("intake", "hint_pairs")
        sql.run("intake", "empty_pairs")

    def _open(self) -> int:
        """Put down the rows that are settled; how many are still open."""
        sql.run("intake", "close_rows", round=self.closed_at)
        self.closed_at = self.round
        sql.run("intake", "analyse_open")
        (counted,) = sql.fetch("intake", "count_open")
        self.newest = counted["person"]
        return int(counted["rows"])

    def _hint(self) -> int:
        """Name whom the open rows may be among persons not looked at before; how many rows are open."""
        rows = self._open()
        if rows:
            self._step("hint_by_variant", since=self.hinted_at)
            self._step("hint_by_name", after=self.hinted_to)
            self.hinted_at, self.hinted_to = self.round, self.newest
        return rows

    def _arrive(self, newcomers: str) -> bool:
        """Register the persons whom open rows bring, with their keys; whether there were any."""
        people.begin_arrival()
        if not self._step(newcomers, area=self.area):
            return False
        self.round += 1
        new = pl.DataFrame(sql.fetch("intake", "newcomers"), schema=NEW)
        for sealed in ahead(sealed_keys(rows) for rows in self.spool.keys(new["k"])):
            keys = sealed.join(new, on="k")
            sql.copy_in("identity_arriving", keys.select("person_uid", "kind", "digest", "sealed"))
        self._register()
        self._step("match_new", round=self.round)
        sql.run("intake", "empty_lessons")
        return True

    def _learn(self, clear: pl.DataFrame | None, *, since: int) -> None:
        """Seal what rows matched since a round bring; from the clear chunk at hand, or from the spool."""
        sql.run("intake", "analyse_matches")
        if not sql.run("intake", "learn_keys", round=since).rows:
            return
        learnt = pl.DataFrame(sql.fetch("intake", "learnt_keys"), schema=LEARNT)
        wanted = learnt["k"].unique()
        sources = [clear.filter(pl.col("k").is_in(wanted.implode()))] if clear is not None else None
        for rows in sources or self.spool.keys(wanted.sort()):
            keys = sealed_keys(rows).join(learnt, on=["k", "kind", "digest"])
            sql.copy_in("intake_lesson", keys.select("person_id", "kind", "digest", "sealed"))

    def _teach(self) -> bool:
        """Give persons the keys that they learnt; whether there were any."""
        people.begin_arrival()
        taught = self._step("arrive_learners")
        if taught:
            self._step("arrive_lessons")
            self._register()
        sql.run("intake", "empty_lessons")
        return bool(taught)

    def _register(self) -> None:
        sql.run("intake", "note_taught", round=self.round)
        people.register_arrived(by=self.by, at=self.at, source=self.channel, listener=self.progress.listener)

    def _step(self, name: str, **params: object) -> int:
        return self.progress.note(sql.run("intake", name, **params)).rows


def _of(clear: pl.DataFrame, rows: list[dict[str, int]]) -> pl.DataFrame:
    """The clear rows of the numbers in a result."""
    wanted = pl.Series([row["k"] for row in rows], dtype=pl.Int32)
    return clear.filter(pl.col("k").is_in(wanted.implode()))
