"""Operations of the API: reports leave as tables, as data values, to other servers; drafts of cards."""

from base64 import b64encode
from datetime import date, datetime
from uuid import UUID

from ninja import Schema

from lianfang.apps.areas import queries as areas
from lianfang.apps.exchange import operations, queries
from lianfang.apps.exchange.models import Message, Received
from lianfang.apps.exchange.operations import Left, Span
from lianfang.apps.exchange.rules.envelope import is_receipt
from lianfang.apps.exchange.terms import Direction, MessageState, Party, PeriodKind, TableFormat
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api.asking import ApiRequest, told
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Code, Day, Given, LongText, Named, Text

router = DeniedByDefault(tags=["数据交换"])


class PeerIn(Given):
    """Another server: its name, its public key, for which areas one of us speaks, and when."""

    name: Named
    public_key: Named
    areas: list[AreaCode]
    direction: Direction
    begins_on: Day
    ends_on: Day | None = None
    url: Text = ""


class PeerOut(Schema):
    """A peer as registered."""

    uid: UUID
    name: str
    url: str
    public_key: str
    direction: Direction
    areas: list[str]
    begins_on: date
    ends_on: date | None
    ended_at: datetime | None


class HandOverOut(Schema):
    """A hand-over that left or arrived, and where it stands."""

    uid: UUID
    peer: str
    direction: Direction
    on: date
    sequence: int
    reports: int
    made_at: datetime
    state: MessageState


class PackDayIn(Given):
    """The day whose accepted reports are packed."""

    on: Day


class PackedOut(Schema):
    """What was packed; no uid where nothing was accepted that had not left."""

    uid: UUID | None = None


class EnvelopeIn(Given):
    """An envelope or a receipt, as its file says it."""

    text: LongText


class EnvelopeOut(Schema):
    """An envelope that left, or our receipt for one that arrived, as its file says it."""

    text: str


class SpanIn(Given):
    """Which reports leave, and why."""

    form: Code
    area: AreaCode
    from_day: Day
    until_day: Day
    reason: Named
    accepted: bool = False


class TableIn(SpanIn):
    """Reports as a table with its dictionary."""

    format: TableFormat = TableFormat.XLSX


class ValuesIn(SpanIn):
    """Reports as data values of DHIS2."""

    period: PeriodKind = PeriodKind.DAILY


class UnmappedOut(Schema):
    """Something that has no counterpart on the other side, and why."""

    what: str
    code: str
    reason: str
    remedy: str


class LeftOut(Schema):
    """What left: files by their ending, in base64; how many rows; what found no counterpart."""

    files: dict[str, str]
    rows: int
    unmapped: list[UnmappedOut]


class DraftIn(Given):
    """Why a card is drafted."""

    reason: Named


class CardItemOut(Schema):
    """An item of the card: what is known of it, or who knows it."""

    name: str
    required: bool
    standing: str
    value: str
    note: str


class CardOut(Schema):
    """The card of a person as far as the registry can fill it."""

    person: str
    name: str
    items: list[CardItemOut]
    missing: list[str]
    mark: str


@router.get("/exchange/peers", response=list[PeerOut])
@needs(Permission.VIEW_EXCHANGE)
def peers(request: ApiRequest) -> list[object]:
    """交换对方"""
    return list(queries.peers(by=request.actor))


@router.post("/exchange/peers", response=PeerOut)
@needs(Permission.MANAGE_EXCHANGE)
def add_peer(request: ApiRequest, given: PeerIn) -> object:
    """登记交换对方"""
    party = Party(
        given.name, given.public_key, tuple(given.areas), given.direction, given.begins_on, given.ends_on
    )
    return operations.add_peer(party, url=given.url.strip(), **told(request))


@router.post("/exchange/peers/{peer}/end", response={204: None})
@needs(Permission.MANAGE_EXCHANGE)
def end_peer(request: ApiRequest, peer: UUID) -> tuple[int, None]:
    """停止与对方交换"""
    operations.end_peer(peer=str(peer), **told(request))
    return 204, None


@router.post("/exchange/peers/{peer}/packed", response=PackedOut)
@needs(Permission.MANAGE_EXCHANGE)
def pack(request: ApiRequest, peer: UUID, given: PackDayIn) -> PackedOut:
    """把一天已接收的报表装入信封"""
    made = operations.pack(peer=str(peer), on=given.on, **told(request))
    return PackedOut(uid=made.uid if made else None)


@router.get("/exchange/messages", response=list[HandOverOut])
@needs(Permission.VIEW_EXCHANGE)
def messages(request: ApiRequest) -> list[queries.MessageCard]:
    """发出和收到的信封，新的在前"""
    cards = [*queries.sent(by=request.actor, at=request.moment), *queries.received(by=request.actor)]
    return sorted(cards, key=lambda card: card.made_at, reverse=True)


@router.post("/exchange/messages/{message}/file", response=EnvelopeOut)
@needs(Permission.MANAGE_EXCHANGE)
def envelope(request: ApiRequest, message: UUID) -> EnvelopeOut:
    """取出信封，收到的取回执"""
    found = queries.message(message, by=request.actor)
    if isinstance(found, Received):
        return EnvelopeOut(text=found.receipt)
    return EnvelopeOut(text=operations.envelope_file(message=str(message), **told(request)))


@router.post("/exchange/messages", response=PackedOut)
@needs(Permission.MANAGE_EXCHANGE)
def bring(request: ApiRequest, given: EnvelopeIn) -> PackedOut:
    """带入信封或回执"""
    taken: Message | Received
    if is_receipt(given.text):
        taken = operations.acknowledge(given.text, at=request.moment)
    else:
        taken = operations.receive(given.text, at=request.moment)
    return PackedOut(uid=taken.uid)


@router.post("/exchange/tables", response=LeftOut)
@needs(Permission.EXPORT)
def tables(request: ApiRequest, given: TableIn) -> LeftOut:
    """报表导出为表格和数据字典"""
    return _left(operations.export_table(_span(given), given.format, reason=given.reason, **told(request)))


@router.post("/exchange/data-values", response=LeftOut)
@needs(Permission.EXPORT)
def data_values(request: ApiRequest, given: ValuesIn) -> LeftOut:
    """报表导出为DHIS2数据值"""
    return _left(
        operations.export_data_values(_span(given), given.period, reason=given.reason, **told(request))
    )


@router.post("/people/{person}/card-draft", response=CardOut)
@needs(Permission.UNMASK)
def card(request: ApiRequest, person: UUID, given: DraftIn) -> object:
    """传染病报告卡草稿"""
    return operations.draft_card(person=str(person), reason=given.reason, **told(request))


def _span(given: SpanIn) -> Span:
    area = areas.require_area(given.area)
    return Span(given.form, area, given.from_day, given.until_day, given.accepted)


def _left(left: Left) -> LeftOut:
    files = {ending: b64encode(block).decode() for ending, block in left.files.items()}
    return LeftOut(files=files, rows=left.rows, unmapped=[UnmappedOut.from_orm(one) for one in left.unmapped])
