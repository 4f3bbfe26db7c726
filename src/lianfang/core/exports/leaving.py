"""A list leaves: with a permission, a reason, a line in the log, a mark in the file; whatever the door."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Final
from urllib.parse import quote

from django.db import transaction
from django.http import FileResponse, HttpResponse

from lianfang.core.access import operations
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.exports import sheets
from lianfang.core.exports.sheets import CONTENT_TYPES, Format, Row
from lianfang.core.exports.tables import packed
from lianfang.kernel.errors import NotAllowed

IN_MEMORY: Final = 4_000_000
"""Bytes of a file that are kept in memory; what is more goes to a file that nobody else can open."""


@dataclass(frozen=True)
class Leaving:
    """A list that may leave: its name in the log, its file's name, its head, and its rows of an area.

    `clear`: numbers are whole, which asks for one permission more.
    """

    what: str
    name: str
    head: Row
    chunks: Callable[[str], Iterable[Sequence[Row]]]
    clear: bool = False


@dataclass
class Logged:
    """An export that is being written: its area, its mark; whoever writes it counts its rows."""

    area: str
    mark: str
    rows: int = 0


@contextmanager
def logged(what: str, *, area: str, reason: str, by: Actor, at: datetime) -> Iterator[Logged]:
    """Log an export of an area before it is written, and count its rows after; one that fails is not logged.

    Raises PermissionMissing, ReasonMissing, and NotAllowed for an area out of sight.
    """
    if area and not by.may_see(area):
        raise NotAllowed(actor=by.name, action=f"导出{area}")
    within = area or by.scope
    with transaction.atomic():
        log = Logged(within, operations.record_export(what=what, reason=reason, area=within, by=by, at=at))
        yield log
        operations.count_export(log.mark, rows=log.rows)


def write(
    target: IO[bytes], kind: Format, leaving: Leaving, *, area: str, reason: str, by: Actor, at: datetime
) -> int:
    """Write a list of an area into a file; the log is written first, and counts its rows at the end.

    Raises PermissionMissing, ReasonMissing, and NotAllowed for an area out of sight.
    """
    if leaving.clear:
        check(by, Permission.UNMASK)
    with logged(leaving.what, area=area, reason=reason, by=by, at=at) as log:
        chunks = leaving.chunks(log.area)
        log.rows = sheets.write(target, kind, head=leaving.head, chunks=chunks, mark=log.mark)
    return log.rows


def answer(
    kind: Format, leaving: Leaving, *, area: str, reason: str, by: Actor, at: datetime
) -> FileResponse:
    """The file of a list as an answer; raises what `write` raises."""
    target: Any = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  the answer closes it
    try:
        write(target, kind, leaving, area=area, reason=reason, by=by, at=at)
    except BaseException:
        target.close()
        raise
    target.seek(0)
    sent = FileResponse(target, content_type=CONTENT_TYPES[kind])
    file_name = quote(f"{leaving.name}.{kind}")
    sent.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{file_name}"
    return sent


def files_answered(files: Mapping[str, bytes], name: str) -> HttpResponse:
    """Files as an answer: the one there is, or all of them in one archive."""
    file_name, block = packed(files, name)
    sent = HttpResponse(block, content_type="application/octet-stream")
    sent.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file_name)}"
    return sent
