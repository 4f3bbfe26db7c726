"""Keep received files, sealed: named by the hash of what was received, written whole or not at all.

A kept file is a sequence of sealed blocks, each behind its length in four bytes: memory holds one block.

A row that names a file is written by who kept it just before: to keep a file makes it young again, and
`forget` spares what is young. So a file goes only when nobody has meant to name it for as long as that.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import IO, Final

from django.conf import settings

from lianfang.core import sealing
from lianfang.core.embedded.home import PRIVATE_FOLDER
from lianfang.kernel.errors import InputRefused, NotFound

BLOCK: Final = 4 * 1024 * 1024
LENGTH_BYTES: Final = 4
FOLDERS: Final = "[0-9a-f][0-9a-f]"
GOING: Final = "going-"
"""Before the name of a file that is about to be removed."""


class FileMissing(InputRefused):
    """There is no such file, or it can't be read."""

    code = "keeping.file_missing"
    sentence = "文件“{path}”不存在或无法读取。请核对路径。"


def hash_of(path: Path) -> str:
    """SHA-256 of a file, hexadecimal; raises FileMissing."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as problem:
        raise FileMissing(path=path) from problem


def keep(path: Path, *, file_hash: str) -> Path:
    """Seal a received file into the home; what is kept already is left alone."""
    target = kept_path(file_hash)
    if _is_kept(target):
        return target
    target.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    with path.open("rb") as source, tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as draft:
        for block in iter(lambda: source.read(BLOCK), b""):
            write_block(draft, block)
        draft.flush()
        os.fsync(draft.fileno())
    Path(draft.name).replace(target)
    return target


def keep_bytes(content: bytes) -> str:
    """Seal what was received in memory into the home, never in clear on the disk; its hash."""
    file_hash = hashlib.sha256(content).hexdigest()
    target = kept_path(file_hash)
    if not _is_kept(target):
        target.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as draft:
            write_block(draft, content)
            draft.flush()
            os.fsync(draft.fileno())
        Path(draft.name).replace(target)
    return file_hash


def keep_again(file_hash: str) -> None:
    """Say that another row is about to name a kept file; raises NotFound."""
    if not _is_kept(kept_path(file_hash)):
        raise NotFound(what="原件", value=file_hash)


def _is_kept(target: Path) -> bool:
    """Whether a file is kept already; then it is young again, as if it were kept now."""
    try:
        os.utime(target)
    except FileNotFoundError:
        return False
    return True


def kept_path(file_hash: str) -> Path:
    """Where the file of a hash is kept."""
    folder: Path = settings.HOME.kept
    return folder / file_hash[:2] / file_hash


def read_kept(file_hash: str) -> Iterator[bytes]:
    """The bytes of a kept file, block by block; raises NotFound."""
    path = kept_path(file_hash)
    if not path.exists():
        raise NotFound(what="原件", value=file_hash)
    with path.open("rb") as stream:
        yield from blocks(stream)


def write_block(stream: IO[bytes], block: bytes) -> None:
    """Append one sealed block."""
    sealed = sealing.seal_bytes(block)
    stream.write(len(sealed).to_bytes(LENGTH_BYTES, "big"))
    stream.write(sealed)


def blocks(stream: IO[bytes]) -> Iterator[bytes]:
    """The opened blocks of a sealed stream, from where it stands."""
    while head := stream.read(LENGTH_BYTES):
        yield sealing.unseal_bytes(stream.read(int.from_bytes(head, "big")))


@contextmanager
def sweeping() -> Iterator[None]:
    """One sweep of a home at a time; what an earlier one left half removed is put back."""
    folder: Path = settings.HOME.kept
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    with (folder / "sweep.lock").open("w") as handle:
        flock(handle, LOCK_EX)
        for path in folder.glob(f"{FOLDERS}/{GOING}*"):
            path.rename(path.with_name(path.name.removeprefix(GOING)))
        yield


def older(before: float) -> Iterator[Path]:
    """Kept files that nobody has kept since a moment of the file system's clock, and drafts never ended."""
    folder: Path = settings.HOME.kept
    for path in folder.glob(f"{FOLDERS}/*"):
        with suppress(FileNotFoundError):  # a draft that became a file meanwhile
            if path.stat().st_mtime < before:
                yield path


def forget(path: Path, *, before: float) -> bool:
    """Remove a file unless somebody has kept it since; whether it is gone.

    It is moved aside first: who keeps it at this moment either made it young before, or finds none and
    writes it again.
    """
    aside = path.with_name(f"{GOING}{path.name}")
    path.rename(aside)
    if aside.stat().st_mtime < before:
        aside.unlink()
        return True
    aside.rename(path)
    return False
