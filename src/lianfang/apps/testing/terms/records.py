"""What testing tells of programmes, tubes and rounds, as plain values."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import PlainSerializer

from lianfang.apps.control.terms import Result
from lianfang.apps.testing.terms.words import FAULT_NAMES, REMEDIES, ProgrammeKind, TubeFault, TubeKind

Clock = Annotated[time, PlainSerializer(lambda moment: f"{moment:%H:%M}", return_type=str)]
"""A time of day, told to programs as 08:00."""


@dataclass(frozen=True, slots=True)
class ProgrammePlan:
    """A programme as it is set up: whom it asks for, how often, on whose word, for which disease."""

    name: str
    kind: ProgrammeKind
    every_days: int
    source: str
    certainty: str
    words: tuple[str, ...] = ()
    disease: str = ""


@dataclass(frozen=True, slots=True)
class PointPlan:
    """A sampling point as it is set up."""

    name: str
    address: str
    per_hour: int
    samplers: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class PointFigures:
    """A sampling point with what is known of its queue; `taken`: samples of the last hour."""

    uid: UUID
    area: str
    name: str
    address: str
    per_hour: int
    samplers: int
    opens: Clock
    closes: Clock
    waiting: int | None
    told_at: datetime | None
    taken: int


@dataclass(frozen=True, slots=True)
class PointState:
    """A sampling point now: who waits, people an hour (`measured`, or as planned), minutes of waiting.

    `wait` is none where nobody told of late how many wait, or while the point is closed. `over`: one waits
    longer than is fit, or longer than it is open; then `next` is the nearest that is free.
    """

    point: PointFigures
    is_open: bool
    waiting: int | None
    rate: int
    measured: bool
    wait: int | None
    over: bool
    next: "PointState | None" = None

    def with_next(self, other: "PointState | None") -> "PointState":
        """The same, with the nearest point that is free."""
        return replace(self, next=other)


@dataclass(frozen=True, slots=True)
class Swab:
    """Somebody who was sampled, as typed: tube and kind, the person by uid, document, or phone and name.

    A `visitor` whom the register does not know is registered with it, at the `home` that is told if that is
    found, else at the point. Without a `disease` it is the open round's, or the only one that is possible.
    """

    client_id: UUID
    tube: str
    kind: TubeKind
    sampled_at: datetime
    person: str = ""
    document: str = ""
    phone: str = ""
    name: str = ""
    point: UUID | None = None
    visitor: bool = False
    home: str = ""
    disease: str = ""


@dataclass(frozen=True, slots=True)
class Sealing:
    """A tube that was sealed at a point, as its phone recorded it."""

    client_id: UUID
    tube: str
    sealed_at: datetime


@dataclass(frozen=True, slots=True)
class SwabFate:
    """What became of a record: new (`fresh`), known already, or refused for a fault or another problem."""

    fresh: bool = False
    fault: TubeFault | None = None
    person: UUID | None = None
    problem: str = ""

    @property
    def told(self) -> str:
        """Why it was refused and what to do."""
        return f"{FAULT_NAMES[self.fault]}。{REMEDIES[self.fault]}。" if self.fault else self.problem


@dataclass(frozen=True, slots=True)
class Held:
    """What results of pools brought at once: orders made, orders ended; why none could be made."""

    ordered: int = 0
    freed: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class TubeResult:
    """What a laboratory found in a tube."""

    tube: str
    result: Result
    found_at: datetime
    ct: Decimal | None = None
    laboratory: str = ""
    plate: str = ""


@dataclass(frozen=True, slots=True)
class RejectedTube:
    """A row that comes back: where it stands, the value at fault, why, what to do."""

    sheet: str
    row: int
    column: str
    value: str
    fault: TubeFault
    reason: str = ""
    remedy: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "reason", FAULT_NAMES[self.fault])
        object.__setattr__(self, "remedy", REMEDIES[self.fault])


@dataclass(frozen=True, slots=True)
class TubeAccount:
    """What became of a file: `rows = taken + unchanged + rejected`; `members` of tubes that it reached."""

    file: str
    rows: int
    taken: int
    unchanged: int
    rejected: int
    tubes: int = 0
    members: int = 0
    rejects: str = ""
    first: tuple[RejectedTube, ...] = ()

    def __post_init__(self) -> None:
        if self.rows != self.taken + self.unchanged + self.rejected:
            raise ArithmeticError(f"the account of a file does not balance: {self}")


@dataclass(frozen=True, slots=True)
class TubeView:
    """A tube: where it is since when, how many samples it holds, what was found in it."""

    uid: UUID
    id: int
    area: str
    disease: str
    code: str
    kind: str
    size: int
    state: str
    samples: int
    point: str | None
    round: int | None
    opened_at: datetime
    since: datetime
    sealed_at: datetime | None
    result: str
    found_at: datetime | None


@dataclass(frozen=True, slots=True)
class GridCoverage:
    """How far a round has come in an area: how many it asks for, how many have come."""

    area: str
    targets: int
    households: int
    come: int

    @property
    def missing(self) -> int:
        """How many have not come."""
        return self.targets - self.come


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round: whom it asks for (residents = targets + away + exempt + held), who came, what was found."""

    uid: UUID
    id: int
    area: str
    disease: str
    number: int
    starts_at: datetime
    due_at: datetime
    ended_at: datetime | None
    pool: str
    pack: str
    residents: int
    targets: int
    away: int
    exempt: int
    held: int
    come: int
    others: int
    visitors: int
    tubes: int
    resulted: int
    positive_tubes: int
    positives: int
    pending: int
    clear_rounds: int
    pause_days: int
    final_rounds: int

    @property
    def clear(self) -> bool:
        """Whether it is over with every tube resulted, nobody positive and no re-test awaited."""
        return self.ended_at is not None and self.resulted == self.tubes and not self.positives + self.pending


@dataclass(frozen=True, slots=True)
class NotCome:
    """Somebody whom a round asked for and who has not come."""

    person: UUID
    name: str
    area: str
    address: str
    household: int | None


@dataclass(frozen=True, slots=True)
class NextStep:
    """What the table of policy says after the rounds so far: `again`, `pause`, `final`, `stop` …"""

    code: str
    until: date | None = None
    clear: int = 0


@dataclass(frozen=True, slots=True)
class BulletinLine:
    """A group in a week: whom its programme asked for, who was tested, who is overdue at its end."""

    programme: UUID
    name: str
    every_days: int
    source: str
    certainty: str
    people: int
    tested: int
    samples: int
    positives: int
    overdue: int

    @property
    def percent(self) -> float:
        """Share of those tested, of a hundred."""
        return round(100 * self.tested / self.people, 1) if self.people else 0.0


@dataclass(frozen=True, slots=True)
class Turnaround:
    """How long results took at a point, in hours from the first sample: the middle one, the ninth of ten."""

    point: str
    tubes: int
    open: int
    median: float | None
    ninth: float | None
    late: int
