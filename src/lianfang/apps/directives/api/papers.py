"""Operations of the API about directives: received, corrected, issued, how they stand, withdrawn."""

from datetime import datetime, time, timedelta
from typing import Annotated, Any
from uuid import UUID

from ninja import File, Form, Schema
from ninja.files import UploadedFile
from pydantic import Field

from lianfang.apps.directives import operations, queries
from lianfang.apps.directives.models import Item
from lianfang.apps.directives.operations import Correction
from lianfang.apps.directives.queries import Counts, DirectiveRow, StatusLine
from lianfang.apps.directives.terms import DIRECTIVE_STATE_NAMES, ItemUse, Limit, Targets, TasksIssued
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api.asking import ApiRequest, area_within
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Code, Given, LongText, Moment, ReasonIn, Text
from lianfang.core.pages import told

router = DeniedByDefault(tags=["文件"])
Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", description="如 16:00")]


class ItemOut(Schema):
    """An item with what was read and what was decided of it; parts of one index have each a limit."""

    uid: UUID
    index: int
    part: int
    number: str
    level: int
    area_of_work: str
    title: str
    text: str
    start: int
    end: int
    kind: str
    use: str
    covered_by: str
    posts: list[str]
    unit_kinds: list[str]
    units: list[UUID]
    areas: list[str]
    within_hours: float | None
    due_at: datetime | None
    times: int
    days: int
    clocks: list[str]
    confidence: float
    doubts: list[dict[str, str]]


class PaperOut(Schema):
    """A directive with its text and items."""

    uid: UUID
    title: str
    area: str
    state: str
    state_name: str
    text: str
    items: list[ItemOut]


class CorrectionIn(Given):
    """What an item is to be; what is left out is empty."""

    text: LongText
    title: Text = ""
    use: ItemUse = ItemUse.TASK
    covered_by: Code = ""
    posts: list[Code] = []
    unit_kinds: list[Code] = []
    units: list[UUID] = []
    areas: list[AreaCode] = []
    within_hours: Annotated[float, Field(gt=0, le=8784)] | None = None
    due_at: Moment | None = None
    times: Annotated[int, Field(ge=0, le=24)] = 0
    days: Annotated[int, Field(ge=0, le=366)] = 0
    clocks: list[Clock] = []


class ItemPartOut(Schema):
    """The identity of a part."""

    item: UUID


class ReceivedOut(Schema):
    """The identity of what was received."""

    directive: UUID


class TextIn(Given):
    """A paper as text."""

    area: AreaCode
    text: LongText
    title: Text = ""


class DirectiveIssueIn(Given):
    """To which area, and the limit of items that tell none."""

    area: AreaCode | None = None
    days: Annotated[int, Field(ge=1, le=366)] = 7


class StatusOut(Schema):
    """How a directive stands, as far as the caller sees."""

    total: Counts
    places: list[StatusLine]
    items: list[StatusLine]


class WithdrawnOut(Schema):
    """How many tasks were closed."""

    withdrawn: int


@router.get("/directives", response=list[DirectiveRow])
@needs(Permission.VIEW_TASKS)
def directives(request: ApiRequest, area: AreaCode | None = None) -> Any:
    """文件：本辖区交办的，和有任务交到本辖区的"""
    return queries.directives(area=area_within(request, area or ""))


@router.post("/directives", response=ReceivedOut)
@needs(Permission.RECEIVE_DIRECTIVE)
def receive(
    request: ApiRequest, area: Form[AreaCode], file: File[UploadedFile], title: Form[Text] = ""
) -> Any:
    """接收一份文件：读出任务，保存原件"""
    content, name = file.read(), file.name or ""
    return {"directive": operations.receive(name, content, area=area, title=title, **told(request))}


@router.post("/directives/text", response=ReceivedOut)
@needs(Permission.RECEIVE_DIRECTIVE)
def receive_text(request: ApiRequest, given: TextIn) -> Any:
    """接收一份文件的正文"""
    content = given.text.encode()
    uid = operations.receive(operations.PASTED, content, area=given.area, title=given.title, **told(request))
    return {"directive": uid}


@router.get("/directives/{directive}", response=PaperOut)
@needs(Permission.VIEW_TASKS)
def paper(request: ApiRequest, directive: UUID) -> Any:
    """一份文件的正文和条目"""
    found = queries.directive(directive, by=request.actor)
    state = queries.state_of(found)
    return {
        "uid": found.uid,
        "title": found.title,
        "area": found.area,
        "state": state,
        "state_name": DIRECTIVE_STATE_NAMES[state],
        "text": found.text,
        "items": [_item(item) for item in queries.items_of(found)],
    }


def _item(item: Item) -> dict[str, Any]:
    hours = None if item.within is None else item.within / timedelta(hours=1)
    clocks = [clock.isoformat("minutes") for clock in item.clocks]
    names = [name for name in ItemOut.model_fields if name not in {"within_hours", "clocks"}]
    return {name: getattr(item, name) for name in names} | {"within_hours": hours, "clocks": clocks}


@router.put("/directive-items/{item}", response={204: None})
@needs(Permission.RECEIVE_DIRECTIVE)
def correct(request: ApiRequest, item: UUID, given: CorrectionIn) -> None:
    """更正一个条目：内容、怎么处理、交给谁、时限或频次"""
    within = timedelta(hours=given.within_hours) if given.within_hours else None
    clocks = tuple(time.fromisoformat(clock) for clock in given.clocks)
    correction = Correction(
        text=given.text,
        title=given.title,
        use=given.use,
        covered_by=given.covered_by,
        limit=Limit(within, given.due_at, given.times, given.days, clocks),
        targets=Targets(tuple(given.posts), tuple(given.unit_kinds), tuple(given.units), tuple(given.areas)),
    )
    operations.correct_item(item, correction, **told(request))


@router.post("/directive-items/{item}/accept", response={204: None})
@needs(Permission.RECEIVE_DIRECTIVE)
def accept(request: ApiRequest, item: UUID) -> None:
    """核对无误：认可一个条目的疑点"""
    operations.accept_doubts(item, **told(request))


@router.post("/directive-items/{item}/parts", response=ItemPartOut)
@needs(Permission.RECEIVE_DIRECTIVE)
def add_part(request: ApiRequest, item: UUID) -> Any:
    """再设时限：一个条目再加一个部分，另定时限或频次"""
    return {"item": operations.add_part(item, **told(request))}


@router.post("/directives/{directive}/issue", response=TasksIssued)
@needs(Permission.ISSUE_DIRECTIVE)
def issue(request: ApiRequest, directive: UUID, given: DirectiveIssueIn) -> Any:
    """交办：一地一岗（单位）一项任务"""
    limit = timedelta(days=given.days)
    return operations.issue(directive, area=given.area or "", otherwise=limit, **told(request))


@router.get("/directives/{directive}/status", response=StatusOut)
@needs(Permission.VIEW_TASKS)
def status(request: ApiRequest, directive: UUID, area: AreaCode | None = None) -> Any:
    """办到哪一步：各地、各条"""
    found = queries.directive(directive, by=request.actor)
    return queries.status(found, area=area, **told(request))


@router.post("/directives/{directive}/withdraw", response=WithdrawnOut)
@needs(Permission.ISSUE_DIRECTIVE)
def withdraw(request: ApiRequest, directive: UUID, given: ReasonIn) -> Any:
    """收回一份文件：未结的任务全部关闭"""
    return {"withdrawn": operations.withdraw(directive, given.reason, **told(request))}


@router.post("/directive-items/{item}/withdraw", response=WithdrawnOut)
@needs(Permission.ISSUE_DIRECTIVE)
def withdraw_item(request: ApiRequest, item: UUID, given: ReasonIn) -> Any:
    """收回一个条目的未结任务"""
    return {"withdrawn": operations.withdraw_item(item, given.reason, **told(request))}
