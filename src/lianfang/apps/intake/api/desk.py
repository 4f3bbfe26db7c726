"""Operations of the API about files handed in: looked at, corrected, tried, received; and what waits."""

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import File, Form, Schema, UploadedFile
from pydantic import Field

from lianfang.apps.intake import operations, queries
from lianfang.apps.intake.models import Submission
from lianfang.apps.intake.rules.corrections import Corrections
from lianfang.apps.intake.terms import Channel, Work
from lianfang.core import background, doors
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api import cursors
from lianfang.core.api.asking import ApiRequest, area_within
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Cursor, Given, Moment, Named, PageOf, Size, Text
from lianfang.core.pages import told

router = DeniedByDefault(tags=["送入的名单"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILE: dict[str, Any] = {
    "responses": {200: {"description": "文件", "content": {XLSX: {"schema": {"type": "string"}}}}}
}


class HandedIn(Given):
    """From whom a file comes, for which area, when."""

    channel: Channel
    area: AreaCode
    received_at: Moment | None = None


class SubmissionOut(Schema):
    """A file handed in: its state, what is being done with it, what went wrong, what trying gave."""

    uid: UUID
    area: str
    channel: str
    file_name: str
    sheet: str
    mapping_name: str
    state: str
    work: str
    problem: str
    rows: int
    tried: dict[str, Any] | None
    by: str
    received_at: datetime
    recorded_at: datetime


class UnderstoodOut(SubmissionOut):
    """The same, with how the file would be read: sheets with columns and words."""

    look: dict[str, Any]


class ChoiceIn(Given):
    """From whom the file comes, which sheet and which saved mapping are meant."""

    channel: Channel
    sheet: Text = ""
    mapping: Text = ""


class ColumnIn(Given):
    """What a column (of a sheet, at a place, from 0) holds; empty for nothing that is read."""

    sheet: Annotated[int, Field(ge=0, le=1000)]
    place: Annotated[int, Field(ge=0, le=20_000)]
    field: Text


class WordIn(Given):
    """What a word in the cells of a field means."""

    field: Named
    text: Named
    code: Named


class CorrectionsIn(Given):
    """What was understood wrongly, saved as a mapping under a name."""

    name: Named
    columns: Annotated[list[ColumnIn], Field(max_length=1000)] = []
    words: Annotated[list[WordIn], Field(max_length=5000)] = []


class WorkIn(Given):
    """What to do: look, dry_run or receive."""

    work: Work


class ForwardsIn(Given):
    """Rows handed over that are taken."""

    forwards: Annotated[list[UUID], Field(min_length=1, max_length=1000)]
    happened_at: Moment | None = None


class WaitingOut(Schema):
    """A row that waits for a person to decide."""

    batch_uid: UUID
    file_name: str
    channel: str
    received_at: datetime
    sheet: str
    sheet_no: int
    row: int
    part: int
    area: str
    reason: str


@router.get("/submissions", response=PageOf[SubmissionOut])
@needs(Permission.RECEIVE_LIST)
def submissions(
    request: ApiRequest, area: AreaCode | None = None, cursor: Cursor = "", size: Size = cursors.SIZE
) -> PageOf[Any]:
    """送入而尚未导入的名单"""
    found = queries.open_submissions(area=area_within(request, area or ""))
    return cursors.skip(found, cursor=cursor, size=size)


@router.post("/submissions", response=SubmissionOut)
@needs(Permission.RECEIVE_LIST)
def submit(request: ApiRequest, given: Form[HandedIn], file: File[UploadedFile]) -> Submission:
    """送入一份名单并辨认列和取值，导入前可以更正、试算"""
    received = min(given.received_at or request.moment, request.moment)
    uid = operations.submit(
        file.chunks(),
        name=file.name or "",
        channel=given.channel,
        area=given.area,
        received_at=received,
        **told(request),
    )
    return _begun(request, uid, Work.LOOK)


def _begun(request: ApiRequest, uid: UUID, work: Work) -> Submission:
    """Begin work on a submission; it goes on beside the calls."""
    operations.begin(uid, work, by=request.actor)
    carry_out = partial(operations.carry_out, uid, by=request.actor, at=doors.now())
    background.start(str(uid), carry_out, by=request.actor)
    return queries.submission(uid, by=request.actor)


@router.get("/submissions/{submission}", response=UnderstoodOut)
@needs(Permission.RECEIVE_LIST)
def submission(request: ApiRequest, submission: UUID) -> dict[str, Any]:
    """一份送入的名单：进行到哪里、怎样理解各列和取值、试算结果"""
    found = queries.submission(submission, by=request.actor)
    shown = {name: getattr(found, name) for name in SubmissionOut.model_fields}
    return shown | {"look": queries.look(found)}


@router.post("/submissions/{submission}/choose", response=SubmissionOut)
@needs(Permission.RECEIVE_LIST)
def choose(request: ApiRequest, submission: UUID, given: ChoiceIn) -> Submission:
    """指定来源渠道、工作表、列对照，并重新辨认"""
    operations.choose(submission, **given.model_dump(), by=request.actor)
    return _begun(request, submission, Work.LOOK)


@router.post("/submissions/{submission}/correct", response=SubmissionOut)
@needs(Permission.RECEIVE_LIST)
def correct(request: ApiRequest, submission: UUID, given: CorrectionsIn) -> Submission:
    """更正列和取值，存为列对照，并重新辨认"""
    columns = {(one.sheet, one.place): one.field for one in given.columns}
    words = {(one.field, one.text): one.code for one in given.words}
    operations.correct(submission, Corrections(columns, words), name=given.name, **told(request))
    return _begun(request, submission, Work.LOOK)


@router.post("/submissions/{submission}/work", response=SubmissionOut)
@needs(Permission.RECEIVE_LIST)
def work(request: ApiRequest, submission: UUID, given: WorkIn) -> Submission:
    """辨认、试算或导入；中断过的从头再来"""
    if not background.is_busy(str(submission)):
        operations.resume(submission, by=request.actor)
    return _begun(request, submission, given.work)


@router.post("/submissions/{submission}/withdraw", response={204: None})
@needs(Permission.RECEIVE_LIST)
def withdraw(request: ApiRequest, submission: UUID) -> None:
    """撤下一份尚未导入的名单"""
    operations.withdraw(submission, **told(request))


@router.post("/batches/{batch}/rejects", response={200: None}, openapi_extra=FILE)
@needs(Permission.RECEIVE_LIST)
def rejects(request: ApiRequest, batch: UUID) -> HttpResponse:
    """退回的行，附原因和改法；取走留下记录"""
    found = queries.find_batch(str(batch), scope=request.actor.scope)
    answer = HttpResponse(operations.rejects_file(found, **told(request)), content_type=XLSX)
    name = f"{Path(found.file_name).stem}-rejects.xlsx".encode("ascii", "ignore").decode()
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@router.get("/reviews", response=PageOf[WaitingOut])
@needs(Permission.REVIEW_ROWS)
def reviews(
    request: ApiRequest, area: AreaCode | None = None, cursor: Cursor = "", size: Size = cursors.SIZE
) -> PageOf[Any]:
    """待研判的行，最早的名单在前"""
    skipped = cursors.number(cursor, "skipped")
    found = queries.waiting_rows(area=area_within(request, area or ""), most=size + 1, skipped=skipped)
    return cursors.page(found, size=size, follows=lambda _: cursors.write(skipped=skipped + size))


@router.post("/forwards/acknowledge", response={204: None})
@needs(Permission.ACKNOWLEDGE_FORWARD)
def acknowledge_all(request: ApiRequest, given: ForwardsIn) -> None:
    """一并签收几条转交信息"""
    happened = given.happened_at or request.moment
    named = [str(one) for one in given.forwards]
    operations.acknowledge_all(forwards=named, happened_at=happened, **told(request))
