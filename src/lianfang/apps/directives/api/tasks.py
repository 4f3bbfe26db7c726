"""Operations of the API about tasks: listed, received, told of, finished, judged."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import File, Form, Schema
from ninja.files import UploadedFile
from pydantic import Field

from lianfang.apps.directives import operations, queries
from lianfang.apps.directives.operations import Attached
from lianfang.apps.directives.queries import EvidenceFile, TaskCard
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api import cursors
from lianfang.core.api.asking import ApiRequest, area_within
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Code, Cursor, Given, Moment, Named, PageOf, Size, Text
from lianfang.core.pages import told

router = DeniedByDefault(tags=["任务"])
FILE: dict[str, Any] = {
    "responses": {
        200: {"description": "文件", "content": {"application/octet-stream": {"schema": {"type": "string"}}}}
    }
}


class TaskOut(Schema):
    """A task as it is now."""

    uid: UUID
    directive: UUID
    item: UUID
    number: str
    title: str
    text: str
    area: str
    post: str
    unit: str | None
    state: str
    state_name: str
    issued_at: datetime
    receive_by: datetime
    due_at: datetime | None
    slot: str
    times: int
    days: int
    received_at: datetime | None
    done_at: datetime | None
    holder: str | None
    overdue: bool


class EventOut(Schema):
    """What happened to a task."""

    kind: str
    name: str
    slot: str
    note: str
    due_at: datetime | None
    by: str
    happened_at: datetime
    recorded_at: datetime
    evidence: list[EvidenceFile]


class TaskWithCourse(Schema):
    """A task with its course."""

    task: TaskOut
    events: list[EventOut]


class JudgementIn(Given):
    """What was seen, or why."""

    note: Text = ""


class SendBackIn(Given):
    """Why it is sent back, and perhaps another limit."""

    note: Named
    due_at: Moment | None = None


class ReasonGiven(Given):
    """Why."""

    reason: Named


class SignOffIn(Given):
    """Tasks that are done."""

    tasks: Annotated[list[UUID], Field(min_length=1, max_length=500)]


class TasksSignedOff(Schema):
    """How many tasks were signed off."""

    signed_off: int


class TakenOut(Schema):
    """How many tasks were received by this call."""

    received: int


def _out(card: TaskCard, at: datetime) -> dict[str, Any]:
    names = [name for name in TaskOut.model_fields if name != "overdue"]
    return {name: getattr(card, name) for name in names} | {"overdue": card.is_overdue(at)}


@router.get("/tasks", response=PageOf[TaskOut])
@needs(Permission.VIEW_TASKS)
def tasks(
    request: ApiRequest,
    area: AreaCode | None = None,
    open_only: bool = True,
    cursor: Cursor = "",
    size: Size = cursors.SIZE,
) -> PageOf[Any]:
    """辖区的任务，按文件、条目、区划"""
    skipped = cursors.number(cursor, "skipped")
    ground = area_within(request, area or "")
    found = queries.tasks(area=ground, at=request.moment, open_only=open_only)[skipped : skipped + size + 1]
    shown = [_out(card, request.moment) for card in found]
    return cursors.page(shown, size=size, follows=lambda _: cursors.write(skipped=skipped + size))


@router.get("/tasks/mine", response=list[TaskOut])
@needs(Permission.VIEW_TASKS)
def mine(request: ApiRequest) -> Any:
    """本人负责的未结任务，急的在前"""
    return [_out(card, request.moment) for card in queries.own_tasks(**told(request))]


@router.post("/tasks/receive", response=TakenOut)
@needs(Permission.HANDLE_TASK)
def take_all(request: ApiRequest) -> Any:
    """签收本人全部待签收的任务"""
    return {"received": operations.take_tasks(**told(request))}


@router.post("/tasks/sign-off", response=TasksSignedOff)
@needs(Permission.ISSUE_DIRECTIVE)
def sign_off_tasks(request: ApiRequest, given: SignOffIn) -> Any:
    """成批核验销号：一项不能销号的，全部不登记"""
    return {"signed_off": operations.sign_off_tasks(given.tasks, **told(request))}


@router.get("/tasks/{task}", response=TaskWithCourse)
@needs(Permission.VIEW_TASKS)
def task(request: ApiRequest, task: UUID) -> Any:
    """一项任务和办理经过"""
    card = queries.task(task, **told(request))
    return {"task": _out(card, request.moment), "events": queries.history(card.uid)}


@router.post("/tasks/{task}/receive", response={204: None})
@needs(Permission.HANDLE_TASK)
def take(request: ApiRequest, task: UUID) -> None:
    """签收"""
    operations.take_task(task, **told(request))


@router.post("/tasks/{task}/progress", response={204: None})
@needs(Permission.HANDLE_TASK)
def progress(
    request: ApiRequest, task: UUID, note: Form[Named], files: File[list[UploadedFile]] | None = None
) -> None:
    """登记进展，可附文件"""
    operations.add_progress(task, note, attached=_attached(files), **told(request))


@router.post("/tasks/{task}/finish", response={204: None})
@needs(Permission.HANDLE_TASK)
def finish(
    request: ApiRequest,
    task: UUID,
    note: Form[Named],
    slot: Form[Code] = "",
    happened_at: Form[Moment | None] = None,
    files: File[list[UploadedFile]] | None = None,
) -> None:
    """办结，可附照片和文件；反复办理的为本次"""
    operations.finish_task(
        task, note, attached=_attached(files), happened_at=happened_at, slot=slot, **told(request)
    )


def _attached(files: list[UploadedFile] | None) -> list[Attached]:
    return [Attached(file.name or "", file.read()) for file in files or []]


@router.post("/tasks/{task}/send-back", response={204: None})
@needs(Permission.ISSUE_DIRECTIVE)
def send_back(request: ApiRequest, task: UUID, given: SendBackIn) -> None:
    """退回重办，可改时限"""
    operations.send_back(task, given.note, due_at=given.due_at, **told(request))


@router.post("/tasks/{task}/sign-off", response={204: None})
@needs(Permission.ISSUE_DIRECTIVE)
def sign_off(request: ApiRequest, task: UUID, given: JudgementIn) -> None:
    """核验后销号"""
    operations.sign_off(task, note=given.note, **told(request))


@router.post("/tasks/{task}/withdraw", response={204: None})
@needs(Permission.ISSUE_DIRECTIVE)
def withdraw_task(request: ApiRequest, task: UUID, given: ReasonGiven) -> None:
    """收回一项任务"""
    operations.withdraw_task(task, given.reason, **told(request))


@router.get("/task-evidence/{evidence}", openapi_extra=FILE)
@needs(Permission.VIEW_TASKS)
def evidence(request: ApiRequest, evidence: UUID) -> HttpResponse:
    """一份办理证明；查看留痕"""
    opened = operations.open_evidence(evidence, **told(request))
    return HttpResponse(opened.content, content_type=opened.media_type)
