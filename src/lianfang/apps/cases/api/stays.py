"""Operations of the API about the trajectory of a case."""

from uuid import UUID

from pydantic import Field

from lianfang.apps.cases import operations, queries
from lianfang.apps.cases.api.cases import router
from lianfang.apps.cases.terms import (
    Stay,
    StayCard,
    StaySaved,
    Team,
)
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api.asking import ApiRequest
from lianfang.core.api.shapes import Given, Moment, Named, Text
from lianfang.core.pages import told


class StayIn(Given):
    """Where a case was; `stay` and `seen` name the line and the version that the writer saw."""

    team: Team
    place: Named
    since: Moment
    until: Moment
    note: Text = ""
    stay: UUID | None = None
    seen: int = Field(default=0, ge=0, le=100_000)


class StayGoneIn(Given):
    """Which stay is taken out, and the version of it that was seen."""

    stay: UUID
    seen: int = Field(ge=0, le=100_000)


@router.get("/cases/{case}/stays", response=list[StayCard])
@needs(Permission.VIEW_CASES)
def stays(request: ApiRequest, case: UUID) -> list[StayCard]:
    """一例病例到过哪里；有两种说法的都在"""
    card = queries.case(case, by=request.actor, known_at=request.moment)
    return queries.stays(card, known_at=request.moment)


@router.post("/cases/{case}/stays", response=StaySaved)
@needs(Permission.INVESTIGATE_CASE)
def save_stay(request: ApiRequest, case: UUID, given: StayIn) -> StaySaved:
    """登记或修改一处停留；别人同时改过的，两种说法都保留"""
    said = Stay(given.team, given.place, given.since, given.until, given.note)
    return operations.save_stay(case, said, stay=given.stay, seen=given.seen, **told(request))


@router.post("/cases/{case}/stays/remove", response={204: None})
@needs(Permission.INVESTIGATE_CASE)
def remove_stay(request: ApiRequest, case: UUID, given: StayGoneIn) -> None:
    """删去一处停留；写过的仍然保留"""
    operations.remove_stay(case, stay=given.stay, seen=given.seen, **told(request))
