"""Operations of the API about records made in the field: each with an identity of its maker, taken once."""

from typing import Annotated, Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from ninja import File, Form, Schema, UploadedFile
from pydantic import Field

from lianfang.apps.control import operations, queries
from lianfang.apps.control.queries import Effect
from lianfang.apps.control.terms import FieldFate, FieldKind, FieldOutcome, FieldRecord
from lianfang.apps.policy import queries as policy
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api.asking import ApiRequest, area_within
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Code, Given, Moment, Text
from lianfang.core.pages import told
from lianfang.kernel.clock import ZONE

router = DeniedByDefault(tags=["现场记录"])
KINDS = ("image/jpeg", "image/png", "image/webp", "image/heic")
BYTES: dict[str, Any] = {
    "responses": {
        200: {
            "description": "照片",
            "content": {kind: {"schema": {"type": "string"}} for kind in KINDS},
        }
    }
}


class FieldRecordIn(Given):
    """A record as it was made: its values as typed; `over` names another's reading that it corrects."""

    id: UUID
    kind: FieldKind
    person: UUID
    happened_at: Moment
    values: Annotated[dict[Code, Text], Field(max_length=40)]
    over: UUID | None = None


class FieldRecordsIn(Given):
    """Records of one queue."""

    records: Annotated[list[FieldRecordIn], Field(min_length=1, max_length=500)]


class FieldOutcomesOut(Schema):
    """What became of each record, in their order."""

    outcomes: list[FieldOutcome]


class PhotoIn(Given):
    """About whom a photograph is, what it shows, when it was taken; `id` is its maker's."""

    id: UUID
    person: UUID
    about: Code
    happened_at: Moment


class PhotoOut(Schema):
    """Whether a photograph was new."""

    fate: FieldFate


@router.post("/field/records", response=FieldOutcomesOut)
@needs(Permission.VIEW_GAPS)
def receive(request: ApiRequest, given: FieldRecordsIn) -> dict[str, Any]:
    """收下现场记录：体温、走访、送达、核查；逐条答复，同一编号只收一次"""
    records = [
        FieldRecord(
            id=str(one.id),
            kind=one.kind,
            person=str(one.person),
            happened_at=one.happened_at,
            values=one.values,
            over=str(one.over or ""),
        )
        for one in given.records
    ]
    return {"outcomes": operations.receive_field(records, **told(request))}


@router.post("/field/photos", response=PhotoOut)
@needs(Permission.ADD_ENCOUNTER)
def keep_photo(request: ApiRequest, given: Form[PhotoIn], file: File[UploadedFile]) -> dict[str, FieldFate]:
    """收下一张现场照片；同一编号只收一次"""
    new = operations.keep_photograph(
        client_id=given.id,
        person=str(given.person),
        about=given.about,
        name=file.name or "",
        content=file.read(),
        happened_at=given.happened_at,
        **told(request),
    )
    return {"fate": FieldFate.ACCEPTED if new else FieldFate.KNOWN}


@router.post("/field/photos/{photo}", response={200: None}, openapi_extra=BYTES)
@needs(Permission.VIEW_PERSON)
def photo(request: ApiRequest, photo: UUID) -> HttpResponse:
    """查看一张照片；留下记录"""
    shown = operations.photograph(photo, **told(request))
    return HttpResponse(b"".join(shown.blocks), content_type=shown.media_type)


@router.get("/packs/effect", response=list[Effect], tags=["政策"])
@needs(Permission.VIEW_POLICY)
@transaction.atomic
def effect(request: ApiRequest, pack: Code, area: AreaCode | None = None) -> list[Effect]:
    """换用一份政策表，今天辖区内各类人员会怎样；不改变任何记录"""
    within = area_within(request, area or "")
    found = policy.find_pack(pack, on=request.moment.astimezone(ZONE).date())
    return queries.effect_of_table(pack_id=found, area=within, at=request.moment)
