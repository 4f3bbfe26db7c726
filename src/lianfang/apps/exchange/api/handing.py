"""Operations of the API: peers, envelopes that leave and arrive."""

from datetime import date, datetime
from uuid import UUID

from ninja import Schema

from lianfang.apps.exchange import operations, queries
from lianfang.apps.exchange.models import Message, Received
from lianfang.apps.exchange.queries import HandOverCard
from lianfang.apps.exchange.rules.envelope import is_receipt
from lianfang.apps.exchange.terms import Direction, Party
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api.asking import ApiRequest
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Day, Given, LongText, Named, Text
from lianfang.core.pages import told

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


class FormArrivedOut(Schema):
    """Reports of a form that a peer handed over; `unknown`: of an edition that is not loaded here."""

    form: str
    name: str
    reports: int
    unknown: int


class ArrivalOut(Schema):
    """What a peer that reports to us handed over of a day; without `received_at` nothing came yet."""

    peer: str
    areas: list[str]
    on: date
    forms: list[FormArrivedOut]
    received_at: datetime | None
    envelopes: int


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


@router.get("/exchange/messages", response=list[HandOverCard])
@needs(Permission.VIEW_EXCHANGE)
def messages(request: ApiRequest) -> list[queries.HandOverCard]:
    """发出和收到的信封，新的在前"""
    cards = [*queries.sent(by=request.actor, at=request.moment), *queries.received(by=request.actor)]
    return sorted(cards, key=lambda card: card.made_at, reverse=True)


@router.get("/exchange/arrivals", response=list[ArrivalOut])
@needs(Permission.VIEW_EXCHANGE)
def arrivals(request: ApiRequest, on: Day) -> list[queries.Arrival]:
    """下级到报：一天的报表谁已移交、谁还没有"""
    return queries.arrivals(on=on, by=request.actor, known_at=request.moment)


@router.post("/exchange/messages/{message}/resend", response={204: None})
@needs(Permission.MANAGE_EXCHANGE)
def resend(request: ApiRequest, message: UUID) -> tuple[int, None]:
    """马上重发还没有签收的信封"""
    operations.resend(message=str(message), **told(request))
    return 204, None


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
