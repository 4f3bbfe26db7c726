"""Records of inspection as queries and operations pass them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from lianfang.apps.inspection.terms.words import VisitFate


@dataclass(frozen=True, slots=True)
class CheckItem:
    """A line of a checklist: what is asked, how it is looked at, what it means where it is not met.

    `days` is the usual time to rectify; none means at once.
    """

    code: str
    text: str
    look: str
    category: str
    severity: str
    days: int
    source: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """A version of a checklist, as its file says."""

    code: str
    version: str
    title: str
    kinds: tuple[str, ...]
    source: str
    items: tuple[CheckItem, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """What may be inspected: its kind, its own identity, place and name, and what speaks for a visit."""

    kind: str
    target: str
    area: str
    name: str
    visits: int = 0
    days_since: int | None = None
    repeats: int = 0
    overdue: int = 0
    risky: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """A target of a drawing's pool: its weight and why, its key, and its rank where it was drawn."""

    target: Target
    weight: int
    reasons: tuple[str, ...]
    key: float
    rank: int | None


@dataclass(frozen=True, kw_only=True)
class CampaignPlan:
    """What somebody plans: why, whom to look at, with which list, how many, by which teams."""

    area: str
    name: str
    purpose: str
    ground: str
    starts_on: date
    ends_on: date
    checklist: str
    kinds: tuple[str, ...]
    risk: str
    method: str
    size: int
    teams: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class SampleView:
    """A sample as drawn: the campaign, the seed, how large the pool was, and who is to be visited."""

    campaign: UUID
    name: str
    seed: str
    method: str
    pool: int
    drawn_at: datetime
    targets: tuple["SampledTarget", ...]


@dataclass(frozen=True, slots=True)
class SampledTarget:
    """A target to be visited: its address, rank, weight and reasons, its team, and when it was visited."""

    uid: UUID
    rank: int
    kind: str
    target: str
    area: str
    name: str
    weight: int
    reasons: tuple[str, ...]
    team: str
    visited_at: datetime | None = None


@dataclass(frozen=True)
class VisitRecord:
    """A visit as a phone tells of it: its own identity, which drawn target, when, and what was typed."""

    id: str
    drawn: str
    happened_at: datetime
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class VisitOutcome:
    """What became of a record, and the sentence that says so."""

    id: str
    fate: VisitFate
    sentence: str


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding as known at a moment: what, where, by when, where it stands, how often before."""

    uid: UUID
    id: int
    area: str
    place: str
    kind: str
    target: str
    unit: UUID | None
    name: str
    item: str
    category: str
    text: str
    mode: str
    severity: str
    by: str
    by_user: int | None
    found_at: datetime
    recorded_at: datetime
    due_at: datetime
    state: str
    rounds: int
    times: int
    overdue: bool
    rectified_at: datetime | None
    rectified_by: str | None
    rectified_text: str | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class PlannedShift:
    """A shift that is planned: of which unit, who, as what, from when until when."""

    unit: UUID
    role: str
    officer: str
    begins_at: datetime
    ends_at: datetime
    officer_uid: UUID | None = field(default=None)
