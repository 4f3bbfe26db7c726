"""Lists that leave: with a permission, a reason, a line in the log, a mark in the file."""

import tempfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final
from urllib.parse import quote

from django.db import transaction
from django.http import FileResponse, HttpRequest

from lianfang.core.access import operations
from lianfang.core.api.asking import area_within, told
from lianfang.core.api.shapes import AreaCode, Given, Named
from lianfang.core.exports import sheets
from lianfang.core.exports.sheets import CONTENT_TYPES, Format, Row

IN_MEMORY: Final = 4_000_000
"""Bytes of a file that are kept in memory; what is more goes to a file that nobody else can open."""
Chunks = Callable[[str], Iterable[Sequence[Row]]]
CONTENT: Final = {
    "responses": {
        200: {
            "description": "文件",
            "content": {
                kind: {"schema": {"type": "string", "contentMediaType": kind.partition(";")[0]}}
                for kind in CONTENT_TYPES.values()
            },
        }
    }
}


class ExportIn(Given):
    """What leaves, as what, and why."""

    reason: Named
    area: AreaCode | None = None
    format: Format = Format.XLSX


def export(
    request: HttpRequest, given: ExportIn, *, what: str, head: Row, chunks: Chunks, name: str
) -> FileResponse:
    """The file of a list; the log is written first. Raises PermissionMissing, ReasonMissing, NotAllowed."""
    area = area_within(request, given.area or "")
    with transaction.atomic():
        mark = operations.record_export(what=what, reason=given.reason, area=area, **told(request))
        target: Any = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  the answer closes it
        try:
            sheets.write(target, given.format, head=head, chunks=chunks(area), mark=mark)
        except BaseException:
            target.close()
            raise
    target.seek(0)
    answer = FileResponse(target, content_type=CONTENT_TYPES[given.format])
    file_name = quote(f"{name}.{given.format}")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{file_name}"
    return answer
