"""What control tells of orders, observations and files, as plain values."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from lianfang.apps.control.terms.words import Fate, FieldFate, Result, Slot


@dataclass(frozen=True, slots=True)
class FieldRecord:
    """A record as it was made away from the server: identified by its maker, its values as typed.

    `over` is the uid of somebody else's reading that the maker has seen and means to correct.
    """

    id: str
    kind: str
    person: str
    happened_at: datetime
    values: Mapping[str, str]
    over: str = ""


@dataclass(frozen=True, slots=True)
class Other:
    """What somebody else recorded before: who, when it was so, what; `uid` where it can be corrected."""

    by: str
    at: datetime
    value: str
    uid: UUID | None = None


@dataclass(frozen=True, slots=True)
class FieldOutcome:
    """What became of a record made in the field, and whether it calls for transfer."""

    id: str
    fate: FieldFate
    sentence: str
    alert: bool = False
    other: Other | None = None


class ReadingRecord(NamedTuple):
    """A temperature as another program sends it; the day is that of its moment, or today."""

    person: UUID
    slot: Slot
    celsius: Decimal
    symptoms: str = ""
    day: date | None = None
    happened_at: datetime | None = None


class RecordFate(NamedTuple):
    """What became of one record of many: its fate, whether it calls for transfer, why it was refused."""

    fate: Fate
    alert: bool
    problem: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """Who let an order be stricter than its table, and why; both must be told."""

    approved_by: str = ""
    reason: str = ""

    @property
    def complete(self) -> bool:
        return bool(self.approved_by.strip() and self.reason.strip())


UNAPPROVED = Approval()


@dataclass(frozen=True, slots=True)
class Receipt:
    """How a notice was handed over: to whom, in which relation to the person, by which two officers.

    Two officers serve and a signature, or a witness's where it is refused, stands on the receipt
    (行政强制法 Art. 18, A).
    """

    signed_by: str
    relation: str
    officers: tuple[str, str]
    refused: bool = False


@dataclass(frozen=True, slots=True)
class BatchOfIssue:
    """A received list as far as an issue of orders asks for it."""

    id: int
    area: str
    disease: str
    done: bool


@dataclass(frozen=True, slots=True)
class MeasureView:
    """An order as its rules judge it: the order itself and what has become of it."""

    id: int
    uid: UUID
    series: UUID
    step: int
    person_id: int
    person_uid: UUID
    area: str
    disease: str
    rule_id: int
    measure: str
    place: str
    test_dates: tuple[date, ...]
    starts_on: date
    ordered_until: date
    ends_on: date
    issued_at: datetime
    served_at: datetime | None
    visited_at: datetime | None
    ended_at: datetime | None
    end_ground: str
    released_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReleaseFate:
    """What became of one release of many: done, or why not and what is still missing."""

    measure: int
    person: UUID | None
    released: bool
    problem: str = ""
    code: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sampled:
    """A laboratory result as far as a release asks for it."""

    sampled_on: date
    result: str
    ct: Decimal | None = None


@dataclass(frozen=True, slots=True)
class SampleResult:
    """A laboratory result of one sample of a person; without a disease, the only one that is possible."""

    person: UUID
    sample: UUID
    sampled_at: datetime
    result: Result
    ct: Decimal | None = None
    laboratory: str = ""
    disease: str = ""


@dataclass(frozen=True, slots=True)
class ResultsTaken:
    """Account of results of samples: `rows = added + unchanged + refused`."""

    rows: int
    added: int
    unchanged: int
    refused: int

    def __post_init__(self) -> None:
        if self.rows != self.added + self.unchanged + self.refused:
            raise ArithmeticError(f"the account of results does not balance: {self}")


@dataclass(frozen=True, slots=True)
class Issued:
    """Account of an issue; every exposure has one fate.

    `exposures = ordered + ordered_before + already_under + not_covered + over + deceased`; `superseded`
    counts older orders that the new ones replaced, `stricter` kinds of exposure with an approved deviation.
    """

    pack: str
    exposures: int
    ordered: int
    ordered_before: int
    already_under: int
    not_covered: int
    over: int
    deceased: int
    measures: int
    persons: int
    superseded: int
    stricter: int
    seconds: float = 0.0

    def __post_init__(self) -> None:
        answered = self.ordered + self.ordered_before + self.already_under
        left = self.not_covered + self.over + self.deceased
        if self.exposures != answered + left:
            raise ArithmeticError(f"the account of orders does not balance: {asdict(self)}")


@dataclass(frozen=True, slots=True)
class Understood:
    """A table that was found in a file: its sheet, the row of its headers, what each column was read as."""

    sheet: str
    header_row: int
    columns: tuple[tuple[str, str], ...]
    rows: int


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row of a file that can't be used: where it stands, what it says (numbers masked), why."""

    sheet: str
    row: int
    content: str
    reason: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """Account of a file: `rows = added + superseding + unchanged + refused`."""

    rows: int
    added: int
    superseding: int
    unchanged: int
    refused: int
    alerts: int
    rejects_file: str = ""
    tables: tuple[Understood, ...] = ()
    refusals: tuple[RefusedRow, ...] = ()

    def __post_init__(self) -> None:
        if self.rows != self.added + self.superseding + self.unchanged + self.refused:
            raise ArithmeticError(f"the account of the file does not balance: {asdict(self)}")
