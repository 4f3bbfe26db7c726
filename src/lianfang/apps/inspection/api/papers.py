"""Operations of the API about papers: written, listed, and the records behind each figure."""

from datetime import datetime
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from django.http import HttpResponse
from ninja import Schema
from pydantic import Field

from lianfang.apps.inspection import operations, queries
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import bound_to
from lianfang.core.api.asking import ApiRequest
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Code, Day, Given
from lianfang.core.pages import told

router = DeniedByDefault(tags=["督查"])
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CONTENT: dict[str, Any] = {
    "responses": {
        200: {
            "description": "公文",
            "content": {DOCX: {"schema": {"type": "string", "contentMediaType": DOCX}}},
        }
    }
}
Key = Annotated[str, Field(max_length=60, pattern=r"^[0-9a-z_.]*$")]


class BulletinIn(Given):
    """Of which area and day."""

    area: AreaCode
    on: Day


class ReportIn(Given):
    """Of which unit or village."""

    target: Code


class InspectionPaperOut(Schema):
    """A paper with its figures."""

    uid: UUID
    area: str
    kind: str
    on: Day
    as_known_at: datetime
    figures: list[dict[str, Any]]
    by: str


def _sent(written: operations.Written) -> HttpResponse:
    answer = HttpResponse(written.docx, content_type=DOCX)
    name = quote(f"{written.title}.docx")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return answer


@router.post("/inspection/visits/{visit}/notice", response={200: None}, openapi_extra=CONTENT)
@needs(Permission.VISIT_TARGETS)
def notice(request: ApiRequest, visit: UUID) -> HttpResponse:
    """出具一次检查的督查情况告知单"""
    return _sent(operations.write_notice(visit, **told(request)))


@router.post("/inspection/bulletins", response={200: None}, openapi_extra=CONTENT)
@needs(Permission.RECHECK_FINDING)
def bulletin(request: ApiRequest, given: BulletinIn) -> HttpResponse:
    """写一天的督查通报；每个数字可追溯"""
    return _sent(operations.write_bulletin(area=given.area, on=given.on, **told(request)))


@router.post("/inspection/reports", response={200: None}, openapi_extra=CONTENT)
@needs(Permission.RECTIFY_FINDING)
def report(request: ApiRequest, given: ReportIn) -> HttpResponse:
    """写一个单位的整改报告"""
    return _sent(operations.write_report(target=given.target, **told(request)))


@router.get("/inspection/papers", response=list[InspectionPaperOut])
@needs(Permission.VIEW_FINDINGS)
def papers(request: ApiRequest) -> list[Any]:
    """最近写的督查文书及其数字"""
    return list(queries.papers(by=request.actor)) if bound_to(request.actor) is None else []


@router.get("/inspection/papers/{paper}/figures/{key}", response=list[dict[str, Any]])
@needs(Permission.VIEW_FINDINGS)
def behind(request: ApiRequest, paper: UUID, key: Key) -> list[dict[str, Any]]:
    """一个数字所数的记录，按写文书时所知"""
    _figure, records = queries.behind(queries.paper(paper, by=request.actor), key, by=request.actor)
    return [{"uid": str(one.uid), "name": one.name, "area": one.area} for one in records]
