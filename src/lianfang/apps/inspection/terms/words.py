"""Closed lists of inspection, with the words that people see."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

VILLAGE: Final = "village"
"""A target that is no unit: a village or community with all its grids."""


class Method(StrEnum):
    """How a sample is drawn."""

    RANDOM = "random"
    WEIGHTED = "weighted"


METHOD_NAMES: Mapping[Method, str] = {Method.RANDOM: "等概率随机", Method.WEIGHTED: "加权随机"}


class Risk(StrEnum):
    """Which targets a campaign looks at, by risk."""

    ANY = "any"
    HIGH = "high"


RISK_NAMES: Mapping[Risk, str] = {Risk.ANY: "不限", Risk.HIGH: "只查高风险"}


class Answer(StrEnum):
    """What was found for an item of a checklist."""

    MET = "met"
    UNMET = "unmet"
    NONE = "none"


ANSWER_NAMES: Mapping[Answer, str] = {Answer.MET: "符合", Answer.UNMET: "不符合", Answer.NONE: "不适用"}


class Severity(StrEnum):
    """How grave a finding is."""

    LIGHT = "light"
    GRAVE = "grave"
    RED_LINE = "red_line"


SEVERITY_NAMES: Mapping[Severity, str] = {
    Severity.LIGHT: "一般",
    Severity.GRAVE: "较重",
    Severity.RED_LINE: "严重",
}


class Mode(StrEnum):
    """How a finding is to be rectified."""

    AT_ONCE = "at_once"
    BY_DATE = "by_date"
    COUNTY = "county"
    CITY = "city"


MODE_NAMES: Mapping[Mode, str] = {
    Mode.AT_ONCE: "立行立改",
    Mode.BY_DATE: "限期整改",
    Mode.COUNTY: "提请县级解决",
    Mode.CITY: "提请市级解决",
}


class FindingState(StrEnum):
    """Where a finding stands."""

    OPEN = "open"
    RECTIFIED = "rectified"
    REOPENED = "reopened"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


STATE_NAMES: Mapping[FindingState, str] = {
    FindingState.OPEN: "待整改",
    FindingState.RECTIFIED: "已整改，待回头看",
    FindingState.REOPENED: "回头看未通过，重新整改",
    FindingState.CLOSED: "已销号",
    FindingState.WITHDRAWN: "已撤销",
}


class FindingEventKind(StrEnum):
    """What happens to a finding after it was made."""

    NOTICED = "noticed"
    RAISED = "raised"
    RECTIFIED = "rectified"
    PASSED = "passed"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


EVENT_NAMES: Mapping[FindingEventKind, str] = {
    FindingEventKind.NOTICED: "送达督查情况告知单",
    FindingEventKind.RAISED: "提请上级解决",
    FindingEventKind.RECTIFIED: "报告整改完成",
    FindingEventKind.PASSED: "回头看通过，销号",
    FindingEventKind.FAILED: "回头看未通过，重新整改",
    FindingEventKind.WITHDRAWN: "撤销",
}


class ShiftRole(StrEnum):
    """Who somebody is on a shift."""

    LEADER = "leader"
    DUTY = "duty"


SHIFT_ROLE_NAMES: Mapping[ShiftRole, str] = {ShiftRole.LEADER: "带班领导", ShiftRole.DUTY: "值班人员"}


class ShiftEventKind(StrEnum):
    """What happens to a shift."""

    SWAPPED = "swapped"
    CHECKED_IN = "checked_in"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    EXCUSED = "excused"


SHIFT_EVENT_NAMES: Mapping[ShiftEventKind, str] = {
    ShiftEventKind.SWAPPED: "换班",
    ShiftEventKind.CHECKED_IN: "签到",
    ShiftEventKind.ANSWERED: "抽查在岗",
    ShiftEventKind.UNANSWERED: "抽查不在岗",
    ShiftEventKind.EXCUSED: "准假",
}


class OutcomeKind(StrEnum):
    """What an official got, mildest first; commendation too."""

    COMMENDED = "commended"
    REMINDED = "reminded"
    CRITICISED = "criticised"
    ADMONISHED = "admonished"
    WARNED = "warned"
    DEMERIT = "demerit"
    REMOVED = "removed"


OUTCOME_NAMES: Mapping[OutcomeKind, str] = {
    OutcomeKind.COMMENDED: "表扬",
    OutcomeKind.REMINDED: "提醒谈话",
    OutcomeKind.CRITICISED: "批评教育",
    OutcomeKind.ADMONISHED: "诫勉",
    OutcomeKind.WARNED: "警告",
    OutcomeKind.DEMERIT: "记过",
    OutcomeKind.REMOVED: "免职",
}


class DocumentKind(StrEnum):
    """Papers that inspection writes and keeps with their figures."""

    NOTICE = "notice"
    BULLETIN = "bulletin"
    REPORT = "report"


DOCUMENT_NAMES: Mapping[DocumentKind, str] = {
    DocumentKind.NOTICE: "督查情况告知单",
    DocumentKind.BULLETIN: "督查通报",
    DocumentKind.REPORT: "整改报告",
}


class VisitFate(StrEnum):
    """What became of a record made away from the server."""

    ACCEPTED = "accepted"
    KNOWN = "known"
    REFUSED = "refused"


VISIT_FATE_NAMES: Mapping[VisitFate, str] = {
    VisitFate.ACCEPTED: "已收下",
    VisitFate.KNOWN: "此前已收下",
    VisitFate.REFUSED: "退回",
}


WEIGHT_NAMES: Mapping[str, str] = {
    "never_visited": "从未督查",
    "long_ago": "超过督查周期",
    "repeated": "问题重复出现",
    "overdue": "有逾期未整改问题",
    "high_risk": "高风险场所或在风险区",
}
"""What may speak for a visit."""
SHIFT_STATE_NAMES: Mapping[str, str] = {
    "excused": "准假",
    "came": "已签到",
    "ahead": "未到班",
    "waited": "待签到",
    "absent": "无故缺岗",
}
BULLETIN_COUNTS: Mapping[str, str] = {
    "visits": "今天检查的处数",
    "found": "今天发现的问题",
    "red": "今天发现的严重问题",
    "closed": "今天回头看通过、销号的问题",
    "unclosed": "尚未销号的问题",
    "overdue": "逾期未整改的问题",
    "repeated": "尚未销号、在同一单位重复出现的问题",
}
"""What the figures of a bulletin count."""
REPORT_COUNTS: Mapping[str, str] = {
    "all": "本单位的督查问题",
    "closed": "已销号的问题",
    "rectified": "已报告整改、等待回头看的问题",
    "open": "正在整改的问题",
    "overdue": "逾期未整改的问题",
}
FINDER: Final = "发现人"
MENDER: Final = "整改人"
