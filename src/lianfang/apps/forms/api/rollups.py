"""Roll-ups of forms, as data and as files."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Schema
from pydantic import Field

from lianfang.apps.areas import queries as areas
from lianfang.apps.forms import operations, queries
from lianfang.apps.forms.operations import RollupAsked
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api import cursors, exports
from lianfang.core.api.asking import ApiRequest
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Code, Cursor, Day, Given, Moment, Named, PageOf, Size
from lianfang.core.exports.leaving import files_answered
from lianfang.core.exports.tables import TableFormat
from lianfang.core.pages import told
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
    rule_name: str


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
    handed: int
    figures: dict[str, FigureOut]


class FormRollupOut(Schema):
    """A form rolled up over the places of an area; no slot is the whole day, by the rule of each field."""

    form: str
    name: str
    area: str
    on: date
    slots: list[str]
    slot: str
    as_known_at: datetime
    fields: list[RolledFieldOut]
    places: list[PlaceOut]


class RolledPersonOut(Schema):
    """Somebody whom a figure counts once, with those who list them; no name where out of sight."""

    person: UUID
    name: str
    area: str
    reporters: list[str]


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
    """一张报表逐级汇总：各项数字和应报、已报、按时、未报；slot不填为全天，几期按各项的汇总办法合并"""
    known = as_known_at or request.moment
    lowest = Level(min(area_code.level_of(area) + levels, Level.GRID))
    found = queries.rollup(
        form,
        area=areas.require_area(area),
        from_day=on or known.astimezone(ZONE).date(),
        known_at=known,
        by=request.actor,
        slot=slot or "",
        lowest=lowest,
    )
    return queries.plain(found, lowest=lowest)


@router.get("/forms/{form}/rollups/{area}/people", response=PageOf[RolledPersonOut])
@needs(Permission.VIEW_PERSON)
def form_rollup_people(
    request: ApiRequest,
    form: Code,
    area: AreaCode,
    field: Code,
    on: Day | None = None,
    slot: Code | None = None,
    as_known_at: Moment | None = None,
    cursor: Cursor = "",
    size: Size = cursors.SIZE,
) -> PageOf[Any]:
    """汇总的一个人数数的是哪些人：每人一次，附列名的单位"""
    known = as_known_at or request.moment
    skipped = cursors.number(cursor, "skipped")
    found = queries.rolled_persons(
        form,
        field,
        area=areas.require_area(area),
        from_day=on or known.astimezone(ZONE).date(),
        known_at=known,
        by=request.actor,
        slot=slot or "",
    )
    rows = found[skipped : skipped + size + 1]
    return cursors.page(rows, size=size, follows=lambda _: cursors.write(skipped=skipped + size))


class RollupExportIn(Given):
    """Of where and as what a roll-up leaves, and why."""

    reason: Named
    area: AreaCode | None = None
    format: TableFormat = TableFormat.XLSX


@router.post("/exports/forms/{form}/rollup", response={200: None}, openapi_extra=exports.CONTENT)
@needs(Permission.EXPORT)
def export_form_rollup(
    request: ApiRequest,
    form: Code,
    given: RollupExportIn,
    on: Day | None = None,
    slot: Code | None = None,
    as_known_at: Moment | None = None,
) -> HttpResponse:
    """导出一张报表当日的逐级汇总，带字典：xlsx为一个文件，csv和parquet连同字典为一个zip"""
    known = as_known_at or request.moment
    day = on or known.astimezone(ZONE).date()
    asked = RollupAsked(form, given.area or request.actor.scope, day, known, slot or "")
    left = operations.export_rollup(asked, given.format, reason=given.reason, **told(request))
    return files_answered(left.files, left.name)
