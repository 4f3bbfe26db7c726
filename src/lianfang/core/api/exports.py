"""Lists that leave: with a permission, a reason, a line in the log, a mark in the file."""

from typing import Final

from django.http import FileResponse, HttpRequest

from lianfang.core.api.shapes import AreaCode, Given, Named
from lianfang.core.exports.leaving import Leaving, answer
from lianfang.core.exports.sheets import CONTENT_TYPES, Format
from lianfang.core.pages import told

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


def export(request: HttpRequest, given: ExportIn, leaving: Leaving) -> FileResponse:
    """The file of a list; raises PermissionMissing, ReasonMissing, NotAllowed."""
    return answer(given.format, leaving, area=given.area or "", reason=given.reason, **told(request))
