"""Records of policy: packs with their rows and phases, cases, answers, differing cells, problems."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from lianfang.apps.policy.terms.words import IssuerLevel


@dataclass(frozen=True, slots=True)
class Conditions:
    """Whom a rule covers; empty or None means any. Days count from the last exposure, else from arrival."""

    exposure: str = ""
    level: str = ""
    occupation: str = ""
    vaccinated: bool | None = None
    age_from: int | None = None
    age_under: int | None = None
    days_min: int | None = None
    days_max: int | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """One step of a measure; test days count from 1, the first day of the phase."""

    measure: str
    place: str
    else_place: str
    day_offset: int
    days: int
    test_days: tuple[int, ...]
    tests_count: int | None
    min_gap_h: int | None
    readings_per_day: int
    readings_by: time | None
    calls_per_day: int
    release: str
    revisit_weeks: tuple[int, ...]
    certainty: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of a decision table; earlier rows win. Without phases `reason` says what applies instead."""

    code: str
    category: str
    label: str
    disease: str
    when: Conditions
    anchors: tuple[str, ...]
    phases: tuple[Phase, ...]
    reason: str
    advice: str
    source: str
    certainty: str

    @property
    def total_days(self) -> int:
        return sum(phase.days for phase in self.phases)


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issued a pack; an empty area below the national level means that it must be adopted to be used."""

    level: IssuerLevel
    area: str
    name: str


@dataclass(frozen=True, slots=True)
class Pack:
    """A dated decision table of one issuer; the period is half-open."""

    name: str
    version: str
    title: str
    diseases: tuple[str, ...]
    issuer: Issuer
    valid_from: date
    valid_to: date | None
    valid_certainty: Mapping[str, str]
    source: str
    certainty: str
    rules: tuple[Rule, ...]
    legal_basis: tuple[Mapping[str, str], ...] = ()
    contact_window: tuple[Mapping[str, object], ...] = ()
    case_clocks: Mapping[str, object] = field(default_factory=dict)
    area_rules: tuple[Mapping[str, object], ...] = ()
    mass_test: Mapping[str, object] = field(default_factory=dict)
    thresholds: tuple[Mapping[str, object], ...] = ()
    notes: tuple[Mapping[str, object], ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Disease:
    """Profile of a disease: hours of incubation, days of infectiousness from onset, days of follow-up.

    Before the day `as_class_a_until` it was managed as class A is, and reported within two hours.
    """

    code: str
    name: str
    legal_class: str
    report_hours: int | None
    incubation_min_hours: int | None
    incubation_max_hours: int | None
    infectious_from_days: int | None
    infectious_to_days: int | None
    follow_up_days: int | None
    sormas_follow_up_days: int | None
    as_class_a_until: date | None
    certainty: Mapping[str, str]
    note: str


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of one exposure of one person; None and empty mean unknown."""

    exposure: str
    level: str = ""
    last_exposure: date | None = None
    arrived: date | None = None
    occupation: str = ""
    vaccinated: bool | None = None
    age: int | None = None


@dataclass(frozen=True, slots=True)
class AnswerPhase:
    """One dated step; `ends_on` is the day of release and the first day of the next step."""

    step: int
    measure: str
    place: str
    days: int
    starts_on: date
    ends_on: date
    test_dates: tuple[date, ...]
    readings_per_day: int
    calls_per_day: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What a pack prescribes for one case, with the row that says so."""

    category: str
    rule: str
    rule_id: int | None
    basis: str
    anchor: str
    anchor_missing: bool
    ended: bool
    phases: tuple[AnswerPhase, ...]


@dataclass(frozen=True, slots=True)
class PersonCase:
    """One exposure of a person, with the pack that applies to it and the place it was reported from."""

    pack_id: int
    case: Case
    reported: str = ""


PersonCases = Callable[[str, date], Sequence[PersonCase]]
"""Finds the exposures of a person named as on the command line; raises NotFound for nobody."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """An answer in words, one sentence a line."""

    answer: Answer
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell in which the lower table differs from the upper; `step` 0 is the rule as a whole."""

    exposure: str
    conditions: str
    category: str
    step: int
    cell: str
    direction: str
    upper: object
    lower: object
    sentence: str


@dataclass(frozen=True, slots=True)
class Ground:
    """On what a measure rests, as a notice prints it; `law` holds only what is sure (A, B) and in force.

    `rule` is the row of the table `number`, `who` whom it covers in words, `source` where its number stands,
    `certainty` how sure that is.
    """

    pack: str
    title: str
    issuer: str
    label: str
    basis: str
    advice: str
    law: tuple[str, ...]
    rule: str = ""
    source: str = ""
    certainty: str = ""
    number: int = 0
    who: str = ""


@dataclass(frozen=True, slots=True)
class Graded:
    """Grade of a place on a day: of the announced area it lies in, and of graded areas inside it."""

    place: str
    level: str
    graded_place: str
    name: str
    announced_on: date | None
    source: str
    inside: tuple[str, ...]
