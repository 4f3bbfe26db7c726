"""Hand the written lists to intake in the order in which they came, and collect what became of their rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from lianfang.apps.intake import operations, queries
from lianfang.apps.intake.terms import Account, Receipt
from lianfang.core.access.terms import Actor
from lianfang.demo.measuring import results_of
from lianfang.demo.truth import LISTS_FILE
from lianfang.kernel.errors import DomainError


class ListsNotReceived(DomainError):
    """There is nothing to score before a list has been received."""

    code = "demo.lists_not_received"
    sentence = "“{folder}”中的名单都还没有接收。请先用 lianfang intake 逐份接收。"


@dataclass(frozen=True)
class WrittenList:
    """A list of a folder: its file, and the receipt under which it came."""

    path: Path
    receipt: Receipt


def written_lists(folder: Path) -> Iterator[WrittenList]:
    """The lists of a folder in the order in which they came."""
    for line in pl.read_csv(folder / LISTS_FILE, infer_schema=False).iter_rows(named=True):
        moment = datetime.fromisoformat(line["received"])
        receipt = Receipt(channel=line["channel"], area=line["area"], received_at=moment)
        yield WrittenList(folder / line["file"], receipt)


def receive_lists(folder: Path, *, by: Actor) -> Iterator[tuple[str, Account]]:
    """Receive the lists of a folder one after the other, each at its moment; yields each file's account."""
    for one in written_lists(folder):
        at = one.receipt.received_at
        yield one.path.name, operations.receive(one.path, receipt=one.receipt, by=by, at=at)


def received_results(folder: Path) -> pl.DataFrame:
    """What became of the rows of a folder's lists that have been received. Raises ListsNotReceived."""
    batches = {(batch.file_name, batch.channel, batch.area): batch.pk for batch in queries.batches()}
    results = [
        results_of(one.path.name, queries.rows(batches[key]))
        for one in written_lists(folder)
        if (key := (one.path.name, one.receipt.channel, one.receipt.area)) in batches
    ]
    if not results:
        raise ListsNotReceived(folder=folder)
    return pl.concat(results)
