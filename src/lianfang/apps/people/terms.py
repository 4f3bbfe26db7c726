"""Words of people: states, kinds of identity key, grounds and outcomes of merges."""

from dataclasses import dataclass
from enum import StrEnum


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
