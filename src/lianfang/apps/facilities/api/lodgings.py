"""Operations of the API about stays in rooms."""

from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from lianfang.apps.facilities import operations, queries
from lianfang.apps.facilities.queries import HeldBeyond
from lianfang.apps.facilities.terms import Company, PartyReason, ReleaseDone, RoomingDone
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api.asking import ApiRequest
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Given, Moment, ReasonIn, Text
from lianfang.core.pages import told

router = DeniedByDefault(tags=["隔离点"])


class CompanyIn(Given):
    """Who comes into a room; several only for a reason."""

    persons: Annotated[list[UUID], Field(min_length=1, max_length=10)]
    reason: PartyReason = PartyReason.ALONE


class AssignIn(Given):
    """Of which area those who wait are lodged, and who of them needs an accessible room."""

    area: AreaCode | None = None
    accessible: Annotated[list[UUID], Field(max_length=10_000)] = []


class LodgingsOut(Schema):
    """The stays that were made."""

    lodgings: list[UUID]


class StayNoteIn(Given):
    """What is to be said of it."""

    note: Text = ""


class CertificateOut(Schema):
    """The number of a certificate of release."""

    number: str


class Recorded(Schema):
    """It was recorded."""

    recorded: bool = True


@router.get("/facilities/sites/{site}/waiting", response=RoomingDone)
@needs(Permission.LODGE)
def waiting(request: ApiRequest, site: UUID, area: AreaCode | None = None) -> RoomingDone:
    """试算：等候的人谁能分到房间，谁分不到、哪一条规则；不写入"""
    asked = told(request)
    return queries.plan_rooms(queries.site(site, **asked), area=area or "", **asked).account()


@router.post("/facilities/sites/{site}/assign", response=RoomingDone)
@needs(Permission.LODGE)
def assign_rooms(request: ApiRequest, site: UUID, given: AssignIn) -> RoomingDone:
    """给等候的人分配房间：一人一间，同源同层，先近后远"""
    accessible = list(map(str, given.accessible))
    return operations.assign_rooms(site, accessible=accessible, area=given.area or "", **told(request))


@router.post("/facilities/rooms/{room}/lodgings", response=LodgingsOut)
@needs(Permission.LODGE)
def lodge(request: ApiRequest, room: UUID, given: CompanyIn) -> dict[str, Any]:
    """分配房间：一人一间，儿童等可由一人陪护"""
    company = Company(tuple(map(str, given.persons)), given.reason)
    return {"lodgings": operations.lodge(room, company, **told(request))}


@router.post("/facilities/lodgings/{lodging}/arrive", response=Recorded)
@needs(Permission.RUN_SITE)
def arrive(request: ApiRequest, lodging: UUID) -> Recorded:
    """登记入住"""
    operations.arrive(lodging, **told(request))
    return Recorded()


@router.post("/facilities/lodgings/{lodging}/leave", response=Recorded)
@needs(Permission.RUN_SITE)
def leave(request: ApiRequest, lodging: UUID, given: StayNoteIn) -> Recorded:
    """登记离开；房间待终末消毒"""
    operations.leave(lodging, note=given.note, **told(request))
    return Recorded()


@router.post("/facilities/lodgings/{lodging}/let-go", response=CertificateOut)
@needs(Permission.RUN_SITE)
def let_go(request: ApiRequest, lodging: UUID) -> dict[str, Any]:
    """决定已解除的，凭解除证明离开"""
    return {"number": operations.let_go(lodging, **told(request))}


@router.post("/facilities/lodgings/{lodging}/hold", response=Recorded)
@needs(Permission.CHANGE_MEASURE)
def hold(request: ApiRequest, lodging: UUID, given: ReasonIn) -> Recorded:
    """登记到期不能离开的原因"""
    operations.hold(lodging, reason=given.reason, **told(request))
    return Recorded()


@router.post("/facilities/sites/{site}/release", response=ReleaseDone)
@needs(Permission.CHANGE_MEASURE)
def release_due(request: ApiRequest, site: UUID) -> ReleaseDone:
    """到期人员办理解除、凭证明离开；不能离开的记明原因"""
    return operations.release_due(site, **told(request))


@router.get("/facilities/held-beyond", response=list[HeldBeyond])
@needs(Permission.VIEW_PERSON)
def held_beyond(
    request: ApiRequest, since: Moment, until: Moment, area: AreaCode | None = None
) -> list[HeldBeyond]:
    """超过决定期限仍在隔离点的：多少小时、什么原因"""
    return queries.held_beyond(area=area or "", since=since, until=until, by=told(request)["by"])


@router.post("/facilities/lodgings/{lodging}/cancel", response=Recorded)
@needs(Permission.LODGE)
def cancel(request: ApiRequest, lodging: UUID, given: ReasonIn) -> Recorded:
    """取消分配"""
    operations.cancel(lodging, note=given.reason, **told(request))
    return Recorded()


@router.post("/facilities/rooms/{room}/clean", response=Recorded)
@needs(Permission.RUN_SITE)
def clean(request: ApiRequest, room: UUID) -> Recorded:
    """登记终末消毒；房间可再分配"""
    operations.clean(room, **told(request))
    return Recorded()
