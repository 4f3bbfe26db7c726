"""Operations of the API about contacts: who was met, sought, judged."""

from datetime import timedelta
from uuid import UUID

from ninja import Schema
from pydantic import Field

from lianfang.apps.cases import operations, queries
from lianfang.apps.cases.api.cases import router
from lianfang.apps.cases.terms import (
    ContactCard,
    ContactChange,
    Judged,
    Met,
    NewPatient,
    Situation,
    Sought,
    Stranger,
    Vehicle,
)
from lianfang.apps.venues.terms import WINDOW
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api.asking import ApiRequest
from lianfang.core.api.shapes import AreaCode, Code, Given, Moment, Named, Text
from lianfang.core.pages import told


class MetIn(Given):
    """Somebody who was with a case, or with its close contact `through`: who, how, from when to when."""

    person: Code = ""
    name: Text = ""
    document: Code = ""
    phone: Text = ""
    area: AreaCode = ""
    situation: Situation
    vehicle: Vehicle | None = None
    rows_apart: int | None = Field(default=None, ge=0, le=999)
    place: Text = ""
    since: Moment
    until: Moment
    through: Code = ""


class JudgeIn(Given):
    """Why contacts that hold no longer are dropped, where some do."""

    drop_reason: Text = ""


class SeekIn(Given):
    """Why traces are asked, within how many minutes of each other; `further`: of its close contacts."""

    ground: Named
    further: bool = False
    window: int = Field(default=int(WINDOW.total_seconds()) // 60, ge=0, le=24 * 60)


class MadeMet(Schema):
    """What was written."""

    uid: UUID


@router.get("/cases/{case}/contacts", response=list[ContactCard])
@needs(Permission.VIEW_CASES)
def contacts(request: ApiRequest, case: UUID) -> list[ContactCard]:
    """一例病例的密接和次密接"""
    card = queries.case(case, by=request.actor, known_at=request.moment)
    return queries.contacts(card, known_at=request.moment)


@router.get("/cases/{case}/contacts/proposed", response=list[ContactChange])
@needs(Permission.VIEW_CASES)
def proposed(request: ApiRequest, case: UUID) -> list[ContactChange]:
    """按判定表现在应当怎样判定，与已判定的比较"""
    card = queries.case(case, by=request.actor, known_at=request.moment)
    return queries.proposed(card, at=request.moment)


@router.post("/cases/{case}/met", response=MadeMet)
@needs(Permission.INVESTIGATE_CASE)
def meet(request: ApiRequest, case: UUID, given: MetIn) -> dict[str, UUID]:
    """登记与病例（或其密接）在一起的人"""
    who = {name: getattr(given, name) for name in ("person", "name", "document", "phone", "area")}
    how = {
        name: getattr(given, name)
        for name in ("situation", "vehicle", "rows_apart", "place", "since", "until")
    }
    met, patient = Met(**how), NewPatient(**who)
    return {"uid": operations.meet(case, patient, met, through=given.through, **told(request))}


@router.post("/cases/{case}/seek", response=Sought)
@needs(Permission.FIND_TOGETHER)
def seek(request: ApiRequest, case: UUID, given: SeekIn) -> Sought:
    """按登记的同户和扫码、乘车等记录查找与病例在一起的人；写明依据，留痕"""
    window = timedelta(minutes=given.window)
    return operations.seek(case, ground=given.ground, window=window, further=given.further, **told(request))


class StrangerFoundIn(Given):
    """Who a stranger is: a person of the register, or the facts of one who is not in it."""

    person: Code = ""
    name: Text = ""
    document: Code = ""
    phone: Text = ""
    area: AreaCode = ""


class StrangerReasonIn(Given):
    """Why a stranger can't be found, or is called."""

    reason: Named


@router.get("/cases/{case}/strangers", response=list[Stranger])
@needs(Permission.VIEW_CASES)
def strangers(request: ApiRequest, case: UUID) -> list[Stranger]:
    """与病例同处而登记中没有的人，号码只列部分"""
    card = queries.case(case, by=request.actor, known_at=request.moment)
    return queries.strangers(card, known_at=request.moment)


class StrangerNumber(Schema):
    """The number by which a stranger is called: a telephone, or else a document."""

    number: str


@router.post("/cases/{case}/strangers/{visitor}/call", response=StrangerNumber)
@needs(Permission.INVESTIGATE_CASE)
def call_stranger(request: ApiRequest, case: UUID, visitor: int, given: StrangerReasonIn) -> dict[str, str]:
    """写明理由后查看一个陌生人的号码，留下记录"""
    return {"number": operations.call_stranger(case, visitor, reason=given.reason, **told(request))}


@router.post("/cases/{case}/strangers/{visitor}/find", response=MadeMet)
@needs(Permission.INVESTIGATE_CASE)
def find_stranger(request: ApiRequest, case: UUID, visitor: int, given: StrangerFoundIn) -> dict[str, UUID]:
    """写明一个陌生人是谁；其同处记录归于此人，等待判定"""
    who = NewPatient(**given.model_dump())
    return {"uid": operations.find_stranger(case, visitor, who, **told(request))}


@router.post("/cases/{case}/strangers/{visitor}/give-up", response={204: None})
@needs(Permission.INVESTIGATE_CASE)
def give_up_stranger(request: ApiRequest, case: UUID, visitor: int, given: StrangerReasonIn) -> None:
    """写明一个陌生人为何查不到"""
    operations.give_up_stranger(case, visitor, reason=given.reason, **told(request))


@router.post("/cases/{case}/judge", response=Judged)
@needs(Permission.JUDGE_CONTACT)
def judge(request: ApiRequest, case: UUID, given: JudgeIn) -> Judged:
    """按判定表判定密接，并按政策下达措施"""
    return operations.judge(case, drop_reason=given.drop_reason, **told(request))
