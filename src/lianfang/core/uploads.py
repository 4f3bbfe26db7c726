"""Files that come with a request: kept while they are read, or held until their sender confirms."""

import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import Any, Final, TypeAlias
from uuid import uuid4

from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile

from lianfang.core import sealing
from lianfang.core.access.terms import Actor
from lianfang.core.embedded.home import PRIVATE_FOLDER
from lianfang.kernel.errors import WrongCall

Upload: TypeAlias = "UploadedFile[Any] | None"
LONGEST_NAME: Final = 200
"""Bytes of a file name; file systems take 255."""
HELD: Final = 24 * 3600
"""Seconds for which a file waits for its sender; then nothing is left of it."""
SALT: Final = "core.uploads"
EXPIRED: Final = "文件已过期，请重新选择。"


@contextmanager
def kept(file: Upload) -> Iterator[Path]:
    """The file under its own name, in a folder that goes with the call; raises WrongCall for none."""
    with _in_folder(_plain(file), _sent(file).chunks()) as path:
        yield path


def hold(file: Upload, *, by: Actor) -> str:
    """Seal a file away: the word by which its sender, and nobody else, has it again.

    Raises WrongCall for none.
    """
    place = str(uuid4())
    folder = settings.HOME.held
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    _forget_old(folder)
    (folder / place).write_bytes(sealing.seal_bytes(_sent(file).read()))
    return signing.dumps({"place": place, "name": _plain(file), "user": by.user}, salt=SALT)


@contextmanager
def held(word: str, *, by: Actor) -> Iterator[Path]:
    """A file that was held, in clear, as `kept` gives it; raises WrongCall for none of the actor's."""
    try:
        told = signing.loads(word, salt=SALT, max_age=HELD)
        sealed = (settings.HOME.held / told["place"]).read_bytes()
    except (signing.BadSignature, FileNotFoundError) as problem:
        raise WrongCall(problem=EXPIRED) from problem
    if told["user"] != by.user:
        raise WrongCall(problem=EXPIRED)
    with _in_folder(told["name"], [sealing.unseal_bytes(sealed)]) as path:
        yield path


def _forget_old(folder: Path) -> None:
    oldest = time.time() - HELD
    for path in folder.iterdir():
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


@contextmanager
def _in_folder(name: str, blocks: Iterable[bytes]) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=settings.HOME.root) as folder:
        path = Path(folder, name)
        with path.open("wb") as stream:
            stream.writelines(blocks)
        yield path


def _sent(file: Upload) -> "UploadedFile[Any]":
    if file is None:
        raise WrongCall(problem="请选择文件。")
    return file


def _plain(file: Upload) -> str:
    plain = PurePath((_sent(file).name or "").replace("\\", "/")).name.replace("\0", "")
    if not plain or plain in {".", ".."} or len(plain.encode(errors="replace")) > LONGEST_NAME:
        raise WrongCall(problem="文件名为空或太长。")
    return plain
