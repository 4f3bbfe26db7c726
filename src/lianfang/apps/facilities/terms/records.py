"""What facilities tells of sites, rooms and stays, as plain values."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lianfang.apps.facilities.terms.caring import LivesThere, NeedState
from lianfang.apps.facilities.terms.words import Custodian, PartyReason, RoomState, TransferWhy, WhyNot, Zone


@dataclass(frozen=True, slots=True)
class BuildingPlan:
    """A building as it is laid out: on each floor so many rooms, on the first some accessible ones.

    `doubles` rooms of each floor have two beds, for a child and who cares for it; `distance` is the way from
    the entrance of the site in metres.
    """

    name: str
    floors: int
    rooms_per_floor: int
    accessible: int = 0
    doubles: int = 0
    distance: int = 0
    zone: Zone = Zone.LIVING


@dataclass(frozen=True, slots=True)
class PlannedRoom:
    """A room of a building that is laid out."""

    floor: int
    number: str
    beds: int
    accessible: bool
    distance: int


@dataclass(frozen=True, slots=True)
class SiteView:
    """A site at a moment: rooms of its living zone, how they stand, and what was verified on the spot.

    `counts` is how many rooms may be counted anywhere: none of a site that was never verified, or not for a
    long time, or is closed.
    """

    uid: UUID
    id: int
    area: str
    unit: UUID
    name: str
    kind: str
    capacity: int
    readiness: str
    since: datetime | None
    rooms: int
    accessible: int
    free: int
    assigned: int
    occupied: int
    dirty: int
    persons: int
    verified_at: datetime | None
    verified_until: datetime | None
    counted: int | None
    unmet: tuple[str, ...]
    counts: int

    @property
    def held(self) -> int:
        """Rooms that take nobody else now."""
        return self.assigned + self.occupied + self.dirty


@dataclass(frozen=True, slots=True)
class RoomView:
    """A room at a moment, with who is in it; `party` is how they belong together."""

    uid: UUID
    id: int
    building: str
    floor: int
    number: str
    beds: int
    accessible: bool
    distance: int
    state: RoomState
    reason: str
    persons: tuple[str, ...]
    lodgings: tuple[str, ...]
    arrived: int


@dataclass(frozen=True, slots=True)
class Norm:
    """How many rooms are asked for 10,000 residents, by whom, and how sure that is."""

    per_10000: int
    name: str
    source: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Lack:
    """What a norm asks of an area, and how many rooms are missing; never fewer than none."""

    norm: Norm
    needed: int
    missing: int


@dataclass(frozen=True, slots=True)
class RoomShortfall:
    """Rooms of an area: as reported, as laid out, as counted on the spot, and what each norm still asks."""

    area: str
    population: int
    sites: int
    declared: int
    laid_out: int
    counted: int
    unverified: tuple[str, ...]
    lacks: tuple[Lack, ...]


@dataclass(frozen=True, slots=True)
class TransferView:
    """A transfer: who answers for the person since when, by when the person is to be there."""

    uid: UUID
    id: int
    area: str
    person: str
    why: str
    from_place: str
    to_place: str
    site: UUID | None
    requested_at: datetime
    due_at: datetime
    ended_at: datetime | None
    cancelled: bool
    custodian: str
    custodian_name: str
    since: datetime
    vehicle: str
    turn: UUID
    step: int


@dataclass(frozen=True, slots=True)
class Journey:
    """Why and from where to where somebody is moved; `sender` answers until somebody takes over."""

    why: TransferWhy
    sender: str
    from_place: str
    to_place: str = ""
    site: UUID | str | None = None


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Who took somebody over. `id` is the maker's identity of the record: told twice, it counts once.

    `seen` is the last hand-over that the maker knew of, `over` one of others that the maker has seen since.
    """

    to: Custodian
    name: str
    vehicle: str = ""
    note: str = ""
    id: UUID | None = None
    seen: UUID | None = None
    over: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReleaseDone:
    """Account of a release: `ending = certificates + held`; each who is held has a reason."""

    ending: int
    certificates: tuple[str, ...]
    held: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.ending != len(self.certificates) + len(self.held):
            raise ArithmeticError(f"the account of releases does not balance: {self}")


@dataclass(frozen=True, slots=True)
class NotPlaced:
    """Somebody who waits and got no room, and why."""

    person: str
    why: WhyNot


@dataclass(frozen=True, slots=True)
class RoomingDone:
    """Account of an assignment: `waiting = placed + not placed`; `split` sources are on several floors."""

    site: UUID
    waiting: int
    placed: int
    rooms: int
    sources: int
    split: int
    not_placed: tuple[NotPlaced, ...]
    seconds: float

    def __post_init__(self) -> None:
        if self.waiting != self.placed + len(self.not_placed):
            raise ArithmeticError(f"the account of rooms does not balance: {self}")


@dataclass(frozen=True, slots=True)
class Company:
    """Who is to share a room, and why; one person alone needs no reason."""

    persons: tuple[str, ...]
    reason: PartyReason = PartyReason.ALONE


@dataclass(frozen=True, slots=True)
class NeedView:
    """What somebody needs, how it stands, and by when it is answered next; none where it is over."""

    uid: UUID
    id: int
    area: str
    person: str
    site: UUID | None
    place: str
    kind: str
    text: str
    post: str
    asked_at: datetime
    acknowledge_by: datetime
    every_hours: int | None
    acknowledged_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    due_at: datetime | None
    state: NeedState

    @property
    def open(self) -> bool:
        """Whether anything is still to be done about it."""
        return self.state not in {NeedState.ANSWERED, NeedState.ENDED}


@dataclass(frozen=True, slots=True)
class StaffView:
    """Somebody in the closed loop of a site: the last test and its result, the day's last temperature."""

    uid: UUID
    id: int
    area: str
    site: UUID
    person: str
    work: str
    tested_every: int
    since: datetime
    sampled_on: date | None
    result: str
    test_on: date
    celsius: float | None
    fever: bool


@dataclass(frozen=True, slots=True)
class HoldView:
    """Somebody who waits at a fever clinic; `result` is there once any door brought it."""

    uid: UUID
    id: int
    area: str
    unit: UUID
    clinic: str
    person: str
    ground: str
    note: str
    home: str
    began_at: datetime
    due_at: datetime
    result: str
    result_at: datetime | None
    ended_at: datetime | None
    end: str
    end_note: str


@dataclass(frozen=True, slots=True)
class HomeCheckView:
    """Whether somebody can be isolated at home, as it was answered, with the reasons where not."""

    uid: UUID
    area: str
    person: str
    answers: dict[str, bool]
    members: tuple[LivesThere, ...]
    unlisted: int
    recommended: str
    reasons: tuple[str, ...]
    note: str
    by: str
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who came to a clinic and lives elsewhere: name, a document or a telephone, and where the home is."""

    name: str
    document: str = ""
    phone: str = ""
    home: str = ""


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter of a clinic to somebody's home; `outside`: the clinic itself sends it to another place."""

    uid: UUID
    area: str
    outside: bool
    clinic: str
    person: str
    home: str
    ground: str
    end: str
    end_note: str
    sampled_at: datetime
    ended_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str
