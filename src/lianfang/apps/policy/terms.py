"""Words of policy: places and their strictness, anchors, certainty, packs, cases and answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from enum import IntEnum, StrEnum

NONE = "none"  # category of a case for whom the pack prescribes nothing


class Certainty(StrEnum):
    """How sure a number is: read in the official text, quoted, weak or local, or from memory."""

    READ = "A"
    QUOTED = "B"
    WEAK_OR_LOCAL = "C"
    MEMORY_SURE = "M+"
    MEMORY = "M"
    MEMORY_UNSURE = "M-"


SHOWN_AS_LAW = frozenset({Certainty.READ, Certainty.QUOTED})
FROM_SURE_TO_UNSURE = tuple(Certainty)


class IssuerLevel(IntEnum):
    """Level of government that issued a pack, from the top down."""

    NATIONAL = 0
    PROVINCE = 1
    CITY = 2
    COUNTY = 3
    TOWN = 4
    VILLAGE = 5


class Place(StrEnum):
    """Where a measure is spent, from the laxest to the strictest."""

    IN_PLACE = "in_place"
    SELF_MONITOR = "self_monitor"
    OFF_SCHOOL = "off_school"
    HOME_MONITOR = "home_monitor"
    HOME = "home"
    CENTRAL_OR_HOME = "central_or_home"
    ISOLATION = "isolation"
    CENTRAL = "central"
    HOSPITAL = "hospital"


STRICTNESS: Mapping[str, int] = {place.value: rank for rank, place in enumerate(Place, 1)}

PLACES: Mapping[str, str] = {
    "in_place": "照常生活",
    "self_monitor": "自我监测",
    "off_school": "不到校",
    "home_monitor": "居家监测",
    "home": "居家",
    "central_or_home": "集中或居家",
    "isolation": "隔离（场所未定）",
    "central": "集中隔离点",
    "hospital": "医院",
}

USUAL_MEASURE: Mapping[str, str] = {
    "in_place": "follow_up",
    "self_monitor": "self_monitoring",
    "off_school": "school_exclusion",
    "home_monitor": "home_monitoring",
    "home": "home_isolation",
    "central_or_home": "central_or_home_isolation",
    "isolation": "medical_isolation",
    "central": "central_isolation",
    "hospital": "hospital_isolation",
}

MEASURES: Mapping[str, str] = {
    "follow_up": "医学观察（随访）",
    "self_monitoring": "自我健康监测",
    "school_exclusion": "暂不到校",
    "home_monitoring": "居家健康监测",
    "home_isolation": "居家隔离医学观察",
    "central_or_home_isolation": "集中或居家隔离医学观察",
    "medical_isolation": "隔离管理",
    "central_isolation": "集中隔离医学观察",
    "hospital_isolation": "住院隔离治疗",
    "mosquito_proof_isolation": "防蚊隔离",
}

EXPOSURES: Mapping[str, str] = {
    "close_contact": "密切接触者",
    "secondary_contact": "密接的密接",
    "general_contact": "一般接触者",
    "co_exposed": "共同暴露者",
    "overseas": "入境人员",
    "area_arrival": "风险地区来返人员",
    "high_risk_area": "高风险区来返人员",
    "medium_risk_area": "中风险区来返人员",
    "low_risk_area": "低风险区来返人员",
    "sealed_area": "封控区人员",
    "controlled_area": "管控区人员",
    "precaution_area": "防范区人员",
    "returnee": "外地返乡来乡人员",
    "closed_loop_exit": "结束闭环的高风险岗位人员",
    "case": "病例",
    "suspected_case": "疑似病例",
    "discharged_case": "出院病例",
    "asymptomatic": "无症状感染者",
    "mild_or_asymptomatic": "轻型病例和无症状感染者",
}

RELEASES: Mapping[str, str] = {
    "double_sample": "解除前双采双检阴性",
    "last_test_negative": "末次检测阴性",
    "two_negatives_24h_apart": "连续两次检测阴性，间隔至少24小时",
    "ct_ge_35": "两次检测Ct值均不小于35",
    "afebrile_24h": "退热超过24小时",
    "symptom_free_48h": "发热等症状消失满48小时",
}


class RiskLevel(StrEnum):
    """Grade of a risk area; the last three are those of sealed communities."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    SEALED = "sealed"
    CONTROLLED = "controlled"
    PRECAUTION = "precaution"


RISK_LEVELS: Mapping[str, str] = {
    "high": "高风险区",
    "medium": "中风险区",
    "low": "低风险区",
    "sealed": "封控区",
    "controlled": "管控区",
    "precaution": "防范区",
}

AREA_EXPOSURE: Mapping[str, str] = {
    level.value: f"{level.value}_risk_area" for level in list(RiskLevel)[:3]
} | {level.value: f"{level.value}_area" for level in list(RiskLevel)[3:]}


class DayOne(StrEnum):
    """The date of a case that day 1 is counted from; `ASSESSED` is the day of assessment."""

    LAST_EXPOSURE = "last_exposure"
    ARRIVED = "arrived"
    ASSESSED = "assessed"


DAY_ONES: Mapping[str, str] = {"last_exposure": "末次暴露日", "arrived": "到达日", "assessed": "评估日"}


@dataclass(frozen=True, slots=True)
class AnchorWord:
    """A protocol's word for day 1: its label and the date of a case that carries it."""

    label: str
    day_one: DayOne


ANCHORS: Mapping[str, AnchorWord] = {
    "last_exposure": AnchorWord("末次接触日", DayOne.LAST_EXPOSURE),
    "left_area_date": AnchorWord("离开风险区日", DayOne.LAST_EXPOSURE),
    "loop_exit_date": AnchorWord("结束闭环日", DayOne.LAST_EXPOSURE),
    "discharge_date": AnchorWord("出院日", DayOne.LAST_EXPOSURE),
    "positive_date": AnchorWord("阳性采样日", DayOne.LAST_EXPOSURE),
    "onset_date": AnchorWord("发病日", DayOne.LAST_EXPOSURE),
    "rash_date": AnchorWord("出疹日", DayOne.LAST_EXPOSURE),
    "symptom_free_date": AnchorWord("首个无症状日", DayOne.LAST_EXPOSURE),
    "arrival_date": AnchorWord("到达日", DayOne.ARRIVED),
    "entry_date": AnchorWord("入境日", DayOne.ARRIVED),
    "assessment_date": AnchorWord("评估日", DayOne.ASSESSED),
}


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
    area_rules: tuple[Mapping[str, object], ...] = ()
    mass_test: Mapping[str, object] = field(default_factory=dict)
    thresholds: tuple[Mapping[str, object], ...] = ()
    notes: tuple[Mapping[str, object], ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Disease:
    """Profile of a disease: hours of incubation, days of infectiousness from onset, days of follow-up."""

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
    """On what a measure rests, as a notice prints it; `law` holds only what is sure (A, B) and in force."""

    pack: str
    title: str
    issuer: str
    label: str
    basis: str
    advice: str
    law: tuple[str, ...]


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


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in an input: where, what stands there, why it can't be, what to do."""

    place: str
    value: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        value = f"“{self.value}”" if self.value else "（空）"
        return f"{self.place}：{value}{self.reason}。{self.remedy}。"
