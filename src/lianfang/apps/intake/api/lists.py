"""Operations of the API about lists: receiving, their rows, decisions, checks, forwards, reconciliation."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import File, Form, Query, Schema, UploadedFile
from pydantic import Field

from lianfang.apps.intake import operations, queries
from lianfang.apps.intake.models import Batch
from lianfang.apps.intake.terms import (
    CHECK_RETURN,
    Account,
    Channel,
    CheckOutcome,
    Decision,
    Finding,
    Group,
    Outcome,
    Receipt,
)
from lianfang.core import uploads
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api import bulk, cursors
from lianfang.core.api.asking import ApiRequest, area_within
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Code, Cursor, Given, Moment, Named, PageOf, Size, Text
from lianfang.core.pages import told
from lianfang.kernel.errors import WrongCall

router = DeniedByDefault(tags=["名单"])
RowNumber = Annotated[int, Field(ge=0, le=2_000_000_000)]
Sheet = Annotated[int, Field(ge=0, le=30_000)]


class ListIn(Given):
    """Under what a list is received."""

    channel: Channel | Literal["check_return"]
    area: AreaCode
    received_at: Moment | None = None
    sheet: Text = ""
    mapping: Text = ""
    disease: Code = "covid19"
    dry_run: bool = False


class ListOut(Schema):
    """A list received, with its account."""

    uid: UUID
    id: int
    file_name: str
    channel: str
    area: str
    state: str
    received_at: datetime
    by: str
    rows: int
    matched: int
    created: int
    review: int
    rejected: int
    forwarded: int
    unchanged: int


class RowOut(Schema):
    """A row of a list and what became of it."""

    sheet: str
    sheet_no: int
    row: int
    part: int
    outcome: str
    person: str | None
    name: str | None
    area: str | None
    reason: str
    rule: str


class CandidateOut(Schema):
    """A person that a doubtful row may be, with the evidence for and against."""

    sheet_no: int
    row: int
    part: int
    person: str
    name: str
    area: str
    rule: str
    agrees: list[str]
    differs: list[str]


class DecisionIn(Given):
    """Whose a doubtful row is."""

    row: RowNumber
    sheet_no: Sheet = 1
    part: Sheet = 0
    decision: Decision
    person: UUID | None = None


class DecisionsIn(Given):
    """Decisions of many rows; each has its own outcome."""

    decisions: Annotated[list[DecisionIn], Field(min_length=1, max_length=500)]


class ForwardOut(Schema):
    """What was handed on to another place and waits for its receipt."""

    uid: UUID
    area: str
    to_name: str
    held_in: str
    happened_at: datetime


class At(Given):
    """When it happened, now if not told."""

    happened_at: Moment | None = None


class CheckIn(Given):
    """What came of looking for a person."""

    person: UUID
    outcome: CheckOutcome
    happened_at: Moment | None = None
    note: Text = ""


class ChecksIn(Given):
    """Outcomes of many checks; each has its own fate."""

    checks: Annotated[list[CheckIn], Field(min_length=1, max_length=500)]


class MappingOut(Schema):
    """A saved reading of a sender's columns and values."""

    name: str
    channel: str
    columns: dict[str, str]
    values: dict[str, dict[str, str]]
    saved_by: str
    saved_at: datetime


class MappingIn(Given):
    """YAML with `columns` (header: field) and optional `values` (field: text in the cell: value)."""

    name: Named
    text: Named
    channel: Code = ""


class FindingOut(Schema):
    """One finding of the reconciliation: how many, and the first of them."""

    finding: str
    total: int
    lines: list[dict[str, Any]]


class ClearsOut(Schema):
    """The five counts of every village."""

    villages: dict[str, Mapping[str, int]]


@router.get("/batches", response=PageOf[ListOut])
@needs(Permission.VIEW_LISTS)
def batches(
    request: ApiRequest, area: AreaCode | None = None, cursor: Cursor = "", size: Size = cursors.SIZE
) -> PageOf[Any]:
    """收到的名单及其账目"""
    skipped = cursors.number(cursor, "skipped")
    found = queries.batches(area=area_within(request, area or ""), most=skipped + size + 1)
    return cursors.skip(found, cursor=cursor, size=size)


@router.post("/batches", response=Account)
@needs(Permission.RECEIVE_LIST)
def receive(request: ApiRequest, given: Form[ListIn], file: File[UploadedFile]) -> Account:
    """接收一份名单：每一行都有着落；dry_run只试算"""
    receipt = Receipt(
        channel=CHECK_RETURN if given.channel == CHECK_RETURN else given.channel,
        area=given.area,
        received_at=given.received_at or request.moment,
        sheet=given.sheet,
        mapping=given.mapping,
        disease=given.disease,
    )
    with uploads.kept(file) as path:
        return operations.receive(path, receipt=receipt, dry_run=given.dry_run, **told(request))


@router.get("/batches/{batch}", response=ListOut)
@needs(Permission.VIEW_LISTS)
def batch(request: ApiRequest, batch: UUID) -> Batch:
    """一份名单的账"""
    return queries.find_batch(str(batch), scope=request.actor.scope)


@router.get("/batches/{batch}/rows", response=PageOf[RowOut])
@needs(Permission.VIEW_LISTS)
def rows(
    request: ApiRequest,
    batch: UUID,
    outcome: Query[list[Outcome]] = [],  # noqa: B006  ninja reads the default, nobody alters it
    cursor: Cursor = "",
    size: Size = cursors.SIZE,
) -> PageOf[Any]:
    """一份名单每一行的去向"""
    found = queries.find_batch(str(batch), scope=request.actor.scope)
    skipped = cursors.number(cursor, "skipped")
    listed = queries.rows(found.pk, outcomes=outcome, most=size + 1, skipped=skipped)
    return cursors.page(listed, size=size, follows=lambda _: cursors.write(skipped=skipped + size))


@router.get("/batches/{batch}/candidates", response=PageOf[CandidateOut])
@needs(Permission.REVIEW_ROWS)
def candidates(
    request: ApiRequest, batch: UUID, cursor: Cursor = "", size: Size = cursors.SIZE
) -> PageOf[Any]:
    """待研判的行可能是谁、凭什么"""
    found = queries.find_batch(str(batch), scope=request.actor.scope)
    return cursors.skip(queries.candidates(found.pk), cursor=cursor, size=size)


@router.post("/batches/{batch}/decisions", response=bulk.Fates)
@needs(Permission.REVIEW_ROWS)
def decide(request: ApiRequest, batch: UUID, given: DecisionsIn) -> bulk.Fates:
    """成批研判：是候选中的某人、是新人，或退回；逐行答复"""
    found = queries.find_batch(str(batch), scope=request.actor.scope)

    def one(asked: DecisionIn) -> str:
        if (asked.decision == Decision.SAME_AS) != bool(asked.person):
            raise WrongCall(problem="same_as须写明person；其他决定不写。")
        person = operations.decide(
            batch=found,
            sheet_no=asked.sheet_no,
            row_no=asked.row,
            part=asked.part,
            decision=asked.decision,
            person=str(asked.person or ""),
            by=request.actor,
            at=request.moment,
        )
        return person or ""

    return bulk.each(given.decisions, one)


@router.get("/forwards", response=PageOf[ForwardOut])
@needs(Permission.ACKNOWLEDGE_FORWARD)
def forwards(
    request: ApiRequest, area: AreaCode | None = None, cursor: Cursor = "", size: Size = cursors.SIZE
) -> PageOf[Any]:
    """转交后尚未签收的信息"""
    found = queries.open_forwards(area=area_within(request, area or ""), known_at=request.moment)
    return cursors.skip(found, cursor=cursor, size=size)


@router.post("/forwards/{forward}/acknowledge", response={204: None})
@needs(Permission.ACKNOWLEDGE_FORWARD)
def acknowledge(request: ApiRequest, forward: UUID, given: At) -> None:
    """签收一条转交信息"""
    happened = given.happened_at or request.moment
    operations.acknowledge(forward=str(forward), happened_at=happened, by=request.actor, at=request.moment)


@router.post("/checks", response=bulk.Fates)
@needs(Permission.ADD_ENCOUNTER)
def record_checks(request: ApiRequest, given: ChecksIn) -> bulk.Fates:
    """成批登记核查结果：已管控、已离开、号码错误、联系不上、拒绝、死亡、重复；逐条答复"""

    def one(asked: CheckIn) -> str:
        return operations.record_check(
            person=str(asked.person),
            outcome=asked.outcome,
            happened_at=asked.happened_at or request.moment,
            note=asked.note,
            by=request.actor,
            at=request.moment,
        )

    return bulk.each(given.checks, one)


@router.get("/mappings", response=PageOf[MappingOut])
@needs(Permission.RECEIVE_LIST)
def mappings(request: ApiRequest, cursor: Cursor = "", size: Size = cursors.SIZE) -> PageOf[Any]:
    """已保存的列对照"""
    return cursors.skip(queries.mappings(), cursor=cursor, size=size)


@router.post("/mappings", response={204: None})
@needs(Permission.RECEIVE_LIST)
def save_mapping(request: ApiRequest, given: MappingIn) -> None:
    """保存一份列对照，同名的被取代"""
    operations.save_mapping(**given.model_dump(), by=request.actor, at=request.moment)


@router.get("/reconciliation/{finding}", response=FindingOut)
@needs(Permission.VIEW_LISTS)
def reconcile(request: ApiRequest, finding: Finding, area: AreaCode | None = None) -> queries.Reconciled:
    """名单之间、名单与登记之间互相核对"""
    within = area_within(request, area or "")
    return queries.reconcile(area=within, finding=finding, known_at=request.moment)


@router.get("/five-clears", response=ClearsOut)
@needs(Permission.VIEW_LISTS)
def five_clears(request: ApiRequest, area: AreaCode | None = None) -> dict[str, Any]:
    """五清：每村五个实时数字"""
    within = area_within(request, area or "")
    return {"villages": queries.five_clears(area=within, known_at=request.moment)}


@router.get("/five-clears/{group}", response=PageOf[dict[str, Any]])
@needs(Permission.VIEW_LISTS)
def clear_list(
    request: ApiRequest,
    group: Group,
    area: AreaCode | None = None,
    cursor: Cursor = "",
    size: Size = cursors.SIZE,
) -> PageOf[Any]:
    """五清中一个数字背后的人员"""
    within = area_within(request, area or "")
    found = queries.clear_list(area=within, group=group, known_at=request.moment)
    return cursors.skip(found, cursor=cursor, size=size)
