"""Operations of the API about rounds and programmes: who is asked, who came, the weekly bulletin."""

from typing import Annotated, Any
from uuid import UUID

from ninja import Schema, Status
from pydantic import Field

from lianfang.apps.testing import operations, queries
from lianfang.apps.testing.terms import (
    BulletinLine,
    ExemptReason,
    GridCoverage,
    NextStep,
    NotCome,
    ProgrammeKind,
    ProgrammePlan,
    RoundView,
    TubeKind,
)
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api import cursors
from lianfang.core.api.asking import ApiRequest, area_within
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Cursor, Day, Given, Named, PageOf, Size, Text
from lianfang.core.pages import told

router = DeniedByDefault(tags=["检测"])


class RoundIn(Given):
    """A round of an area for a disease; `pack` where none in force provides for rounds."""

    area: AreaCode
    hours: Annotated[int, Field(ge=1, le=240)] = 24
    pool: TubeKind = TubeKind.POOL10
    disease: Text = ""
    pack: Text = ""


class ExemptionIn(Given):
    """Somebody whom rounds until a day do not ask for."""

    person: UUID
    reason: ExemptReason
    until: Day
    note: Text = ""


class ProgrammeIn(Given):
    """Who is tested every how many days, on whose word."""

    area: AreaCode
    name: Named
    kind: ProgrammeKind
    every_days: Annotated[int, Field(ge=1, le=60)]
    source: Named
    certainty: Annotated[str, Field(pattern="^[ABCM]$")]
    words: Annotated[list[Named], Field(max_length=50)] = []
    disease: Text = ""


class ProgrammeOut(Schema):
    """The identity of a programme."""

    uid: UUID


class PersonsIn(Given):
    """Persons by their uids."""

    persons: Annotated[list[UUID], Field(min_length=1, max_length=1000)]


class Listed(Schema):
    """How many were not on the list before."""

    added: int


@router.get("/testing/rounds", response=list[RoundView])
@needs(Permission.VIEW_TESTING)
def rounds(request: ApiRequest, area: AreaCode | None = None) -> list[RoundView]:
    """各轮：应检、已采、管数、结果、阳性，新的在前"""
    return queries.rounds(by=request.actor, area=area_within(request, area) if area else "")


@router.get("/testing/next", response=NextStep)
@needs(Permission.VIEW_TESTING)
def next_step(request: ApiRequest, area: AreaCode) -> NextStep:
    """按政策的停止规则，下一步做什么"""
    asked = told(request)
    return queries.next_step(area_within(request, area), by=asked["by"], on=asked["at"].date())


@router.post("/testing/rounds", response=RoundView)
@needs(Permission.MANAGE_TESTING)
def start_round(request: ApiRequest, given: RoundIn) -> RoundView:
    """启动一轮：应检为常住减外出、豁免和集中隔离的人"""
    facts = given.model_dump() | {"area": area_within(request, given.area)}
    return operations.start_round(facts.pop("area"), **facts, **told(request))


@router.post("/testing/rounds/{round_uid}/end", response=RoundView)
@needs(Permission.MANAGE_TESTING)
def end_round(request: ApiRequest, round_uid: UUID) -> RoundView:
    """结束一轮"""
    return operations.end_round(round_uid, **told(request))


@router.get("/testing/rounds/{round_uid}/coverage", response=list[GridCoverage])
@needs(Permission.VIEW_TESTING)
def coverage(request: ApiRequest, round_uid: UUID, area: AreaCode | None = None) -> list[GridCoverage]:
    """一轮的覆盖，按网格"""
    by = request.actor
    return queries.coverage(queries.round_of(round_uid, by=by), by=by, area=area or "")


@router.get("/testing/rounds/{round_uid}/missing", response=PageOf[NotCome])
@needs(Permission.VIEW_PERSON)
def not_come(
    request: ApiRequest, round_uid: UUID, area: AreaCode, cursor: Cursor = "", size: Size = cursors.SIZE
) -> PageOf[Any]:
    """一轮里还没有来的人，按户"""
    by, skipped = request.actor, cursors.number(cursor, "skipped")
    one = queries.round_of(round_uid, by=by)
    found = queries.not_come(one, by=by, area=area_within(request, area), limit=size + 1, skipped=skipped)
    return cursors.page(found, size=size, follows=lambda _: cursors.write(skipped=skipped + size))


@router.post("/testing/exemptions", response={204: None})
@needs(Permission.MANAGE_TESTING)
def exempt(request: ApiRequest, given: ExemptionIn) -> Status[None]:
    """豁免一人到某日"""
    operations.exempt(str(given.person), given.reason, until=given.until, note=given.note, **told(request))
    return Status(204, None)


@router.post("/testing/programmes", response=ProgrammeOut)
@needs(Permission.MANAGE_TESTING)
def start_programme(request: ApiRequest, given: ProgrammeIn) -> dict[str, Any]:
    """建立检测项目：谁、几天一次、依据"""
    facts = given.model_dump() | {"words": tuple(given.words)}
    area = area_within(request, facts.pop("area"))
    return {"uid": operations.start_programme(ProgrammePlan(**facts), area=area, **told(request)).uid}


@router.post("/testing/programmes/{programme}/persons", response=Listed)
@needs(Permission.MANAGE_TESTING)
def enlist(request: ApiRequest, programme: UUID, given: PersonsIn) -> dict[str, Any]:
    """把人列入按名单的检测项目"""
    persons = [str(one) for one in given.persons]
    return {"added": operations.enlist(programme, persons, **told(request))}


@router.post("/testing/programmes/{programme}/end", response={204: None})
@needs(Permission.MANAGE_TESTING)
def end_programme(request: ApiRequest, programme: UUID) -> Status[None]:
    """从明天起结束检测项目"""
    operations.end_programme(programme, **told(request))
    return Status(204, None)


@router.get("/testing/bulletin", response=list[BulletinLine])
@needs(Permission.VIEW_TESTING)
def bulletin(request: ApiRequest, week: Day, area: AreaCode | None = None) -> list[BulletinLine]:
    """一周的通报：各检测项目的应检、已检、阳性、超期"""
    within = area_within(request, area) if area else ""
    return queries.bulletin(area=within, on=week, **told(request))
