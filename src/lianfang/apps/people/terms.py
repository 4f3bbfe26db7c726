"""Words of people: states, kinds of identity key, grounds and outcomes of merges."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class PersonState(StrEnum):
    """Whether a person is where the register says."""

    PRESENT = "present"
    AWAY = "away"
    LEFT = "left"
    DECEASED = "deceased"


STATE_NAMES: dict[PersonState, str] = {
    PersonState.PRESENT: "在住",
    PersonState.AWAY: "外出",
    PersonState.LEFT: "已迁离",
    PersonState.DECEASED: "已故",
}


class KeyKind(StrEnum):
    """Kinds of identity key: documents by their kind, and telephones."""

    NATIONAL_ID = "national_id"
    PASSPORT = "passport"
    HK_MACAO_PERMIT = "hk_macao_permit"
    HK_MACAO_RESIDENCE = "hk_macao_residence"
    TAIWAN_PERMIT = "taiwan_permit"
    FOREIGN_RESIDENCE = "foreign_residence"
    OTHER_DOCUMENT = "other_document"
    PHONE = "phone"


KEY_NAMES: dict[KeyKind, str] = {
    KeyKind.NATIONAL_ID: "身份证",
    KeyKind.PASSPORT: "护照",
    KeyKind.HK_MACAO_PERMIT: "港澳居民来往内地通行证",
    KeyKind.HK_MACAO_RESIDENCE: "港澳居民居住证",
    KeyKind.TAIWAN_PERMIT: "台湾居民来往大陆通行证",
    KeyKind.FOREIGN_RESIDENCE: "外国人永久居留证",
    KeyKind.OTHER_DOCUMENT: "其他证件",
    KeyKind.PHONE: "电话",
}


SEX_NAMES: dict[str, str] = {"male": "男", "female": "女"}
FACT_NAMES: dict[str, str] = {
    "name": "姓名",
    "document": "证件号码",
    "phone": "电话",
    "sex": "性别",
    "birth_date": "出生年",
    "village": "住地",
}
"""What is compared of two persons, in the words of `DuplicateProposal`."""


@dataclass(frozen=True)
class Registration:
    """Account of a registration: `rows = created + unchanged`; keys are new documents and telephones."""

    rows: int
    created: int
    unchanged: int
    households: int
    keys: int

    def __post_init__(self) -> None:
        if self.rows != self.created + self.unchanged:
            raise ArithmeticError(f"the account of persons does not balance: {self}")


@dataclass(frozen=True)
class PersonLine:
    """A person as a list shows them: documents and telephones masked, the place only to the village."""

    person: UUID
    id: int
    name: str
    sex: str
    birth_year: int | None
    area: str
    place: str
    state: str
    documents: tuple[str, ...]
    phones: tuple[str, ...]


@dataclass(frozen=True)
class ShownKey:
    """A document or telephone as it may be shown."""

    kind: str
    value: str


@dataclass(frozen=True)
class MergedPerson:
    """A record merged into a person, and the merge that did it."""

    person: UUID
    name: str
    merge: UUID
    ground: str
    merged_at: datetime


@dataclass(frozen=True)
class PersonCard:
    """What is known of a person; masked unless `unmasked`. `asked` may be a record merged into this one."""

    person: UUID
    id: int
    asked: str
    unmasked: bool
    name: str
    sex: str
    birth_year: int | None
    birth_date: date | None
    area: str
    place: str
    address: str
    occupation: str
    state: str
    household: UUID | None
    household_size: int
    source: str
    recorded_at: datetime
    keys: tuple[ShownKey, ...]
    merged: tuple[MergedPerson, ...]


@dataclass(frozen=True)
class DuplicateProposal:
    """Two records that may be one person: the rule that found them, what agrees and what differs."""

    a: UUID
    b: UUID
    a_name: str
    b_name: str
    area: str
    rule: str
    agrees: tuple[str, ...]
    differs: tuple[str, ...]


@dataclass(frozen=True)
class Compared:
    """One fact of two persons as it is shown, and whether it speaks for or against their being one."""

    fact: str
    left: str
    right: str
    agrees: bool
    differs: bool


@dataclass(frozen=True)
class PersonLabel:
    """The little that other parts show of a person."""

    person: UUID
    name: str
    area: str
