"""Letters about contacts, as operations take them and queries tell them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from lianfang.apps.cases.terms.records import NewPatient, RowRefused

ACKNOWLEDGED_HOURS: Final = 2
ANSWERED_HOURS: Final = 24
LETTER_SOURCE: Final = "协查函2小时内签收、24小时内复函（地方，C）"


@dataclass(frozen=True, slots=True)
class LetterTo:
    """A letter to be sent: to whom (an area of the register, or a name alone), about which contacts, why."""

    persons: tuple[UUID, ...]
    asked: str
    area: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class LetterFrom:
    """A letter as it came from outside: from whom, its number there, when it was sent, what it asks."""

    sender: str
    number: str
    disease: str
    asked: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whom a letter names: who, what they are to the case, last with it on which day."""

    patient: NewPatient
    degree: int
    last_on: date


@dataclass(frozen=True, slots=True)
class LetterCard:
    """A letter as known at a moment; `held_in` and `post` say who must act."""

    uid: UUID
    outgoing: bool
    number: str
    case: str
    case_uid: UUID | None
    area: str
    other: str
    other_area: str
    held_in: str
    post: str
    disease: str
    asked: str
    persons: int
    sent_at: datetime
    acknowledged_at: datetime | None
    answered_at: datetime | None
    answer: str
    by: str
    recorded_at: datetime

    @property
    def acknowledge_by(self) -> datetime:
        """Until when its receipt is due."""
        return self.recorded_at + timedelta(hours=ACKNOWLEDGED_HOURS)

    @property
    def answer_by(self) -> datetime:
        """Until when its answer is due."""
        return self.recorded_at + timedelta(hours=ANSWERED_HOURS)


@dataclass(frozen=True, slots=True)
class LetterPersonCard:
    """A person of a letter: by which rule a contact (of own letters), since when under an order."""

    person: UUID
    name: str
    area: str
    degree: int
    last_on: date
    rule: str
    controlled_at: datetime | None


@dataclass(frozen=True, slots=True)
class LetterTaken:
    """What became of a letter that came in: `rows = registered + located + repeated + refused`.

    Registered were new to the register, located were in it, repeated are named by the letter already;
    refused rows come back with their reasons. Then how many orders were issued, or why none.
    """

    letter: LetterCard
    rows: int
    registered: int = 0
    located: int = 0
    repeated: int = 0
    refused: int = 0
    refusals: tuple[RowRefused, ...] = ()
    measures: int = 0
    refusal: str = ""
    rejects_file: str = ""

    def __post_init__(self) -> None:
        if self.rows != self.registered + self.located + self.repeated + self.refused:
            raise ArithmeticError(f"the account of a letter does not balance: {self}")
