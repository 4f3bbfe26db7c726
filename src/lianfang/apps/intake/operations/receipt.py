"""The whole way of a list: kept, received, worked on once, answered with the account of its rows.

1. What can't be read is refused before anything is written.
2. The same file for the same channel, area, sheet and mapping was received before: every row is unchanged.
3. The original is kept sealed and the batch committed as received; then everything else is one transaction.
   Killed at any moment, nothing is half-applied, and the same call finishes the work.
4. Rejected rows are written to a file that can be mended and sent again.
"""

import time
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

from lianfang.apps.areas import queries as areas
from lianfang.apps.intake import queries
from lianfang.apps.intake.models import Batch
from lianfang.apps.intake.operations.receiving import ListRun
from lianfang.apps.intake.operations.returning import write_rejects
from lianfang.apps.intake.reading.lists import ListReading, open_list
from lianfang.apps.intake.terms import REJECTS, Account, Outcome, Receipt
from lianfang.core import keeping
from lianfang.core.access import rows
from lianfang.core.access.terms import Actor, Work
from lianfang.core.embedded.home import PRIVATE_FOLDER
from lianfang.core.sql.progress import Listener, Progress, silent
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import NotAllowed

RESOLVING: Final = Work(
    "intake.resolve", "a list names people of any place; rows of other places are handed on"
)
CHUNK_ROWS: Final = 100_000  # bounds the memory: two chunks exist at a time
FIRST_ROWS: Final = 25_000  # soon cleaned: the database begins while the next chunk is being cleaned


@dataclass(frozen=True)
class _Call:
    """One call of `receive`: the list and its receipt, who calls, when, and who is told."""

    path: Path
    receipt: Receipt
    file_hash: str
    by: Actor
    at: datetime
    listener: Listener

    def key(self) -> dict[str, str]:
        """What makes two receipts the same."""
        receipt = self.receipt
        return {
            "file_hash": self.file_hash,
            "channel": receipt.channel,
            "area": receipt.area,
            "sheet": receipt.sheet,
            "mapping_name": receipt.mapping,
        }

    def batch(self) -> Batch:
        """The batch of this list, opened as received where there is none."""
        facts = {
            "file_name": self.path.name,
            "disease": self.receipt.disease,
            "received_at": self.receipt.received_at,
            "recorded_at": self.at,
            "by": self.by.name,
        }
        return Batch.objects.get_or_create(**self.key(), defaults=facts)[0]


def receive(
    path: Path,
    *,
    receipt: Receipt,
    by: Actor,
    at: datetime,
    dry_run: bool = False,
    listener: Listener = silent,
) -> Account:
    """Receive a list of people and account for every row; a dry run counts the same and writes nothing.

    Raises NotAllowed for an area out of the actor's scope, NotFound for an unknown area or mapping, and the
    refusals of reading: a file that can't be read, columns that can be understood in two ways.
    """
    started = time.perf_counter()
    if not by.may_see(receipt.area):
        raise NotAllowed(actor=by.name, action=f"接收辖区{receipt.area}的名单")
    receipt = replace(receipt, area=areas.require_area(receipt.area))
    call = _Call(path, receipt, keeping.hash_of(path), by, at, listener)
    earlier = Batch.objects.filter(**call.key(), state="done").first()
    if earlier is not None:
        return _unchanged(earlier, time.perf_counter() - started)
    reading = open_list(
        path,
        on=receipt.received_at.astimezone(ZONE).date(),
        mapping=queries.saved_mapping(receipt.mapping),
        sheet=receipt.sheet or None,
    )
    batch, counts = _tried(call, reading) if dry_run else _received(call, reading)
    rejects = _return(batch) if counts[Outcome.REJECTED] and not dry_run else None
    seconds = round(time.perf_counter() - started, 3)
    return Account(batch=0 if dry_run else batch.pk, seconds=seconds, rejects_file=rejects, **counts)


def _received(call: _Call, reading: ListReading) -> tuple[Batch, dict[str, int]]:
    keeping.keep(call.path, file_hash=call.file_hash)
    batch = call.batch()
    with transaction.atomic():
        return batch, _run(call, batch, reading)


def _tried(call: _Call, reading: ListReading) -> tuple[Batch, dict[str, int]]:
    with transaction.atomic():
        batch = call.batch()
        counts = _run(call, batch, reading)
        transaction.set_rollback(True)
    return batch, counts


def _run(call: _Call, batch: Batch, reading: ListReading) -> dict[str, int]:
    chunks = partial(reading.chunks, CHUNK_ROWS, first=FIRST_ROWS)
    run = ListRun(batch, chunks, call.by, call.at, Progress(call.listener))
    with rows.acting_for(RESOLVING):
        return run.run()


def _return(batch: Batch) -> str:
    """Write the rejects of a batch into the home; the path."""
    folder: Path = settings.HOME.root / REJECTS
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    target = folder / f"{Path(batch.file_name).stem}-退回-{batch.pk}.xlsx"
    write_rejects(batch, target)
    return str(target)


def _unchanged(batch: Batch, seconds: float) -> Account:
    """The answer to a list that was received before: every row unchanged, the earlier batch named."""
    nothing = dict.fromkeys((outcome.value for outcome in Outcome), 0)
    return Account(
        batch=batch.pk,
        rows=batch.rows,
        seconds=round(seconds, 3),
        rejects_file=None,
        **(nothing | {"unchanged": batch.rows}),
    )
