"""Operations of the API about plans: at hand, brought in, activated, stepped down from."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Annotated, Any
from uuid import UUID

from ninja import File, Form, Schema
from ninja.files import UploadedFile
from pydantic import Field, field_validator

from lianfang.apps.directives import operations, queries
from lianfang.apps.directives.terms import TasksIssued
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api.asking import ApiRequest, area_within
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Code, Given, Named, Text
from lianfang.core.pages import told

router = DeniedByDefault(tags=["预案"])


class PlanItemOut(Schema):
    """What is to be done at some levels, by whom."""

    text: str
    levels: list[int]
    posts: list[str]
    unit_kinds: list[str]
    times: int
    days: int
    clocks: list[str]

    @field_validator("clocks", mode="before")
    @classmethod
    def _as_text(cls, clocks: Iterable[time]) -> list[str]:
        return [clock.isoformat("minutes") for clock in clocks]


class PhaseOut(Schema):
    """The first so many hours."""

    hours: int
    name: str
    items: list[PlanItemOut]


class PlanOut(Schema):
    """A plan with its sheets."""

    code: str
    title: str
    source: str
    certainty: str
    area: str
    phases: list[PhaseOut]


class ActivationOut(Schema):
    """A response: which plan, where, at which level, since when, and whether it runs."""

    directive: UUID
    plan: str
    title: str
    area: str
    level: int
    ground: str
    by: str
    activated_at: datetime
    runs: bool


class ActivateIn(Given):
    """Where, at which level (1 is the gravest), on which ground."""

    area: AreaCode
    level: Annotated[int, Field(ge=1, le=4)]
    ground: Named


class StepDownIn(Given):
    """Why the response ends."""

    reason: Named


class ClosedOut(Schema):
    """How many tasks were closed."""

    closed: int


@router.get("/plans", response=list[PlanOut])
@needs(Permission.VIEW_TASKS)
def plans(request: ApiRequest, area: AreaCode | None = None) -> Any:
    """可用的预案"""
    return queries.plans(area=area_within(request, area or ""))


@router.post("/plans", response=PlanOut)
@needs(Permission.RECEIVE_DIRECTIVE)
def bring_in(
    request: ApiRequest,
    area: Form[AreaCode],
    file: File[UploadedFile],
    code: Form[Code] = "",
    title: Form[Text] = "",
) -> Any:
    """接收一份预案：YAML，或从一份文件读出"""
    content, name = file.read(), file.name or ""
    return operations.bring_in_plan(name, content, code=code, area=area, title=title, **told(request))


@router.get("/activations", response=list[ActivationOut])
@needs(Permission.VIEW_TASKS)
def activations(request: ApiRequest) -> Any:
    """启动过的响应，新的在前"""
    return [
        {
            "directive": one.directive.uid,
            "runs": queries.is_active(one),
            **{name: getattr(one, name) for name in ("plan", "title", "area", "level", "ground", "by")},
            "activated_at": one.activated_at,
        }
        for one in queries.activations(by=request.actor)
    ]


@router.post("/plans/{plan}/activate", response=TasksIssued)
@needs(Permission.ACTIVATE_PLAN)
def activate(request: ApiRequest, plan: Code, given: ActivateIn) -> Any:
    """启动预案：任务立即分到各岗位、各单位"""
    facts = given.model_dump()
    _, account = operations.activate(plan, **facts, **told(request))
    return account


@router.post("/directives/{directive}/step-down", response=ClosedOut)
@needs(Permission.ACTIVATE_PLAN)
def step_down(request: ApiRequest, directive: UUID, given: StepDownIn) -> Any:
    """终止响应：未结的任务全部关闭"""
    return {"closed": operations.step_down(directive, given.reason, **told(request))}


class PlacedIn(Given):
    """Where an item stands in a plan: by the end of which hour, at which levels."""

    item: UUID
    hours: Annotated[int, Field(ge=1, le=8784)]
    levels: list[Annotated[int, Field(ge=1, le=4)]]


class PlanMadeIn(Given):
    """The code of the plan, its title, and every item of the paper that goes into it."""

    code: Code
    title: Text = ""
    items: list[PlacedIn]


class PlanMadeOut(Schema):
    """The code of the plan."""

    code: str


@router.post("/directives/{directive}/plan", response=PlanMadeOut)
@needs(Permission.RECEIVE_DIRECTIVE)
def make_plan(request: ApiRequest, directive: UUID, given: PlanMadeIn) -> Any:
    """把核对过的文件定为预案，逐条给出阶段和级别"""
    placed = {one.item: operations.Placed(one.hours, tuple(one.levels)) for one in given.items}
    made = operations.make_plan(directive, code=given.code, title=given.title, placed=placed, **told(request))
    return {"code": made.code}
