"""Operations of the API of who plans and visits: checklists, campaigns, samples, visits, photographs."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import File, Form, Schema, UploadedFile
from pydantic import Field

from lianfang.apps.inspection import operations, queries
from lianfang.apps.inspection.models import Campaign
from lianfang.apps.inspection.models import Checklist as Loaded
from lianfang.apps.inspection.rules.visit_form import finding_uid
from lianfang.apps.inspection.terms import (
    CampaignPlan,
    Checklist,
    Method,
    Risk,
    SampleView,
    VisitFate,
    VisitOutcome,
    VisitRecord,
)
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api.asking import ApiRequest
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Code, Day, Given, Moment, Named, Text
from lianfang.core.pages import told

router = DeniedByDefault(tags=["督查"])


class ChecklistIn(Given):
    """A checklist as YAML."""

    text: Annotated[str, Field(max_length=200_000, pattern=r"^[^\x00]*$")]


class CampaignIn(Given):
    """A plan: why, when, whom to look at, with which list, how many, by which teams."""

    area: AreaCode
    name: Named
    purpose: Named
    ground: Named
    starts_on: Day
    ends_on: Day
    checklist: Code
    kinds: Annotated[list[Code], Field(min_length=1, max_length=30)]
    risk: Risk = Risk.ANY
    method: Method = Method.WEIGHTED
    size: Annotated[int, Field(ge=1, le=500)]
    teams: Annotated[dict[Named, list[Named]], Field(min_length=1, max_length=40)]


class CampaignOut(Schema):
    """A campaign."""

    uid: UUID
    area: str
    name: str
    purpose: str
    ground: str
    starts_on: Day
    ends_on: Day
    checklist: str
    kinds: list[str]
    risk: str
    method: str
    size: int
    teams: dict[str, list[str]]
    by: str
    planned_at: datetime


class SeedIn(Given):
    """The seed of a drawing."""

    seed: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\x00]*$")]


class VisitIn(Given):
    """A visit as it was made; `values` as the form of the page names them."""

    id: UUID
    drawn: UUID
    happened_at: Moment
    values: Annotated[dict[Code, Text], Field(max_length=400)]


class VisitsIn(Given):
    """Visits of one queue."""

    records: Annotated[list[VisitIn], Field(min_length=1, max_length=200)]


class VisitsOut(Schema):
    """What became of each visit, in their order."""

    outcomes: list[VisitOutcome]


class FindingPhotoIn(Given):
    """Which visit and item, or which finding, a photograph is about, and when it was taken."""

    id: UUID
    visit: UUID | None = None
    item: Code = ""
    finding: UUID | None = None
    happened_at: Moment


class FindingEvidenceOut(Schema):
    """Whether a photograph was new."""

    fate: VisitFate


def _campaign(found: Campaign) -> dict[str, Any]:
    names = [name for name in CampaignOut.model_fields if name != "checklist"]
    return {name: getattr(found, name) for name in names} | {"checklist": found.checklist.code}


def _checklist(found: Loaded) -> Checklist:
    return queries.as_checklist(found)


@router.get("/inspection/checklists", response=list[Checklist])
@needs(Permission.VIEW_FINDINGS)
def checklists(request: ApiRequest) -> list[Checklist]:
    """检查表的各个版本"""
    return [_checklist(one) for one in queries.checklists()]


@router.post("/inspection/checklists", response=Checklist)
@needs(Permission.PLAN_INSPECTION)
def load_checklist(request: ApiRequest, given: ChecklistIn) -> Checklist:
    """载入一份检查表；已载入的版本不能改动"""
    return _checklist(operations.load_checklist(given.text, **told(request)))


@router.post("/inspection/checklists/builtin", response=list[Checklist])
@needs(Permission.PLAN_INSPECTION)
def load_builtin_checklists(request: ApiRequest) -> list[Checklist]:
    """载入随程序的检查表；已载入的不变"""
    return [_checklist(one) for one in operations.load_builtin_checklists(**told(request))]


@router.get("/inspection/campaigns", response=list[CampaignOut])
@needs(Permission.VISIT_TARGETS)
def campaigns(request: ApiRequest) -> list[dict[str, Any]]:
    """辖区的督查安排；只有计划和检查的人看得到"""
    return [_campaign(one) for one in queries.campaigns(by=request.actor)]


@router.post("/inspection/campaigns", response=CampaignOut)
@needs(Permission.PLAN_INSPECTION)
def plan_campaign(request: ApiRequest, given: CampaignIn) -> dict[str, Any]:
    """安排一次督查"""
    said = given.model_dump()
    teams = {team: tuple(members) for team, members in given.teams.items()}
    plan = CampaignPlan(**(said | {"kinds": tuple(given.kinds), "teams": teams}))
    return _campaign(operations.plan_campaign(plan, **told(request)))


@router.get("/inspection/campaigns/{campaign}/sample", response=SampleView | None)
@needs(Permission.VISIT_TARGETS)
def sample(request: ApiRequest, campaign: UUID) -> SampleView | None:
    """现行样本；没有抽样为空"""
    found = queries.campaign(campaign, by=request.actor)
    return queries.sample_of(found, by=request.actor)


@router.post("/inspection/campaigns/{campaign}/sample", response=SampleView)
@needs(Permission.PLAN_INSPECTION)
def draw_sample(request: ApiRequest, campaign: UUID, given: SeedIn) -> SampleView:
    """按种子抽样；同一种子总是同一样本"""
    return operations.draw_sample(str(campaign), seed=given.seed, **told(request))


@router.post("/inspection/visits", response=VisitsOut)
@needs(Permission.VISIT_TARGETS)
def receive_visits(request: ApiRequest, given: VisitsIn) -> dict[str, Any]:
    """收下现场检查；逐条答复，同一编号只收一次"""
    records = [VisitRecord(str(one.id), str(one.drawn), one.happened_at, one.values) for one in given.records]
    return {"outcomes": operations.receive_visits(records, **told(request))}


@router.post("/inspection/evidence", response=FindingEvidenceOut)
@needs(Permission.VIEW_FINDINGS)
def keep_evidence(
    request: ApiRequest, given: Form[FindingPhotoIn], file: File[UploadedFile]
) -> dict[str, VisitFate]:
    """收下一张问题或整改的照片；同一编号只收一次"""
    visit = given.visit or given.id
    new = operations.keep_evidence(
        client_id=given.id,
        finding=given.finding or finding_uid(visit, given.item),
        about="rectified" if given.finding else "found",
        name=file.name or "",
        content=file.read(),
        happened_at=given.happened_at,
        **told(request),
    )
    return {"fate": VisitFate.ACCEPTED if new else VisitFate.KNOWN}


@router.post("/inspection/visits/{visit}/signature", response=FindingEvidenceOut)
@needs(Permission.VISIT_TARGETS)
def keep_signature(
    request: ApiRequest,
    visit: UUID,
    signature: Form[UUID],
    happened_at: Form[Moment],
    file: File[UploadedFile],
) -> dict[str, VisitFate]:
    """收下在场人的手写签名（PNG）；同一编号只收一次"""
    new = operations.keep_signature(
        client_id=signature,
        visit=visit,
        name=file.name or "",
        content=file.read(),
        happened_at=happened_at,
        **told(request),
    )
    return {"fate": VisitFate.ACCEPTED if new else VisitFate.KNOWN}
