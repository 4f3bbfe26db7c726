"""Operations of the API about cases: reported, corrected, followed up; outbreaks and their chains."""

from uuid import UUID

from pydantic import Field

from lianfang.apps.cases import operations, queries
from lianfang.apps.cases.operations import ChainFormat
from lianfang.apps.cases.terms import (
    CaseCard,
    CaseHappened,
    CaseStep,
    Chain,
    Classification,
    Found,
    FoundThrough,
    LinkCertainty,
    NewPatient,
    OutbreakCard,
    ReportCard,
    Setting,
    Statement,
)
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api import cursors
from lianfang.core.api.asking import ApiRequest
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Code, Cursor, Day, Given, Moment, Named, PageOf, Size, Text
from lianfang.core.pages import told

router = DeniedByDefault(tags=["病例"])


class CardIn(Given):
    """Items of the report card beside those of the register."""

    card_number: Text = ""
    guardian: Text = ""
    workplace: Text = ""
    group: Text = ""
    course: Text = ""
    doctor: Text = ""
    reporting_unit: Text = ""
    note: Text = ""


class StatementIn(Given):
    """What doctors say of a case now."""

    classification: Classification
    onset_on: Day | None = None
    sampled_on: Day | None = None
    diagnosed_at: Moment | None = None
    died_on: Day | None = None
    card: CardIn = Field(default_factory=CardIn)
    reason: Text = ""


class CaseReportIn(StatementIn):
    """A case as reported: who, of which disease, as what; who is not in the register needs name and area."""

    person: Code = ""
    name: Text = ""
    document: Code = ""
    phone: Text = ""
    area: AreaCode = ""
    address: Text = ""
    disease: Code
    outbreak: Code = ""
    found_through: FoundThrough | None = None


class CaseStepIn(Given):
    """A step that is done, and when."""

    step: CaseStep
    happened_at: Moment | None = None
    note: Text = ""


def _said(given: StatementIn) -> Statement:
    names = ("classification", "onset_on", "sampled_on", "diagnosed_at", "died_on")
    return Statement(
        **{name: getattr(given, name) for name in names}, card=ReportCard(**given.card.model_dump())
    )


@router.get("/outbreaks", response=list[OutbreakCard])
@needs(Permission.VIEW_CASES)
def outbreaks(request: ApiRequest) -> list[OutbreakCard]:
    """辖区内的疫情和病例数"""
    return queries.outbreaks(by=request.actor, known_at=request.moment)


@router.get("/cases", response=PageOf[CaseCard])
@needs(Permission.VIEW_CASES)
def cases(
    request: ApiRequest,
    outbreak: Code = "",
    classification: Classification | None = None,
    cursor: Cursor = "",
    size: Size = cursors.SIZE,
) -> PageOf[CaseCard]:
    """辖区内的病例，新的在前"""
    skipped = cursors.number(cursor, "skipped")
    found = queries.cases(
        by=request.actor,
        known_at=request.moment,
        outbreak=outbreak,
        classification=classification or "",
        most=skipped + size + 1,
    )
    return cursors.page(found[skipped:], size=size, follows=lambda _: cursors.write(skipped=skipped + size))


@router.post("/cases", response=CaseCard)
@needs(Permission.REPORT_CASE)
def report(request: ApiRequest, given: CaseReportIn) -> CaseCard:
    """登记一例病例；登记中已有的人不重复登记"""
    names = ("person", "name", "document", "phone", "area", "address")
    patient = NewPatient(**{name: getattr(given, name) for name in names})
    found = Found(given.disease, outbreak=given.outbreak, through=given.found_through)
    return operations.report(patient, _said(given), found, **told(request))


@router.get("/cases/{case}", response=CaseCard)
@needs(Permission.VIEW_CASES)
def case(request: ApiRequest, case: Named) -> CaseCard:
    """一例病例，按编号或uid"""
    return queries.case(case, by=request.actor, known_at=request.moment)


@router.get("/cases/{case}/events", response=list[CaseHappened])
@needs(Permission.VIEW_CASES)
def events(request: ApiRequest, case: UUID) -> list[CaseHappened]:
    """一例病例的经过"""
    card = queries.case(case, by=request.actor, known_at=request.moment)
    return queries.events_of(card, known_at=request.moment)


@router.post("/cases/{case}/statements", response=CaseCard)
@needs(Permission.REPORT_CASE)
def state(request: ApiRequest, case: UUID, given: StatementIn) -> CaseCard:
    """订正一例病例，或登记转归；之前的说法保留"""
    return operations.state(case, _said(given), reason=given.reason, **told(request))


@router.post("/cases/{case}/steps", response=CaseCard)
@needs(Permission.VIEW_CASES)
def note_step(request: ApiRequest, case: UUID, given: CaseStepIn) -> CaseCard:
    """登记网络直报、核心轨迹查清、个案调查完成"""
    return operations.note_step(case, **given.model_dump(), **told(request))


class PositiveAsideIn(Given):
    """Why a positive result makes no case."""

    reason: Named


@router.post("/positives/{result}/aside", response={204: None})
@needs(Permission.REPORT_CASE)
def set_aside(request: ApiRequest, result: UUID, given: PositiveAsideIn) -> None:
    """写明一个阳性结果为何不作病例，不再催报"""
    operations.set_aside(result, reason=given.reason, **told(request))


class ChainLinkIn(Given):
    """From whom a case caught it, where, how surely."""

    infector: Named
    setting: Setting = Setting.UNKNOWN
    certainty: LinkCertainty = LinkCertainty.PROBABLE
    ground: Text = ""


class UnlinkIn(Given):
    """Why a link is taken back."""

    ground: Named


class ChainFilesIn(Given):
    """In which shape chains leave, and why."""

    shape: ChainFormat
    reason: Named


@router.get("/outbreaks/{outbreak}/chain", response=Chain)
@needs(Permission.VIEW_CASES)
def chain(request: ApiRequest, outbreak: Named) -> Chain:
    """一起疫情的传播链和指标"""
    return queries.chain(outbreak, by=request.actor, known_at=request.moment)


@router.post("/outbreaks/{outbreak}/chain/files", response=dict[str, str])
@needs(Permission.EXPORT)
def export_chain(request: ApiRequest, outbreak: Named, given: ChainFilesIn) -> dict[str, str]:
    """导出传播链：文件名和内容；只有病例编号，没有姓名"""
    files = operations.export_chain(outbreak, given.shape, reason=given.reason, **told(request))
    return {name: content.decode("utf-8-sig") for name, content in files.items()}


@router.post("/cases/{case}/link", response={204: None})
@needs(Permission.INVESTIGATE_CASE)
def link(request: ApiRequest, case: UUID, given: ChainLinkIn) -> None:
    """登记一例病例由谁传染"""
    operations.link(case, **given.model_dump(), **told(request))


@router.post("/cases/{case}/unlink", response={204: None})
@needs(Permission.INVESTIGATE_CASE)
def unlink(request: ApiRequest, case: UUID, given: UnlinkIn) -> None:
    """撤回传染来源的判断"""
    operations.unlink(case, ground=given.ground, **told(request))
