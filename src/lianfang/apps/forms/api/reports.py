"""What is expected, the definition of each form, handing in, deciding, settling.

The shape of a report's values is that of its form's edition: `/forms/{form}` tells it, with a schema.
"""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from ninja import File, Form, Schema, UploadedFile
from pydantic import Field

from lianfang.apps.forms import operations, queries
from lianfang.apps.forms.rules.schema import schema_of
from lianfang.apps.forms.terms import Expected, Filled, Said, Settlement, Submitted
from lianfang.core import uploads
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api import cursors
from lianfang.core.api.asking import ApiRequest, area_within
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Code, Cursor, Day, Given, Moment, Named, PageOf, Size, Text
from lianfang.core.pages import told
from lianfang.kernel.clock import ZONE

router = DeniedByDefault(tags=["报表"])
MOST_FIELDS = 200
MOST_PERSONS = 2000
Persons = Annotated[list[UUID], Field(max_length=MOST_PERSONS)]


class FormOut(Schema):
    """An edition of a form: what it is, and the shape of its values."""

    form: str
    version: int
    name: str
    starts_on: date
    ends_on: date | None
    definition: dict[str, Any]
    values_schema: dict[str, Any]


class ObjectionIn(Given):
    """What is said against a number of the ledger, with whom it counts, and why."""

    value: Annotated[float, Field(ge=0, le=1e9)]
    reason: Named
    persons: Persons = []


class FormReportIn(Given):
    """A report: values as texts by the code of their field; or a zero report, without any."""

    reporter: Code
    on: Day
    slot: Code
    client: Annotated[UUID, Field(description="客户端自定；同一个只收一次")]
    values: Annotated[dict[Code, Text], Field(max_length=MOST_FIELDS)] = {}
    persons: Annotated[dict[Code, Persons], Field(max_length=MOST_FIELDS)] = {}
    disputed: Annotated[dict[Code, ObjectionIn], Field(max_length=MOST_FIELDS)] = {}
    zero: bool = False
    explanation: Text = ""
    reason: Text = ""
    happened_at: Annotated[Moment | None, Field(description="签名的时间；是否迟报以收到的时间为准")] = None


class ReportOut(Schema):
    """A report as it was handed in, and what was decided of it."""

    uid: UUID
    form: str
    reporter: str
    area: str
    on: date
    slot: str
    sequence: int
    zero: bool
    values: dict[str, float | bool | str | None]
    marks: dict[str, str]
    reason: str
    decision: str
    digest: str
    is_current: bool


class ReturnIn(Given):
    """What is wrong, and how to mend it."""

    reason: Named


class SettleIn(Given):
    """Which list was right, and what is mended."""

    outcome: Settlement
    words: Named


class CleanIn(Given):
    """Of which area, day and form everything clean is accepted."""

    area: AreaCode
    on: Day
    form: Code | None = None


class SpreadsheetIn(Given):
    """Why what was reported is corrected, and why numbers are unusual, where that is asked for."""

    reason: Text = ""
    explanation: Text = ""


class LineOut(Schema):
    """What became of one reporter's part of a spreadsheet."""

    reporter: str
    row: int
    submitted: Submitted | None
    refusal: str


@router.get("/forms/{form}", response=FormOut)
@needs(Permission.VIEW_REPORTS)
def form_definition(request: ApiRequest, form: Code, on: Day | None = None) -> dict[str, Any]:
    """一张报表当日有效的版本：字段、时限、校验，以及填报值的结构"""
    found = queries.edition_on(form, on or request.moment.astimezone(ZONE).date())
    names = ("form", "version", "name", "starts_on", "ends_on")
    kept = {name: getattr(found, name) for name in names}
    return kept | {"definition": found.body, "values_schema": schema_of(queries.form_of(found))}


@router.get("/reports/expected", response=PageOf[Expected])
@needs(Permission.VIEW_REPORTS)
def expected(
    request: ApiRequest,
    on: Day,
    area: AreaCode | None = None,
    form: Code | None = None,
    cursor: Cursor = "",
    size: Size = cursors.SIZE,
) -> PageOf[Any]:
    """一天应报的报表和各自的状态"""
    skipped = cursors.number(cursor, "skipped")
    within = area_within(request, area or "")
    found = queries.expected(area=within, from_day=on, until_day=on, form=form, **told(request))
    rows = found[skipped : skipped + size + 1]
    return cursors.page(rows, size=size, follows=lambda _: cursors.write(skipped=skipped + size))


@router.post("/accepting/clean", response=dict[str, int])
@needs(Permission.DECIDE_REPORT)
def accept_clean(request: ApiRequest, given: CleanIn) -> dict[str, int]:
    """接收一天中全部无疑问的报表"""
    within = area_within(request, given.area)
    count = operations.accept_clean(area=within, on=given.on, form=given.form, **told(request))
    return {"accepted": count}


@router.post("/spreadsheets", response=list[LineOut])
@needs(Permission.SUBMIT_REPORT)
def submit_spreadsheet(
    request: ApiRequest, given: Form[SpreadsheetIn], file: File[UploadedFile]
) -> list[operations.HandedIn]:
    """上报一张填好的模板：每个单位各有结果；同一张再报一次不变"""
    with uploads.kept(file) as path:
        sheet = queries.read_spreadsheet(path)
    said = {"reason": given.reason, "explanation": given.explanation}
    return operations.submit_spreadsheet(sheet, form=sheet.form, **said, **told(request))


@router.post("/forms/{form}/reports", response=Submitted)
@needs(Permission.SUBMIT_REPORT)
def submit(request: ApiRequest, form: Code, given: FormReportIn) -> Submitted:
    """上报、更正（写明理由）或作零报告；同一client只收一次"""
    filled = Filled(
        typed=given.values,
        persons={code: tuple(persons) for code, persons in given.persons.items()},
        disputed={
            code: Said(said.value, said.reason, tuple(said.persons)) for code, said in given.disputed.items()
        },
        zero=given.zero,
        explanation=given.explanation,
    )
    return operations.submit(
        form,
        given.reporter,
        on=given.on,
        slot=given.slot,
        filled=filled,
        client=given.client,
        reason=given.reason,
        happened_at=given.happened_at,
        **told(request),
    )


@router.get("/reports/{report}", response=ReportOut)
@needs(Permission.VIEW_REPORTS)
def report(request: ApiRequest, report: UUID) -> dict[str, Any]:
    """一份报表所报的值、标记和决定"""
    return _told(request, report)


@router.post("/reports/{report}/accept", response=ReportOut)
@needs(Permission.DECIDE_REPORT)
def accept(request: ApiRequest, report: UUID) -> dict[str, Any]:
    """接收并锁定"""
    operations.accept(report, **told(request))
    return _told(request, report)


@router.post("/reports/{report}/return", response=ReportOut)
@needs(Permission.DECIDE_REPORT)
def return_report(request: ApiRequest, report: UUID, given: ReturnIn) -> dict[str, Any]:
    """退回更正"""
    operations.return_report(report, reason=given.reason, **told(request))
    return _told(request, report)


@router.post("/disputes/{dispute}/settle", response=dict[str, str])
@needs(Permission.DECIDE_REPORT)
def settle(request: ApiRequest, dispute: UUID, given: SettleIn) -> dict[str, str]:
    """裁定对台账数的异议"""
    found = operations.settle(dispute, outcome=given.outcome, words=given.words, **told(request))
    return {"uid": str(found.uid), "outcome": found.outcome}


def _told(request: ApiRequest, uid: UUID) -> dict[str, Any]:
    found = queries.report(uid, by=request.actor)
    decision = found.decisions.first()
    names = ("uid", "form", "reporter", "area", "slot", "sequence", "zero", "marks", "reason")
    return {name: getattr(found, name) for name in names} | {
        "on": found.period_on,
        "values": queries.values(found),
        "decision": decision.kind if decision else "",
        "digest": decision.digest if decision else "",
        "is_current": found.superseded_at is None,
    }
