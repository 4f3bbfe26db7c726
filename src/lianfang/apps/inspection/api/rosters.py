"""Operations of the API about rosters and outcomes."""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from lianfang.apps.inspection import operations, queries
from lianfang.apps.inspection.operations import Named as NamedOutcome
from lianfang.apps.inspection.queries import OutcomeCount, ShiftView
from lianfang.apps.inspection.terms import OutcomeKind, PlannedShift, ShiftRole
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api.asking import ApiRequest, area_within
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Day, Given, Moment, Named, Text
from lianfang.core.pages import told

router = DeniedByDefault(tags=["督查"])
BEFORE, AHEAD = timedelta(days=1), timedelta(days=2)


class ShiftIn(Given):
    """A shift: of which unit, who, as what, from when until when."""

    unit: UUID
    role: ShiftRole
    officer: Named
    begins_at: Moment
    ends_at: Moment


class ShiftsIn(Given):
    """Shifts to be planned."""

    shifts: Annotated[list[ShiftIn], Field(min_length=1, max_length=500)]


class PlannedOut(Schema):
    """How many shifts are new."""

    planned: int


class SwapIn(Given):
    """Who takes the shift."""

    officer: Named
    note: Text = ""


class LeaveIn(Given):
    """Why."""

    note: Named


class SpotCallIn(Given):
    """Whether somebody was there."""

    answered: bool
    note: Text = ""


class OutcomeIn(Given):
    """What an official got, and on which basis."""

    area: AreaCode
    unit: Named
    name: Named
    kind: OutcomeKind
    basis: Named
    issuer: Named
    decided_on: Day
    finding: UUID | None = None


class OutcomeOut(Schema):
    """The identity of an outcome."""

    uid: UUID


class NamesIn(Given):
    """Why names are looked at."""

    reason: Named
    area: AreaCode | None = None


@router.get("/inspection/shifts", response=list[ShiftView])
@needs(Permission.VIEW_ROSTER)
def shifts(request: ApiRequest, area: AreaCode | None = None) -> list[ShiftView]:
    """昨天到明天的值班：人员、签到、准假、抽查"""
    within = area_within(request, area or "") if area else ""
    at = request.moment
    return queries.shifts(area=within, since=at - BEFORE, until=at + AHEAD, **told(request))


@router.post("/inspection/shifts", response=PlannedOut)
@needs(Permission.MANAGE_ROSTER)
def plan_shifts(request: ApiRequest, given: ShiftsIn) -> dict[str, int]:
    """排班；相同的班不重复"""
    planned = [PlannedShift(**one.model_dump()) for one in given.shifts]
    return {"planned": operations.plan_shifts(planned, **told(request))}


@router.post("/inspection/shifts/{shift}/check-in", response=ShiftView)
@needs(Permission.VIEW_ROSTER)
def check_in(request: ApiRequest, shift: UUID) -> ShiftView:
    """签到"""
    return operations.check_in(shift, **told(request))


@router.post("/inspection/shifts/{shift}/swap", response=ShiftView)
@needs(Permission.MANAGE_ROSTER)
def swap(request: ApiRequest, shift: UUID, given: SwapIn) -> ShiftView:
    """换班"""
    return operations.swap(shift, officer=given.officer, note=given.note, **told(request))


@router.post("/inspection/shifts/{shift}/excuse", response=ShiftView)
@needs(Permission.MANAGE_ROSTER)
def excuse(request: ApiRequest, shift: UUID, given: LeaveIn) -> ShiftView:
    """准假"""
    return operations.excuse(shift, note=given.note, **told(request))


@router.post("/inspection/shifts/{shift}/call", response=ShiftView)
@needs(Permission.CHECK_PRESENCE)
def spot_call(request: ApiRequest, shift: UUID, given: SpotCallIn) -> ShiftView:
    """抽查在岗；不在岗的登记为问题"""
    return operations.spot_call(shift, answered=given.answered, note=given.note, **told(request))


@router.get("/inspection/outcomes", response=list[OutcomeCount])
@needs(Permission.VIEW_OUTCOMES)
def outcomes(request: ApiRequest, area: AreaCode | None = None) -> list[OutcomeCount]:
    """问责和表扬的数量，按单位、种类、依据；不含姓名"""
    within = area_within(request, area or "") if area else ""
    return queries.outcome_counts(area=within, **told(request))


@router.post("/inspection/outcomes", response=OutcomeOut)
@needs(Permission.ADD_OUTCOME)
def add_outcome(request: ApiRequest, given: OutcomeIn) -> dict[str, Any]:
    """登记问责或表扬"""
    return {"uid": operations.add_outcome(**given.model_dump(), **told(request))}


@router.post("/inspection/outcomes/names", response=list[NamedOutcome])
@needs(Permission.VIEW_OUTCOME_NAMES)
def outcome_names(request: ApiRequest, given: NamesIn) -> list[NamedOutcome]:
    """说明理由后查看姓名；留下记录"""
    return operations.outcome_names(area=given.area or "", reason=given.reason, **told(request))
