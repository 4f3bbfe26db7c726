"""Operations of the API about care: what is needed, meals, whether a home would do."""

from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from lianfang.apps.facilities import operations, queries
from lianfang.apps.facilities.queries import Household
from lianfang.apps.facilities.terms import (
    CareHours,
    HomeCheckView,
    LivesThere,
    Meal,
    NeedKind,
    NeedStep,
    NeedView,
)
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api.asking import ApiRequest
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Code, Given, Named, ReasonIn, Text
from lianfang.core.pages import told

router = DeniedByDefault(tags=["照护"])


class NeedIn(Given):
    """Who needs what; `every_hours` for what comes back so long after each answer."""

    person: UUID
    kind: NeedKind
    text: Text = ""
    every_hours: Annotated[int, Field(ge=1, le=720)] | None = None


class CareNoteIn(Given):
    """What is to be said of what was done."""

    note: Text = ""


class MealIn(Given):
    """Which meal was brought, to how many people."""

    meal: Meal
    served: Annotated[int, Field(ge=0, le=100_000)]


class MealOut(Schema):
    """The identity of a meal that was brought."""

    uid: UUID


class LivesThereIn(Given):
    """What was found of one who is registered in the household."""

    person: UUID
    lives: bool = True
    isolates: bool = False
    carer: bool = False
    ill: bool = False


class HomeCheckIn(Given):
    """Whose home it is, and each condition: met or not; what is not said is not met.

    `members` speaks of each who is registered there; `unlisted` counts who else lives there.
    """

    person: UUID
    answers: Annotated[dict[Code, bool], Field(max_length=50)]
    members: Annotated[list[LivesThereIn], Field(max_length=50)] = []
    unlisted: Annotated[int, Field(ge=0, le=50)] = 0
    note: Text = ""


@router.get("/facilities/needs", response=list[NeedView])
@needs(Permission.CARE)
def care_needs(request: ApiRequest, area: AreaCode | None = None) -> list[NeedView]:
    """照护需求：未办结的按时限在前"""
    return queries.needs(area=area or "", **told(request))


@router.post("/facilities/needs", response=NeedView)
@needs(Permission.CARE)
def ask_need(request: ApiRequest, given: NeedIn) -> NeedView:
    """登记照护需求；在隔离点的由隔离点负责，居家的按种类由村（社区）负责"""
    every = timedelta(hours=given.every_hours) if given.every_hours else None
    return operations.ask_need(str(given.person), given.kind, text=given.text, every=every, **told(request))


@router.post("/facilities/needs/{need}/acknowledge", response=NeedView)
@needs(Permission.CARE)
def acknowledge_need(request: ApiRequest, need: UUID, given: CareNoteIn) -> NeedView:
    """受理照护需求"""
    return operations.step_need(need, NeedStep.ACKNOWLEDGED, note=given.note, **told(request))


@router.post("/facilities/needs/{need}/answer", response=NeedView)
@needs(Permission.CARE)
def answer_need(request: ApiRequest, need: UUID, given: CareNoteIn) -> NeedView:
    """办结照护需求；定期的从此刻起算下一次"""
    return operations.step_need(need, NeedStep.ANSWERED, note=given.note, **told(request))


@router.post("/facilities/needs/{need}/end", response=NeedView)
@needs(Permission.CARE)
def end_need(request: ApiRequest, need: UUID, given: ReasonIn) -> NeedView:
    """不再需要，写明理由"""
    return operations.step_need(need, NeedStep.ENDED, note=given.reason, **told(request))


@router.post("/facilities/sites/{site}/meals", response=MealOut)
@needs(Permission.RUN_SITE)
def bring_meal(request: ApiRequest, site: UUID, given: MealIn) -> dict[str, UUID]:
    """登记送餐"""
    return {"uid": operations.bring_meal(site, given.meal, served=given.served, **told(request))}


@router.get("/facilities/home-checks", response=list[HomeCheckView])
@needs(Permission.CHECK_HOME)
def home_checks(request: ApiRequest, person: UUID | None = None) -> list[HomeCheckView]:
    """居家隔离条件核查：建议和理由"""
    return queries.home_checks(by=told(request)["by"], person=str(person or ""))


@router.post("/facilities/home-checks", response=HomeCheckView)
@needs(Permission.CHECK_HOME)
def check_home(request: ApiRequest, given: HomeCheckIn) -> HomeCheckView:
    """登记居家隔离条件核查"""
    members = [LivesThere(**one.model_dump() | {"person": str(one.person)}) for one in given.members]
    said: dict[str, Any] = {"members": members, "unlisted": given.unlisted, "note": given.note}
    return operations.check_home(str(given.person), given.answers, **said, **told(request))


@router.get("/facilities/household", response=Household)
@needs(Permission.CHECK_HOME)
def household(request: ApiRequest, person: UUID) -> Household:
    """同住的人：年龄、在期的决定、需要的照护"""
    return queries.household_of(str(person), **told(request))


class CareHoursIn(Given):
    """Hours of a kind of need for an area, from a day on, and on what ground."""

    kind: NeedKind
    area: AreaCode
    acknowledged_minutes: Annotated[int, Field(ge=15, le=10_080)]
    answered_minutes: Annotated[int, Field(ge=15, le=10_080)]
    from_day: date
    ground: Named


@router.get("/facilities/care-hours", response=list[CareHours])
@needs(Permission.CARE)
def care_hours(request: ApiRequest, area: AreaCode) -> list[CareHours]:
    """照护时限：每类多久内受理、办结，依据，从哪天起"""
    return list(queries.care_hours(area=area, **told(request)).values())


@router.post("/facilities/care-hours", response=list[CareHours])
@needs(Permission.MANAGE_SITE)
def set_care_hours(request: ApiRequest, given: CareHoursIn) -> list[CareHours]:
    """设定一类照护的时限，写明依据和从哪天起；此前登记的不变"""
    within = {
        "acknowledged": timedelta(minutes=given.acknowledged_minutes),
        "answered": timedelta(minutes=given.answered_minutes),
    }
    asked = {"area": given.area, "from_day": given.from_day, "ground": given.ground}
    return list(operations.set_hours(given.kind, **asked, **within, **told(request)).values())  # type: ignore[arg-type]
