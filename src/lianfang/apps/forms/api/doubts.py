"""Doubts about reports: the list, and what somebody who looked found."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema

from lianfang.apps.forms import operations, queries
from lianfang.apps.forms.queries import DoubtLine
from lianfang.apps.forms.terms import CheckCode, DoubtOutcome
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api import cursors
from lianfang.core.api.asking import ApiRequest, area_within
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Code, Cursor, Day, Given, Named, PageOf, Size
from lianfang.core.pages import told

router = DeniedByDefault(tags=["报表"])


class DoubtAnswerOut(Schema):
    """What the reporter said to a doubt."""

    words: str
    by: str
    at: datetime


class DoubtOut(Schema):
    """A doubt with its evidence; `outcome` is empty where nobody has looked.

    `corrected` is the report that was handed in after it and answers it.
    """

    uid: UUID
    check: str
    form: str
    reporter: str
    area: str
    on: date
    slot: str
    report: UUID | None
    evidence: dict[str, Any]
    found_at: datetime
    outcome: str
    seen_by: str
    corrected: UUID | None
    answers: list[DoubtAnswerOut]


class DoubtAnswerIn(Given):
    """What the reporter says: why the number is what it is, or how it is mended."""

    words: Named


class DoubtLookIn(Given):
    """What it turned out to be, and in words why."""

    outcome: DoubtOutcome
    words: Named


@router.get("/doubts", response=PageOf[DoubtOut])
@needs(Permission.VIEW_REPORTS)
def doubts(
    request: ApiRequest,
    area: AreaCode | None = None,
    on: Day | None = None,
    check: CheckCode | None = None,
    form: Code | None = None,
    seen: bool | None = None,
    cursor: Cursor = "",
    size: Size = cursors.SIZE,
) -> PageOf[Any]:
    """报表疑点：依据和核实结果"""
    skipped = cursors.number(cursor, "skipped")
    found = queries.doubts(
        area=area_within(request, area or ""),
        by=request.actor,
        on=on,
        check=check or "",
        form=form or "",
        seen=seen,
    )
    rows = found[skipped : skipped + size + 1]
    return cursors.page(rows, size=size, follows=lambda _: cursors.write(skipped=skipped + size))


@router.post("/doubts/{doubt}/look", response=DoubtOut)
@needs(Permission.LOOK_AT_DOUBT)
def look(request: ApiRequest, doubt: UUID, given: DoubtLookIn) -> DoubtLine:
    """登记疑点的核实结果"""
    operations.look_at_doubt(doubt, outcome=given.outcome, words=given.words, **told(request))
    return queries.doubt_line(queries.doubt(doubt, by=request.actor))


@router.post("/doubts/{doubt}/answer", response=DoubtOut)
@needs(Permission.SUBMIT_REPORT)
def answer(request: ApiRequest, doubt: UUID, given: DoubtAnswerIn) -> DoubtLine:
    """填报单位对疑点的说明，核实之前可以多次"""
    operations.answer_doubt(doubt, words=given.words, **told(request))
    return queries.doubt_line(queries.doubt(doubt, by=request.actor))
