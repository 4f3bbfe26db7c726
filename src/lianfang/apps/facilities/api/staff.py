"""Operations of the API about the closed loop of a site and the fever clinic."""

from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from lianfang.apps.control.terms import Result
from lianfang.apps.facilities import operations, queries
from lianfang.apps.facilities.terms import HoldGround, HoldView, LetterView, Newcomer, StaffView, StaffWork
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api.asking import ApiRequest
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import Given, Named, Text
from lianfang.core.pages import told

router = DeniedByDefault(tags=["闭环和发热门诊"])


class StaffIn(Given):
    """Who enters a closed loop, and to do what."""

    person: UUID
    work: StaffWork


class StaffOut(Schema):
    """The identity of a period in a closed loop."""

    uid: UUID


class LoopLeft(Schema):
    """Somebody left the closed loop."""

    left: bool = True


class CelsiusIn(Given):
    """A temperature in °C."""

    celsius: Annotated[Decimal, Field(ge=30, le=45, max_digits=3, decimal_places=1)]


class FeverOut(Schema):
    """Whether a temperature is a fever, which is moved at once."""

    fever: bool


class HoldIn(Given):
    """Who was tested at which clinic, and why."""

    person: UUID
    clinic: UUID
    ground: HoldGround
    note: Text = ""


class NewcomerIn(Given):
    """Who came from elsewhere: name, a document or a telephone, and where the home is."""

    name: Named
    document: Text = ""
    phone: Text = ""
    home: Text = ""
    clinic: UUID
    ground: HoldGround
    note: Text = ""


class HoldResultIn(Given):
    """The result somebody waited for; where to, if it is positive."""

    result: Result
    disease: Text = ""
    to_place: Text = ""


class HoldNoteIn(Given):
    """Why, or where to, somebody goes."""

    note: Text = ""


@router.get("/facilities/sites/{site}/staff", response=list[StaffView])
@needs(Permission.RUN_SITE)
def staff(request: ApiRequest, site: UUID) -> list[StaffView]:
    """闭环工作人员：检测、体温"""
    asked = told(request)
    return queries.staff(queries.site(site, **asked), at=asked["at"])


@router.post("/facilities/sites/{site}/staff", response=StaffOut)
@needs(Permission.RUN_SITE)
def enter_loop(request: ApiRequest, site: UUID, given: StaffIn) -> dict[str, Any]:
    """登记进入闭环；同一时间只能在一处"""
    return {"uid": operations.enter_loop(site, str(given.person), given.work, **told(request))}


@router.post("/facilities/staff/{period}/leave", response=LoopLeft)
@needs(Permission.RUN_SITE)
def leave_loop(request: ApiRequest, period: UUID) -> LoopLeft:
    """登记离开闭环"""
    operations.leave_loop(period, **told(request))
    return LoopLeft()


@router.post("/facilities/staff/{period}/temperature", response=FeverOut)
@needs(Permission.RUN_SITE)
def take_temperature(request: ApiRequest, period: UUID, given: CelsiusIn) -> dict[str, Any]:
    """登记闭环工作人员体温；发热的列入转运"""
    return {"fever": operations.take_temperature(period, given.celsius, **told(request))}


@router.get("/facilities/clinic/holds", response=list[HoldView])
@needs(Permission.RUN_CLINIC)
def holds(request: ApiRequest) -> list[HoldView]:
    """发热门诊等结果的人，按时限；近两日离开的在后"""
    return queries.holds(**told(request))


@router.post("/facilities/clinic/holds", response=HoldView)
@needs(Permission.RUN_CLINIC)
def hold_at_clinic(request: ApiRequest, given: HoldIn) -> HoldView:
    """登记已采样、等结果"""
    asked = (str(given.person), given.clinic, given.ground)
    return operations.hold_at_clinic(*asked, note=given.note, **told(request))


@router.post("/facilities/clinic/holds/{hold}/result", response=HoldView)
@needs(Permission.RUN_CLINIC)
def tell_result(request: ApiRequest, hold: UUID, given: HoldResultIn) -> HoldView:
    """登记结果：阴性即离开，阳性即转送，可疑即复采"""
    return operations.tell_result(
        hold, given.result, disease=given.disease, to_place=given.to_place, **told(request)
    )


@router.post("/facilities/clinic/holds/{hold}/free", response=HoldView)
@needs(Permission.RUN_CLINIC)
def free(request: ApiRequest, hold: UUID, given: HoldNoteIn) -> HoldView:
    """登记离开；没有结果的写明原因"""
    return operations.free(hold, note=given.note, **told(request))


@router.post("/facilities/clinic/newcomers", response=HoldView)
@needs(Permission.RUN_CLINIC)
def take_newcomer(request: ApiRequest, given: NewcomerIn) -> HoldView:
    """登记外地来的人已采样、等结果；只登记最少的信息"""
    newcomer = Newcomer(given.name, given.document, given.phone, given.home)
    return operations.take_newcomer(newcomer, given.clinic, given.ground, note=given.note, **told(request))


@router.get("/facilities/clinic/letters", response=list[LetterView])
@needs(Permission.RUN_CLINIC)
def letters(request: ApiRequest) -> list[LetterView]:
    """发热门诊协查函：待签收的在前"""
    return queries.letters(**told(request))


@router.post("/facilities/clinic/letters/{letter}/acknowledge", response=LetterView)
@needs(Permission.RUN_CLINIC)
def acknowledge_letter(request: ApiRequest, letter: UUID) -> LetterView:
    """签收协查函"""
    return operations.acknowledge_letter(letter, **told(request))
