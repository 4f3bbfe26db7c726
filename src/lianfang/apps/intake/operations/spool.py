"""The clear content of rows that are left to the end of their list, sealed in a nameless file.

The database gets digests only. What must be kept readable (new keys, rows that wait) is fetched from here,
once it is known which rows those are. A killed run leaves nothing: the file has no name.
"""

import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self

import polars as pl
from django.conf import settings

from lianfang.core import keeping

KEYS: Final = ("k", "id_kind", "id_status", "id_number", "phones")


@dataclass(frozen=True, slots=True)
class _Place:
    """A chunk in the file: its first and last row, and where the whole rows and their keys stand."""

    first: int
    last: int
    whole: int
    keys: int


class Spool:
    """Chunks of clear rows by their number `k`; a context that ends with the file.

    The columns of keys are kept apart from the whole rows: they are wanted often, and read fast.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(dir=settings.HOME.root)  # noqa: SIM115  closed by __exit__
        self._chunks: list[_Place] = []

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
        whole, keys = self._write(frame), self._write(frame.select(KEYS))
        self._chunks.append(_Place(int(frame["k"][0]), int(frame["k"][-1]), whole, keys))

    def rows(self, wanted: pl.Series) -> Iterator[pl.DataFrame]:
        """The whole rows of the wanted numbers, chunk by chunk; chunks without any are not opened."""
        for chunk, here in self._with(wanted):
            yield self._read(chunk.whole, here)

    def keys(self, wanted: pl.Series) -> Iterator[pl.DataFrame]:
        """Numbers and telephones of the wanted rows, chunk by chunk."""
        for chunk, here in self._with(wanted):
            yield self._read(chunk.keys, here)

    def _with(self, wanted: pl.Series) -> Iterator[tuple["_Place", pl.Series]]:
        for chunk in self._chunks:
            here = wanted.filter(wanted.is_between(chunk.first, chunk.last))
            if not here.is_empty():
                yield chunk, here

    def _write(self, frame: pl.DataFrame) -> int:
        held = io.BytesIO()
        frame.write_ipc(held, compression="lz4")
        place = self._file.seek(0, io.SEEK_END)
        keeping.write_block(self._file, held.getvalue())
        return place

    def _read(self, place: int, wanted: pl.Series) -> pl.DataFrame:
        self._file.seek(place)
        block = next(keeping.blocks(self._file))
        return pl.read_ipc(io.BytesIO(block)).filter(pl.col("k").is_in(wanted.implode()))
