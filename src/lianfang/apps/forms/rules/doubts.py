"""The checks of truth, as one table: what each looks at, what it shows, how it errs, who must look.

A doubt is about a report, never about a person: it says that numbers don't fit together and asks somebody at
the level that accepts the report to look. Each check names the innocent explanations first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import log
from typing import Any, Final

from lianfang.apps.forms.terms import CHECK_NAMES, CheckCode
from lianfang.core.forms.terms import FieldType
from lianfang.kernel.clock import ZONE


@dataclass(frozen=True, slots=True)
class TruthCheck:
    """A check: what it looks at, its evidence, its innocent explanations, the threshold and its reason.

    `errs` is how often honest work is doubted: rarely, sometimes, often. `again`: once raised it is not
    raised again of the same reporter within a week.
    """

    code: CheckCode
    looks_at: str
    shows: str
    innocent: tuple[str, ...]
    errs: str
    threshold: str
    again: bool = False

    @property
    def name(self) -> str:
        """Its name as people see it."""
        return CHECK_NAMES[self.code]


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
COUNTED: Final = frozenset({FieldType.COUNT, FieldType.NUMBER, FieldType.PEOPLE})
"""Types of fields whose numbers are beside those of other days."""
SURPRISE_TOLD: Final = log(1_000_000)
"""A chance below one in a million is told as that."""
MANY: Final = 5
SHARE: Final = 0.3

TABLE: Final = (
    TruthCheck(
        CheckCode.MISSING,
        "过了时限，既没有报表，也没有零报告",
        "应报时限、最近十四天的填报",
        ("网络或手机故障", "单位已停业未登记", "报表口头报过"),
        OFTEN,
        "过时限六小时仍没有：当天的提醒和催报都已发出",
    ),
    TruthCheck(
        CheckCode.LATE,
        "报表第一次上报的时间与时限",
        "最近十四天各期的上报时间",
        ("填报人换了", "时限与当地作息不合", "信号差，回到村部才能报"),
        OFTEN,
        "十四天内迟报三期，或一次迟报十二小时：偶尔迟到不必核实",
    ),
    TruthCheck(
        CheckCode.CONTRADICTION,
        "报表（或零报告）所说与上报前半小时台账已有的记录",
        "报表的数、台账当时的数、台账的记录",
        ("记录登记在别村", "台账登记有误", "填报人没有看到刚登记的记录"),
        SOMETIMES,
        "以上报前三十分钟台账已有的为准：刚登记的填报人看不到",
    ),
    TruthCheck(
        CheckCode.SILENT_CHANGE,
        "上报之前发生、上报四小时之后才登记的记录，而报表没有更正",
        "上报时、四小时后、现在台账的数",
        ("纸质登记晚补录", "断网后补传", "卫生院转来的结果"),
        SOMETIMES,
        "发热、新增管控多一人即算；其他数多五个且三成以上：四小时是补录的常情",
    ),
    TruthCheck(
        CheckCode.JUMP,
        "一个数与本单位前四周（同为工作日或休息日）和当天同乡镇各单位相比",
        "本单位平常的数、最近十四天、当天同类单位",
        ("真有突发情况", "开展专项排查", "把累计数当作当日数", "多打了一个零"),
        SOMETIMES,
        "高出本单位平常4.5个波动宽度、同类单位3.5个，且不少于平常三倍加八；几个数一起上升的不算",
    ),
    TruthCheck(
        CheckCode.COPIED,
        "各个数与前一天完全相同，按平常各数重复的机会推算",
        "相同的天数、相同的数、巧合的机会",
        ("小村天天如此", "当天没有工作又忘记作零报告", "工作按固定路线"),
        RARELY,
        "巧合的机会小于万分之一；表上允许沿用昨天的数不计",
        again=True,
    ),
    TruthCheck(
        CheckCode.TWICE,
        "同一天、同一张表的同一项名单里，同一人出现在两个单位",
        "两个单位、各自从哪天起列入、人数",
        ("当天搬家、转运，两边各列一天", "人户分离"),
        SOMETIMES,
        "前一天只有一处列名的，当天算交接；第二天仍在两处才提出",
        again=True,
    ),
    TruthCheck(
        CheckCode.TOTALS,
        "上级报表与下级同日报表的合计（按表上的核对式）",
        "所报的数、下级的合计、报齐没有",
        ("下级后来更正", "有的数由上级直接掌握", "统计口径不同"),
        SOMETIMES,
        "上报时和现在都不符才提出；下级没有报齐的，差数能由未报的补上就不算",
    ),
    TruthCheck(
        CheckCode.TEMPERATURES,
        "一个村七天的体温：是否过于相同、过于均匀，是否总在一分钟内登记完",
        "各体温的次数、最多的一个数、每次登记用时",
        ("体温计只显示半度", "纸上量好后一起录入", "自动设备批量上传"),
        SOMETIMES,
        "七天24次以上；同一数的机会小于六万分之一；人与人之间没有差别且分布均匀；五次以上集中在一分钟",
        again=True,
    ),
)
CHECKS: Final[Mapping[CheckCode, TruthCheck]] = {one.code: one for one in TABLE}


@dataclass(frozen=True, slots=True)
class Measured:
    """What a check did in simulated counties: lies planted, lies found, honest unit-days doubted."""

    lies: int
    found: int
    false: int

    @property
    def recall(self) -> float:
        """The share of lies that were found."""
        return self.found / self.lies

    @property
    def innocent(self) -> int:
        """Of a hundred doubts so many were about honest work."""
        return round(100 * self.false / (self.found + self.false))

    @property
    def in_200(self) -> float:
        """False alarms in 200 honest unit-days."""
        return 200 * self.false / HONEST_DAYS_MEASURED


HONEST_DAYS_MEASURED: Final = 56_603
MEASURED: Final[Mapping[CheckCode, Measured]] = {
    CheckCode.CONTRADICTION: Measured(564, 564, 7),
    CheckCode.SILENT_CHANGE: Measured(564, 564, 13),
    CheckCode.JUMP: Measured(564, 555, 73),
    CheckCode.COPIED: Measured(169, 167, 9),
    CheckCode.TWICE: Measured(188, 188, 0),
    CheckCode.TOTALS: Measured(36, 36, 23),
    CheckCode.TEMPERATURES: Measured(80, 79, 12),
}
"""By `python -m bench truth`: 1,000 units, 60 days, each kind of lie 1 in 100; the clock errs by nothing."""


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


CORRECTED: Final = (
    CheckCode.CONTRADICTION,
    CheckCode.SILENT_CHANGE,
    CheckCode.JUMP,
    CheckCode.COPIED,
    CheckCode.TWICE,
    CheckCode.TOTALS,
)
"""Doubts about what a report says: a correction answers them, and is looked through in its turn."""
SENTENCES: Final[Mapping[str, str]] = {
    "missing": "应于{due}前上报，一直没有上报；近{periods}期迟报{late}期。",
    "late": "近{periods}期迟报{late}期，这一期晚了{hours}小时。",
    "contradiction": "与上报前半小时台账所载不符：{says}",
    "contradiction.zero": "作了零报告，而台账当时已有{held}人发热。",
    "silent_change": "{figure}：上报时台账为{told}，四小时后为{soon}，现在为{now}，报表没有更正。",
    "jump": "{field}报{said}，平常约{usual}；高出本单位{own}个波动宽度、同类单位{peers}个。",
    "copied": "连续{days}天，{numbers}个数与前一天完全相同；巧合的机会不到{one_in}分之一。",
    "twice": "{field}中有{persons}人同日也列在{other}的名单里。",
    "totals": "上报时和现在都与下级合计不符：{says}",
    "temperatures.alike": "七天{readings}次体温中，{value}度占{percent}%。",
    "temperatures.even": "七天{readings}次体温分布均匀，人与人之间没有差别。",
    "temperatures.burst": "七天中有{rounds}次测温集中在一分钟内登记（如{minute}）。",
}
"""What the evidence says, by check and what was odd."""
NUMBERS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "missing": (("近十四天应报期数", "periods"), ("其中迟报", "late")),
    "late": (("近十四天应报期数", "periods"), ("其中迟报", "late"), ("这一期晚了几小时", "hours")),
    "contradiction.zero": (("零报告所说发热", "zero"), ("上报前半小时台账已有发热", "held")),
    "silent_change": (("上报时台账", "told"), ("四小时后", "soon"), ("现在", "now")),
    "jump": (("所报", "said"), ("本单位平常约", "usual")),
    "copied": (("连续天数", "days"), ("相同的数", "numbers"), ("巧合的机会不到几分之一", "one_in")),
    "twice": (("两处都列名的人", "persons"), ("本单位列入", "since"), ("另一单位列入", "other_since")),
    "temperatures.alike": (
        ("七天体温次数", "readings"),
        ("最多的一个数", "value"),
        ("占百分之几", "percent"),
    ),
    "temperatures.even": (("七天体温次数", "readings"),),
    "temperatures.burst": (("七天体温次数", "readings"), ("集中在一分钟的次数", "rounds"), ("如", "minute")),
}
"""Which numbers of the evidence stand side by side."""


def sentence(check: str, evidence: Mapping[str, Any], names: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The sentence of a doubt and what fills it; `names` of fields, reporters and figures by code."""
    facts = {name: _plain(value) for name, value in evidence.items()}
    facts |= {
        name: names.get(facts[name], facts[name]) for name in ("field", "other", "figure") if name in facts
    }
    facts["percent"] = f"{100 * evidence.get('share', 0):.0f}"
    if "due_at" in evidence:
        facts["due"] = f"{datetime.fromisoformat(evidence['due_at']).astimezone(ZONE):%m-%d %H:%M}"
    if evidence.get("zero"):
        facts |= {"held": _plain(evidence["held"].get("readings.fever", 0)), "zero": "0"}
    return SENTENCES[_kind(check, evidence)], facts


def numbers(check: str, evidence: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The numbers of a doubt side by side: what each is, and the number."""
    _, facts = sentence(check, evidence, {})
    return [(name, facts[key]) for name, key in NUMBERS.get(_kind(check, evidence), ())]


def _kind(check: str, evidence: Mapping[str, Any]) -> str:
    odd = evidence.get("pattern") or ("zero" if evidence.get("zero") else "")
    return f"{check}.{odd}" if odd else check


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
