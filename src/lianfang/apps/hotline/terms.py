"""Words of the hotline: what people bring, what becomes of it, what is sealed, what is opened."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID


class MatterKind(StrEnum):
    """What somebody brings."""

    LEAD = "lead"
    COMPLAINT = "complaint"
    HELP = "help"
    APPEAL = "appeal"
    QUESTION = "question"


KIND_NAMES: dict[MatterKind, str] = {
    MatterKind.LEAD: "举报线索",
    MatterKind.COMPLAINT: "投诉",
    MatterKind.HELP: "求助",
    MatterKind.APPEAL: "申诉",
    MatterKind.QUESTION: "咨询",
}
SEALED_KINDS: Final = frozenset({MatterKind.LEAD, MatterKind.COMPLAINT})
"""Who brings such a matter is sealed in the vault: two named people open it together, nobody else ever."""


class Need(StrEnum):
    """What somebody who asks for help needs to live."""

    FOOD = "food"
    MEDICINE = "medicine"
    DIALYSIS = "dialysis"
    BIRTH = "birth"
    CARE = "care"
    COUNSEL = "counsel"


NEED_NAMES: dict[Need, str] = {
    Need.FOOD: "食品和日用品",
    Need.MEDICINE: "药品",
    Need.DIALYSIS: "透析、放化疗等不能中断的治疗",
    Need.BIRTH: "孕产和急症就医",
    Need.CARE: "老人、儿童、残疾人无人照料",
    Need.COUNSEL: "心理疏导",
}


class MatterChannel(StrEnum):
    """How a matter came in."""

    PHONE = "phone"
    WEB = "web"
    MAIL = "mail"
    LETTER = "letter"


CHANNEL_NAMES: dict[MatterChannel, str] = {
    MatterChannel.PHONE: "电话",
    MatterChannel.WEB: "网页",
    MatterChannel.MAIL: "电子邮件",
    MatterChannel.LETTER: "来信来访",
}


class EventKind(StrEnum):
    """What happens to a matter after it came in."""

    ASSIGNED = "assigned"
    ACKNOWLEDGED = "acknowledged"
    HANDED_ON = "handed_on"
    LINKED = "linked"
    JOINED = "joined"
    ANSWERED = "answered"
    RATED = "rated"
    CLOSED = "closed"


EVENT_NAMES: dict[EventKind, str] = {
    EventKind.ASSIGNED: "派单",
    EventKind.ACKNOWLEDGED: "签收",
    EventKind.HANDED_ON: "转办",
    EventKind.LINKED: "关联",
    EventKind.JOINED: "登记为对决定的申诉",
    EventKind.ANSWERED: "答复",
    EventKind.RATED: "评价",
    EventKind.CLOSED: "办结",
}


class MatterState(StrEnum):
    """Where a matter stands: what follows from its events."""

    WAITING = "waiting"
    TAKEN = "taken"
    REVIEWED = "reviewed"
    ANSWERED = "answered"
    RETURNED = "returned"
    CLOSED = "closed"


STATE_NAMES: dict[MatterState, str] = {
    MatterState.WAITING: "待签收",
    MatterState.TAKEN: "办理中",
    MatterState.REVIEWED: "申诉复核中",
    MatterState.ANSWERED: "已答复",
    MatterState.RETURNED: "不满意，重新办理",
    MatterState.CLOSED: "已办结",
}


class Satisfaction(StrEnum):
    """How the caller finds the answer."""

    SATISFIED = "satisfied"
    FAIR = "fair"
    UNSATISFIED = "unsatisfied"


SATISFACTION_NAMES: dict[Satisfaction, str] = {
    Satisfaction.SATISFIED: "满意",
    Satisfaction.FAIR: "基本满意",
    Satisfaction.UNSATISFIED: "不满意",
}


class LinkKind(StrEnum):
    """What a matter is linked to; by the uid or number that it bears there."""

    PERSON = "person"
    ORDER = "order"
    UNIT = "unit"
    VENUE = "venue"
    FINDING = "finding"


LINK_NAMES: dict[LinkKind, str] = {
    LinkKind.PERSON: "人员",
    LinkKind.ORDER: "管控决定",
    LinkKind.UNIT: "单位",
    LinkKind.VENUE: "场所",
    LinkKind.FINDING: "督查问题",
}


class OpeningState(StrEnum):
    """Where the opening of a sealed identity stands."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    OPENED = "opened"
    EXPIRED = "expired"


OPENING_NAMES: dict[OpeningState, str] = {
    OpeningState.ASKED: "待另一人确认",
    OpeningState.CONFIRMED: "已确认，可查看一次",
    OpeningState.DECLINED: "未同意",
    OpeningState.OPENED: "已查看",
    OpeningState.EXPIRED: "已过时限",
}


@dataclass(frozen=True, slots=True)
class Identity:
    """Who brings a matter and how to reach them, as far as they say. Never logged, never exported."""

    name: str = ""
    phone: str = ""
    address: str = ""
    mail: str = ""

    @property
    def given(self) -> bool:
        """Whether anything is known."""
        return any((self.name, self.phone, self.address, self.mail))

    def __repr__(self) -> str:
        return "Identity(…)"


@dataclass(frozen=True, slots=True)
class Revealed:
    """What the vault holds of a matter: who brings it, and their words as they came."""

    identity: Identity
    words: str

    def __repr__(self) -> str:
        return "Revealed(…)"


@dataclass(frozen=True, slots=True)
class Brought:
    """A matter as it comes in: where it happened, what of which kind, in which words."""

    kind: MatterKind
    channel: MatterChannel
    place: str
    text: str
    need: Need | None = None


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter by e-mail: what it says and who wrote it."""

    text: str
    identity: Identity
    message_id: str


@dataclass(frozen=True, slots=True)
class Slip:
    """What the caller gets: the receipt number, and the code with which alone it can be followed."""

    number: str
    code: str
    uid: UUID


@dataclass(frozen=True, slots=True)
class MatterCard:
    """A matter as known at a moment: its words, where it stands, who has it, by when it is due."""

    uid: UUID
    number: str
    kind: str
    need: str
    channel: str
    place: str
    area: str
    text: str
    received_at: datetime
    state: str
    post: str
    held_in: str
    due_at: datetime
    answer: str
    answered_at: datetime | None
    satisfaction: str
    appeal: UUID | None
    upheld: bool
    has_contact: bool
    sealed: bool


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of a matter."""

    kind: str
    note: str
    post: str
    held_in: str
    satisfaction: str
    link: str
    link_to: str
    by: str
    happened_at: datetime


@dataclass(frozen=True, slots=True)
class PublicStatus:
    """What the caller sees with number and code: where it stands and the answer; no name of anybody."""

    number: str
    kind: str
    state: str
    received_at: datetime
    due_at: datetime
    answered_at: datetime | None
    answer: str
    satisfaction: str


@dataclass(frozen=True, slots=True)
class OpeningCard:
    """A request to open a sealed identity, and where it stands."""

    uid: UUID
    number: str
    matter: UUID
    reason: str
    asked_by: int
    asked_name: str
    confirmer: int
    confirmer_name: str
    asked_at: datetime
    expires_at: datetime
    state: str
