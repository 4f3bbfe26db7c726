"""Spreadsheets through the fast reader, in a process of its own with bounded memory and time.

A damaged file can make that reader loop, claim all memory, or abort the process that called it. So
a child reads the file and leaves a frame per sheet in a folder; whatever happens to it, here it
becomes one sentence.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import polars as pl

from lianfang.apps.intake.reading.files import DamagedFile, EncryptedFile, TooLarge

MEMORY_LIMIT = 4 * 2**30  # bytes of address space of the child; a million rows of 28 columns need 3
TIME_LIMIT = 300  # seconds
ROW_NO = "row_no"
# Each thread of a pool reserves address space; on a machine of many cores they would fill the limit.
_ONE_THREAD = {"POLARS_MAX_THREADS": "1", "RAYON_NUM_THREADS": "1"}
_INDEX = "sheets.json"
_ENCRYPTED, _OUT_OF_MEMORY = 3, b"memory allocation"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as text cells: `row_no` from 1, and c0 (= column A), c1, … for the columns in use."""

    name: str
    visible: bool
    frame: pl.DataFrame


class Reading:
    """A child that reads the file while the caller does something else; `sheets` waits for it."""

    def __init__(self, path: Path, folder: Path) -> None:
        self._path, self._folder = path, folder
        command = [sys.executable, "-m", __name__, str(path), str(folder)]
        self._child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=os.environ | _ONE_THREAD,
        )

    def __enter__(self) -> "Reading":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._child.poll() is None:
            self._child.kill()
        self._child.communicate()

    def sheets(self) -> list[Sheet]:
        """All sheets in their order; raises EncryptedFile, TooLarge or DamagedFile."""
        try:
            _out, complaint = self._child.communicate(timeout=TIME_LIMIT)
        except subprocess.TimeoutExpired as error:
            raise TooLarge(file=self._path.name, size=f"{TIME_LIMIT}秒内未能读完") from error
        if self._child.returncode:
            self._refuse(complaint)
        index = json.loads((self._folder / _INDEX).read_text(encoding="utf-8"))
        return [Sheet(name, visible, self._frame(place)) for place, (name, visible) in enumerate(index)]

    def _frame(self, place: int) -> pl.DataFrame:
        return pl.read_ipc(self._folder / f"{place}.arrow")

    def _refuse(self, complaint: bytes) -> None:
        if self._child.returncode == _ENCRYPTED:
            raise EncryptedFile(file=self._path.name)
        if _OUT_OF_MEMORY in complaint:
            raise TooLarge(file=self._path.name, size="内存不足以展开")
        raise DamagedFile(file=self._path.name)


def write_sheets(path: Path, folder: Path) -> None:
    """Leave a frame per sheet and their index in the folder; the child's work."""
    import fastexcel

    reader = fastexcel.read_excel(path)
    index = []
    for place, name in enumerate(reader.sheet_names):
        sheet = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        frame = sheet.to_polars()
        frame.columns = [f"c{column.absolute_index}" for column in sheet.selected_columns]
        numbered = frame.with_row_index(ROW_NO, offset=1).cast({ROW_NO: pl.Int32})
        numbered.write_ipc(folder / f"{place}.arrow")
        index.append((name, sheet.visible == "visible"))
    (folder / _INDEX).write_text(json.dumps(index), encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    """The child: 0 when done, 3 for a file with a password; anything else is a damaged file."""
    import resource

    import fastexcel

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    try:
        write_sheets(*map(Path, arguments))
    except fastexcel.FastExcelError as error:
        return _ENCRYPTED if "assword" in str(error) else 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
