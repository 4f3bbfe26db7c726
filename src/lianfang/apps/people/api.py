"""Operations of the API about persons: finding, showing, unmasking, correcting, merging."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import FileResponse
from ninja import File, Schema, UploadedFile
from pydantic import Field

from lianfang.apps.people import operations, queries
from lianfang.apps.people.terms import DuplicateProposal, PersonCard, PersonLine, PersonState, Registration
from lianfang.core import uploads
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api import cursors, exports
from lianfang.core.api.asking import ApiRequest, area_within
from lianfang.core.api.exports import ExportIn
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Cursor, Day, Given, Named, PageOf, Size, Text
from lianfang.core.pages import told

router = DeniedByDefault(tags=["人员"])
FOUND_MOST = 1000
Words = Annotated[Text, Field(description="证件号码、电话、编号、姓名，或姓名拼音的开头")]


class PersonBecause(Given):
    """Why something is done."""

    reason: Named


class Correction(Given):
    """What is to be corrected; what is not given stays."""

    ground: Named
    name: Named = ""
    sex: Literal["", "male", "female"] = ""
    birth_date: Day | None = None
    address: Text = ""
    occupation: Text = ""

    def changes(self) -> dict[str, str | date | None]:
        """Only what was given."""
        return self.model_dump(exclude_unset=True, exclude={"ground"})


class Move(Given):
    """A person lives elsewhere now."""

    area: AreaCode
    address: Text | None = None
    ground: Named


class StateIn(Given):
    """A person is present, away, deceased…"""

    state: PersonState
    ground: Named


class MergeIn(Given):
    """Two records are one person."""

    kept: UUID
    merged: UUID
    ground: Named


class MergeOut(Schema):
    """A merge that was recorded or undone."""

    merge: UUID


@router.get("/persons", response=PageOf[PersonLine])
@needs(Permission.FIND_PERSON)
def find(
    request: ApiRequest,
    q: Words,
    cursor: Cursor = "",
    size: Size = cursors.SIZE,
) -> PageOf[Any]:
    """查找人员：号码遮蔽，地址到村"""
    found = queries.find(text=q, scope=request.actor.scope, limit=FOUND_MOST) if q.strip() else []
    return cursors.skip(found, cursor=cursor, size=size)


@router.get("/persons/{person}", response=PersonCard)
@needs(Permission.VIEW_PERSON)
def show(request: ApiRequest, person: UUID) -> PersonCard:
    """一个人：号码遮蔽"""
    return queries.person(person, scope=request.actor.scope)


@router.post("/persons/{person}/unmask", response=PersonCard)
@needs(Permission.UNMASK)
def unmask(request: ApiRequest, person: UUID, given: PersonBecause) -> PersonCard:
    """说明理由后查看完整号码，留痕"""
    return operations.unmask(person=str(person), reason=given.reason, by=request.actor, at=request.moment)


@router.patch("/persons/{person}", response=PersonCard)
@needs(Permission.CORRECT_PERSON)
def correct(request: ApiRequest, person: UUID, given: Correction) -> PersonCard:
    """更正人员信息"""
    ground = given.ground
    operations.correct(person=str(person), changes=given.changes(), ground=ground, **told(request))
    return queries.person(person, scope=request.actor.scope)


@router.post("/persons/{person}/move", response=PersonCard)
@needs(Permission.CORRECT_PERSON)
def move(request: ApiRequest, person: UUID, given: Move) -> PersonCard:
    """登记迁居"""
    ground = given.ground
    operations.move(
        person=str(person), area=given.area, address=given.address, ground=ground, **told(request)
    )
    return queries.person(person, scope=request.actor.scope)


@router.post("/persons/{person}/state", response=PersonCard)
@needs(Permission.CORRECT_PERSON)
def set_state(request: ApiRequest, person: UUID, given: StateIn) -> PersonCard:
    """登记在辖区、已离开、死亡"""
    ground = given.ground
    operations.set_state(person=str(person), state=given.state, ground=ground, **told(request))
    return queries.person(person, scope=request.actor.scope)


@router.get("/duplicates", response=PageOf[DuplicateProposal])
@needs(Permission.CORRECT_PERSON)
def duplicates(
    request: ApiRequest, area: AreaCode | None = None, cursor: Cursor = "", size: Size = cursors.SIZE
) -> PageOf[Any]:
    """可能是同一人的记录，附相符与不符之处"""
    found = queries.duplicate_proposals(scope=area_within(request, area or ""))
    return cursors.skip(found, cursor=cursor, size=size)


@router.post("/merges", response=MergeOut)
@needs(Permission.CORRECT_PERSON)
def merge(request: ApiRequest, given: MergeIn) -> dict[str, UUID]:
    """合并重复记录"""
    ground = given.ground
    return {
        "merge": operations.merge(
            kept=str(given.kept), merged=str(given.merged), ground=ground, **told(request)
        )
    }


@router.post("/merges/{merge}/undo", response=MergeOut)
@needs(Permission.CORRECT_PERSON)
def unmerge(request: ApiRequest, merge: UUID, given: PersonBecause) -> dict[str, UUID]:
    """撤销合并"""
    ground = given.reason
    return {"merge": operations.unmerge(reference=str(merge), ground=ground, **told(request))}


class PersonsExportIn(ExportIn):
    """`clear` shows numbers and addresses whole, for whom the permission to see them was given."""

    clear: bool = False


@router.post("/exports/persons", response={200: None}, openapi_extra=exports.CONTENT)
@needs(Permission.EXPORT)
def export_persons(request: ApiRequest, given: PersonsExportIn) -> FileResponse:
    """导出人员名单；号码遮蔽，clear者为完整号码，可原样导回"""
    return exports.export(request, given, queries.persons_leaving(clear=given.clear))


@router.post("/imports/persons", response=Registration)
@needs(Permission.RECEIVE_LIST)
def take_back(request: ApiRequest, file: File[UploadedFile]) -> Registration:
    """把导出的人员名单导回：已有的不变，没有的登记，不同的列出并拒绝"""
    with uploads.kept(file) as path:
        return operations.take_back(path, **told(request))
