"""Roll-ups of forms, as data and as files."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import FileResponse
from ninja import Schema
from pydantic import Field

from lianfang.apps.areas import queries as areas
from lianfang.apps.forms import queries
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api import exports
from lianfang.core.api.asking import ApiRequest
from lianfang.core.api.exports import ExportIn
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Code, Day, Moment
from lianfang.kernel import area_code
from lianfang.kernel.area_code import Level
from lianfang.kernel.clock import ZONE

router = DeniedByDefault(tags=["报表"])
Levels = Annotated[int, Field(ge=0, le=5, description="往下几级")]


class RolledFieldOut(Schema):
    """A field of a roll-up and by which rule it is rolled up."""

    code: str
    name: str
    unit: str
    rule: str


class FigureOut(Schema):
    """A figure: its value (null: nobody said it), from how many reports, people taken back as counted."""

    value: float | None
    reports: int
    counted_again: int


class PlaceOut(Schema):
    """A place: what was expected and came, its figures by field."""

    area: str
    name: str
    level: str
    expected: int
    received: int
    on_time: int
    late: int
    missing: int
    awaited: int
    zero: int
    accepted: int
    returned: int
    beyond: int
    figures: dict[str, FigureOut]


class FormRollupOut(Schema):
    """A form rolled up over the places of an area; an empty slot is all periods of the day."""

    form: str
    name: str
    area: str
    on: date
    slot: str
    as_known_at: datetime
    fields: list[RolledFieldOut]
    places: list[PlaceOut]


@router.get("/forms/{form}/rollups/{area}", response=FormRollupOut)
@needs(Permission.VIEW_ROLLUP)
def form_rollup(
    request: ApiRequest,
    form: Code,
    area: AreaCode,
    on: Day | None = None,
    slot: Code | None = None,
    as_known_at: Moment | None = None,
    levels: Levels = 1,
) -> dict[str, Any]:
    """一张报表逐级汇总：各项数字和应报、已报、按时、未报；slot不填为全天各期合并"""
    known = as_known_at or request.moment
    lowest = Level(min(area_code.level_of(area) + levels, Level.GRID))
    found = queries.rollup(
        form,
        area=areas.require_area(area),
        from_day=on or known.astimezone(ZONE).date(),
        known_at=known,
        by=request.actor,
        slot=slot,
        lowest=lowest,
    )
    return queries.plain(found, lowest=lowest)


@router.post("/exports/forms/{form}/rollup", response={200: None}, openapi_extra=exports.CONTENT)
@needs(Permission.EXPORT)
def export_form_rollup(
    request: ApiRequest,
    form: Code,
    given: ExportIn,
    on: Day | None = None,
    slot: Code | None = None,
    as_known_at: Moment | None = None,
) -> FileResponse:
    """导出一张报表当日的逐级汇总"""
    known = as_known_at or request.moment
    day = on or known.astimezone(ZONE).date()
    told = queries.rollup_leaving(form, on=day, slot=slot, known_at=known, by=request.actor)
    return exports.export(request, given, told)
