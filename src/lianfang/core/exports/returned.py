"""Rows that come back to whoever sent them: as they came, with where they stood, why, and what to do."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from lianfang.core.exports import sheets
from lianfang.core.exports.sheets import Row
from lianfang.kernel.errors import WrongCall

PLACE: Final = ("工作表", "原行号")
TOLD: Final = ("退回的列", "退回原因", "怎样改")
"""Behind the columns of a row."""
SHOWN: Final = 20
"""Rejected rows that an account shows; the file has all."""
PRIVATE_FILE: Final = 0o600


def check_target(target: Path | None) -> None:
    """Raises WrongCall where rows can't be written: the file is there already, or its folder is not."""
    if target is not None and target.exists():
        raise WrongCall(problem=f"{target}已存在，没有改动。")
    if target is not None and not target.parent.is_dir():
        raise WrongCall(problem=f"没有目录{target.parent}。")


def write(target: Path, chunks: Iterable[Sequence[Row]], *, head: Row, file: str) -> None:
    """Write rows, led by sheet and number, to a file that nobody else reads; csv by its ending, else xlsx."""
    target.touch(mode=PRIVATE_FILE)
    kind = sheets.Format.CSV if target.suffix.lower() == ".csv" else sheets.Format.XLSX
    with target.open("wb") as stream:
        sheets.write(stream, kind, head=(*PLACE, *head), chunks=chunks, mark=f"退回：{file}")
