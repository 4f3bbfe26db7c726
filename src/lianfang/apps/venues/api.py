"""Operations of the API about venues: their list, files loaded, who was together with whom."""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from ninja import File, Schema, UploadedFile
from pydantic import Field

from lianfang.apps.people import queries as people
from lianfang.apps.venues import operations, queries
from lianfang.apps.venues.rules import limits
from lianfang.apps.venues.terms import WINDOW, Asked, Engine, FileAccount, Told, VenueCard
from lianfang.core import uploads
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api import cursors
from lianfang.core.api.asking import ApiRequest
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Code, Cursor, Given, Moment, Named, PageOf, Size, Text
from lianfang.core.pages import told

router = DeniedByDefault(tags=["场所"])
MOST_ASKED = 1000
MOST_TOLD = 10_000
Minutes = Annotated[int, Field(ge=0, le=24 * 60, description="时间窗，分钟")]


class AskedIn(Given):
    """A person asked about, under a name of the asker, within a time."""

    case: Text = ""
    person: UUID
    since: Moment
    until: Moment


class QuestionIn(Given):
    """Whom a question is about, within which window, and on what ground."""

    persons: Annotated[list[AskedIn], Field(min_length=1, max_length=MOST_ASKED)]
    window: Minutes = int(WINDOW.total_seconds()) // limits.MINUTE
    ground: Named


class TogetherOut(Schema):
    """How a question was answered: how many meetings there are, and the first of them."""

    engine: Engine
    ms: float
    rows: int
    together: list[Told]


@router.get("/venues", response=PageOf[VenueCard])
@needs(Permission.VIEW_VENUES)
def venues(
    request: ApiRequest,
    text: Text = "",
    kind: Code = "",
    area: AreaCode | None = None,
    cursor: Cursor = "",
    size: Size = cursors.SIZE,
) -> PageOf[Any]:
    """场所，按名称；可按场所码或名称、种类、区划筛选"""
    skipped = cursors.number(cursor, "skipped")
    found = queries.venues(text=text, kind=kind, area=area or "", limit=size + 1, skipped=skipped)
    return cursors.page(found, size=size, follows=lambda _: cursors.write(skipped=skipped + size))


@router.get("/venues/{venue}", response=VenueCard)
@needs(Permission.VIEW_VENUES)
def venue(request: ApiRequest, venue: UUID) -> VenueCard:
    """一个场所"""
    return queries.venue(str(venue))


@router.post("/imports/venues", response=FileAccount)
@needs(Permission.LOAD_PRESENCE)
def load_venues(request: ApiRequest, file: File[UploadedFile]) -> FileAccount:
    """登记场所，一个文件；答复每行的去向"""
    with uploads.kept(file) as path:
        return operations.load_venues(path, **told(request))


@router.post("/imports/encounters", response=FileAccount)
@needs(Permission.LOAD_PRESENCE)
def load(request: ApiRequest, file: File[UploadedFile]) -> FileAccount:
    """载入扫码、卡口、乘车、就诊记录，一个文件；答复每行的去向"""
    with uploads.kept(file) as path:
        return operations.load(path, **told(request))


@router.post("/encounters/find", response=TogetherOut)
@needs(Permission.FIND_TOGETHER)
def together(request: ApiRequest, given: QuestionIn) -> dict[str, Any]:
    """谁与这些人同时空，按同处时间从长到短；每次查询连同依据留痕"""
    scope, window = request.actor.scope, timedelta(minutes=given.window)
    asked = [
        Asked(one.case, people.person_id(one.person, scope=scope), one.since, one.until)
        for one in given.persons
    ]
    answer = operations.ask(asked, window, ground=given.ground, **told(request))
    shown = queries.told(answer, most=MOST_TOLD)
    return {"engine": answer.engine, "ms": answer.ms, "rows": len(answer), "together": shown}
