"""Recurrences: how often something is to be done, and by which times of the day."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from typing import Final

from lianfang.apps.directives.rules.numerals import number_of
from lianfang.apps.directives.rules.rule import N, Rule, is_told, rule
from lianfang.apps.directives.rules.times import CLOCK, PARTS, clock_of
from lianfang.apps.directives.terms import Recurrence, Span

EVERY: Final = rf"(?P<every>每(?P<skip>隔)?(?:(?P<count>半|{N})?个?(?P<unit>天|日|晚|夜|周(?![边围转岁])|星期|月|季度?(?!节)|年(?![级轻])|旬|小时|学期)))"
ONE_CLOCK: Final = rf"(?:{PARTS})?(?:[0-2]?[0-9]|[一二两三四五六七八九十]{{1,3}})(?:[:][0-5][0-9]|[时点](?:[0-5]?[0-9]分?|半|整)?)"
CLOCKS: Final = rf"(?P<clocks>{ONE_CLOCK}(?:(?:之?前|以前)?(?:[、,和及与]|以及){ONE_CLOCK})*)"
TIMES: Final = "(?:次|轮|遍|趟|回)"
SHIFT: Final = "每(?:一)?(?:班次|个?班组|班)"
PER_SHIFT: Final = "per_shift"
"""The rule of what is counted by shifts."""
SHIFTS: Final = 3
"""Shifts of a day where a paper counts by shifts and names no number. Local norm (C)."""
DOING: Final = (
    "暗访|明查|休市|清洁|推进|评比|分析|梳理|抽检|盘库|复盘|对账|督办|督察|报送|报告|上报|汇报|通报|调度|督查|督导|检查|检测|核查|抽查|巡查|排查|摸排|会商|研判|汇总|统计|消毒|消杀|测温|测量|监测|清运|清理|清零|更新|公布|发布|演练|培训|"
    "轮换|盘点|清点|核对|登记|随访|走访|巡诊|采样|小结|总结|点评|排名|碰头|例会|报|检|查|测|访|巡|清|会|调|评|晒|研|商|结|巡检|消|换|播|电话"
)

MONTH_DAY: Final = f"(?:{N})[日号]"

RULES: Final = (
    rule(
        PER_SHIFT,
        rf"{SHIFT}[^,。;:0-9]{{0,8}}?(?:不少于|至少)?(?P<n>{N}){TIMES}|(?<![0-9第同])(?:一|1|每)班(?P<n2>[一二两三1-3])(?=(?:{DOING}|换|交接))",
        "每班次消毒一次",
        "每个班次几次",
    ),
    rule(
        "weekday_clock",
        rf"每(?:周|星期)(?P<weekday>[一二三四五六日天末])(?:[、和及][一二三四五六日天末])*(?:的)?{CLOCKS}(?:之?前|以前|准时)?",
        "每周五17时前",
        "某个星期几的某时之前",
    ),
    rule(
        "weekday",
        rf"每(?:周|星期)(?P<weekday>[一二三四五六日天末])(?:[、和及]周?[一二三四五六日天末])*(?!{TIMES}|[、和及])(?:上午|下午|下班)?(?:之?前|以前)?",
        "每周一",
        "某个星期几",
    ),
    rule(
        "end_of_month",
        r"(?:每个?(?=[月季年学])|(?<![0-9一二三四五六七八九十本当上下这每个])(?=(?:月|季度?)[末底初][^,。;:0-9前]{0,6}[一1]次))(?:月|季度?|年|学期)(?:月底|月末|月初|底|末|初|中旬|上旬|下旬|首月|末月|最后一[天日周]|最后一个工作日)(?:的?[0-9]{1,2}[日号])?(?:之?前|以前)?(?:[^,。;:0-9]{0,6}?[一1两二2](?:次|轮|遍))?",
        "每月底",
        "每月、每季的末尾",
    ),
    rule(
        "day_of_month",
        rf"每个?月(?:的)?{MONTH_DAY}(?:(?:之?前|以前)?[、,和及与]{MONTH_DAY})*(?:之?前|以前)?",
        "每月25日前",
        "每月某日",
    ),
    rule(
        "days_every",
        rf"{EVERY}(?:要|须)?(?:至少|不少于|不低于)?(?:有)?(?P<n>{N})天(?!一|内)",
        "每周至少三天",
        "每周、每月几天",
    ),
    rule(
        "every_clock",
        rf"{EVERY}(?:的)?(?:分别)?(?:于|在)?{CLOCKS}(?:之?前|以前|准时|定时)?(?:(?P<each>各)(?:[^,。;:、0-9每]{{0,6}}?(?P<n>{N}){TIMES})?|(?P<n3>{N}){TIMES})?",
        "每日16时前",
        "每天某时之前",
    ),
    rule(
        "parts_of_day",
        rf"(?:{EVERY}[^,。;:0-9]{{0,8}}?)?(?P<parts>早中晚|早午晚|晨午晚|早晚|晨晚|上下午|上、下午|上午、下午|上午和下午|早上和晚上|白天和夜间|早、中、晚|早、晚|上下班|上下学|上班前下班后|饭前饭后|(?:[^,。;:、0-9每]{{1,5}}前)(?:和|、|及)(?:[^,。;:、0-9每]{{1,5}}后))(?:各)?(?:[^,。;:0-9每]{{0,4}}?(?P<n>{N}){TIMES}|(?<=各)(?=[\u4e00-\u9fff])|(?=测温|测体温|测量体温|报告|检查))",
        "早晚各一次",
        "一天几个时段各几次",
    ),
    rule(
        "checks_every",
        rf"{EVERY}(?:(?<=[周期])(?P<n>[两2-9])|(?<![周期])(?P<n2>[一二两三四五1-9]))(?=(?:检|测|查|访|巡|报|消|清|调度|通报|换|训|练)(?!测试|查组))",
        "每周两检",
        "每段时间几检",
    ),
    rule(
        "days_of_ten",
        r"(?P<days>逢(?:[0-9]|[一二三四五六七八九十])(?:[、和及]?逢?(?:[0-9]|[一二三四五六七八九十]))*)(?=日|报|开|组|进|[,。;、]|集)|逢?[单双]日(?=[^,。;]{0,6}(?:检|测|消|报|采|开))",
        "逢五逢十报",
        "逢几的日子、单双日",
    ),
    rule(
        "times_every",
        rf"{EVERY}[^,。;:0-9]{{0,14}}?(?:不少于|不低于|不得少于|至少|最少)?(?P<n>{N}){TIMES}(?:以上)?",
        "每天两次",
        "每段时间几次",
    ),
    rule(
        "times_in",
        rf"(?<![0-9第月至到])(?P<count>半|{N})个?(?P<unit>天|日|周|星期|月|小时)(?!连续|累计)(?:(?:之?内)?(?:不少于|至少|开展|进行|轮换)?|[^,。;:0-9完内后前起以各一二两三四五六七八九十半每]{{1,2}})(?P<n>{N}){TIMES}",
        "三天一次",
        "每段时间几次",
    ),
    rule(
        "n_days_n_checks",
        rf"每?(?P<count>[0-9]{{1,2}}|[一两二三四五六七八])(?P<unit>天|日|周|月|旬|季度|季|小时|晚)(?P<n>[0-9]|[一两二三四五])(?=(?:{DOING}))",
        "一天一督查",
        "几天做几次",
    ),
    rule(
        "alternate_days",
        rf"隔[天日](?:[^,。;:0-9]{{0,8}}?(?P<n>{N}){TIMES}|[一1](?=(?:{DOING})))",
        "隔日一检",
        "两天一次",
    ),
    rule(
        "round_the_clock",
        r"24小时(?:不间断|不断档|全天候|专人|轮流|轮班|轮岗|双人|双岗|三班倒|领导带班|在岗|应急|有人|保持|通讯|通信|电话|手机|热线|的)*(?:值班值守|值班备勤|值班|值守|备勤|监测|监控|监管|看护|看守|驻守|巡逻|巡查|巡护|待命|在岗|开诊|出诊|开门|在线|在位|接诊|接单|营业|接听|畅通|开通|开放|联络|封闭|运转|运行|服务|驻点|响应|值勤|开机|不断人|不离人|不脱岗)|24小时(?:不间断|不断档|全天候|专人|轮流|轮班|有人|轮岗|三班倒|有专人)|全天候(?=[^,。;:]{0,6}(?:值|守|监|巡|服务|待命|在岗|接听|运转))",
        "24小时值班",
        "日夜不断",
    ),
    rule(
        "chapter_words",
        r"(?<![当今明昨次每一同逐某周节])日(?:报告|排查|调度|通报|汇总|研判|巡查|督查|监测|清零|产日清|清日结|清|报(?=制|送|告|,|、|”))(?!期)|零报告|双报告|(?<![每隔一两二三四几0-9])周(?:报告|通报|调度|汇总|例会|研判)|月(?:报告|通报|调度|汇总)|晨午晚?检|晨、?午、?晚(?:[三3各])?检|晨(?:、|检、)?午检|晨检",
        "日报告",
        "制度的名称里说的频次",
    ),
    rule(
        "every",
        rf"{EVERY}(?!(?:的)?(?:[^,。;:]{{0,6}}(?:量|能力|产能|数量|人数|率)(?!化)|(?:都|仍|还|就)?有(?!序|关|效|专)|新增|平均|人均|约|近|最多|最高|只有|仅|进出|往来|[0-9]))(?=的?[\u4e00-\u9fff“《]|$)",
        "每日上报",
        "每段时间一次",
    ),
    rule(
        "daily_words",
        r"逐日|(?<!今)天天|按日(?=[^,。;]{0,4}(?:报|汇|通))|按周(?=[^,。;]{0,4}(?:报|汇|通|调))|按月(?=[^,。;]{0,4}(?:报|汇|通|调))",
        "逐日汇总",
        "每天",
    ),
)
_FIGURES: Final = re.compile(
    r"(?:[^,。;:]{0,6}(?:量|能力|产能|数|率|名额)(?![^,。;]{0,2}(?:化|据))|(?:都|仍|还)?有(?:大量|[0-9])|新增)"
)
_DAYS: Final = {
    "天": 1,
    "日": 1,
    "晚": 1,
    "夜": 1,
    "周": 7,
    "星期": 7,
    "旬": 10,
    "月": 30,
    "季": 90,
    "季度": 90,
    "学期": 120,
    "年": 365,
}
_PARTS: Final = {"早中晚": 3, "晨、午、晚": 3, "早午晚": 3, "晨午晚": 3, "早、中、晚": 3}
_WEEK: Final = "一二三四五六日"
_ONE_CLOCK: Final = re.compile(CLOCK)
_NOON: Final = 12
_NEGATED: Final = re.compile(r"(?:没有|未能?|尚未)(?:做到|按要求|按规定|落实|坚持|执行)?$")


@dataclass(frozen=True, slots=True)
class Found:
    """A recurrence and the places of the view that it takes."""

    start: int
    end: int
    recurrence: Recurrence


def recurrences_in(view: str) -> Iterator[Found]:
    """The recurrences of a text; spans are places of the view."""
    taken: list[tuple[int, int]] = []
    for one in RULES:
        for match in one.pattern.finditer(view):
            start, end = _place(one, match)
            if _meets((start, end), taken) or _is_no_demand(one, view, start, end):
                continue
            times, days = _rate(one, match)
            if times < 1 or days < 1:
                continue
            taken.append((start, end))
            span, text = Span(start, end), view[start:end]
            weekday = _weekday(match)
            yield Found(start, end, Recurrence(text, span, one.name, times, days, _clocks(match), weekday))
            listed = _LISTED.match(view, end) if one.name == "times_every" else None
            if listed and not _meets(listed.span("again"), taken):
                taken.append(listed.span("again"))
                yield _again(listed, days)


def _meets(place: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(place[0] < right and left < place[1] for left, right in taken)


_LISTED: Final = re.compile(
    rf"[、和及,](?P<again>[^,。;:、0-9每]{{1,6}}?(?:不少于|至少|不低于)?(?P<n>{N}){TIMES}(?:以上)?)"
)
"""What goes on in the same rhythm: 每天巡逻2次、广播3次."""


def _again(listed: re.Match[str], days: int) -> Found:
    span = Span(*listed.span("again"))
    times = int(number_of(listed["n"]))
    return Found(span.start, span.end, Recurrence(listed["again"], span, "times_every", times, days))


def _place(one: Rule, match: re.Match[str]) -> tuple[int, int]:
    if one.name == "every":
        return match.start("every"), match.end("every")
    if one.name == "n_days_n_checks" or (one.name in {PER_SHIFT, "checks_every"} and _doing_length(match)):
        return match.start(), match.end() + _doing_length(match)
    return match.span()


_DOING_AT: Final[Callable[[str, int], re.Match[str] | None]] = re.compile(DOING).match


def _doing_length(match: re.Match[str]) -> int:
    found = _DOING_AT(match.string, match.end())
    return len(found.group()) if found else 0


def _is_no_demand(one: Rule, view: str, start: int, end: int) -> bool:
    if one.name in {"every", "times_every"} and _FIGURES.match(view, end):
        return True
    return (
        is_told(view, start, end, sentence=False)
        or _NEGATED.search(view[max(0, start - 8) : start]) is not None
    )


def _rate(one: Rule, match: re.Match[str]) -> tuple[int, int]:
    """How many times in how many days."""
    part = match.groupdict()
    try:
        count = number_of(part["count"]) if part.get("count") else Decimal(1)
        written = next((part[name] for name in ("n", "n2", "n3") if part.get(name)), None)
        number = int(number_of(written)) if written else 1
    except ValueError:
        return 0, 0
    if one.name in _FIXED:
        return _FIXED[one.name](match, number)
    unit = part.get("unit") or ""
    if unit == "小时":
        return (max(1, int(24 / count)) * number, 1) if count else (0, 0)
    days = max(1, int(_DAYS.get(unit, 1) * (count + bool(part.get("skip")))))
    clocks = max(1, len(_clocks(match)))
    return (number * clocks if part.get("each") else max(number, clocks)), days


_FIXED: Final[dict[str, Callable[[re.Match[str], int], tuple[int, int]]]] = {
    "days_of_ten": lambda match, number: _of_ten(match["days"]),
    PER_SHIFT: lambda match, number: (number * SHIFTS, 1),
    "parts_of_day": lambda match, number: (number * _PARTS.get(match["parts"], 2), 1),
    "alternate_days": lambda match, number: (number, 2),
    "chapter_words": lambda match, number: _named(match.group()),
    "weekday": lambda match, number: (1 + len(re.findall("[、和及]", match.group())), 7),
    "weekday_clock": lambda match, number: (1, 7),
    "end_of_month": lambda match, number: (
        1,
        {"季": 90, "年": 365, "学": 120}.get(match.group().removeprefix("每").removeprefix("个")[0], 30),
    ),
    "day_of_month": lambda match, number: (len(re.findall(MONTH_DAY, match.group())), 30),
}


def _of_ten(days: str | None) -> tuple[int, int]:
    """Days that end on a number come three times a month; odd or even ones every other day."""
    return (3 * len(re.findall("[0-9一二三四五六七八九十]", days)), 30) if days else (1, 2)


def _named(word: str) -> tuple[int, int]:
    if word.startswith("晨") and word != "晨检":
        return (3 if "晚" in word else 2), 1
    if word == "双报告":
        return 2, 1
    return 1, {"周": 7, "月": 30}.get(word[0], 1)


def _weekday(match: re.Match[str]) -> int | None:
    sign = match.groupdict().get("weekday")
    return _WEEK.index(sign.replace("天", "日").replace("末", "日")) if sign else None


def _clocks(match: re.Match[str]) -> tuple[time, ...]:
    """The clock times; one that names no part of the day is of that named before it, an evening's are p.m."""
    part = match.groupdict()
    evening = {"near": "晚"} if part.get("unit") in {"晚", "夜"} else {}
    clocks: list[time] = []
    for found in _ONE_CLOCK.finditer(part.get("clocks") or ""):
        clock = clock_of(found.groupdict() | evening)
        if (
            clock
            and not found["part"]
            and clocks
            and clock < clocks[-1]
            and clocks[-1].hour >= _NOON > clock.hour
        ):
            clock = clock.replace(hour=clock.hour + _NOON)
        if clock:
            clocks.append(clock)
    return tuple(clocks)
