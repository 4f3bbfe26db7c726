"""Quantities: numbers that a demand asks for, with their unit, per what, at least or at most."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation
from typing import Final

from lianfang.apps.directives.rules.measures import (
    AFTER,
    BOUND,
    IN_WORDS,
    LEAST,
    MEASURES,
    MOST,
    OF,
    PER,
    SHARES,
    WIDE,
)
from lianfang.apps.directives.rules.numerals import ARABIC, CHINESE, HALF, number_of
from lianfang.apps.directives.rules.rule import N, Rule, is_told, rule
from lianfang.apps.directives.terms import Quantity, Span

RULES: Final = (
    rule(
        "ratio",
        rf"{BOUND}(?P<n>1|(?<=比例)[0-9]{{1,3}}|(?<=按)[0-9]{{1,3}}|[0-9]{{1,3}}(?=:[0-9]{{1,3}}(?:的|比|混|配)))(?<!第1):(?P<n2>[0-9]{{1,5}})(?![0-9]|[分前时])(?P<unit>混检|混采|混)?",
        "1:20",
        "比例",
    ),
    rule("pooled", r"(?P<n>[0-9]{1,2}|[一二三五十]{1,2})(?P<unit>合一|合1|混一|混1)", "10合1", "混采比例"),
    *SHARES,
    rule(
        "copies",
        rf"(?P<w>一式(?P<n>{N})(?P<unit>份))",
        "一式三份",
        "一式几份",
    ),
    rule(
        "and_half",
        rf"{BOUND}(?P<n>{IN_WORDS}|[0-9]+)(?P<unit>个?月|个?小时|个?钟头|天|年|米|公里|里|斤|公斤|倍)(?P<half>半)(?![价夜]){AFTER}",
        "一米半",
        "几个半",
    ),
    rule(
        "some_and_half",
        rf"{BOUND}(?P<n>{IN_WORDS}|[0-9]+)个(?P<half>半)(?P<unit>小时|钟头|月|星期){AFTER}",
        "一个半小时",
        "几个半",
    ),
    rule(
        "need_of_days",
        rf"{BOUND}(?P<n>{N})(?P<unit>天|日|个?月|周)的?(?P<what>需求|所需|口粮|供应)(?!量)",
        "满足全镇7日需求",
        "够用多久",
    ),
    rule(
        "half_of",
        rf"(?:(?P<bound>{LEAST}|{MOST})|(?<=各)|(?<=每次)|(?<=一次)|(?<=每回)|(?P<verb>(?:播放|播报|照射|通风|开窗|晾晒|浸泡|煮沸|停留|间隔|持续|提前)(?:各)?))(?P<n>半)(?P<unit>个?小时|个?钟头|天|个?月|年|米|斤|公斤){AFTER}",
        "通风半小时",
        "半个单位",
    ),
    rule(
        "storage",
        rf"{BOUND}(?P<n>{N})(?:[-~至到](?P<n2>{N}))?(?P<unit>个月|天|日|个?星期|周|小时)(?:的)?(?P<what>[^,。;:0-9]{{0,2}}(?:用|需求|使用|储备|消耗|满负荷)[^,。;:0-9]{{0,4}}?量)",
        "不少于3个月用量",
        "够用多久",
    ),
    rule(
        "figure",
        rf"{PER}{BOUND}(?P<n>{ARABIC})(?P<great>[十百千]?[万亿]?)(?P<more>余|多)?(?:[-~至到](?P<n2>{ARABIC})(?P<great2>[十百千]?[万亿]?))?(?P<unit>{MEASURES}){OF}{AFTER}",
        "2200份/日",
        "数字和单位",
    ),
    rule(
        "words_bound",
        rf"{PER}(?P<bound>{LEAST}|{MOST})(?:有|设|配|配备|安排)?(?P<n>{IN_WORDS})(?:[至到](?P<n2>{IN_WORDS}))?(?P<unit>{WIDE})(?!方面){OF}{AFTER}",
        "不少于三个月",
        "有上下限的汉字数字",
    ),
    rule(
        "words_after",
        rf"{PER}(?P<n>{IN_WORDS})(?P<unit>{WIDE})(?P<after>(?:及|或)?以上|(?:及)?以内|(?:及)?以下)",
        "两米以上",
        "有上下限的汉字数字",
    ),
    rule(
        "words_per",
        rf"(?P<per>每(?:{N})?(?:名|个|位|班|村|栋|间|户|人|组|点|处|所|家|辆|万人|千人|百人|社区|网格|卡点|小区|单元|乡镇|校|街道|车间|隔离点|采样点)[\u4e00-\u9fff]{{0,8}}?)(?P<gap>(?:都|均|要|须|应|由|安排|配备|配|设置?|明确|确定|指定|落实|有|派|选派|发放)+)(?P<n>{IN_WORDS})(?P<unit>名|个|人|间|台|套|只|支|辆|张|份|处|部|组|盒)",
        "每村配备两名",
        "每一个要多少",
    ),
    rule(
        "words_each",
        rf"(?P<per>每(?:班|户|人|村|组|车|点|岗|间|桌|校|队|社区|网格|单元|卡点|点位|个?(?:采样点|隔离点|检查点|班级|班组)))(?P<n>{IN_WORDS})(?P<unit>名|人|个人|份|支|台|套|只|张|瓶|把|辆|部|盒|包|袋)(?![一-龥]?一[一-龥])",
        "每班两人",
        "每一个要多少，没有动词",
    ),
    rule(
        "words_split",
        rf"(?P<verb>(?<![部充十区百])分)(?P<n>{IN_WORDS})(?P<unit>批|组|班|轮|拨|队)(?=[,。;]|次|进行|开展|就|采|接|转|到|入|离|返|值|轮|错|组织|实施)",
        "分三批进行",
        "分成几批",
    ),
    rule(
        "words_given",
        rf"(?P<verb>(?:配备|配置|配足|配齐|储备|设立|设置|增设|新设|组建|抽调|抽派|选派|增派|安排|预留|发放|采购|购置|调配|准备|腾出|启用|改建|建成|派出|明确|指定|建立|成立|派驻|增加|补充|确定|开设|招募|完成|做|须有|有|由)(?:好|了)?)(?P<n>{IN_WORDS})(?P<unit>名|人|支|间|台|套|辆|张|处|组|顶|部|座|班|盒|箱|吨|所)(?![一-龥]?级|一[一-龥])",
        "配备两名",
        "配备多少",
    ),
    rule(
        "words_listed",
        rf"(?P<verb>(?:由|配备?|安排|明确|指定|派){CHINESE}名[^,。;:、]{{1,10}}[、和])(?P<n>{IN_WORDS})(?P<unit>名)",
        "由一名村干部、一名村医包保",
        "同一句里的下一个",
    ),
    rule(
        "words_teams",
        rf"(?P<verb>成立|组建|设立|组成|派出|抽调|增设|分成|分为)(?:了)?(?P<n>{IN_WORDS})(?P<unit>个|支)(?=[^,。;:、]{{0,8}}(?:组|队|专班|点|站|岗))",
        "成立两个督查组",
        "成立几个组",
    ),
    rule(
        "words_kept",
        rf"(?P<verb>[只仅](?:保留|留|开放|开设|设|设置))(?P<n>{IN_WORDS})(?P<unit>个|处|条)",
        "只保留一个出入口",
        "只留几个",
    ),
    rule(
        "words_apart",
        rf"(?P<verb>间隔|距离|相隔|间距|保持)(?P<n>{IN_WORDS})(?P<unit>米)",
        "间隔两米",
        "相隔多远",
    ),
    rule(
        "words_long",
        rf"(?P<n>{IN_WORDS})(?P<unit>天|日|小时|周|个月|米|倍)(?=(?:的)?(?:居家|集中|隔离|医学观察|健康监测|封闭|闭环|静默|线|安全距离|距离|间隔|核酸))",
        "十四天居家隔离",
        "汉字写的时长和距离",
    ),
)
_NO_NUMBER_BEFORE: Final = re.compile(r"(?:第|[0-9.〔\[(年月:-]|初|星期|周|新冠|20)$")
_SLOGAN: Final = re.compile(
    r"(?:方面|环节|重点(?!.{0,2}人|.{0,2}场)|意识|自信|维护|问题|要求|意见|到位|必须|一律|原则|字|坚持|清单|机制|体系|责任|关口?|条线|层面|不放松|不|有|清|强化|确保|办法|阶段|步骤|特点|难度|原因|工作要求|情形|坚决|严格|从严|意思|关键)"
)
_NOT_UNIT: Final = {
    "周": ("岁",),
    "米": ("线",),
    "个": ("月",),
    "次": ("会", "日"),
    "种": ("情形",),
    "条": ("措施", "件"),
    "管": ("控", "理", "辖"),
    "组": ("织", "成"),
    "处": ("理", "置", "分"),
    "家": ("庭",),
    "包": ("保", "括"),
    "部": ("门",),
    "支": ("持",),
    "批": ("准",),
    "名": ("单",),
    "班": ("级", "车"),
    "户": ("籍",),
    "人": ("民", "大"),
    "片": ("区",),
    "点": ("钟",),
    "份": ("儿",),
}
"""What follows a unit that is none: 14周岁, 一米线."""
_DAYS_LONG: Final = re.compile("(?:的)?(?:集中|居家|医学|健康|隔离|观察|封闭|静默|用量|储备|滚动|循环)|[”」]")
_WHOLE: Final = re.compile("(?:全[县村镇市区乡校]|我[县市校镇村院]|辖区内?)(?:现|共)?有?$")
_LEFT: Final = re.compile("(?:完成|核查|排查|见面|补[齐种检采测]|清零|转运|追踪)[^,。;]{0,6}剩余$")
"""What is left is itself to be done: 完成剩余35人的核查."""
_DAILY: Final = re.compile(
    "(?<![每今当次逐昨明后前生末])日均?(?:检测?|采样?|产|供应?|投放|处理|接种|转运|配送|生产|接诊)(?:量|能力)?[^,。;:0-9]{0,4}$"
)
"""What a number is per day of, said before it: 日检1万管."""
_FAULTS: Final = re.compile("(?:脱岗|缺岗|迟到|违规|违反[^,。;]{0,6}|发现|累计|连续|第)$")
_HEADS: Final = frozenset({"人", "名", "家", "户", "处", "所", "个"})
_KEPT: Final = re.compile("(?:保存|留存|保留|为期|有效期|扣[减除]?[^,。;0-9]{0,8}|加(?:[^,。;0-9]{0,6}分)?)$")
"""What points are taken or given, and how long something is kept: years and points that are no time."""
_MOST_YEARS: Final = 2
_LISTED_DAYS: Final = re.compile("第[0-9、,和及]+$")
_LASTING: Final = frozenset({"天", "日", "小时", "周", "个月", "分钟"})
_KIND_OF: Final = re.compile(r"的(?!距离|间隔|储备|量|标准|比例|要求|能力|用量|需求)[^,。;:]{1,8}")
_PLACES: Final = re.compile(
    r"(?:街道|社区|乡镇|镇|村|行政村|部门|县|市|省|小区|学校|企业|单位|专班|组|地区|国家|区)"
)
_SETTING: Final = re.compile(
    r"(?:抽查|抽取|检查|抽检|选取|随机|设|建|配|增|不少于|至少|安排|组成|组建|抽调|派|成立|备|确定|选|创建)[^,。;:]{0,8}$"
)
_TARGETS: Final = re.compile("[对到].{1,4}(?:开展|进行|实行|抽查|暗访|督查|检查|督导|暗查)")
_CHANGED: Final = re.compile(r"(?:调整|增加|提高|提升|扩大|减|优化|降|扩|增)")
_RECENT: Final = re.compile(r"(?:近|过去|最近|此前|连续发生|(?<![校学岗境工课节返业提天时])前)$")
_OPEN_ALL_DAY: Final = re.compile(
    "采样点|门诊|药店|热线|营业|便利店|电话|制|轮|不间断|不断|专人|值|在[岗线位]|有人|监|待"
)
_RANGE: Final = re.compile(r"范围(?:为|是|包括|覆盖)[^,。;]*$")
_UNIT_NOUN: Final = frozenset({"项", "个", "种", "类", "条", "次", "级", "片"})
_QUOTED: Final = re.compile("[“「《][^”」》\n]*$")
_DAYS_AROUND: Final = re.compile("[前后来](?![续勤])|之[前后]|以[来前后]|多?前")
_LEAST: Final = re.compile(LEAST)
_MOST: Final = re.compile(MOST)


@dataclass(frozen=True, slots=True)
class Found:
    """A quantity and the places of the view that it takes."""

    start: int
    end: int
    quantity: Quantity


def quantities_in(view: str, taken: list[tuple[int, int]]) -> Iterator[Found]:
    """The quantities of a text outside of the places that are taken; spans are places of the view."""
    taken = list(taken)
    for one in RULES:
        for match in one.pattern.finditer(view):
            start, end = _place(match)
            number = _place(match) if match.groupdict().get("w") else (match.start("n"), match.end())
            if any(number[0] < right and left < number[1] for left, right in taken):
                continue
            if _is_none(one, match, view) or is_told(view, *number):
                continue
            made = _made(one, match, start, end)
            if made:
                taken.append((start, end))
                yield Found(start, end, made)


def _place(match: re.Match[str]) -> tuple[int, int]:
    """Where a quantity stands: with its bound, and with what it is per where that stands beside it."""
    part = match.groupdict()
    bound = part.get("bound") if part.get("bound") not in _NO_BOUND else None
    start = match.start("bound") if bound else match.start("w" if part.get("w") else "n")
    if part.get("per") and not (part.get("gap") or part.get("bound")):
        start = match.start("per")
    return start, match.end()


_NO_BOUND: Final = frozenset({"储备", "达", "达到", "保证", "确保", "备足", "满足", "满"})


def _is_far(part: dict[str, str | None]) -> bool:
    return len(part.get("gap") or "") > len("检测量不少于以上")


def _is_none(one: Rule, match: re.Match[str], view: str) -> bool:
    part, end = match.groupdict(), match.end()
    begin = match.start("w" if part.get("w") else "n")
    before, after = view[max(0, begin - 40) : begin], view[end : end + 12]
    if one.name in {"figure", "ratio"} and _NO_NUMBER_BEFORE.search(before[-2:]):
        return True
    if (
        one.name != "percent"
        and _QUOTED.search(before)
        and not (one.name == "figure" and part["unit"] not in _UNIT_NOUN)
    ):
        return True
    return _is_telling(part, before, after) or _is_time(part, before, after)


def _is_telling(part: dict[str, str | None], before: str, after: str) -> bool:
    """Whether a number names a kind, a range, a slogan, or what was before a change."""
    unit, bound = part.get("unit") or "", part.get("bound")
    if unit in _UNIT_NOUN and (
        _SLOGAN.match(after)
        or (_PLACES.match(after) and not _SETTING.search(before) and not _TARGETS.match(before[-1:] + after))
    ):
        return True
    whom = (
        unit in {"人", "平方米", "平米", "年"}
        and part.get("after")
        and _KIND_OF.match(after)
        and not _SETTING.search(before)
    )
    some = unit == "项" and (
        after.startswith(("任务中", "中")) or (before.endswith("的") and not after[:1].isalpha())
    )
    all_day = unit in _LASTING and _OPEN_ALL_DAY.match(after)
    named = (
        before.endswith(("上述", "以上", "这", "该", "其余", "剩余", "此")) and not _LEFT.search(before)
    ) or (before.endswith("的") and unit in _HEADS)
    whole = unit not in _LASTING and _WHOLE.search(before) is not None
    faults = unit == "次" and _FAULTS.search(before) is not None
    nobody = bound and part.get("n") == "一" and unit in {"人", "户"}
    changed = before.endswith(("由", "从")) and _CHANGED.match(after)
    return bool(
        named or whole or faults or whom or some or all_day or nobody or changed or _RANGE.search(before)
    )


def _is_time(part: dict[str, str | None], before: str, after: str) -> bool:
    """Whether a number is an age, a clock time, a day of the calendar, or a time ago."""
    unit = part.get("unit") or ""
    recent = _RECENT.search(before) is not None
    if part.get("after"):
        return recent
    no_unit = after.startswith(_NOT_UNIT.get(unit, ("\n",))) or _LISTED_DAYS.search(before)
    unbound = part.get("bound") in {None, *_NO_BOUND} and not _KEPT.search(before)
    calendar = unit in {"年", "月", "分"} and (
        unbound or (unit == "年" and len(str(part["n"])) > _MOST_YEARS)
    )
    day = (
        unit == "日"
        and not part.get("what")
        and not _DAYS_LONG.match(after)
        and not part.get("bound")
        and not before.endswith("前")
    )
    around = unit in _LASTING and (recent or _DAYS_AROUND.match(after) is not None)
    return bool(no_unit or calendar or day or around)


def _made(one: Rule, match: re.Match[str], start: int, end: int) -> Quantity | None:
    part = match.groupdict()
    try:
        value, unit = _value(one, part)
    except (ValueError, DivisionByZero, InvalidOperation):
        return None
    per = part.get("of") or ("" if _is_far(part) else _whole(match)) or _daily(match)
    what, most = part.get("what") or "", _most(one, part)
    text, span = match.string[start:end], Span(start, end)
    return Quantity(text, span, one.name, _whole_number(value), unit, per, what, _bound(part), most)


def _daily(match: re.Match[str]) -> str:
    return "日" if _DAILY.search(match.string[: _place(match)[0]]) else ""


def _most(one: Rule, part: dict[str, str | None]) -> Decimal | None:
    """The upper end of a range: 3至5天."""
    if one.name == "ratio" or not part.get("n2") or part["n2"] == "半":
        return None
    return _whole_number(number_of(f"{part['n2']}{part.get('great2') or ''}"))


def _whole_number(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


_PER_HEAD: Final = re.compile(
    rf"每(?:{N})?(?:半月|[名位个所家处组台辆支次批张](?:乡镇|市场|街道|社区|行政村|自然村|小区|网格|学校|班级|医院|企业|单位|隔离点|采样点|卡点|楼栋|家庭|人员|[\u4e00-\u9fff](?=不|至|最|[0-9])))"
)


def _whole(match: re.Match[str]) -> str:
    """What a quantity is per, its noun whole: 个乡镇, never 个乡."""
    if not match.groupdict().get("per"):
        return ""
    longer = _PER_HEAD.match(match.string, match.start("per"))
    return (longer.group() if longer else match["per"]).removeprefix("每")


_SHARES: Final = {
    "percent_words": (1, "%"),
    "per_mille": (1, "‰"),
    "tenths": (10, "%"),
    "fraction": (1, ""),
    "half": (1, ""),
}
"""What a number of these rules is times, and its unit."""


def _value(one: Rule, part: dict[str, str | None]) -> tuple[Decimal, str]:
    text = str(part["n"] or "半")
    if one.name == "ratio":
        return Decimal(text) / Decimal(str(part["n2"])), f"{text}:{part['n2']}"
    if one.name in _SHARES:
        times, unit = _SHARES[one.name]
        tenths = number_of(str(part["fifth"])) if part.get("fifth") else Decimal(0)
        return number_of(text) * times + (5 if part.get("fifth") == "半" else tenths), unit
    more = HALF if part.get("half") else Decimal(0)
    return number_of(text + (part.get("great") or "")) + more, str(part.get("unit") or "")


def _bound(part: dict[str, str | None]) -> str:
    after, before = part.get("after") or "", part.get("bound") or ""
    if "以上" in after:
        return "least"
    if after:
        return "most"
    if _MOST.fullmatch(before):
        return "most"
    return (
        "least"
        if _LEAST.fullmatch(before) and before not in {"储备", "达", "达到", "保证", "确保", "满足", "满"}
        else ""
    )
