"""Closed lists of testing, with the words that people see."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from lianfang.apps.testing.terms.planning import Source


class ProgrammeKind(StrEnum):
    """Whom a programme asks for."""

    OCCUPATION = "occupation"
    PLACE = "place"
    LIST = "list"


PROGRAMME_KIND_NAMES: Mapping[ProgrammeKind, str] = {
    ProgrammeKind.OCCUPATION: "按职业",
    ProgrammeKind.PLACE: "按地方：辖区内所有人",
    ProgrammeKind.LIST: "按名单",
}


class TubeKind(StrEnum):
    """For how many persons a tube is."""

    SINGLE = "single"
    POOL5 = "pool5"
    POOL10 = "pool10"
    POOL20 = "pool20"
    HOUSEHOLD = "household"


TUBE_KIND_NAMES: Mapping[TubeKind, str] = {
    TubeKind.SINGLE: "单采",
    TubeKind.POOL5: "5合1",
    TubeKind.POOL10: "10合1",
    TubeKind.POOL20: "20合1",
    TubeKind.HOUSEHOLD: "一户一管",
}
TUBE_SIZES: Mapping[TubeKind, int] = {
    TubeKind.SINGLE: 1,
    TubeKind.POOL5: 5,
    TubeKind.POOL10: 10,
    TubeKind.POOL20: 20,
    TubeKind.HOUSEHOLD: 10,
}


LABEL: Final = re.compile(r"\w[\w.-]{0,63}")
"""The label of a tube: letters, digits, dashes, dots."""


class TubeState(StrEnum):
    """Where a tube is: the last thing that happened to it."""

    OPEN = "open"
    SEALED = "sealed"
    COURIER = "courier"
    RECEIVED = "received"
    PLATED = "plated"
    RESULTED = "resulted"
    CORRECTED = "corrected"


TUBE_STATE_NAMES: Mapping[TubeState, str] = {
    TubeState.OPEN: "采样中",
    TubeState.SEALED: "已封管",
    TubeState.COURIER: "送检途中",
    TubeState.RECEIVED: "实验室已收",
    TubeState.PLATED: "已上机",
    TubeState.RESULTED: "已出结果",
    TubeState.CORRECTED: "结果已更正",
}


class ExemptReason(StrEnum):
    """Why a round does not ask for somebody."""

    INFANT = "infant"
    ILL = "ill"
    RECOVERED = "recovered"
    OTHER = "other"


EXEMPT_NAMES: Mapping[ExemptReason, str] = {
    ExemptReason.INFANT: "婴幼儿，不宜采样",
    ExemptReason.ILL: "病重，不宜采样",
    ExemptReason.RECOVERED: "新近治愈",
    ExemptReason.OTHER: "其他",
}


class TubeFault(StrEnum):
    """Why a row of a file, or a record from a phone, can't be used."""

    PERSON_MISSING = "person_missing"
    NUMBER_WRONG = "number_wrong"
    NOBODY = "nobody"
    SEVERAL = "several"
    NAME_OTHER = "name_other"
    VISITOR_UNNAMED = "visitor_unnamed"
    TUBE_MISSING = "tube_missing"
    LABEL_WRONG = "label_wrong"
    KIND_UNKNOWN = "kind_unknown"
    KIND_OTHER = "kind_other"
    TUBE_SEALED = "tube_sealed"
    TUBE_FULL = "tube_full"
    TUBE_ELSEWHERE = "tube_elsewhere"
    HOUSEHOLD_OTHER = "household_other"
    OTHER_TUBE = "other_tube"
    DISEASE_UNSAID = "disease_unsaid"
    DISEASE_OTHER = "disease_other"
    POINT_UNKNOWN = "point_unknown"
    TIME_UNREADABLE = "time_unreadable"
    AHEAD = "ahead"
    TUBE_UNKNOWN = "tube_unknown"
    TUBE_EMPTY = "tube_empty"
    NOT_RECEIVED = "not_received"
    RESULT_UNREADABLE = "result_unreadable"
    RESULT_OTHER = "result_other"
    CT_UNREADABLE = "ct_unreadable"
    BEFORE_SAMPLING = "before_sampling"


FAULT_NAMES: Mapping[TubeFault, str] = {
    TubeFault.PERSON_MISSING: "没有填写人员",
    TubeFault.NUMBER_WRONG: "证件号码不对",
    TubeFault.NOBODY: "登记中没有这个人",
    TubeFault.SEVERAL: "这个号码不止一人",
    TubeFault.NAME_OTHER: "这个证件号码登记的是另一个姓名",
    TubeFault.VISITOR_UNNAMED: "当场登记缺少姓名，或缺少证件号码和电话",
    TubeFault.TUBE_MISSING: "没有填写管码",
    TubeFault.LABEL_WRONG: "管码不对",
    TubeFault.KIND_UNKNOWN: "规格看不懂",
    TubeFault.KIND_OTHER: "这管登记的是另一种规格",
    TubeFault.TUBE_SEALED: "这管已经封管",
    TubeFault.TUBE_FULL: "这管已经装满",
    TubeFault.TUBE_ELSEWHERE: "这个管码在别处登记过",
    TubeFault.HOUSEHOLD_OTHER: "不是这一户的人",
    TubeFault.OTHER_TUBE: "本轮已在另一管采样",
    TubeFault.DISEASE_UNSAID: "病种不明：没有写明，或不认识",
    TubeFault.DISEASE_OTHER: "这管检测的是另一种病",
    TubeFault.POINT_UNKNOWN: "没有这个采样点",
    TubeFault.TIME_UNREADABLE: "时间看不懂",
    TubeFault.AHEAD: "时间在将来",
    TubeFault.TUBE_UNKNOWN: "没有登记过这个管码",
    TubeFault.TUBE_EMPTY: "这管没有样本",
    TubeFault.NOT_RECEIVED: "实验室还没有登记收样",
    TubeFault.RESULT_UNREADABLE: "结果看不懂",
    TubeFault.RESULT_OTHER: "这管已有另一个结果",
    TubeFault.CT_UNREADABLE: "Ct值不对",
    TubeFault.BEFORE_SAMPLING: "结果早于采样",
}
REMEDIES: Mapping[TubeFault, str] = {
    TubeFault.PERSON_MISSING: "填人员编号、身份证号，或电话和姓名",
    TubeFault.NUMBER_WRONG: "核对证件号码",
    TubeFault.NOBODY: "填姓名并勾选“当场登记”，或核对号码",
    TubeFault.SEVERAL: "改填身份证号",
    TubeFault.NAME_OTHER: "核对姓名和号码",
    TubeFault.VISITOR_UNNAMED: "填姓名，以及证件号码或电话",
    TubeFault.TUBE_MISSING: "填采样管上的编码",
    TubeFault.LABEL_WRONG: "只用字母、数字、横线和点，不超过64个",
    TubeFault.KIND_UNKNOWN: "填1、5、10、20或户",
    TubeFault.KIND_OTHER: "核对管码和规格",
    TubeFault.TUBE_SEALED: "换一管登记；已放进这管的，请本人重采",
    TubeFault.TUBE_FULL: "换一管登记；已放进这管的，请本人重采",
    TubeFault.TUBE_ELSEWHERE: "核对管码",
    TubeFault.HOUSEHOLD_OTHER: "换一管登记",
    TubeFault.OTHER_TUBE: "一轮只采一次；复核用单采管",
    TubeFault.DISEASE_UNSAID: "填病种的名称或代码，如新型冠状病毒感染或covid19",
    TubeFault.DISEASE_OTHER: "换一管登记",
    TubeFault.POINT_UNKNOWN: "填采样点的名称",
    TubeFault.TIME_UNREADABLE: "写作 2022-03-05 09:30",
    TubeFault.AHEAD: "核对时间",
    TubeFault.TUBE_UNKNOWN: "核对管码，或先登记采样",
    TubeFault.TUBE_EMPTY: "先登记采样",
    TubeFault.NOT_RECEIVED: "先登记送检和收样",
    TubeFault.RESULT_UNREADABLE: "填阴性、阳性或可疑",
    TubeFault.RESULT_OTHER: "确需改变的，用更正并写明理由",
    TubeFault.CT_UNREADABLE: "填0到60的数",
    TubeFault.BEFORE_SAMPLING: "核对时间",
}

NEXT_STEP_NAMES: Mapping[str, str] = {
    "begin": "还没有开始",
    "running": "本轮进行中",
    "awaited": "等结果和复核",
    "again": "再做一轮",
    "pause": "连续几轮没有阳性，暂停",
    "final": "做最后一轮",
    "stop": "可以停止",
}
"""What the table of policy says after the rounds so far."""

FREQUENCIES: Final[tuple[tuple[str, int, Source], ...]] = (
    ("直接接触入境人员、物品、环境的人员", 1, Source("防控方案第九版（2022年6月）", "B")),
    ("发热门诊等高风险科室", 1, Source("防控方案第九版（2022年6月）", "M")),
    ("快递、外卖、酒店、交通、商超等从业人员", 3, Source("防控方案第九版：每周两次", "M")),
    ("医疗机构其他人员", 3, Source("防控方案第九版：每周两次", "M")),
    ("口岸（2021年）", 2, Source("防控方案第八版（2021年5月）：隔日", "B")),
    ("冷链", 7, Source("每7天一次（2021年以前的通行做法）", "C")),
)
"""Usual groups and every how many days they are tested, with the source: to begin a programme with."""
