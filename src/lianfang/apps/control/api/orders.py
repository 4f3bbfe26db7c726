"""Operations of the API about orders: which there are, issuing, serving, changing, releasing, appeals."""

import tempfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from ninja import Schema
from pydantic import Field

from lianfang.apps.control import operations, queries
from lianfang.apps.control.queries import Ahead, Portrait, Release
from lianfang.apps.control.terms import Approval, Issued, MeasureView, Receipt, ReleaseFate, ReleaseGround
from lianfang.apps.people import queries as people
from lianfang.apps.policy.api import CaseIn
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api import cursors
from lianfang.core.api.asking import ApiRequest, area_within
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Code, Cursor, Day, Given, Moment, Named, PageOf, Size, Text
from lianfang.core.pages import told
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import NotFound

router = DeniedByDefault(tags=["管控措施"])
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class MeasureOut(Schema):
    """An order over one person."""

    uid: UUID
    person: UUID
    name: str
    area: str
    disease: str
    category: str
    measure: str
    place: str
    step: int
    starts_on: date
    ends_on: date
    issued_at: datetime
    served_at: datetime | None
    ended_at: datetime | None
    released_at: datetime | None
    state: str


class IssueForListIn(Given):
    """Orders for every exposure of a list."""

    issuer: Named
    pack: Code = ""
    on: Day | None = None
    approved_by: Text = ""
    reason: Text = ""


class IssueIn(IssueForListIn):
    """An order for one person, as policy prescribes for the case."""

    person: UUID
    case: CaseIn
    disease: Code = "covid19"


class ReceiptIn(Given):
    """To whom a notice was handed, in which relation, by which two officers."""

    signed_by: Named
    relation: Named
    officers: Annotated[list[Named], Field(min_length=2, max_length=2)]
    refused: bool = False

    def receipt(self) -> Receipt:
        """The receipt as control knows it."""
        first, second = self.officers
        return Receipt(self.signed_by, self.relation, (first, second), self.refused)


class ServedIn(Given):
    """The notice was served."""

    happened_at: Moment | None = None
    receipt: ReceiptIn | None = None


class UntilIn(Given):
    """A new last day, and why."""

    until: Day
    reason: Named


class ExtensionIn(UntilIn):
    """A later end; beyond what the rule gives somebody must approve."""

    approved_by: Text = ""


class ReleaseIn(Given):
    """A person is let go."""

    ground: ReleaseGround = ReleaseGround.COMPLETED
    reason: Text = ""
    happened_at: Moment | None = None


class ReleasesIn(Given):
    """Orders by their numbers, all to be released on completion."""

    measures: Annotated[list[Annotated[int, Field(ge=1, lt=2**63)]], Field(min_length=1, max_length=5000)]


class ReleasesOut(Schema):
    """What became of each, in their order."""

    fates: list[ReleaseFate]


class Because(Given):
    """Why."""

    reason: Named


class AppealIn(Given):
    """An appeal in the person's words."""

    text: Named
    happened_at: Moment | None = None


class AnswerIn(Given):
    """The answer to the oldest appeal that waits; upheld, it ends the order."""

    text: Named
    upheld: bool = False


class OrdersOut(Schema):
    """The numbers of the orders concerned."""

    measures: list[int]


class LapsedOut(Schema):
    """How many orders lapsed."""

    lapsed: int


@router.get("/measures", response=PageOf[MeasureOut])
@needs(Permission.VIEW_PERSON)
def measures(
    request: ApiRequest,
    area: AreaCode | None = None,
    everything: bool = False,
    cursor: Cursor = "",
    size: Size = cursors.SIZE,
) -> PageOf[Any]:
    """辖区内的管控措施：在期的，或全部"""
    skipped = cursors.number(cursor, "skipped")
    found = queries.list_measures(
        area=area_within(request, area or ""),
        on=_day(request),
        everything=everything,
        limit=skipped + size + 1,
    )
    return cursors.skip(found, cursor=cursor, size=size)


def _day(request: ApiRequest) -> date:
    return request.moment.astimezone(ZONE).date()


@router.get("/measures/{measure}", response=MeasureView)
@needs(Permission.VIEW_PERSON)
def show(request: ApiRequest, measure: UUID) -> MeasureView:
    """一项决定"""
    return queries.measure(str(measure), scope=request.actor.scope)


@router.get("/persons/{person}/portrait", response=Portrait)
@needs(Permission.VIEW_PERSON)
def portrait(request: ApiRequest, person: UUID) -> Portrait:
    """一个人的全部决定及依据、体温、经过"""
    card = people.person(person, scope=request.actor.scope)
    return queries.portrait(person_id=card.id, at=request.moment, on=_day(request))


@router.post("/measures", response=Issued)
@needs(Permission.ISSUE_MEASURE)
def issue(request: ApiRequest, given: IssueIn) -> Issued:
    """对一个人下达政策规定的措施"""
    return operations.issue(
        person=str(given.person),
        case=given.case.case(),
        disease=given.disease,
        issuer=given.issuer,
        pack=given.pack or None,
        on=given.on,
        approval=Approval(given.approved_by, given.reason),
        by=request.actor,
        at=request.moment,
    )


@router.post("/batches/{batch}/measures", response=Issued)
@needs(Permission.ISSUE_MEASURE)
def issue_for_batch(request: ApiRequest, batch: UUID, given: IssueForListIn) -> Issued:
    """对一份名单的全部暴露下达政策规定的措施"""
    return operations.issue_for_batch(
        str(batch),
        issuer=given.issuer,
        pack=given.pack or None,
        on=given.on,
        approval=Approval(given.approved_by, given.reason),
        by=request.actor,
        at=request.moment,
    )


@router.get("/batches/{batch}/measures/ahead", response=Ahead)
@needs(Permission.ISSUE_MEASURE)
def ahead(request: ApiRequest, batch: UUID, pack: Code = "", on: Day | None = None) -> Ahead:
    """对一份名单作出决定会怎样：各类多少条、哪些严于上级；不写入任何内容"""
    found = queries.batch_of_issue(str(batch))
    if not request.actor.may_see(found.area):
        raise NotFound(what="名单", value=batch)
    day = on or _day(request)
    table = queries.footing(area=found.area, disease=found.disease, on=day, pack=pack or None)
    return queries.ahead_of_batch(found, by_table=table, on=day)


@router.post("/measures/{measure}/serve", response=OrdersOut)
@needs(Permission.SERVE_NOTICE)
def serve(request: ApiRequest, measure: UUID, given: ServedIn) -> dict[str, Sequence[int]]:
    """登记告知书已送达；一份告知书对应该次决定的全部阶段"""
    receipt = given.receipt.receipt() if given.receipt else None
    served = operations.serve_notice(
        str(measure), happened_at=given.happened_at, receipt=receipt, **told(request)
    )
    return {"measures": served}


@router.post("/measures/{measure}/extend", response={204: None})
@needs(Permission.CHANGE_MEASURE)
def extend(request: ApiRequest, measure: UUID, given: ExtensionIn) -> None:
    """延长；超过政策规定的，须写明批准人"""
    approval = Approval(given.approved_by, given.reason)
    operations.extend(
        str(measure), until=given.until, reason=given.reason, approval=approval, **told(request)
    )


@router.post("/measures/{measure}/shorten", response={204: None})
@needs(Permission.CHANGE_MEASURE)
def shorten(request: ApiRequest, measure: UUID, given: UntilIn) -> None:
    """缩短"""
    operations.shorten(
        str(measure), until=given.until, reason=given.reason, by=request.actor, at=request.moment
    )


@router.post("/measures/{measure}/release", response=OrdersOut)
@needs(Permission.CHANGE_MEASURE)
def release(request: ApiRequest, measure: UUID, given: ReleaseIn) -> dict[str, Sequence[int]]:
    """解除；期满解除时，政策还要求的天数或检测没有满足的，逐项列出并拒绝"""
    return {"measures": operations.release(str(measure), **given.model_dump(), **told(request))}


@router.get("/releases", response=PageOf[Release])
@needs(Permission.VIEW_GAPS)
def releases(request: ApiRequest, cursor: Cursor = "", size: Size = cursors.SIZE) -> PageOf[Any]:
    """期满未解除的决定，可以解除的在前；各自尚缺什么"""
    skipped = cursors.number(cursor, "skipped")
    found = queries.releases(by=request.actor, at=request.moment)
    return cursors.skip(found[: skipped + size + 1], cursor=cursor, size=size)


@router.post("/releases", response=ReleasesOut)
@needs(Permission.CHANGE_MEASURE)
def release_all(request: ApiRequest, given: ReleasesIn) -> dict[str, Any]:
    """成批期满解除：逐项答复，还缺天数或检测的说明缺什么，不影响其他"""
    return {"fates": operations.release_all(given.measures, **told(request))}


@router.post("/measures/{measure}/revoke", response=OrdersOut)
@needs(Permission.CHANGE_MEASURE)
def revoke(request: ApiRequest, measure: UUID, given: Because) -> dict[str, Sequence[int]]:
    """撤销整个决定"""
    ended = operations.revoke(str(measure), reason=given.reason, by=request.actor, at=request.moment)
    return {"measures": ended}


@router.post("/measures/{measure}/appeal", response={204: None})
@needs(Permission.LODGE_APPEAL)
def appeal(request: ApiRequest, measure: UUID, given: AppealIn) -> None:
    """登记申诉：48小时内答复；不停止措施的执行"""
    operations.appeal(str(measure), **given.model_dump(), by=request.actor, at=request.moment)


@router.post("/measures/{measure}/appeal/answer", response={204: None})
@needs(Permission.ANSWER_APPEAL)
def answer_appeal(request: ApiRequest, measure: UUID, given: AnswerIn) -> None:
    """答复最早一件未答复的申诉"""
    operations.answer_appeal(str(measure), **given.model_dump(), by=request.actor, at=request.moment)


@router.post(
    "/measures/{measure}/notice",
    response={200: None},
    openapi_extra={
        "responses": {200: {"description": "告知书", "content": {DOCX: {"schema": {"type": "string"}}}}}
    },
)
@needs(Permission.SERVE_NOTICE)
def notice(request: ApiRequest, measure: UUID, help_phone: Text = "") -> HttpResponse:
    """写出告知书；期满或已解除的，写出解除通知单"""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "notice.docx")
        operations.write_notice(
            str(measure), target, by=request.actor, at=request.moment, help_phone=help_phone
        )
        return HttpResponse(target.read_bytes(), content_type=DOCX)


class SheafIn(Given):
    """Which notices to write into one file: of decisions since a moment, or of releases; of one list."""

    area: AreaCode
    since: Moment
    released: bool = False
    batch: int | None = None
    reason: Text
    help_phone: Text = ""


class SheafMade(Schema):
    """Under which identity a file is being written."""

    uid: UUID


class SheafOut(Schema):
    """How far a file is: written of how many; ready once it can be taken."""

    uid: UUID
    area: str
    released: bool
    written: int
    total: int
    ready: bool
    by: str


@router.post("/notice-files", response=SheafMade)
@needs(Permission.EXPORT)
def ask_sheaf(request: ApiRequest, given: SheafIn) -> dict[str, UUID]:
    """把一个辖区或一份名单的文书写成一个文件；由后台写，按编号查进度"""
    wanted = queries.Wanted(area=given.area, since=given.since, released=given.released, batch=given.batch)
    told = {"reason": given.reason, "help_phone": given.help_phone}
    return {"uid": operations.ask_sheaf(wanted, **told, by=request.actor, at=request.moment)}


@router.get("/notice-files/{sheaf}", response=SheafOut)
@needs(Permission.EXPORT)
def sheaf(request: ApiRequest, sheaf: UUID) -> dict[str, object]:
    """成批文书的文件写到哪里"""
    found = queries.sheaf(sheaf, by=request.actor)
    names = ("uid", "area", "released", "written", "total", "by")
    return {name: getattr(found, name) for name in names} | {"ready": bool(found.file_hash)}


@router.get(
    "/notice-files/{sheaf}/file",
    response={200: None},
    openapi_extra={
        "responses": {200: {"description": "成批文书", "content": {DOCX: {"schema": {"type": "string"}}}}}
    },
)
@needs(Permission.EXPORT)
def sheaf_file(request: ApiRequest, sheaf: UUID) -> StreamingHttpResponse:
    """成批文书的文件；谁取走记入审计"""
    _, blocks = operations.take_sheaf(sheaf, by=request.actor, at=request.moment)
    return StreamingHttpResponse(blocks, content_type=DOCX)


@router.post("/areas/{area}/lapse", response=LapsedOut)
@needs(Permission.CHANGE_MEASURE)
def lapse(request: ApiRequest, area: AreaCode) -> dict[str, int]:
    """把期满未延长的决定登记为失效；解除通知仍须送达"""
    return {"lapsed": operations.lapse(area=area, by=request.actor, at=request.moment)}
