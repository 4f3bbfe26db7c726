"""Files that come with a request, kept as long as it takes to read them."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile

from lianfang.kernel.errors import WrongCall

LONGEST_NAME: Final = 200
"""Bytes of a file name; file systems take 255."""


@contextmanager
def kept(file: "UploadedFile[Any] | None") -> Iterator[Path]:
    """The file under its own name, in a folder that goes with the call; raises WrongCall for none."""
    if file is None:
        raise WrongCall(problem="请选择一个文件。")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, _plain(file.name or ""))
        with path.open("wb") as stream:
            stream.writelines(file.chunks())
        yield path


def _plain(name: str) -> str:
    plain = PurePath(name.replace("\\", "/")).name.replace("\0", "")
    if not plain or plain in {".", ".."} or len(plain.encode(errors="replace")) > LONGEST_NAME:
        raise WrongCall(problem="文件名为空或太长。")
    return plain
