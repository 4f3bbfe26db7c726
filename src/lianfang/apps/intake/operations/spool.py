"""The clear content of a list while it is worked on: numbers, telephones, cells, sealed in a nameless file.

The database gets digests only. What must be kept readable (new keys, rows that wait) is fetched from here,
once it is known which rows those are. A killed run leaves nothing: the file has no name.
"""

import io
import json
import tempfile
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Final, Self

import polars as pl
from django.conf import settings

from lianfang.apps.intake.operations import keeping

CLEAR: Final = "clear"


class Spool:
    """Chunks of clear rows by their number `k`; a context that ends with the file."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(dir=settings.HOME.root)  # noqa: SIM115  closed by __exit__
        self._bounds: list[tuple[int, int, int]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, frame: pl.DataFrame) -> None:
        """Put away a chunk whose column `k` ascends."""
        if frame.is_empty():
            return
        held = io.BytesIO()
        frame.write_ipc(held, compression="lz4")
        self._bounds.append((self._file.seek(0, io.SEEK_END), int(frame["k"][0]), int(frame["k"][-1])))
        keeping.write_block(self._file, held.getvalue())

    def rows(self, wanted: pl.Series) -> Iterator[pl.DataFrame]:
        """The rows of the wanted numbers, chunk by chunk; chunks without any are not opened."""
        for place, first, last in self._bounds:
            here = wanted.filter(wanted.is_between(first, last))
            if here.is_empty():
                continue
            self._file.seek(place)
            block = next(keeping.blocks(self._file))
            yield pl.read_ipc(io.BytesIO(block), use_pyarrow=False).filter(pl.col("k").is_in(here.implode()))


def as_json(row: dict[str, Any]) -> str:
    """One clear row as JSON, dates as text."""
    return json.dumps(row, ensure_ascii=False, default=str)
