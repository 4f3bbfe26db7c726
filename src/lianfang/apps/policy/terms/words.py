"""Closed sets of policy: certainty, levels, places and strictness, anchors, with their Chinese words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

NONE = "none"  # category of a case for whom the pack prescribes nothing
NOT_COVERED = "本方案没有规定的人员"


class Certainty(StrEnum):
    """How sure a number is: read in the official text, quoted, weak or local, or from memory."""

    READ = "A"
    QUOTED = "B"
    WEAK_OR_LOCAL = "C"
    MEMORY_SURE = "M+"
    MEMORY = "M"
    MEMORY_UNSURE = "M-"


CERTAINTIES: Mapping[str, str] = {
    "A": "读到法律或官方原文",
    "B": "可靠转引",
    "C": "来源薄弱或为地方规定",
    "M+": "凭记忆，确定",
    "M": "凭记忆，较确定",
    "M-": "凭记忆，不确定",
}
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


ISSUER_LEVELS: Mapping[int, str] = dict(
    zip(IssuerLevel, ("国家", "省", "市", "县", "乡镇", "村"), strict=True)
)


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
    "held_in_place": "就地单独隔离，等候单采复核",
}

EXPOSURES: Mapping[str, str] = {
    "close_contact": "密切接触者",
    "secondary_contact": "密接的密接",
    "general_contact": "一般接触者",
    "co_exposed": "共同暴露者",
    "pool_member": "混管阳性的同管人员",
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
