"""Operations of the API about what people bring: taking in, following, handling. No identity leaves here."""

from uuid import UUID

from ninja import Schema
from pydantic import Field

from lianfang.apps.areas.terms import PostCode
from lianfang.apps.hotline import operations, queries
from lianfang.apps.hotline.terms import (
    Brought,
    Happened,
    Identity,
    LinkKind,
    MatterCard,
    MatterChannel,
    MatterKind,
    MatterState,
    Need,
    Slip,
)
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api import cursors
from lianfang.core.api.asking import ApiRequest
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import (
    AreaCode,
    Code,
    Cursor,
    Day,
    Given,
    Moment,
    Named,
    PageOf,
    ReasonIn,
    Size,
    Text,
)
from lianfang.core.pages import told

router = DeniedByDefault(tags=["来电来信"])


class MatterIn(Given):
    """A matter as it comes in; who brings it is sealed and told to nobody."""

    kind: MatterKind
    need: Need | None = None
    channel: MatterChannel = MatterChannel.PHONE
    area: AreaCode
    text: Named
    name: Text = ""
    phone: Text = ""
    address: Text = ""


class MatterAnswerIn(Given):
    """An answer, which the caller reads; of help, when it was there."""

    text: Named
    happened_at: Moment | None = None


class HandOnIn(Given):
    """To which post of which area a matter goes, and why; or to the head of a unit."""

    area: AreaCode
    post: PostCode
    unit: UUID | None = None
    reason: Named


class LinkIn(Given):
    """What a matter is linked to, by its uid or number there."""

    kind: LinkKind
    to: Code = Field(min_length=1)


class OrderIn(Given):
    """The order that an appeal is against."""

    measure: UUID


class MatterDecisionIn(Given):
    """What is decided on an appeal; upheld, it ends the order."""

    text: Named
    upheld: bool = False


class LetterIn(Given):
    """A letter by e-mail as its file says it; the file is read and not kept, its writer is sealed."""

    file: Named
    content: str = Field(min_length=1, max_length=5_000_000)
    kind: MatterKind = MatterKind.LEAD
    need: Need | None = None
    area: AreaCode


class FactSheetIn(Given):
    """A rumour answered: the question, the facts, where they are from."""

    area: AreaCode
    question: Named
    facts: Text
    source: Named
    on: Day


class MadeOut(Schema):
    """What was written."""

    uid: UUID


class ContactOut(Schema):
    """How to reach who asks for help; that it was shown stands in the log."""

    name: str
    phone: str
    address: str
    mail: str


class EndedOut(Schema):
    """The numbers of the orders that ended."""

    measures: list[int]


@router.get("/matters", response=PageOf[MatterCard])
@needs(Permission.VIEW_MATTERS)
def matters(
    request: ApiRequest,
    state: MatterState | None = None,
    kind: MatterKind | None = None,
    cursor: Cursor = "",
    size: Size = cursors.SIZE,
) -> PageOf[MatterCard]:
    """本辖区经办的事项，新的在前"""
    skipped = cursors.number(cursor, "skipped")
    found = queries.matters(
        scope=request.actor.scope,
        known_at=request.moment,
        state=state or "",
        kind=kind or "",
        most=skipped + size + 1,
    )
    return cursors.page(found[skipped:], size=size, follows=lambda _: cursors.write(skipped=skipped + size))


@router.post("/matters", response=Slip)
@needs(Permission.ADD_MATTER)
def receive(request: ApiRequest, given: MatterIn) -> Slip:
    """登记一件事项；查询码只答复这一次"""
    brought = Brought(given.kind, given.channel, given.area, given.text, given.need)
    identity = Identity(name=given.name, phone=given.phone, address=given.address)
    return operations.receive(brought, identity=identity, **told(request))


@router.post("/matters/letters", response=Slip)
@needs(Permission.ADD_MATTER)
def receive_letter(request: ApiRequest, given: LetterIn) -> Slip:
    """登记一封电子邮件；写信人的身份封存"""
    facts = given.model_dump(exclude={"content", "area"})
    content = given.content.encode(errors="replace")
    return operations.receive_letter(content, place=given.area, **facts, **told(request))


@router.post("/facts", response=MadeOut)
@needs(Permission.WRITE_FACTS)
def write_fact_sheet(request: ApiRequest, given: FactSheetIn) -> dict[str, UUID]:
    """写一则事实核查"""
    return {"uid": operations.write_fact_sheet(**given.model_dump(), **told(request))}


@router.post("/matters/{matter}/contact", response=ContactOut)
@needs(Permission.ANSWER_MATTER)
def show_contact(request: ApiRequest, matter: UUID, given: ReasonIn) -> Identity:
    """求助、咨询、申诉人的联系方式，留痕；举报、投诉的没有"""
    return operations.show_contact(matter, reason=given.reason, **told(request))


@router.get("/matters/{matter}", response=MatterCard)
@needs(Permission.VIEW_MATTERS)
def matter(request: ApiRequest, matter: UUID) -> MatterCard:
    """一件事项办到哪一步"""
    return queries.matter(matter, scope=request.actor.scope, known_at=request.moment)


@router.get("/matters/{matter}/events", response=list[Happened])
@needs(Permission.VIEW_MATTERS)
def events(request: ApiRequest, matter: UUID) -> list[Happened]:
    """一件事项的经过"""
    card = queries.matter(matter, scope=request.actor.scope, known_at=request.moment)
    return queries.events_of(card, known_at=request.moment)


@router.post("/matters/{matter}/acknowledge", response={204: None})
@needs(Permission.ANSWER_MATTER)
def acknowledge(request: ApiRequest, matter: UUID) -> None:
    """签收"""
    operations.acknowledge(matter, **told(request))


@router.post("/matters/{matter}/hand-on", response={204: None})
@needs(Permission.ANSWER_MATTER)
def hand_on(request: ApiRequest, matter: UUID, given: HandOnIn) -> None:
    """转办，写明理由"""
    operations.hand_on(matter, **given.model_dump(), **told(request))


@router.post("/matters/{matter}/link", response={204: None})
@needs(Permission.ANSWER_MATTER)
def link(request: ApiRequest, matter: UUID, given: LinkIn) -> None:
    """关联到人员、决定、单位、场所或督查问题"""
    operations.link(matter, **given.model_dump(), **told(request))


@router.post("/matters/{matter}/answer", response={204: None})
@needs(Permission.ANSWER_MATTER)
def answer(request: ApiRequest, matter: UUID, given: MatterAnswerIn) -> None:
    """答复，写明理由"""
    operations.answer(matter, **given.model_dump(), **told(request))


@router.post("/matters/{matter}/close", response={204: None})
@needs(Permission.ANSWER_MATTER)
def close(request: ApiRequest, matter: UUID, given: ReasonIn) -> None:
    """办结"""
    operations.close(matter, reason=given.reason, **told(request))


@router.post("/matters/{matter}/appeal", response={204: None})
@needs(Permission.LODGE_APPEAL)
def join_appeal(request: ApiRequest, matter: UUID, given: OrderIn) -> None:
    """申诉登记到决定；不停止措施的执行"""
    operations.join_appeal(matter, measure=str(given.measure), **told(request))


@router.post("/matters/{matter}/appeal/decision", response=EndedOut)
@needs(Permission.ANSWER_APPEAL)
def decide_appeal(request: ApiRequest, matter: UUID, given: MatterDecisionIn) -> dict[str, list[int]]:
    """作出申诉决定；作出原决定的人不能办理"""
    return {"measures": operations.decide_appeal(matter, **given.model_dump(), **told(request))}
