"""The checks of truth, as one table: what each looks at, what it shows, how it errs, who must look.

A doubt is about a report, never about a person: it says that numbers don't fit together and asks somebody at
the level that accepts the report to look. Each check names the innocent explanations first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final


class CheckCode(StrEnum):
    """The checks, in the order in which pages list them."""

    MISSING = "missing"
    LATE = "late"
    CONTRADICTION = "contradiction"
    SILENT_CHANGE = "silent_change"
    JUMP = "jump"
    COPIED = "copied"
    TWICE = "twice"
    TOTALS = "totals"
    TEMPERATURES = "temperatures"


class DoubtOutcome(StrEnum):
    """What whoever looked found."""

    EXPLAINED = "explained"
    CORRECTED = "corrected"
    INSPECT = "inspect"


OUTCOME_NAMES: Final[Mapping[str, str]] = {
    "explained": "情况属实，已说明",
    "corrected": "填报有误，已更正",
    "inspect": "需要现场核实",
}


@dataclass(frozen=True, slots=True)
class TruthCheck:
    """A check: what it looks at, its evidence, its innocent explanations, the threshold and its reason.

    `errs` is how often honest work is doubted: rarely, sometimes, often. `again`: once raised it is not
    raised again of the same reporter within a week.
    """

    code: CheckCode
    name: str
    looks_at: str
    shows: str
    innocent: str
    errs: str
    threshold: str
    again: bool = False


RARELY, SOMETIMES, OFTEN = "很少", "有时", "常有"
MISSING_AFTER: Final = timedelta(hours=6)
LATE_DAYS: Final = 14
LATE_OFTEN: Final = 3
LATE_LONG: Final = timedelta(hours=12)
EARLY: Final = timedelta(minutes=30)
SOON: Final = timedelta(hours=4)
LOOK_BACK: Final = 2
"""Days before the day in question whose ledger is looked at again."""
HISTORY_DAYS: Final = 28
READING_DAYS: Final = 7
QUIET_DAYS: Final = 6
SEEN_WITHIN: Final = timedelta(hours=24)
READINGS: Final = "readings"
"""Stands for the form where a doubt is about temperatures as registered one by one."""
READINGS_NAME: Final = "体温登记"
GRAVE: Final = frozenset({"readings.fever", "measures.new"})
"""Figures of which one more, told late, matters."""
DENIED: Final = frozenset({"readings.fever"})
"""Figures that a zero report says are nought."""
MANY: Final = 5
SHARE: Final = 0.3

CHECKS: Final[Mapping[CheckCode, TruthCheck]] = {
    one.code: one
    for one in (
        TruthCheck(
            CheckCode.MISSING,
            "漏报",
            "过了时限，既没有报表，也没有零报告",
            "应报时限、最近十四天的填报",
            "网络或手机故障；单位已停业未登记；报表口头报过",
            OFTEN,
            "过时限六小时仍没有：当天的提醒和催报都已发出",
        ),
        TruthCheck(
            CheckCode.LATE,
            "经常迟报",
            "报表第一次上报的时间与时限",
            "最近十四天各期的上报时间",
            "填报人换了；时限与当地作息不合；信号差，回到村部才能报",
            OFTEN,
            "十四天内迟报三期，或一次迟报十二小时：偶尔迟到不必核实",
        ),
        TruthCheck(
            CheckCode.CONTRADICTION,
            "与台账矛盾",
            "报表（或零报告）所说与上报前半小时台账已有的记录",
            "报表的数、台账当时的数、台账的记录",
            "记录登记在别村；台账登记有误；填报人没有看到刚登记的记录",
            SOMETIMES,
            "以上报前三十分钟台账已有的为准：刚登记的填报人看不到",
        ),
        TruthCheck(
            CheckCode.SILENT_CHANGE,
            "报后台账变动",
            "上报之前发生、上报四小时之后才登记的记录，而报表没有更正",
            "上报时、四小时后、现在台账的数",
            "纸质登记晚补录；断网后补传；卫生院转来的结果",
            SOMETIMES,
            "发热、新增管控多一人即算；其他数多五个且三成以上：四小时是补录的常情",
        ),
        TruthCheck(
            CheckCode.JUMP,
            "数字突增",
            "一个数与本单位前四周（同为工作日或休息日）和当天同乡镇各单位相比",
            "本单位平常的数、最近十四天、当天同类单位",
            "真有突发情况；开展专项排查；把累计数当作当日数；多打了一个零",
            SOMETIMES,
            "高出本单位平常4.5个波动宽度、同类单位3.5个，且不少于平常三倍加八；几个数一起上升的不算",
        ),
        TruthCheck(
            CheckCode.COPIED,
            "照抄前一天",
            "各个数与前一天完全相同，按平常各数重复的机会推算",
            "相同的天数、相同的数、巧合的机会",
            "小村天天如此；当天没有工作又忘记作零报告；工作按固定路线",
            RARELY,
            "巧合的机会小于万分之一；表上允许沿用昨天的数不计",
            again=True,
        ),
        TruthCheck(
            CheckCode.TWICE,
            "一人报在两处",
            "同一天、同一张表的同一项名单里，同一人出现在两个单位",
            "两个单位、各自从哪天起列入、人数",
            "当天搬家、转运，两边各列一天；人户分离",
            SOMETIMES,
            "前一天只有一处列名的，当天算交接；第二天仍在两处才提出",
            again=True,
        ),
        TruthCheck(
            CheckCode.TOTALS,
            "合计与分项不符",
            "上级报表与下级同日报表的合计（按表上的核对式）",
            "所报的数、下级的合计、报齐没有",
            "下级后来更正；有的数由上级直接掌握；统计口径不同",
            SOMETIMES,
            "上报时和现在都不符才提出；下级没有报齐的，差数能由未报的补上就不算",
        ),
        TruthCheck(
            CheckCode.TEMPERATURES,
            "体温不像实测",
            "一个村七天的体温：是否过于相同、过于均匀，是否总在一分钟内登记完",
            "各体温的次数、最多的一个数、每次登记用时",
            "体温计只显示半度；纸上量好后一起录入；自动设备批量上传",
            SOMETIMES,
            "七天24次以上；同一数的机会小于六万分之一；人与人之间没有差别且分布均匀；五次以上集中在一分钟",
            again=True,
        ),
    )
}
CHECK_NAMES: Final[Mapping[str, str]] = {one.code.value: one.name for one in CHECKS.values()}


@dataclass(frozen=True, slots=True)
class Suspect:
    """What a check found: of which reporter, in which report, and the evidence.

    `about` tells two findings of one check in one report apart: a field, or another reporter. `on` is the day
    where it is not the one that was looked at.
    """

    check: CheckCode
    form: str
    reporter: str
    area: str
    slot: str = ""
    report: int | None = None
    about: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)
    on: date | None = None


def is_material(figure: str, *, soon: int, now: int) -> bool:
    """Whether what reached the ledger late is worth a look."""
    more = now - soon
    return more >= (1 if figure in GRAVE else max(MANY, SHARE * soon))
