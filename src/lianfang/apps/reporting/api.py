"""Operations of the API about the account: roll-ups, gaps, kinds of duty, daily briefs."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import FileResponse
from ninja import Schema

from lianfang.apps.areas import queries as areas
from lianfang.apps.reporting import operations, queries
from lianfang.apps.reporting.terms import Rollup
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api import cursors, exports
from lianfang.core.api.asking import ApiRequest, area_within
from lianfang.core.api.exports import ExportIn
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Code, Cursor, Day, Given, Moment, PageOf, Size, Text
from lianfang.core.duty import engine, registry
from lianfang.core.duty.terms import Gap
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import WrongCall

router = DeniedByDefault(tags=["汇总与缺口"])


class KindOut(Schema):
    """A kind of duty."""

    code: str
    name: str
    phrase: str
    subject: str
    post: str
    source: str


class CountsOut(Schema):
    """How many slots are due and not done, by kind."""

    area: str
    as_known_at: datetime
    gaps: dict[str, int]


class BriefIn(Given):
    """A day's brief, as known at a moment (now if not told)."""

    area: AreaCode
    on: Day
    as_known_at: Moment | None = None


class BriefOut(Schema):
    """A brief that was written."""

    brief: UUID
    area: str
    on: date
    as_known_at: datetime
    figures: int
    new: bool


class BriefLine(Schema):
    """A brief as a list shows it."""

    uid: UUID
    area: str
    on: date
    as_known_at: datetime
    by: str
    at: datetime


@router.get("/kinds", response=list[KindOut])
@needs(Permission.VIEW_GAPS)
def kinds(request: ApiRequest) -> list[Any]:
    """责任事项的种类"""
    return list(registry.kinds())


@router.get("/rollups/{area}", response=Rollup)
@needs(Permission.VIEW_ROLLUP)
def rollup(
    request: ApiRequest, area: AreaCode, on: Day | None = None, as_known_at: Moment | None = None
) -> Rollup:
    """逐级汇总：下级各地、各类责任事项的应办、已办、按时、逾期、缺口"""
    queries.check_sight(area, by=request.actor)
    known = as_known_at or request.moment
    return queries.rollup(area=area, on=on or known.astimezone(ZONE).date(), as_known_at=known)


@router.get("/gaps", response=PageOf[Gap])
@needs(Permission.VIEW_GAPS)
def gaps(
    request: ApiRequest,
    area: AreaCode | None = None,
    kind: Code = "",
    holder: Text = "",
    at: Moment | None = None,
    cursor: Cursor = "",
    size: Size = cursors.SIZE,
) -> PageOf[Any]:
    """应办未办的事项，按时限先后；翻页时看到的是同一时刻"""
    asked = _frozen(cursor) or at
    within = area_within(request, areas.require_area(area) if area else "")
    listed = queries.gap_list(
        area=within, at=asked or request.moment, kind=kind, now=asked is None, user=request.actor.user
    )
    found = [gap for gap in listed.gaps if gap.holder == holder] if holder else listed.gaps
    return cursors.skip(found, cursor=cursor, size=size, at=listed.at.isoformat())


def _frozen(cursor: str) -> datetime | None:
    text = cursors.read(cursor).get("at")
    try:
        return datetime.fromisoformat(text) if text else None
    except (TypeError, ValueError) as problem:
        raise WrongCall(problem="cursor不是上一页给出的。") from problem


@router.get("/gaps/counts", response=CountsOut)
@needs(Permission.VIEW_GAPS)
def gap_counts(request: ApiRequest, area: AreaCode | None = None, at: Moment | None = None) -> dict[str, Any]:
    """各类缺口的数目"""
    moment = at or request.moment
    within = area_within(request, areas.require_area(area) if area else "")
    counts = engine.gap_counts(view=engine.at_moment(area=within, at=moment))
    return {"area": within, "as_known_at": moment, "gaps": counts}


@router.get("/briefs", response=PageOf[BriefLine])
@needs(Permission.VIEW_BRIEF)
def briefs(
    request: ApiRequest, area: AreaCode | None = None, cursor: Cursor = "", size: Size = cursors.SIZE
) -> PageOf[Any]:
    """写出的日报，新的在前"""
    skipped = cursors.number(cursor, "skipped")
    found = queries.list_briefs(area=area_within(request, area or ""), most=skipped + size + 1)
    return cursors.skip(found, cursor=cursor, size=size)


@router.post("/briefs", response=BriefOut)
@needs(Permission.SIGN_BRIEF)
def write_brief(request: ApiRequest, given: BriefIn) -> dict[str, Any]:
    """写出一个县或乡镇某日的日报"""
    known = min(given.as_known_at or request.moment, request.moment)
    written = operations.write_brief(
        area=given.area, on=given.on, as_known_at=known, by=request.actor, at=request.moment
    )
    told = {"area": given.area, "on": given.on, "as_known_at": known}
    return {"brief": written.uid, **told, "figures": written.figures, "new": written.new}


@router.post("/exports/gaps", response={200: None}, openapi_extra=exports.CONTENT)
@needs(Permission.EXPORT)
def export_gaps(request: ApiRequest, given: ExportIn) -> FileResponse:
    """导出应办未办的事项"""
    return exports.export(request, given, queries.gaps_leaving(at=request.moment))
