"""Operations of the API about findings: the ledger, one finding, what becomes of it, the ledger as a file."""

from typing import Annotated, Any
from uuid import UUID

from django.http import FileResponse, HttpResponse
from ninja import Query, Schema
from pydantic import Field

from lianfang.apps.inspection import operations, queries
from lianfang.apps.inspection.terms import FindingView, Mode
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api import cursors, exports
from lianfang.core.api.asking import ApiRequest, area_within
from lianfang.core.api.exports import ExportIn
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Code, Cursor, Day, Given, Named, PageOf, Size
from lianfang.core.pages import told

router = DeniedByDefault(tags=["督查"])
KINDS = ("image/jpeg", "image/png", "image/webp", "image/heic")
BYTES: dict[str, Any] = {
    "responses": {
        200: {
            "description": "照片",
            "content": {kind: {"schema": {"type": "string"}} for kind in KINDS},
        }
    }
}


class LedgerFilters(Schema):
    """LedgerFilters of the ledger."""

    kind: Code | None = None
    target: Code | None = None
    state: Code | None = None
    category: Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")] | None = None
    severity: Code | None = None
    repeated: bool = False
    late: bool = False


class CourseIn(Given):
    """What was done, in words."""

    text: Named


class RecheckIn(CourseIn):
    """Whether it is mended, what was seen; where not, a new time limit."""

    passed: bool
    due: Day | None = None


class RaisedIn(CourseIn):
    """Who is to solve it, and why."""

    to: Mode = Mode.COUNTY


@router.get("/inspection/findings", response=PageOf[FindingView])
@needs(Permission.VIEW_FINDINGS)
def findings(
    request: ApiRequest,
    asked: Query[LedgerFilters],
    area: AreaCode | None = None,
    cursor: Cursor = "",
    size: Size = cursors.SIZE,
) -> PageOf[Any]:
    """督查台账：按单位、种类、状态、重复、逾期筛选"""
    skipped = cursors.number(cursor, "skipped")
    within = area_within(request, area or "") if area else ""
    found = queries.findings(area=within, most=skipped + size + 1, **asked.model_dump(), **told(request))
    return cursors.page(found[skipped:], size=size, follows=lambda _: cursors.write(skipped=skipped + size))


@router.get("/inspection/findings/{finding}", response=FindingView)
@needs(Permission.VIEW_FINDINGS)
def finding(request: ApiRequest, finding: UUID) -> FindingView:
    """一个督查问题现在的情况"""
    return queries.finding(finding, **told(request))


@router.post("/inspection/findings/{finding}/rectify", response=FindingView)
@needs(Permission.RECTIFY_FINDING)
def rectify(request: ApiRequest, finding: UUID, given: CourseIn) -> FindingView:
    """报告整改完成，等待他人回头看"""
    return operations.rectify(finding, text=given.text, **told(request))


@router.post("/inspection/findings/{finding}/recheck", response=FindingView)
@needs(Permission.RECHECK_FINDING)
def recheck(request: ApiRequest, finding: UUID, given: RecheckIn) -> FindingView:
    """回头看：通过即销号，未通过重新整改；发现人和整改人不能复查"""
    due = given.due.isoformat() if given.due else ""
    return operations.recheck(finding, passed=given.passed, text=given.text, due=due, **told(request))


@router.post("/inspection/findings/{finding}/raise", response=FindingView)
@needs(Permission.RECTIFY_FINDING)
def raise_finding(request: ApiRequest, finding: UUID, given: RaisedIn) -> FindingView:
    """提请县级或市级解决"""
    return operations.raise_finding(finding, to=given.to, text=given.text, **told(request))


@router.post("/inspection/findings/{finding}/withdraw", response=FindingView)
@needs(Permission.PLAN_INSPECTION)
def withdraw(request: ApiRequest, finding: UUID, given: CourseIn) -> FindingView:
    """撤销登记有误的问题；台账保留"""
    return operations.withdraw(finding, text=given.text, **told(request))


@router.post("/inspection/evidence/{photo}", response={200: None}, openapi_extra=BYTES)
@needs(Permission.VIEW_FINDINGS)
def evidence(request: ApiRequest, photo: UUID) -> HttpResponse:
    """查看一张照片；留下记录"""
    shown = operations.evidence(photo, **told(request))
    return HttpResponse(b"".join(shown.blocks), content_type=shown.media_type)


@router.post("/inspection/visits/{visit}/signature/seen", response={200: None}, openapi_extra=BYTES)
@needs(Permission.VIEW_FINDINGS)
def signature(request: ApiRequest, visit: UUID) -> HttpResponse:
    """查看在场人的手写签名；留下记录"""
    return HttpResponse(b"".join(operations.signature(visit, **told(request))), content_type="image/png")


@router.post("/exports/findings", response={200: None}, openapi_extra=exports.CONTENT)
@needs(Permission.EXPORT)
def export_findings(request: ApiRequest, given: ExportIn) -> FileResponse:
    """导出督查台账"""
    return exports.export(request, given, queries.ledger_leaving(**told(request)))
