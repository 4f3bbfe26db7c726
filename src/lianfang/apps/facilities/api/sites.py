"""Operations of the API about sites: how they stand, their rooms, what was verified, what an area lacks."""

from typing import Annotated, Any, Final
from uuid import UUID

from django.http import HttpResponse
from ninja import Schema
from pydantic import Field

from lianfang.apps.facilities import operations, queries
from lianfang.apps.facilities.terms import BuildingPlan, Readiness, RoomShortfall, RoomView, SiteView, Zone
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api.asking import ApiRequest
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Code, Given, Named, Text
from lianfang.core.pages import told

router = DeniedByDefault(tags=["隔离点"])
Rooms = Annotated[int, Field(ge=0, le=100_000)]
KINDS: Final = ("image/jpeg", "image/png", "image/webp", "image/heic")
BYTES: dict[str, Any] = {
    "responses": {
        200: {
            "description": "照片",
            "content": {kind: {"schema": {"type": "string"}} for kind in KINDS},
        }
    }
}
Small = Annotated[int, Field(ge=0, le=200)]


class SiteIn(Given):
    """A unit that becomes a site, and the number of rooms that was reported of it."""

    unit: UUID
    capacity: Rooms


class BuildingIn(Given):
    """A building as it is laid out."""

    name: Named
    floors: Annotated[int, Field(ge=1, le=60)]
    rooms_per_floor: Annotated[int, Field(ge=1, le=200)]
    accessible: Small = 0
    doubles: Small = 0
    distance: Rooms = 0
    zone: Zone = Zone.LIVING


class LaidOut(Schema):
    """How many rooms a building has."""

    rooms: int


class ReadinessIn(Given):
    """How ready a site now is."""

    readiness: Readiness
    note: Text = ""


class VerificationIn(Given):
    """What two officers counted and found in order."""

    officers: Annotated[list[Named], Field(min_length=2, max_length=10)]
    counted: Rooms
    met: Annotated[list[Code], Field(max_length=50)]
    note: Text = ""


class VerificationOut(Schema):
    """The identity of a verification."""

    uid: UUID


@router.get("/facilities/sites", response=list[SiteView])
@needs(Permission.VIEW_SITES)
def sites(request: ApiRequest, area: AreaCode | None = None) -> list[SiteView]:
    """隔离点：状态、房间、入住、现场核验"""
    return queries.sites(area=area or "", **told(request))


@router.post("/facilities/sites", response=SiteView)
@needs(Permission.MANAGE_SITE)
def open_site(request: ApiRequest, given: SiteIn) -> SiteView:
    """把单位登记为隔离点，先为储备"""
    return operations.open_site(given.unit, capacity=given.capacity, **told(request))


@router.get("/facilities/sites/{site}/rooms", response=list[RoomView])
@needs(Permission.VIEW_PERSON)
def rooms(request: ApiRequest, site: UUID) -> list[RoomView]:
    """隔离点的房间和在住人员"""
    asked = told(request)
    return queries.rooms(queries.site(site, **asked), at=asked["at"])


@router.post("/facilities/sites/{site}/buildings", response=LaidOut)
@needs(Permission.MANAGE_SITE)
def add_building(request: ApiRequest, site: UUID, given: BuildingIn) -> dict[str, Any]:
    """登记楼栋和房间"""
    return {"rooms": operations.add_building(site, BuildingPlan(**given.model_dump()), **told(request))}


@router.post("/facilities/sites/{site}/readiness", response=SiteView)
@needs(Permission.MANAGE_SITE)
def set_readiness(request: ApiRequest, site: UUID, given: ReadinessIn) -> SiteView:
    """改变启用状态"""
    return operations.set_readiness(site, given.readiness, note=given.note, **told(request))


@router.post("/facilities/sites/{site}/verifications", response=VerificationOut)
@needs(Permission.VERIFY_SITE)
def verify(request: ApiRequest, site: UUID, given: VerificationIn) -> dict[str, Any]:
    """登记现场核验：两人、数得的房间、符合的条件"""
    return {"uid": operations.verify(site, **given.model_dump(), **told(request))}


@router.post("/facilities/photographs/{photo}", response={200: None}, openapi_extra=BYTES)
@needs(Permission.VIEW_SITES)
def photograph(request: ApiRequest, photo: UUID) -> HttpResponse:
    """查看一张核验照片；留下记录"""
    shown = operations.photograph(photo, **told(request))
    return HttpResponse(b"".join(shown.blocks), content_type=shown.media_type)


@router.get("/facilities/shortfall", response=RoomShortfall)
@needs(Permission.VIEW_SITES)
def shortfall(request: ApiRequest, area: AreaCode) -> RoomShortfall:
    """隔离房间按每万人标准的缺口；只计经过现场核验的"""
    return queries.shortfall(area=area, **told(request))
