"""What queries and operations of cases hand over."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from lianfang.apps.cases.terms.words import (
    Classification,
    FoundThrough,
    NearnessSource,
    Situation,
    Team,
    Vehicle,
)
from lianfang.apps.venues.terms import Told


@dataclass(frozen=True, slots=True)
class ReportCard:
    """Items of the report card beside those of the register, as the doctor fills them; empty is not told.

    Source: 传染病报告卡 of 2019 (certainty B).
    """

    card_number: str = ""
    guardian: str = ""
    workplace: str = ""
    group: str = ""
    course: str = ""
    doctor: str = ""
    reporting_unit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """What doctors say of a case at a moment: how it is classified, since when; None is not known."""

    classification: Classification
    onset_on: date | None = None
    sampled_on: date | None = None
    diagnosed_at: datetime | None = None
    died_on: date | None = None
    card: ReportCard = field(default_factory=ReportCard)


@dataclass(frozen=True, slots=True)
class NewPatient:
    """A patient as typed: a person of the register by uid or number, or the facts of one who is not in it."""

    person: str = ""
    name: str = ""
    document: str = ""
    phone: str = ""
    area: str = ""
    address: str = ""
    sex: str = ""
    birth_date: date | None = None
    occupation: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a case belongs and how it was found; what is empty is settled by the register."""

    disease: str
    outbreak: str = ""
    through: FoundThrough | None = None
    unit: UUID | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class CaseCard:
    """A case as known at a moment; `name` is empty where the person lies beyond sight."""

    uid: UUID
    number: str
    outbreak: str
    outbreak_uid: UUID
    person: UUID
    name: str
    area: str
    held_in: str
    post: str
    unit: UUID | None
    disease: str
    found_through: str
    classification: str
    onset_on: date | None
    sampled_on: date | None
    diagnosed_at: datetime | None
    died_on: date | None
    card: dict[str, str]
    stated_at: datetime
    reported_at: datetime | None
    trajectory_hours: int
    trajectory_at: datetime | None
    investigated_at: datetime | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class CaseHappened:
    """One event of a case."""

    kind: str
    classification: str
    onset_on: date | None
    sampled_on: date | None
    diagnosed_at: datetime | None
    note: str
    by: str
    happened_at: datetime
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class OutbreakCard:
    """An outbreak and how many cases it has as known at a moment, by what they are."""

    uid: UUID
    code: str
    name: str
    disease: str
    area: str
    begins_on: date
    cases: int
    confirmed: int
    asymptomatic: int
    excluded: int
    found_in_control: int
    last_onset: date | None


@dataclass(frozen=True, slots=True)
class RowRefused:
    """A row of a file that came back, and why."""

    sheet: str
    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class CaseLoad:
    """Account of a file: `rows = added + corrected + unchanged + skipped + refused`.

    What the mapping leaves out on purpose (who was not ill) is skipped; `linked` found their infector.
    """

    outbreak: str
    rows: int
    added: int = 0
    corrected: int = 0
    unchanged: int = 0
    skipped: int = 0
    refused: int = 0
    refusals: tuple[RowRefused, ...] = ()
    linked: int = 0
    rejects_file: str = ""

    def __post_init__(self) -> None:
        told = self.added + self.corrected + self.unchanged + self.skipped + self.refused
        if self.rows != told:
            raise ArithmeticError(f"the account of cases does not balance: {self}")


@dataclass(frozen=True, slots=True)
class Linked:
    """A case in its chain: from whom, where, in which generation (1 has no known source), how long after."""

    uid: UUID
    number: str
    name: str
    classification: str
    found_through: str
    onset_on: date | None
    sampled_on: date | None
    infector: UUID | None
    infector_number: str
    certainty: str
    setting: str
    generation: int = 1
    serial_interval: int | None = None
    led_to: int = 0


@dataclass(frozen=True, slots=True)
class SettingCount:
    """How many were infected in a setting."""

    setting: str
    cases: int


@dataclass(frozen=True, slots=True)
class AttackRate:
    """Of the close contacts exposed in a setting, how many fell ill after it; `rate` is their share."""

    setting: str
    contacts: int
    cases: int
    rate: float


@dataclass(frozen=True, slots=True)
class Chain:
    """The chains of an outbreak: its cases in the order of their onset, and what they say together.

    Intervals are days between the onsets of infector and infected. `without_source` have no known infector,
    `unlinked` are of these the ones that led to nobody either.
    """

    outbreak: str
    cases: tuple[Linked, ...]
    linked: int
    without_source: int
    unlinked: int
    generations: dict[int, int]
    settings: tuple[SettingCount, ...]
    serial_mean: float | None
    serial_median: float | None
    serial_deviation: float | None
    most_led_to: int
    found_in_control: int
    found_in_control_share: float | None
    attack_rates: tuple[AttackRate, ...] = ()


@dataclass(frozen=True, slots=True)
class Met:
    """How somebody was with a case, as the investigation heard it."""

    situation: Situation
    since: datetime
    until: datetime
    vehicle: Vehicle | None = None
    rows_apart: int | None = None
    place: str = ""
    source: NearnessSource = NearnessSource.TOLD


@dataclass(frozen=True, slots=True)
class MetCard:
    """Somebody of whom the teams heard that the case, or its contact `through`, was with them.

    `person` and `name` say nothing where the caller does not see who it is.
    """

    person: UUID | None
    name: str
    through: str
    situation: str
    vehicle: str
    rows_apart: int | None
    place: str
    since: datetime
    until: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Sought:
    """Account of contacts sought by traces: `meetings = noted + known + left out + strangers`.

    `left_out` counts, by reason, meetings that the table knows nothing of; `strangers` are meetings with
    somebody whom the register does not know: kept with the case, to be called and found.
    """

    meetings: int
    noted: int
    known: int
    left_out: dict[str, int]
    strangers: tuple[Told, ...]
    stays: int

    def __post_init__(self) -> None:
        told = self.noted + self.known + sum(self.left_out.values()) + len(self.strangers)
        if self.meetings != told:
            raise ArithmeticError(f"the account of contacts sought does not balance: {self}")


@dataclass(frozen=True, slots=True)
class ContactChange:
    """What judging by the table would change of one person: `change` is added, changed, dropped or same.

    `through` names the close contacts between, `minutes` says how long they were together in all.
    """

    person: int
    uid: UUID
    name: str
    area: str
    change: str
    degree: int
    rule: str
    why: str
    window_from: date
    first_at: datetime
    last_at: datetime
    place: str = ""
    source: str = ""
    before: datetime | None = None
    through: tuple[str, ...] = ()
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class ContactCard:
    """A contact as judged last: whether it holds, by which rule; since when under control; its own case."""

    uid: UUID
    person: UUID
    name: str
    area: str
    degree: int
    rule: str
    first_at: datetime
    last_at: datetime
    holds: bool
    reason: str
    judged_at: datetime
    controlled_at: datetime | None
    became: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What a judging wrote: how many contacts of each change, how many orders, or why there are none."""

    added: int
    changed: int
    dropped: int
    same: int
    measures: int = 0
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Stay:
    """Where a case was, from when to when, as a team heard it."""

    team: Team
    place: str
    since: datetime
    until: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class StayCard:
    """A stay as it stands: its latest version; `beside` names the one it contradicts, while both stand."""

    stay: UUID
    version: int
    beside: UUID | None
    team: str
    place: str
    since: datetime
    until: datetime
    note: str
    by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class StaySaved:
    """What became of a stay that was written: line and version; `conflict` where another wrote meanwhile."""

    stay: UUID
    version: int
    conflict: bool = False
