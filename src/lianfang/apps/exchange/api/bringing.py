"""Operations of the API: reports come back as tables and as data values."""

from contextlib import ExitStack
from typing import Any

from ninja import File, Form, Schema
from ninja.files import UploadedFile

from lianfang.apps.exchange import operations, queries
from lianfang.core import uploads
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api.asking import ApiRequest
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import Code, Given, Text
from lianfang.core.pages import told

router = DeniedByDefault(tags=["数据交换"])


class ImportIn(Given):
    """Of which form a file holds reports; `dry_run` only looks, `reason` is that of corrections."""

    form: Code
    slot: Text = ""
    reason: Text = ""
    dry_run: bool = False


class ProblemOut(Schema):
    """What of a file was not taken: where, what it says, why, and how to mend it."""

    place: str
    value: str
    reason: str
    remedy: str


class BroughtIn(Schema):
    """What became of a file; `aside` are fields that the ledger or a formula tells."""

    taken: int
    corrected: int
    unchanged: int
    refused: int
    problems: list[ProblemOut]
    aside: list[str]


@router.post("/exchange/imports", response=BroughtIn)
@needs(Permission.SUBMIT_REPORT)
def take(
    request: ApiRequest,
    given: Form[ImportIn],
    file: File[UploadedFile],
    metadata: File[UploadedFile | None] = None,
) -> dict[str, Any]:
    """导入报表的表格或DHIS2数据值集；dry_run只看不收"""
    with ExitStack() as stack:
        path = stack.enter_context(uploads.kept(file))
        told_by = stack.enter_context(uploads.kept(metadata)) if metadata else None
        read = queries.read_file(path, given.form, slot=given.slot, metadata=told_by)
    work = operations.look if given.dry_run else operations.take
    found = work(read, form=given.form, reason=given.reason, **told(request))
    return {
        "taken": found.taken,
        "corrected": found.corrected,
        "unchanged": found.unchanged,
        "refused": len(found.refused),
        "problems": [problem for one in found.refused for problem in one.problems],
        "aside": list(found.aside),
    }
