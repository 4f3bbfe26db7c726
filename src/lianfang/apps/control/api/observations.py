"""Operations of the API about what is observed: temperatures, calls and visits, laboratory results."""

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Schema
from pydantic import Field

from lianfang.apps.control import operations, queries
from lianfang.apps.control.operations import Observed
from lianfang.apps.control.terms import EncounterKind, EncounterOutcome, ReadingRecord, Result, Slot
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api import bulk, cursors
from lianfang.core.api.asking import ApiRequest, area_within
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Cursor, Day, Given, Moment, PageOf, Size, Text
from lianfang.kernel.clock import ZONE

router = DeniedByDefault(tags=["体温、走访、检测"])
JSON = "application/json; charset=utf-8"
Degrees = Annotated[Decimal, Field(ge=0, le=100, max_digits=6, decimal_places=3)]


class ReadingIn(Given):
    """A temperature in °C; the day is that of `happened_at`, or today."""

    person: UUID
    slot: Slot
    celsius: Degrees
    symptoms: Text = ""
    day: Day | None = None
    happened_at: Moment | None = None


class ReadingsIn(Given):
    """Many temperatures; each has its own fate."""

    readings: Annotated[list[ReadingIn], Field(min_length=1, max_length=5000)]


class RecordFateOut(Schema):
    """What became of one record."""

    fate: str
    alert: bool
    problem: str
    code: str


class ReadingsOut(Schema):
    """Every record's fate, in the order in which they were sent."""

    fates: list[RecordFateOut]


class ReadingOut(Schema):
    """A temperature as it was recorded."""

    uid: UUID
    person: UUID
    area: str
    on_date: date
    slot: str
    celsius: Decimal
    symptoms: str
    repeats: bool
    by: str
    happened_at: datetime
    recorded_at: datetime


class EncounterIn(Given):
    """A call, knock, visit or transfer, and what came of it."""

    person: UUID
    kind: EncounterKind
    outcome: EncounterOutcome
    happened_at: Moment | None = None
    note: Text = ""


class EncountersIn(Given):
    """Many encounters; each has its own fate."""

    encounters: Annotated[list[EncounterIn], Field(min_length=1, max_length=500)]


class ResultIn(Given):
    """A laboratory result by sampling day; without a disease, of the order's, or the one with a policy."""

    person: UUID
    result: Result
    disease: Text = ""
    sampled_on: Day | None = None
    happened_at: Moment | None = None
    ct: Annotated[Decimal, Field(ge=0, le=100, max_digits=4, decimal_places=1)] | None = None
    laboratory: Text = ""


class ResultsIn(Given):
    """Many results; each has its own fate."""

    results: Annotated[list[ResultIn], Field(min_length=1, max_length=500)]


@router.post("/readings", response=Observed)
@needs(Permission.ADD_READING)
def add_reading(request: ApiRequest, given: ReadingIn) -> HttpResponse:
    """登记一次体温；同一时段再次登记为更正"""
    happened = given.happened_at
    observed = operations.add_reading(
        person=str(given.person),
        slot=given.slot,
        celsius=given.celsius,
        symptoms=given.symptoms,
        day=given.day or (happened.astimezone(ZONE).date() if happened else None),
        happened_at=happened,
        by=request.actor,
        at=request.moment,
    )
    return _json({"person": str(observed.person), "fate": observed.fate, "alert": observed.alert})


def _json(told: object) -> HttpResponse:
    """An answer that is not checked against its shape: temperatures come by the thousand."""
    return HttpResponse(json.dumps(told), content_type=JSON)


@router.post("/readings/bulk", response=ReadingsOut)
@needs(Permission.ADD_READING)
def add_readings(request: ApiRequest, given: ReadingsIn) -> HttpResponse:
    """成批登记体温：逐条答复，一条退回不影响其他"""
    records = [
        ReadingRecord(one.person, one.slot, one.celsius, one.symptoms, one.day, one.happened_at)
        for one in given.readings
    ]
    fates = operations.add_readings(records, by=request.actor, at=request.moment)
    said = {one: json.dumps(one._asdict()) for one in set(fates)}  # few differ
    told = ", ".join(said[one] for one in fates)
    return HttpResponse(f'{{"fates": [{told}]}}', content_type=JSON)


@router.get("/readings", response=PageOf[ReadingOut])
@needs(Permission.VIEW_PERSON)
def readings(
    request: ApiRequest,
    area: AreaCode | None = None,
    on: Day | None = None,
    cursor: Cursor = "",
    size: Size = cursors.SIZE,
) -> PageOf[Any]:
    """辖区内某日的体温，按登记先后"""
    found = queries.list_readings(
        area=area_within(request, area or ""),
        on=on or request.moment.astimezone(ZONE).date(),
        after=cursors.number(cursor),
        limit=size + 1,
    )
    return cursors.page(found, size=size, follows=lambda row: cursors.write(after=row["id"]))


@router.post("/encounters", response=Observed)
@needs(Permission.ADD_ENCOUNTER)
def add_encounter(request: ApiRequest, given: EncounterIn) -> Observed:
    """登记一次电话、敲门、上门或转运"""
    return _encounter(request, given)


def _encounter(request: ApiRequest, given: EncounterIn) -> Observed:
    told = given.model_dump() | {"person": str(given.person)}
    return operations.add_encounter(**told, by=request.actor, at=request.moment)


@router.post("/encounters/bulk", response=bulk.Fates)
@needs(Permission.ADD_ENCOUNTER)
def add_encounters(request: ApiRequest, given: EncountersIn) -> bulk.Fates:
    """成批登记走访结果：逐条答复"""
    return bulk.each(given.encounters, lambda told: str(_encounter(request, told).person))


@router.post("/results", response=Observed)
@needs(Permission.ADD_RESULT)
def add_result(request: ApiRequest, given: ResultIn) -> Observed:
    """登记一次检测结果"""
    return _result(request, given)


def _result(request: ApiRequest, given: ResultIn) -> Observed:
    told = given.model_dump() | {"person": str(given.person)}
    return operations.add_result(**told, by=request.actor, at=request.moment)


@router.post("/results/bulk", response=bulk.Fates)
@needs(Permission.ADD_RESULT)
def add_results(request: ApiRequest, given: ResultsIn) -> bulk.Fates:
    """成批登记检测结果：逐条答复"""
    return bulk.each(given.results, lambda told: str(_result(request, told).person))
