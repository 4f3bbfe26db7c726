"""Operations of the API about the account: roll-ups, gaps, kinds of duty, daily briefs."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import FileResponse, HttpResponse
from ninja import Schema
from pydantic import Field

from lianfang.apps.areas import queries as areas
from lianfang.apps.reporting import operations, queries
from lianfang.apps.reporting.rules.layout import brief_document
from lianfang.apps.reporting.terms import FREE_TEXTS, Behind, HeldGap, Record, Rollup
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api import cursors, exports
from lianfang.core.api.asking import ApiRequest, area_within
from lianfang.core.api.exports import ExportIn
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Code, Cursor, Day, Given, Moment, PageOf, Size, Text
from lianfang.core.documents import Part, Piece, read_parts
from lianfang.core.documents import render as printed
from lianfang.core.duty import engine, registry
from lianfang.core.duty.terms import Gap
from lianfang.core.pages import told
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import WrongCall

router = DeniedByDefault(tags=["汇总与缺口"])
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOCX_FILE: dict[str, Any] = {
    "responses": {200: {"description": "日报", "content": {DOCX: {"schema": {"type": "string"}}}}}
}
Column = Literal["due", "done", "on_time", "late", "gap", "overdue"]
Days = Annotated[int, Field(ge=1, le=31, description="共几天，到on为止")]


class KindOut(Schema):
    """A kind of duty."""

    code: str
    name: str
    phrase: str
    subject: str
    post: str
    source: str


class GapCountsOut(Schema):
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


class WrittenIn(Given):
    """A day's brief with the parts that people write, as known at a moment (now if not told)."""

    area: AreaCode
    on: Day | None = None
    as_known_at: Moment | None = None
    texts: dict[Code, Text] = {}


class SignedOut(Schema):
    """The brief that was signed."""

    brief: UUID


class PartOut(Schema):
    """A paragraph, heading, title or table of a brief in plain text, with the keys of its figures."""

    kind: str
    text: str
    rows: list[list[str]]
    figures: list[str]


class BriefPreviewOut(Schema):
    """A brief as it would be printed, with what was written for it so far."""

    area: str
    on: date
    as_known_at: datetime
    texts: dict[str, str]
    figures: dict[str, str]
    parts: list[PartOut]


class BriefShown(Schema):
    """A signed brief: who signed it, when, the digest of its frozen file, what it says."""

    uid: UUID
    area: str
    on: date
    as_known_at: datetime
    by: str
    at: datetime
    digest: str
    parts: list[PartOut]


class BehindOut(PageOf[Behind]):
    """Slots behind a column of the account, and how many there are by kind."""

    counts: dict[str, int]


class RateOut(Schema):
    """Done and due of a kind in one area on one day."""

    on: date
    area: str
    done: int
    due: int


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
    found = listed.held(queries.holding(holder)) if holder else listed
    return cursors.skip(found, cursor=cursor, size=size, at=listed.at.isoformat())


def _frozen(cursor: str) -> datetime | None:
    text = cursors.read(cursor).get("at")
    try:
        return datetime.fromisoformat(text) if text else None
    except (TypeError, ValueError) as problem:
        raise WrongCall(problem="cursor不是上一页给出的。") from problem


@router.get("/gaps/counts", response=GapCountsOut)
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


@router.get("/briefs/preview", response=BriefPreviewOut)
@needs(Permission.VIEW_BRIEF)
def preview(request: ApiRequest, area: AreaCode, as_known_at: Moment | None = None) -> dict[str, Any]:
    """预览一份日报：已写的文字、各项数字、全文"""
    queries.check_sight(area, by=request.actor)
    known = min(as_known_at or request.moment, request.moment)
    on = known.astimezone(ZONE).date()
    texts, _ = queries.draft(area, on)
    account = queries.account_of(area=area, on=on, as_known_at=known)
    parts = read_parts(printed(brief_document(account, uid="", texts=texts)))
    figures = {key: one.text for key, one in account.figures.items()}
    shown = {"texts": texts, "figures": figures, "parts": [_part(one) for one in parts]}
    return {"area": area, "on": on, "as_known_at": known, **shown}


def _part(part: Part) -> PartOut:
    cells = [[_text(cell) for cell in row] for row in part.rows]
    pieces = [*part.pieces, *(piece for row in part.rows for cell in row for piece in cell)]
    keys = [piece.key for piece in pieces if piece.key]
    return PartOut(kind=part.kind, text=_text(part.pieces), rows=cells, figures=keys)


def _text(pieces: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _written(request: ApiRequest, given: WrittenIn) -> dict[str, Any]:
    unknown = given.texts.keys() - FREE_TEXTS.keys()
    if unknown:
        raise WrongCall(problem=f"日报没有由人写的“{min(unknown)}”，可写的有：{'、'.join(FREE_TEXTS)}。")
    known = min(given.as_known_at or request.moment, request.moment)
    on = given.on or known.astimezone(ZONE).date()
    return {"area": given.area, "on": on, "as_known_at": known, "texts": given.texts, **told(request)}


@router.post("/briefs/draft", response={204: None})
@needs(Permission.SIGN_BRIEF)
def save_draft(request: ApiRequest, given: WrittenIn) -> None:
    """保存日报中由人写的部分"""
    areas.require_area(given.area)
    operations.save_draft(**_written(request, given))


@router.post("/briefs/sign", response=SignedOut)
@needs(Permission.SIGN_BRIEF)
def sign_brief(request: ApiRequest, given: WrittenIn) -> dict[str, UUID]:
    """签发日报：写出并固定，此后不能改"""
    return {"brief": operations.sign_brief(**_written(request, given))}


@router.get("/briefs/{brief}", response=BriefShown)
@needs(Permission.VIEW_BRIEF)
def brief(request: ApiRequest, brief: UUID) -> dict[str, Any]:
    """一份已签发的日报"""
    found = queries.signed(brief, by=request.actor)
    shown = {name: getattr(found, name) for name in BriefShown.model_fields if name != "parts"}
    return shown | {"parts": [_part(one) for one in read_parts(found.docx)]}


@router.get("/briefs/{brief}/file", response={200: None}, openapi_extra=DOCX_FILE)
@needs(Permission.VIEW_BRIEF)
def brief_file(request: ApiRequest, brief: UUID) -> HttpResponse:
    """下载已签发的日报，一字不变"""
    return HttpResponse(queries.signed(brief, by=request.actor).docx, content_type=DOCX)


@router.get("/briefs/{brief}/figures/{key}", response=PageOf[Record])
@needs(Permission.VIEW_BRIEF)
def brief_figure(
    request: ApiRequest, brief: UUID, key: Code, cursor: Cursor = "", size: Size = cursors.SIZE
) -> PageOf[Any]:
    """已签发日报中一个数字背后的记录，以截至时间所知为准"""
    found = queries.signed(brief, by=request.actor)
    source = queries.figure(brief, key).source
    records = queries.records_of(found.area, on=found.on, known_at=found.as_known_at, source=source)
    return cursors.skip(records, cursor=cursor, size=size)


@router.get("/gaps/holders", response=PageOf[HeldGap])
@needs(Permission.VIEW_GAPS)
def holders(
    request: ApiRequest,
    area: AreaCode | None = None,
    kind: Code = "",
    at: Moment | None = None,
    cursor: Cursor = "",
    size: Size = cursors.SIZE,
) -> PageOf[Any]:
    """每个责任人名下的缺口，多的在前"""
    moment = _frozen(cursor) or at or request.moment
    view = engine.at_moment(area=area_within(request, area or ""), at=moment)
    kinds = [registry.kind(kind)] if kind else None
    found = queries.by_holder(engine.gaps(view=view, kinds=kinds), at=moment)
    return cursors.skip(found, cursor=cursor, size=size, at=moment.isoformat())


@router.get("/rollups/{area}/behind", response=BehindOut)
@needs(Permission.VIEW_GAPS)
def behind(
    request: ApiRequest,
    area: AreaCode,
    part: Column = "gap",
    kind: Code = "",
    on: Day | None = None,
    as_known_at: Moment | None = None,
    cursor: Cursor = "",
    size: Size = cursors.SIZE,
) -> dict[str, Any]:
    """汇总表中一个数字背后的事项"""
    queries.check_sight(area, by=request.actor)
    known = _frozen(cursor) or as_known_at or request.moment
    view: dict[str, Any] = {
        "area": area,
        "on": on or known.astimezone(ZONE).date(),
        "known_at": known,
        "part": part,
        "own": False,
    }
    counts = queries.count_behind(**view, kinds=[registry.kind(kind)] if kind else None)
    skipped = cursors.number(cursor, "skipped")
    rows = queries.behind(**view, kinds=list(counts), skipped=skipped, most=size + 1)
    after = cursors.write(skipped=skipped + size, at=known.isoformat())
    return {"items": rows[:size], "next": after if len(rows) > size else None, "counts": counts}


@router.get("/rollups/{area}/rates", response=list[RateOut])
@needs(Permission.VIEW_ROLLUP)
def rates(
    request: ApiRequest, area: AreaCode, kind: Code, on: Day | None = None, days: Days = 7
) -> list[dict[str, Any]]:
    """下级各地一类事项逐日的已办和应办"""
    queries.check_sight(area, by=request.actor)
    last = on or request.moment.astimezone(ZONE).date()
    asked = registry.kind(kind)
    found = queries.daily_rates(area=area, kind=asked, on=last, known_at=request.moment, days=days)
    return [
        {"on": day, "area": place, "done": done, "due": due}
        for day, places in found.items()
        for place, (done, due) in places.items()
    ]
