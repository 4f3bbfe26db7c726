"""Operations of the API about what the public is told: which there are, writing, approving, withdrawing."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from lianfang.apps.bulletin import operations, queries
from lianfang.apps.bulletin.queries import Draft
from lianfang.apps.bulletin.terms import Entry, Frozen, PublicationKind, PublicationState, StepTaken, Wording
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api.asking import ApiRequest
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Day, Given, Named, Text
from lianfang.core.pages import told

router = DeniedByDefault(tags=["公开信息"])


class EntryIn(Given):
    """A line of a list: a place or service, its number or address, a remark."""

    name: Named
    number: Text = ""
    note: Text = ""


class PublicationIn(Given):
    """What is to be published; of a version that corrects another, why."""

    area: AreaCode
    kind: PublicationKind
    title: Named
    text: Text = ""
    entries: Annotated[list[EntryIn], Field(max_length=500)] = []
    begins_on: Day | None = None
    ends_on: Day | None = None
    corrects: UUID | None = None
    correction: Text = ""


class SheetIn(Given):
    """A fact sheet that becomes a question with its answer."""

    sheet: UUID


class NoteIn(Given):
    """Why something is declined or taken back."""

    note: Named


class WrittenOut(Schema):
    """The version that was written."""

    uid: UUID


class PublishedOut(Schema):
    """Whether this approval was the second."""

    published: bool


class PublicationOut(Schema):
    """One version with its figures as frozen, and what was decided."""

    uid: UUID
    series: UUID
    version: int
    area: str
    kind: str
    title: str
    text: str
    entries: list[Entry]
    frozen: Frozen
    state: PublicationState
    steps: list[StepTaken]
    published_at: datetime | None


def _out(one: Draft) -> dict[str, Any]:
    row = one.row
    own = ("uid", "series", "version", "area", "kind", "title", "text", "published_at")
    told_of = {name: getattr(row, name) for name in own}
    return told_of | {
        "entries": one.entries,
        "frozen": one.frozen,
        "state": one.state,
        "steps": one.steps,
    }


@router.get("/publications", response=list[PublicationOut])
@needs(Permission.WRITE_PUBLICATION)
def publications(request: ApiRequest) -> list[dict[str, Any]]:
    """本辖区的公开信息，各个版本，新的在前"""
    return [_out(one) for one in queries.drafts(area=request.actor.scope)]


@router.get("/publications/{version}", response=PublicationOut)
@needs(Permission.WRITE_PUBLICATION)
def publication(request: ApiRequest, version: UUID) -> dict[str, Any]:
    """一个版本"""
    return _out(queries.draft(version, by=request.actor))


@router.post("/publications", response=WrittenOut)
@needs(Permission.WRITE_PUBLICATION)
def write(request: ApiRequest, given: PublicationIn) -> dict[str, UUID]:
    """拟稿，或拟写更正稿；情况发布的数字随即冻结"""
    entries = tuple(Entry(**one.model_dump()) for one in given.entries)
    wording = Wording(given.kind, given.title, given.text, entries, given.begins_on, given.ends_on)
    more = {"corrects": given.corrects, "correction": given.correction}
    return {"uid": operations.write(wording, area=given.area, **more, **told(request))}  # type: ignore[arg-type]


@router.post("/answers", response=WrittenOut)
@needs(Permission.WRITE_PUBLICATION)
def write_faq(request: ApiRequest, given: SheetIn) -> dict[str, UUID]:
    """由事实核查拟写问答"""
    return {"uid": operations.write_faq(given.sheet, **told(request))}


@router.post("/publications/{version}/approve", response=PublishedOut)
@needs(Permission.APPROVE_PUBLICATION)
def approve(request: ApiRequest, version: UUID) -> dict[str, bool]:
    """同意发布；第二人同意后即发布"""
    return {"published": operations.approve(version, **told(request))}


@router.post("/publications/{version}/decline", response={204: None})
@needs(Permission.APPROVE_PUBLICATION)
def decline(request: ApiRequest, version: UUID, given: NoteIn) -> None:
    """退回修改"""
    operations.decline(version, note=given.note, **told(request))


@router.post("/publications/{version}/withdraw", response={204: None})
@needs(Permission.APPROVE_PUBLICATION)
def withdraw(request: ApiRequest, version: UUID, given: NoteIn) -> None:
    """撤回已发布的内容；原内容仍可查看并注明已撤回"""
    operations.withdraw(version, note=given.note, **told(request))
