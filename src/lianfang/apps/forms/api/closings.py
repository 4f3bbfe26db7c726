"""Of whom nothing is expected for a time, and which days are off."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from lianfang.apps.forms import operations, queries
from lianfang.apps.forms.models import Closing
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api import cursors
from lianfang.core.api.asking import ApiRequest
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import Code, Cursor, Day, Given, Named, PageOf, Size
from lianfang.core.pages import told

router = DeniedByDefault(tags=["报表"])


class ClosingIn(Given):
    """Who is closed, for which form (all where none is named), from when until when, and why."""

    reporter: Code
    form: Annotated[str, Field(max_length=100)] = ""
    from_on: Day
    until_on: Day | None = None
    reason: Named


class ClosingOut(Schema):
    """A time in which nothing is expected of a reporter; both days are within."""

    uid: UUID
    reporter: str
    area: str
    form: str
    from_on: date
    until_on: date | None
    reason: str
    by: str
    at: datetime


class ClosingEnd(Given):
    """The last day of a closing."""

    until_on: Day


class DayOffIn(Given):
    """A day that is off, or worked although it is a weekend, and what it is."""

    on: Day
    holiday: bool
    name: Named


class DayOffOut(Schema):
    """A day that is unlike its weekday."""

    on: date
    holiday: bool
    name: str


@router.get("/closings", response=PageOf[ClosingOut])
@needs(Permission.VIEW_REPORTS)
def closings(
    request: ApiRequest, on: Day | None = None, cursor: Cursor = "", size: Size = cursors.SIZE
) -> PageOf[Any]:
    """停报的单位；写明日期的，只列那一天停报的"""
    skipped = cursors.number(cursor, "skipped")
    found = queries.closings(by=request.actor, on=on)[skipped : skipped + size + 1]
    return cursors.page(found, size=size, follows=lambda _: cursors.write(skipped=skipped + size))


@router.post("/closings", response=ClosingOut)
@needs(Permission.DECIDE_REPORT)
def close_reporter(request: ApiRequest, given: ClosingIn) -> Closing:
    """登记停报：停报期间不应报"""
    return operations.close_reporter(
        given.reporter,
        from_on=given.from_on,
        until_on=given.until_on,
        reason=given.reason,
        form=given.form,
        **told(request),
    )


@router.post("/closings/{closing}/end", response=ClosingOut)
@needs(Permission.DECIDE_REPORT)
def end_closing(request: ApiRequest, closing: UUID, given: ClosingEnd) -> Closing:
    """登记停报的最后一天，次日起应报"""
    return operations.end_closing(closing, until_on=given.until_on, **told(request))


@router.get("/days-off", response=list[DayOffOut])
@needs(Permission.VIEW_REPORTS)
def days_off(request: ApiRequest, year: Annotated[int, Field(ge=2000, le=2100)]) -> list[DayOffOut]:
    """一年中与平常不同的日子：放假的，和周末上班的"""
    return [DayOffOut(on=day.period_on, holiday=day.holiday, name=day.name) for day in queries.days_off(year)]


@router.post("/days-off", response=DayOffOut)
@needs(Permission.MANAGE_FORMS)
def set_day_off(request: ApiRequest, given: DayOffIn) -> DayOffOut:
    """登记放假，或周末上班；再次登记替换"""
    operations.set_day(given.on, holiday=given.holiday, name=given.name, **told(request))
    return DayOffOut(on=given.on, holiday=given.holiday, name=given.name)
